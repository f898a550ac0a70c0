"""Walks a Word document in reading order: its text, and for every character the element that it stands in.

A paragraph is a line.  The body comes first (text boxes behind the paragraph that holds them), then footnotes and
endnotes in the order of their references, then headers and footers.  Names of elements: ECMA-376 Part 1, 17.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import islice
from typing import NamedTuple
from zlib import crc32

from lxml import etree

from zhengci.document import markup
from zhengci.document.markup import Zone
from zhengci.patterns import lazy
from zhengci.readers.word.fields import Fields
from zhengci.readers.word.names import PRESERVE, XML_SPACE, R, W, w
from zhengci.readers.word.numbers import unused
from zhengci.readers.word.package import Package
from zhengci.readers.word.structure import ALTERNATIVES, boxes, cells, chosen, goes_on, is_joined, is_on, rows
from zhengci.readers.word.styles import Styles

_OWN_NOTE = "_zhengci_note_"

_ADDRESS = lazy(r"\s*(?:https?://|www\.)\S+\s*")
#: What only wraps text (17.3.2, 17.5.1, 17.16.22, 17.13.5.18); deletions and what was moved away (del, moveFrom) are not here.
_WRAPPERS = frozenset(map(w, ("hyperlink", "ins", "moveTo", "smartTag", "customXml", "dir", "bdo", "fldSimple", "rubyBase")))
_CHARACTERS = {
    w("tab"): "\t", w("ptab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-", w("sym"): "\ufffc",
}  # fmt: skip
_NOTES = {w("footnoteReference"): "footnotes", w("endnoteReference"): "endnotes"}
_NOTE_NAMES = {"footnotes": "脚注", "endnotes": "尾注"}
_HOLDERS = frozenset((w("drawing"), w("pict"), w("object")))
_RUN, _PROPERTIES, _TEXT, _PARAGRAPH, _TABLE = w("r"), w("rPr"), w("t"), w("p"), w("tbl")
_PARAGRAPH_PROPERTIES, _SECTION, _ID, _NAME = w("pPr"), w("sectPr"), w("id"), w("name")
_START, _END, _BOOKMARK = map(w, ("commentRangeStart", "commentRangeEnd", "bookmarkStart"))
_HIDDEN = w("vanish")  # 17.3.2.41
_SPACES = str.maketrans("\r\n", "  ")


class Paragraph(NamedTuple):
    """A paragraph: its span in the text (without the line break), its ``w:p`` and the part that this is in.

    ``where`` is body, cell, box, note or header.  ``anchor`` is what stands for it in the body where it is not itself
    part of that: the run that holds a text box or the reference of a note.
    """

    start: int
    end: int
    element: etree._Element
    part: str
    where: str
    name: str
    anchor: etree._Element | None


class Note(NamedTuple):
    """A note that the body refers to: footnotes or endnotes, its id, the run that refers to it and where that stands.

    ``mark`` is the name of the bookmark at the reference of a note that zhengci wrote.
    """

    kind: str
    key: str
    reference: etree._Element
    offset: int
    mark: str


class Piece(NamedTuple):
    """Characters of the text that stand in one element: all from ``offset`` on in a ``w:t``, or one that it stands for."""

    start: int
    end: int
    element: etree._Element
    offset: int


class Flow:
    """The text of a document and where it stands; see the module."""

    def __init__(self, package: Package) -> None:
        """Walk the document; raises UnreadableFile where a part is corrupt."""
        self.package = package
        self.zones: list[Zone] = []
        self.paragraphs: list[Paragraph] = []
        self.pieces: list[Piece] = []
        #: Those of the writer, and those that zhengci wrote and the writer left alone: these are no text.
        self.notes: list[Note] = []
        self.own_notes: list[Note] = []
        #: Comment id → the span that it is about.
        self.anchors: dict[str, tuple[int, int]] = {}
        #: The runs that stand for notes and text boxes (``Paragraph.anchor``), each with the span of its own text.
        self.holders: dict[etree._Element, tuple[int, int]] = {}
        self._texts: list[str] = []
        self._length = 0
        self._fields = Fields()
        self._boxes: list[tuple[etree._Element, etree._Element]] = []
        self._may_hide = False  # whether there is hidden text at all
        self._in_toc = False  # whether the present paragraph is one of a table of contents
        self._own_mark = (-1, "")  # where the last bookmark of a note of ours begins, and its name
        self._place = _Place("body", "")
        self._part = package.main
        self._anchor: etree._Element | None = None
        self._tables = self._box_number = 0
        self._sections: list[etree._Element] = []
        self.styles = Styles(package)
        body = self._tree(package.main).find(w("body"))
        if body is not None:
            self._blocks(body)
        #: Where the body ends and notes, headers and footers begin.
        self.body = self._length
        for kind in _NOTE_NAMES:
            self._read_notes(kind)
        own = set(map(id, self.own_notes))
        self.notes = [note for note in self.notes if id(note) not in own]
        self._read_headers()
        self.text = "".join(self._texts)

    @cached_property
    def fresh_ids(self) -> Iterator[str]:
        """Ids for annotations (17.13) that no element of the parts with text has."""
        parts = dict.fromkeys(paragraph.part for paragraph in self.paragraphs)
        return unused([str(key) for part in parts for key in self.package.tree(part).xpath("//@w:id", namespaces={"w": W[1:-1]})])

    def _tree(self, part: str) -> etree._Element:
        root = self.package.tree(part)
        self._may_hide = self._may_hide or next(root.iter(_HIDDEN), None) is not None
        return root

    # Blocks ----------------------------------------------------------------------------------------------------------

    def _blocks(self, parent: etree._Element) -> None:
        for child in parent:
            tag = child.tag
            if tag == _PARAGRAPH:
                self._paragraph(child)
            elif tag == _TABLE:
                self._table(child)
            elif tag == w("sdt"):
                self._control(child, self._blocks)
            elif tag == w("customXml"):
                self._blocks(child)
            elif tag == w("sectPr"):
                self._sections.append(child)
            elif tag == ALTERNATIVES:
                for choice in chosen(child):
                    self._blocks(choice)
            else:
                self._mark(child)

    def _paragraph(self, element: etree._Element) -> None:
        start, self._in_toc = self._length, self._fields.is_contents
        outer_boxes, self._boxes = self._boxes, []
        self._inline(element)
        properties = element[0] if len(element) and element[0].tag == _PARAGRAPH_PROPERTIES else None
        if self._length > start:
            self._place.paragraphs += 1
            kind = self._kind(properties, self._length - start)
            if kind:
                self.zones.append(Zone(start, self._length, kind))
        self.paragraphs.append(
            Paragraph(start, self._length, element, self._part, self._place.where, self._place.name(), self._anchor)
        )
        is_open = False
        for one in properties if properties is not None else ():
            if one.tag == _SECTION:
                self._sections.append(one)
            elif one.tag == _PROPERTIES:
                is_open = is_joined(one)
        if not is_open:
            self._add("\n")
        own_boxes, self._boxes = self._boxes, outer_boxes
        for box, holder in own_boxes:
            self._box_number += 1
            lead = self._place.title if self._place.where in ("note", "header") else ""
            place = _Place("box", f"{lead}文本框 {self._box_number}", _is_single(box))
            self._story(box, self._part, place, holder if self._anchor is None else self._anchor)

    def _kind(self, properties: etree._Element | None, length: int) -> str:
        """Return the kind of zone that the present paragraph is; headers are none, so that styles need not be read."""
        if self._place.where == "header":
            return ""
        return markup.LINK if self._in_toc else self.styles.zone(properties, length)

    def _story(self, element: etree._Element, part: str, place: _Place, anchor: etree._Element | None) -> None:
        """Walk what stands outside the run of paragraphs: a box, a note, a header."""
        kept = self._part, self._place, self._anchor, self._fields
        self._part, self._place, self._anchor, self._fields = part, place, anchor, Fields()
        self._blocks(element)
        self._part, self._place, self._anchor, self._fields = kept

    def _table(self, table: etree._Element) -> None:
        self._tables += 1
        number = self._tables
        outer = self._place
        where = "cell" if outer.where == "body" else outer.where
        lead = "" if outer.where in ("body", "cell") else outer.title
        start = self._length
        for row_number, row in enumerate(rows(table), 1):
            for cell_number, cell in enumerate(cells(row), 1):
                if not goes_on(cell):
                    title = f"{lead}表 {number} 第 {row_number} 行第 {cell_number} 格"
                    self._place = _Place(where, title, _is_single(cell))
                    self._blocks(cell)
        self._place = outer
        if self._length > start:
            self.zones.append(Zone(start, self._length, markup.TABLE))

    def _control(self, control: etree._Element, walk: Callable[[etree._Element], None]) -> None:
        """Walk the content of a content control (17.5.2), unless it is the hint that asks for content."""
        content = control.find(w("sdtContent"))
        if content is not None and not is_on(control.find(f"{w('sdtPr')}/{w('showingPlcHdr')}")):
            walk(content)

    # Text ------------------------------------------------------------------------------------------------------------

    def _inline(self, parent: etree._Element) -> None:
        for child in parent:
            tag = child.tag
            if tag == _RUN:
                self._run(child)
            elif tag in _WRAPPERS:
                start = self._length
                if tag == w("fldSimple"):
                    self._fields.begin(child.get(w("instr"), ""))
                    self._fields.separate()
                    self._inline(child)
                    self._fields.end()
                else:
                    self._inline(child)
                if tag == w("hyperlink") and _ADDRESS.fullmatch("".join(child.itertext(_TEXT))):
                    self.zones.append(Zone(start, self._length, markup.LINK))
            elif tag == w("sdt"):
                self._control(child, self._inline)
            elif tag == ALTERNATIVES:
                for choice in chosen(child):
                    self._inline(choice)
            else:
                self._mark(child)

    def _run(self, run: etree._Element) -> None:
        is_hidden = is_holder = False
        begin = self._length
        for child in run:
            tag = child.tag
            if tag == _TEXT:
                if not is_hidden and self._fields.shows_text:
                    self._text(child)
            elif tag == _PROPERTIES:
                is_hidden = self._may_hide and is_on(child.find(_HIDDEN))
            elif tag in _CHARACTERS:
                if not is_hidden and self._fields.shows_text:
                    self._piece(child, _CHARACTERS[tag], 0)
            elif tag == w("fldChar"):
                self._field_mark(child.get(w("fldCharType")))
            elif tag == w("instrText"):
                self._fields.instruct(child.text or "")
            elif tag in _NOTES:
                # LibreOffice may close a bookmark before the reference that was in it: what counts is that it is there.
                offset, mark = self._own_mark
                self._own_mark = -1, ""
                name = mark if offset == self._length else ""
                self.notes.append(Note(_NOTES[tag], child.get(w("id"), ""), run, self._length, name))
                is_holder = True
            elif tag == w("commentReference"):
                self.anchors.setdefault(child.get(w("id"), ""), (self._length, self._length))
            elif tag == w("ruby"):
                base = child.find(w("rubyBase"))
                if base is not None:
                    self._inline(base)
            elif tag in _HOLDERS or tag == ALTERNATIVES:
                self._boxes += [(box, run) for box in boxes(child)]
                is_holder = True

        if is_holder:
            self.holders[run] = begin, self._length

    def _text(self, element: etree._Element) -> None:
        text, offset = element.text or "", 0
        if text and element.get(XML_SPACE) != PRESERVE and (text[0].isspace() or text[-1].isspace()):
            bare = text.lstrip(" \t\r\n")
            offset = len(text) - len(bare)
            text = bare.rstrip(" \t\r\n")
        if text:
            self._piece(element, text.translate(_SPACES) if "\n" in text or "\r" in text else text, offset)

    def _piece(self, element: etree._Element, text: str, offset: int) -> None:
        start = self._length
        self._add(text)
        self.pieces.append(Piece(start, self._length, element, offset))

    def _add(self, text: str) -> None:
        self._texts.append(text)
        self._length += len(text)

    def _field_mark(self, kind: str | None) -> None:
        """Follow the marks of a complex field (17.16.18)."""
        if kind == "begin":
            self._fields.begin()
        elif kind == "separate":
            self._fields.separate()
            self._in_toc |= self._fields.is_contents
        elif kind == "end":
            self._fields.end()

    def _mark(self, element: etree._Element) -> None:
        """Note where comments begin and end (17.13.4), and the bookmarks of our own notes."""
        tag = element.tag
        if tag == _START:
            self.anchors[element.get(_ID, "")] = (self._length, self._length)
        elif tag == _END:
            key = element.get(_ID, "")
            self.anchors[key] = (self.anchors.get(key, (self._length, 0))[0], self._length)
        elif tag == _BOOKMARK and element.get(_NAME, "").startswith(_OWN_NOTE):
            self._own_mark = self._length, element.get(_NAME, "")

    # Notes, headers and footers --------------------------------------------------------------------------------------

    def _read_notes(self, kind: str) -> None:
        part = self.package.target(kind)
        notes = [note for note in self.notes if note.kind == kind]
        if part is None or not notes:
            return
        by_key = {element.get(w("id")): element for element in self._tree(part)}
        for number, note in enumerate(notes, 1):
            element = by_key.pop(note.key, None)  # once, should it be referred to twice
            if element is None:
                continue
            if note.mark.endswith(_checksum("".join(text.text or "" for text in element.iter(_TEXT)))):
                self.own_notes.append(note)
            else:
                place = _Place("note", f"{_NOTE_NAMES[kind]} {number}", _is_single(element))
                self._story(element, part, place, note.reference)

    def _read_headers(self) -> None:
        parts: dict[str, str] = {}  # each part once, under its first name
        several = len(self._sections) > 1
        for number, section in enumerate(self._sections, 1):
            for tag, title in (("headerReference", "页眉"), ("footerReference", "页脚")):
                targets = self.package.targets(self.package.main, tag.removesuffix("Reference"))
                for reference in section.iterchildren(w(tag)):
                    part = targets.get(reference.get(R + "id", ""))
                    kind = {"first": "首页", "even": "偶数页"}.get(reference.get(w("type"), ""), "")
                    if part:
                        parts.setdefault(part, f"第 {number} 节{kind}{title}" if several else kind + title)
        for part, title in parts.items():
            root = self._tree(part)
            self._story(root, part, _Place("header", title, _is_single(root)), None)


def paragraph_at(flow: Flow, offset: int) -> Paragraph:
    """Return the paragraph that holds the character at `offset`, or ends there."""
    return flow.paragraphs[bisect_right(flow.paragraphs, offset, key=lambda paragraph: paragraph.start) - 1]


def own_mark(text: str, key: str) -> str:
    """Return the name of the hidden bookmark round the reference of a note of ours, which ends with a checksum."""
    return f"{_OWN_NOTE}{key}_{_checksum(text)}"


def _checksum(text: str) -> str:
    return f"{crc32(text.strip().encode('utf-8', 'surrogatepass')):08x}"


class _Place:
    """Where the walk is: a part of the document, whose paragraphs that are not empty are counted."""

    def __init__(self, where: str, title: str, is_single: bool = False) -> None:
        self.where = where
        self.title = title
        self.paragraphs = 0
        self._is_single = is_single

    def name(self) -> str:
        """Return what the present paragraph is called."""
        if self._is_single:
            return self.title
        return f"{self.title}{' ' if self.title[-1:].isdigit() else ''}第 {max(1, self.paragraphs)} 段"


def _is_single(parent: etree._Element) -> bool:
    return sum(1 for _ in islice(parent.iter(_PARAGRAPH), 2)) == 1
