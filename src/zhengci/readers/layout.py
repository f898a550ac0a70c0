"""Puts the lines of printed pages together again: paragraphs over line, column and page ends, without running heads.

What is a head, a foot or a page number is told by repetition at the same height, never by its looks.  A line goes on in the
next one where it reaches the margin (nothing more would have fitted) and the next one is neither indented nor of another size.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from zhengci.patterns import lazy

#: So many lines at the head and foot of a page are looked at.
_RUNNING_LINES = 3
#: Rows whose heights differ by less (in points) stand at the same height.
_SAME_HEIGHT = 5.0
#: A line set in so far (in characters) is a signature or a date at the right margin; nothing follows in it.
_ASIDE = 6
_DIGITS = lazy(r"\d+|^[ivxlcdm]{1,6}$|[〇一二三四五六七八九十百]+(?=页)")
_NUMBER_ONLY = lazy(r"[#\W第页共]*#[#\W第页共]*")
_OPENING = "“‘（《〈【〔「『([{"
_CLOSING = "，。、；：！？”’）》〉】〕」』,.;:!?)]}…—％%"
#: Programs that break lines by Unicode alone (UAX 14, class QU), LibreOffice say, part these from neither neighbour.
_QUOTES = "“”‘’"
_WORD = lazy(r"[!-~]+")
_NUMBER = lazy(r"\d+ ")
_SPACED = lazy(
    "(?<=[\u2e80-\uffef\U00020000-\U0003ffff]) | (?=[\u2e80-\uffef\U00020000-\U0003ffff])|(?<=[”’]) (?=[“‘])"
)


class Line(NamedTuple):
    """A line of a page as it is printed.  Places are points from the lower left corner of the page.

    ``em`` is the width of a Han character of the line's size.  ``is_cell``: stands in one row with the line before it;
    ``is_rest``: continues the line before it, whose hyphen is gone.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    em: float
    is_cell: bool = False
    is_rest: bool = False


class Page(NamedTuple):
    """The lines of a page in reading order, and its height in points."""

    height: float
    lines: list[Line]


class Flow(NamedTuple):
    """Running text: a line a paragraph, with the offsets (code points) at which another page (from 1) begins."""

    text: str
    starts: list[int]
    pages: list[int]


class _Row(NamedTuple):
    """The lines that stand side by side, and the page that they are on."""

    page: int
    first: Line
    cells: list[Line]


class _Margins(NamedTuple):
    """What the lines of a column have in common."""

    left: float
    right: float
    pitch: float
    em: float


class _Part(NamedTuple):
    """A line within a paragraph, with the margins of its column."""

    page: int
    line: Line
    margins: _Margins


def flow(pages: list[Page]) -> Flow:
    """Return the running text of pages."""
    paragraphs: list[list[_Part]] = []
    row_mates: set[int] = set()  # numbers of paragraphs that stand in one row with the one before them
    before: list[_Row] = []
    margins: _Margins | None = None
    for column in _columns(_without_running(pages)):
        above = _carried(paragraphs, column) if margins and _may_follow(before, margins, column) else []
        margins = _margins(column, before, margins)
        before = column
        for row in column:
            here: list[int] = []
            for line in row.cells:
                part = _Part(row.page, line, margins)
                number = _continued(paragraphs, above, part) if len(row.cells) == 1 else None
                if line.is_rest and paragraphs:
                    number = len(paragraphs) - 1
                if number is None:
                    number = len(paragraphs)
                    paragraphs.append([])
                    if line.is_cell and here:
                        row_mates.add(number)
                paragraphs[number].append(part)
                here.append(number)
            above = here
    return _written(paragraphs, row_mates)


def _without_running(pages: list[Page]) -> list[list[_Row]]:
    """Return the rows of each page without heads, feet and page numbers."""
    kept = [_rows(number, page.lines) for number, page in enumerate(pages, 1)]
    for at_top in (True, False):
        for _ in range(_RUNNING_LINES):
            outermost: dict[int, tuple[str, float, _Row]] = {}
            for number, rows in enumerate(kept):
                if rows:
                    row = max(rows, key=lambda row: row.first.top) if at_top else min(rows, key=lambda row: row.first.bottom)
                    place = pages[number].height - row.first.top if at_top else row.first.bottom
                    outermost[number] = (_key(row), place, row)
            running = _repeated(outermost, len(pages))
            for number in running:
                kept[number] = [row for row in kept[number] if row is not outermost[number][2]]
            if not running:
                break
    return kept


def _rows(page: int, lines: list[Line]) -> list[_Row]:
    rows: list[_Row] = []
    for line in lines:
        if line.is_cell and rows:
            rows[-1].cells.append(line)
        else:
            rows.append(_Row(page, line, [line]))
    return rows


def _key(row: _Row) -> str:
    return _DIGITS.sub("#", "".join("".join(line.text.split()) for line in row.cells).lower())


def _repeated(outermost: dict[int, tuple[str, float, _Row]], count: int) -> list[int]:
    """Return the pages whose outermost row stands on others too, at a height where other pages have no running text."""
    groups: dict[str, list[list[int]]] = defaultdict(list)
    for number, (key, place, _) in outermost.items():
        group = next((group for group in groups[key] if abs(outermost[group[0]][1] - place) < _SAME_HEIGHT), None)
        if group:
            group.append(number)
        else:
            groups[key].append([number])
    running = [
        group
        for key, same in groups.items()
        for group in same
        if len(group) > 2 or len(group) * 2 >= count > 2 or (len(group) == count == 2 and _NUMBER_ONLY.fullmatch(key))
    ]
    others = outermost.keys() - {number for group in running for number in group}
    found = []
    for group in running:
        place = outermost[group[0]][1]
        beside = sum(abs(outermost[number][1] - place) < 2 * _SAME_HEIGHT for number in others)
        if beside * 3 <= len(group):
            found += group
    return found


def _columns(pages: list[list[_Row]]) -> Iterator[list[_Row]]:
    """Yield runs of rows that stand one below the other; a row of a table comes with what goes on below its cells."""
    for rows in pages:
        column: list[_Row] = []
        left = right = 0.0
        for row in rows:
            if column and not (
                _is_below(column[-1], row)
                and row.cells[-1].right > left
                and row.first.left < right
                and len(row.cells) == 1
                and (len(column[0].cells) == 1 or any(abs(row.first.left - cell.left) < cell.em for cell in column[0].cells))
            ):
                yield column
                column = []
            if not column:
                left, right = row.first.left, row.cells[-1].right
            left, right = min(left, row.first.left), max(right, row.cells[-1].right)
            column.append(row)
        if column:
            yield column


def _is_below(row: _Row, other: _Row) -> bool:
    above = row.cells[-1]
    return other.first.bottom < above.bottom - (above.top - above.bottom) * 0.3


def _margins(column: list[_Row], before: list[_Row], above: _Margins | None) -> _Margins:
    """Return the margins of a column; a few lines of text below another column, signatures say, have that one's, too."""
    lines = [row.first for row in column if len(row.cells) == 1] or [line for row in column for line in row.cells]
    steps = [one.bottom - other.bottom for one, other in pairwise(lines)]
    em = median(line.em for line in lines)
    left, right = min(line.left for line in lines), _right(lines, em)
    if above and len(column) < 3 and len(column[0].cells) == 1 and before[-1].page == column[0].page and _is_below(before[-1], column[0]):
        left, right = min(left, above.left), max(right, above.right)
    return _Margins(left, right, median(steps) if len(steps) > 1 else 0.0, em)


def _right(lines: list[Line], em: float) -> float:
    """Return where lines end that are full: where many do, not where a title above two columns does."""
    ends = sorted(line.right for line in lines if line.text[-1] not in _CLOSING) or [max(line.right for line in lines)]
    enough = len(ends) * 3 // 10
    if enough < 2:
        return ends[-1]
    for number in range(len(ends) - 1, -1, -1):
        if number + 1 - bisect_left(ends, ends[number] - 1.2 * em) >= enough:
            return ends[number]
    return ends[-1]


def _may_follow(column: list[_Row], margins: _Margins, following: list[_Row]) -> bool:
    """Tell whether a paragraph may go on from a column to the next: on another page, or from newspaper column to column."""
    if len(column[-1].cells) > 1 or len(following[0].cells) > 1:
        return False
    if column[-1].page != following[0].page:
        return True
    cells = sum(len(row.cells) > 1 for row in column)
    return len(column) > max(2, 5 * cells) and following[0].first.left > margins.right


def _carried(paragraphs: list[list[_Part]], column: list[_Row]) -> list[int]:
    """Return the paragraph that may go on in the next column: the last one that is not in smaller type, as notes are."""
    em = column[0].first.em
    for number in range(len(paragraphs) - 1, max(-1, len(paragraphs) - 9), -1):
        if paragraphs[number][-1].line.em > em * 0.92:
            return [number]
    return []


def _continued(paragraphs: list[list[_Part]], above: list[int], part: _Part) -> int | None:
    """Return the number of the paragraph, among those right above, that goes on in `part`."""
    return next((number for number in above if _goes_on(paragraphs[number][-1], part)), None)


def _goes_on(last: _Part, part: _Part) -> bool:
    line, following = last.line, part.line
    em = line.em
    if not 0.8 * em < following.em < 1.25 * em:
        return False
    same_column = last.page == part.page and last.margins is part.margins
    if same_column:
        step = line.bottom - following.bottom
        if step <= 0 or (part.margins.pitch and step > part.margins.pitch * 1.6) or following.right < line.left - 1.5 * em:
            return False
    elif line.is_cell:
        return False
    left = part.margins.left if not line.is_cell else line.left
    if not line.is_cell and line.left - last.margins.left > _ASIDE * em and following.left - left < em:
        return False
    if line.is_cell and same_column:
        if abs(following.left - line.left) > em * 0.5:
            return False
    elif following.left - left > em * 0.8:
        is_title = same_column and abs(_middle(line) - _middle(following)) < em * 0.6 and _is_centred(part)
        return is_title and (_is_centred(last) or em > 1.15 * part.margins.em)
    return _is_full(last, following, em)


def _middle(line: Line) -> float:
    return (line.left + line.right) / 2


def _is_centred(part: _Part) -> bool:
    """Tell whether a line stands in the middle of its column with room on both sides, as titles do."""
    line, margins = part.line, part.margins
    room = margins.right - margins.left
    off = abs((margins.left + margins.right) / 2 - _middle(line))
    return line.left - margins.left > line.em and off < line.em * 0.6 and room > 10 * line.em and line.right < margins.right


def _is_full(last: _Part, following: Line, em: float) -> bool:
    """Tell whether the beginning of the next line would not have fitted."""
    line = last.line
    right = max(last.margins.right, line.right) if not line.is_cell else max(line.right, following.right)
    room = right - line.right
    return room < em or room < _needed(following.text) * em + 0.35 * em


def _needed(text: str) -> float:
    """Return the width, in characters, of the least that can stand on a line: a word, or a character with its marks."""
    width, at = 0.0, 0
    while at < len(text) - 1 and text[at] in _OPENING:
        width, at = width + 1, at + 1
    is_bound = True
    while at < len(text) and (is_bound or text[at] in _CLOSING or text[at] in _QUOTES):
        word = _WORD.match(text, at) if is_bound else None
        is_bound = text[at] in _QUOTES
        width, at = (width + 0.55 * len(word[0]), word.end()) if word else (width + 1, at + 1)
    return width


def _written(paragraphs: list[list[_Part]], row_mates: set[int]) -> Flow:
    pieces: list[str] = []
    starts: list[int] = []
    pages: list[int] = []
    length = 0
    for number, paragraph in enumerate(paragraphs):
        if number:
            pieces.append("\u3000" if number in row_mates else "\n")
            length += 1
        before = ""
        for part in paragraph:
            text = _tight(part.line.text)
            if before and not part.line.is_rest and _are_apart(before, text):
                text = " " + text
            if not pages or pages[-1] != part.page:
                starts.append(length)
                pages.append(part.page)
            pieces.append(text)
            length += len(text)
            before = text
    return Flow("".join(pieces) + "\n" if pieces else "", starts, pages)


def _are_apart(before: str, after: str) -> bool:
    """Tell whether a blank stood where a line ended: between Latin words, not within a number."""
    return before[-1] < "\x7f" and after[0] < "\x7f" and (before[-1].isalpha() or after[0].isalpha())


def _tight(text: str) -> str:
    """Return a line without the blanks that the spacing of Han characters, their marks and Latin ones seemed to be."""
    if " " not in text:
        return text
    number = _NUMBER.match(text)  # of a note or an item: its blank is one
    start = number.end() if number else 0
    return text[:start] + _SPACED.sub("", text[start:])
