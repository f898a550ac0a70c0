"""How a 名词解释 appendix is set, one entry to a paragraph, and the edits that add, remove, move and number its entries in kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from zhengci.document.definitions import Appendix, Definition
from zhengci.document.document import Document
from zhengci.linting.finding import Edit
from zhengci.patterns import lazy

#: What stands before a headword: blanks and marks, an opening bracket, the number, what ends it; or blanks and marks alone.
_PREFIX = lazy(
    r"(?P<lead>[ \t\u3000*\-]*)(?:(?P<open>[［\[（(]?[ ]*)(?P<number>[0-9０-９]{1,3})(?P<close>[ ]*[］\]）).．、]))?"
    r"(?P<gap>[ \t\u3000*]*)"
)
_GLUE = lazy(r"\**[：:](?:[ \t\u3000\r]*\n)?[ \t\u3000*]*")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_OPENING, _CLOSING = "“「『\"", "”」』\""


class _Row(NamedTuple):
    """An entry with its span: from the beginning of its line to the end of its text."""

    entry: Definition
    start: int
    end: int
    number_start: int  # equal to number_end where there is no number
    number_end: int


class Layout:
    """The rows of an appendix in which every entry is set alike."""

    def __init__(self, raw: str, rows: list[_Row], prefix: tuple[str, str, str, str], glue: str) -> None:
        self._raw = raw
        self._rows = rows
        self._prefix = prefix  # before the number and behind it: lead, open, close, gap
        self._glue = glue
        told = [int(raw[row.number_start : row.number_end] or 0) for row in rows]
        self._is_numbered = told[0] > 0
        self._is_wide = self._is_numbered and not raw[rows[0].number_start].isascii()
        # in Markdown all may be 1, and numbers that begin anew count something else
        self._counts = self._is_numbered and told[0] not in told[1:]
        self._first = told[0]
        self._between = Counter(raw[one.end : other.start] for one, other in pairwise(rows)).most_common(1)[0][0]
        self._position = {row.entry.head_start: at for at, row in enumerate(rows)}
        self._quotes = _usual_quotes([raw[row.entry.head_start : row.entry.head_end] for row in rows])

    def misnumbered(self) -> list[Edit]:
        """Return the edits that make the numbers count up from the first one."""
        if not self._counts:
            return []
        return [
            Edit(row.number_start, row.number_end, self._number(at))
            for at, row in enumerate(self._rows)
            if int(self._raw[row.number_start : row.number_end]) != self._first + at
        ]

    def removals(self, removed: Sequence[Definition]) -> dict[int, Edit]:
        """Return the edits that remove entries, by where their heads begin; none where fewer than two entries would stay."""
        gone = {self._position[entry.head_start] for entry in removed}
        if len(self._rows) - len(gone) < 2:
            return {}
        leading = next(at for at in range(len(self._rows)) if at not in gone)
        edits = {}
        for at in gone:
            row = self._rows[at]
            # the first number stays with what comes to stand first
            span = (row.number_end, self._rows[at + 1].number_end) if at < leading else (self._rows[at - 1].end, row.end)
            edits[row.entry.head_start] = Edit(*span, "")
        return edits

    def insertion(self, head: str, told: str, before: Definition | None) -> Edit:
        """Return the edit that adds an entry before another one, or at the end."""
        at = len(self._rows) if before is None else self._position[before.head_start]
        lead, opening, close, gap = self._prefix
        text = f"{close}{gap}{self._quoted(head)}{self._glue}{told}"
        if not at:  # it takes over the first number
            number_end = self._rows[0].number_end
            return Edit(number_end, number_end, f"{text}{self._between}{lead}{opening}{self._number(1)}")
        return Edit(self._rows[at - 1].end, self._rows[at - 1].end, f"{self._between}{lead}{opening}{self._number(at)}{text}")

    def rearrangement(self, order: Sequence[Definition]) -> Edit:
        """Return the edit that puts the entries in another order; numbers and what stands between entries stay in place."""
        wanted = [self._rows[self._position[entry.head_start]] for entry in order]
        moved = [at for at, (row, old) in enumerate(zip(wanted, self._rows, strict=True)) if row is not old]
        low, high = moved[0], moved[-1]
        pieces = []
        for at in range(low, high + 1):
            row, old = wanted[at], self._rows[at]
            pieces += [self._raw[old.start : old.number_end], self._raw[row.number_end : row.end]]
            if at < high:
                pieces.append(self._raw[old.end : self._rows[at + 1].start])
        return Edit(self._rows[low].start, self._rows[high].end, "".join(pieces))

    def _number(self, at: int) -> str:
        if not self._is_numbered:
            return ""
        number = str(self._first + at if self._counts else self._first)
        return number.translate(_FULL_WIDTH) if self._is_wide else number

    def _quoted(self, head: str) -> str:
        """Return a headword in the marks that most headwords have, if most have any."""
        if set(head) & set(_OPENING):
            return head
        opening, closing = self._quotes
        return f"{opening}{head}{closing}"


def _usual_quotes(heads: list[str]) -> tuple[str, str]:
    """Return the marks of the headwords that are quoted as a whole, empty ones where more have none at all."""
    wholly = [head for head in heads if head[0] in _OPENING and head[-1] in _CLOSING]
    bare = sum(not set(head) & set(_OPENING) for head in heads)
    if bare >= 2 * len(wholly):
        return ("", "") if bare else ("“", "”")
    return wholly[0][0], wholly[0][-1]


def read_layout(document: Document, appendix: Appendix) -> Layout | None:
    """Return how an appendix is set; None where that is not understood: entries on one line, endnotes, words in between."""
    raw = document.raw
    rows: list[_Row] = []
    prefixes: Counter[tuple[str, str, str, str]] = Counter()
    numberings: set[tuple[str, str, bool]] = set()
    glues: Counter[str] = Counter()
    for entry in appendix.entries:
        start = raw.rfind("\n", 0, entry.head_start) + 1
        prefix = _PREFIX.fullmatch(raw, start, entry.head_start)
        glue = _GLUE.match(raw, entry.head_end)
        if not prefix or not glue or glue.end() != entry.start or (rows and raw[rows[-1].end : start].strip()):
            return None
        end = start + len(raw[start : entry.end].rstrip())
        rows.append(_Row(entry, start, end, *(prefix.span("number") if prefix["number"] else (start, start))))
        opening, close = prefix["open"] or "", prefix["close"] or ""
        numberings.add((opening.strip(), close.strip(), bool(prefix["number"])))
        prefixes[prefix["lead"], opening, close, prefix["gap"]] += 1
        glues[glue[0]] += 1
    if len(numberings) > 1 or raw.find("\n", appendix.start, rows[0].start) < 0:
        return None
    opening, close, is_numbered = numberings.pop()
    if is_numbered and opening and any(f"{opening}{number}{close}" in raw[: appendix.start] for number in (1, 2)):
        return None  # notes anchored in the body: their numbers are referred to
    return Layout(raw, rows, prefixes.most_common(1)[0][0], glues.most_common(1)[0][0])
