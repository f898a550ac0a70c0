"""What a mention stands in that markup does not tell: a heading, a table, brackets, a longer quotation, half-width marks."""

from __future__ import annotations

from bisect import bisect_right

from zhengci.document import markup
from zhengci.document.document import Document
from zhengci.mentions.resolve import Analysis
from zhengci.patterns import lazy

#: Headings, and the rows of tables in plain text, are no longer than this.
_LONGEST_HEADING = 50
#: A line that follows a heading without a blank one between is running text, longer than it by so much.
_LONGER = 8
#: Brackets and quotation marks are looked for so far back, within the line.
_BACK = 160
_CELL_BACK = 2_000
_HALF_WIDTH = str.maketrans("，：；（）", ",:;()")
_NUMBERED = lazy(
    r"[ \t\u3000#*]*(?:第?[一二三四五六七八九十百]{1,4}[、章节部分]|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[0-9]{1,2}[.．、](?!\d))"
)
_RUNNING = lazy(r"[。！？；;]|[，、：:,]$")


def is_set_apart(document: Document, offset: int) -> bool:
    """Tell whether the character at `offset` stands in a heading, a title line or a table that only its looks tell."""
    text = document.text
    if document.zones.within(offset, markup.TABLE):
        return True
    if document.kind == "html":
        low = max(0, offset - _CELL_BACK)
        opened = max(text.rfind(tag, low, offset) for tag in ("<td", "<th", "<TD", "<TH"))
        return opened > max(text.rfind(tag, low, offset) for tag in ("</td", "</th", "</TD", "</TH", "</table"))
    begin = text.rfind("\n", max(0, offset - _CELL_BACK), offset) + 1
    if not begin and offset > _CELL_BACK:
        return False
    end = text.find("\n", offset, offset + _CELL_BACK)
    end = min(len(text), offset + _CELL_BACK) if end < 0 else end
    line = text[begin:end].strip(" \u3000\r")
    if document.kind == "markdown" and line.startswith("|"):
        return True
    if "\t" in line.strip():
        return True
    if len(line) > _LONGEST_HEADING or _RUNNING.search(line) or len(line) == len(text.strip()):
        return False
    following = _line_at(text, end + 1)
    if _NUMBERED.match(line):
        return not following or len(following) > len(line) + _LONGER or bool(_NUMBERED.match(following))
    before = text[max(0, begin - 4) : begin].replace("\r", "")
    return (not begin or before.endswith("\n\n")) and not following


def _line_at(text: str, begin: int) -> str:
    """Return the beginning of the line at `begin`, without blanks; empty for a blank line and behind the end."""
    end = text.find("\n", begin, begin + 4 * _LONGEST_HEADING)
    return text[begin : begin + 4 * _LONGEST_HEADING if end < 0 else end].strip(" \t\u3000\r")


class Glosses:
    """The spans of a document's bracketed glosses; ``offset in glosses`` tells whether a character stands in one."""

    def __init__(self, analysis: Analysis) -> None:
        text = analysis.document.text
        spans = [
            (definition.start, definition.end)
            for definition in analysis.definitions.values()
            if definition.start > definition.head_end and text[definition.start - 1] in "（(即"
        ]
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def __contains__(self, offset: int) -> bool:
        number = bisect_right(self._starts, offset) - 1
        return number >= 0 and self._spans[number][0] <= offset < self._spans[number][1]


def is_within_quotes(text: str, offset: int) -> bool:
    """Tell whether a quotation mark opened before `offset` on its line is still open there."""
    return _is_open(text, offset, "“", "”") or _is_open(text, offset, "‘", "’")


def is_within_brackets(text: str, offset: int) -> bool:
    """Tell whether a bracket opened before `offset` on its line is still open there."""
    return _is_open(text, offset, "（", "）") or _is_open(text, offset, "(", ")")


def _is_open(text: str, offset: int, opening: str, closing: str) -> bool:
    low = max(0, offset - _BACK, text.rfind("\n", max(0, offset - _BACK), offset))
    return text.rfind(opening, low, offset) > text.rfind(closing, low, offset)


def as_punctuated(document: Document, words: str) -> str:
    """Return `words` with the marks that a document uses: half-width ones where it has no full-width comma."""
    raw = document.raw
    return words.translate(_HALF_WIDTH) if "," in raw and "，" not in raw else words
