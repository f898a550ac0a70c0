"""Weaves marks and findings into the tokens of a document, so that every character of the raw text stands there once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from zhengci.linting.finding import SEVERITIES, Finding
from zhengci.writers.page.escape import exact, hidden
from zhengci.writers.page.tokens import GAP, TEXT, Token


class Mark(NamedTuple):
    """A link to be made of a span of the raw text; its ``id`` goes to its first visible piece."""

    start: int
    end: int
    id: str
    attributes: str


class Flag(NamedTuple):
    """A span that findings are about, at its worst severity; ``ids`` of the findings that begin with it."""

    start: int
    end: int
    severity: str
    ids: tuple[str, ...]


def flags(findings: Sequence[Finding]) -> list[Flag]:
    """Return the spans of `findings`, cut where they overlap, in order; the finding at position 0 has the id ``f1``."""
    cuts = sorted({offset for finding in findings for offset in (finding.start, finding.end)})
    begin: dict[int, list[str]] = {}
    for number, finding in enumerate(findings, 1):
        begin.setdefault(finding.start, []).append(f"f{number}")
    found = []
    order = sorted(findings, key=lambda finding: finding.start)
    at = 0
    running: list[Finding] = []
    for cut, following in zip(cuts, [*cuts[1:], *cuts[-1:]], strict=True):
        while at < len(order) and order[at].start <= cut:
            running.append(order[at])
            at += 1
        running = [finding for finding in running if finding.end > cut]
        ids = tuple(begin.get(cut, ()))
        if running or ids:
            worst = max((finding.severity for finding in running), key=SEVERITIES.index, default="")
            found.append(Flag(cut, following if running else cut, worst, ids))
    return found


def weave(raw: str, tokens: Iterable[Token], marks: Sequence[Mark], flagged: Sequence[Flag] = ()) -> str:
    """Return the markup; `marks` are disjoint and in order, and so are `flagged`."""
    return "".join(_Loom(raw, marks, flagged).woven(tokens))


class _Loom:
    def __init__(self, raw: str, marks: Sequence[Mark], flagged: Sequence[Flag]) -> None:
        self._raw = raw
        self._marks = marks
        self._flags = flagged
        self._mark = self._flag = 0  # the first that does not end before here
        self._met = -1  # the last mark of which a piece was shown
        self._told = 0  # so many flags have had their ids
        self._out: list[str] = []

    def woven(self, tokens: Iterable[Token]) -> list[str]:
        for token in tokens:
            if token.kind == TEXT:
                self._text(token.start, token.end)
            elif token.kind == GAP:
                self._out.append(hidden(self._raw[token.start : token.end], may_be_blank=not token.name))
            else:
                self._out.append(token.markup)
        self._pass(len(self._raw) + 1)
        return self._out

    def _pass(self, at: int) -> None:
        """Leave behind what ends before `at`; what was never shown leaves an empty element that links can lead to."""
        while self._mark < len(self._marks) and self._marks[self._mark].end <= at:
            if self._met < self._mark:
                self._out.append(f'<span id="{self._marks[self._mark].id}"></span>')
            self._mark += 1
        while self._flag < len(self._flags) and (self._flags[self._flag].end <= at):
            self._tell(self._flag)
            self._flag += 1

    def _tell(self, number: int) -> None:
        if self._told <= number:
            self._out += [f'<span id="{name}" class="at"></span>' for name in self._flags[number].ids]
            self._told = number + 1

    def _text(self, start: int, end: int) -> None:
        while start < end:
            self._pass(start)
            mark = self._marks[self._mark] if self._mark < len(self._marks) else None
            flag = self._flags[self._flag] if self._flag < len(self._flags) else None
            cut = min(end, *(_next_cut(one, start) for one in (mark, flag) if one), end)
            piece = exact(self._raw[start:cut])
            if mark and mark.start <= start:
                name = f'id="{mark.id}" ' if self._met < self._mark else f'data-of="{mark.id}" '
                self._met = self._mark
                piece = f"<a {name}{mark.attributes}>{piece}</a>"
            if flag and flag.start <= start:
                self._tell(self._flag)
                piece = f'<span class="f {flag.severity}">{piece}</span>'
            self._out.append(piece)
            start = cut


def _next_cut(one: Mark | Flag, start: int) -> int:
    return one.start if start < one.start else one.end
