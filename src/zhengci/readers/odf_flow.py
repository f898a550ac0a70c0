"""Follows the events of an OpenDocument's XML and keeps its paragraphs, each with where it stands.

Section numbers in comments are those of OpenDocument 1.2 part 1.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhengci.document import markup
from zhengci.patterns import lazy

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _TABLE, _DRAW, _OFFICE, _STYLE = (
    f"{_NAMES}{name}:1.0 " for name in ("text", "table", "drawing", "office", "style")
)  # fmt: skip
_PARAGRAPHS = {_TEXT + "p": "", _TEXT + "h": markup.HEADING}
#: What is no text of the document: deleted text (5.5.1), comments, what numbers and notes show in the text, hidden text,
#: forms, pictures, phonetic guides.
_SKIPPED = frozenset(
    (
        _TEXT + "tracked-changes", _OFFICE + "annotation", _OFFICE + "annotation-end", _TEXT + "note-citation",
        _TEXT + "number", _TEXT + "hidden-text", _TEXT + "ruby-text", _OFFICE + "forms", _OFFICE + "binary-data",
        _OFFICE + "scripts", _OFFICE + "meta", _OFFICE + "settings", _OFFICE + "font-face-decls", _DRAW + "object",
        "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0 title",
        "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0 desc",
    )
)  # fmt: skip
_CELLS = frozenset((_TABLE + "table-cell", _TABLE + "covered-table-cell"))
_INDEXES = frozenset(
    _TEXT + name for name in ("table-of-content", "illustration-index", "table-index", "alphabetical-index", "user-index")
)
_HEADERS = {
    _STYLE + "header": "页眉", _STYLE + "footer": "页脚", _STYLE + "header-left": "偶数页页眉", _STYLE + "footer-left": "偶数页页脚",
    _STYLE + "header-first": "首页页眉", _STYLE + "footer-first": "首页页脚",
}  # fmt: skip
_NOTE_NAMES = {"footnote": "脚注", "endnote": "尾注"}
#: White space as XML writers lay it out: one blank (6.1.2).
_BLANKS = lazy(r"[ \t\r\n]+")
#: Blanks, tabs and line breaks that have elements of their own; until white space is folded these stand for them.
_MEANT = str.maketrans("\0\1\2", " \t\n")
_ADDRESS = lazy(r"\s*(?:https?://|www\.)\S+\s*")
_MAX_DEPTH = 2_000
_MAX_BLANKS = 1_000


class Refused(Exception):
    """Why a document is not read, in Chinese."""


class Place:
    """A part of a document, whose paragraphs that are not empty are counted; ``zone`` is the kind that they all have."""

    def __init__(self, title: str, zone: str = "") -> None:
        self.title = title
        self.zone = zone
        self.paragraphs = 0


class Paragraph:
    """A paragraph as it grows: its pieces, the spans of links among them, the boxes that it holds."""

    def __init__(self, place: Place, kind: str) -> None:
        self.pieces: list[str] = []
        self.boxes: list[Paragraph] = []
        self._place = place
        self._kind = kind
        self._links: list[tuple[int, int]] = []  # by piece
        self._open_link = -1
        self._number = 0

    def link(self, is_start: bool) -> None:
        """Note that a link begins or ends here."""
        if is_start:
            self._open_link = len(self.pieces)
        elif self._open_link >= 0:
            self._links.append((self._open_link, len(self.pieces)))
            self._open_link = -1

    def finish(self) -> None:
        """Count the paragraph at its place, unless it is empty."""
        if any(piece.strip() for piece in self.pieces):
            self._place.paragraphs += 1
            self._number = self._place.paragraphs

    @property
    def name(self) -> str:
        """What the paragraph is called: 第 3 段, 表 1 第 2 行第 1 格, 脚注 2 第 1 段."""
        title = self._place.title
        if title and self._place.paragraphs <= 1:
            return title
        return f"{title}{' ' if title[-1:].isdigit() else ''}第 {self._number} 段"

    def text(self) -> tuple[str, list[tuple[int, int, str]]]:
        """Return the text, and its spans that have a treatment of their own with their kinds of zone."""
        if not self._number:
            return "", []
        kept: list[str] = []
        places = [0]
        is_blank = True  # blanks at the beginning count for nothing
        for piece in self.pieces:
            if " " in piece or "\n" in piece or "\t" in piece or "\r" in piece:
                piece = _BLANKS.sub(" ", piece)
                piece = piece[1:] if is_blank and piece[0] == " " else piece
            is_blank = piece[-1] == " " if piece else is_blank
            kept.append(piece)
            places.append(places[-1] + len(piece))
        text = "".join(kept).rstrip(" ").translate(_MEANT)
        spans = [(0, len(text), kind) for kind in (self._kind, self._place.zone) if kind]
        for first, last in self._links:
            start, end = places[first], min(places[last], len(text))
            if _ADDRESS.fullmatch(text, start, end):
                spans.append((start, end, markup.LINK))
        return text, spans


class Flow:
    """Handles the events of one document, its parts one after another."""

    def __init__(self) -> None:
        self._body: list[Paragraph] = []
        self._notes: dict[str, list[Paragraph]] = {name: [] for name in _NOTE_NAMES}
        self._headers: list[Paragraph] = []
        self._depth = self._skipped = self._index = self._tables = self._boxes = 0
        self._note_numbers = dict.fromkeys(_NOTE_NAMES, 0)
        self._main = Place("")
        #: What is open, from the outside: where finished paragraphs go and what their place is; paragraphs; tables.
        self._stories: list[tuple[list[Paragraph], Place]] = []
        self._paragraphs: list[Paragraph | None] = []
        self._rows: list[list[int]] = []  # number of the table, row, column, for each table that is open

    @property
    def body(self) -> int:
        """How many paragraphs the body has; notes, headers and footers follow."""
        return len(self._body)

    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield all paragraphs in the order of the text."""
        for part in (self._body, *self._notes.values(), self._headers):
            yield from part

    def doctype(self, *_: object) -> None:
        """Refuse a document type: OpenDocument has none, and entities come with it."""
        raise Refused("含有文档类型声明，OpenDocument 文件不该有")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Handle the beginning of an element."""
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise Refused("嵌套过深")
        if self._skipped or name in _SKIPPED:
            self._skipped += 1
        elif name in _PARAGRAPHS:
            self._open_paragraph(_PARAGRAPHS[name])
        elif name == _OFFICE + "text":
            self._open_story(self._body, self._main)
        elif name in _HEADERS:
            self._open_story(self._headers, Place(_HEADERS[name]))
        elif name == _TEXT + "note":
            self._open_note(attributes.get(_TEXT + "note-class", "footnote"))
        elif name == _DRAW + "text-box":
            self._open_box()
        elif name.startswith(_TABLE):
            self._open_table(name, attributes)
        elif name in _INDEXES:
            self._index += 1
        elif self._paragraphs and self._paragraphs[-1]:
            self._inline(name, attributes, self._paragraphs[-1])

    def end(self, name: str) -> None:
        """Handle the end of an element."""
        self._depth -= 1
        if self._skipped:
            self._skipped -= 1
        elif name in _PARAGRAPHS:
            self._close_paragraph()
        elif name in (_OFFICE + "text", _TEXT + "note", _DRAW + "text-box") or name in _HEADERS:
            self._stories.pop()
            self._paragraphs.pop()
        elif name == _TABLE + "table":
            self._rows.pop()
        elif name in _CELLS:
            self._stories.pop()
        elif name in _INDEXES:
            self._index -= 1
        elif name == _TEXT + "a" and self._paragraphs and self._paragraphs[-1]:
            self._paragraphs[-1].link(False)

    def characters(self, text: str) -> None:
        """Handle text."""
        if not self._skipped and self._paragraphs and self._paragraphs[-1]:
            self._paragraphs[-1].pieces.append(text)

    def _open_story(self, target: list[Paragraph], place: Place) -> None:
        self._stories.append((target, place))
        self._paragraphs.append(None)  # what is open outside does not go on in here

    def _open_note(self, kind: str) -> None:
        kind = kind if kind in _NOTE_NAMES else "footnote"
        self._note_numbers[kind] += 1
        self._open_story(self._notes[kind], Place(f"{_NOTE_NAMES[kind]} {self._note_numbers[kind]}"))

    def _open_box(self) -> None:
        holder = self._paragraphs[-1] if self._paragraphs else None
        self._boxes += 1
        target = holder.boxes if holder else self._stories[-1][0] if self._stories else self._body
        self._open_story(target, Place(f"文本框 {self._boxes}"))

    def _open_table(self, name: str, attributes: dict[str, str]) -> None:
        if name == _TABLE + "table":
            self._tables += 1
            self._rows.append([self._tables, 0, 0])
        elif not self._rows:
            return
        elif name == _TABLE + "table-row":
            self._rows[-1][1:] = [self._rows[-1][1] + 1, 0]
        elif name in _CELLS:
            table, row, column = self._rows[-1]
            place = Place(f"表 {table} 第 {row} 行第 {column + 1} 格", markup.TABLE)
            self._rows[-1][2] += _number(attributes.get(_TABLE + "number-columns-repeated"))
            self._stories.append((self._stories[-1][0] if self._stories else self._body, place))

    def _open_paragraph(self, kind: str) -> None:
        place = self._stories[-1][1] if self._stories else self._main
        self._paragraphs.append(Paragraph(place, markup.LINK if self._index else kind) if self._stories else None)

    def _close_paragraph(self) -> None:
        paragraph = self._paragraphs.pop()
        if paragraph:
            paragraph.finish()
            target = self._stories[-1][0]
            target.append(paragraph)
            target += paragraph.boxes

    def _inline(self, name: str, attributes: dict[str, str], paragraph: Paragraph) -> None:
        if name == _TEXT + "s":  # 6.1.3
            paragraph.pieces.append("\0" * min(_number(attributes.get(_TEXT + "c")), _MAX_BLANKS))
        elif name == _TEXT + "tab":
            paragraph.pieces.append("\1")
        elif name == _TEXT + "line-break":
            paragraph.pieces.append("\2")
        elif name == _TEXT + "a":
            paragraph.link(True)


def _number(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 7 else 1
