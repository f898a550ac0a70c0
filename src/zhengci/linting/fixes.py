"""Applies the edits of findings to the raw text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from itertools import accumulate

from zhengci.linting.finding import Edit, Finding

#: So often a text is mended anew: mostly once, a few times where an appendix is added to, put in order and numbered.
PASSES = 10


def safe_edits(findings: Iterable[Finding], *, unsafe: bool = False) -> list[Edit]:
    """Return the edits of all fixes that are safe (or, if `unsafe`, of all fixes), those that overlap an earlier one left out.

    A fix is carried out whole or not at all.  The edits come by place; those at one place keep the order of their findings.
    """
    taken = _Taken()
    edits: list[Edit] = []
    for finding in findings:
        fix = finding.fix
        if fix and (unsafe or fix.applicability == "safe") and not any(taken.bars(edit, finding.code) for edit in fix.edits):
            for edit in fix.edits:
                taken.add(edit, finding.code)
            edits.extend(fix.edits)
    return sorted(edits, key=lambda edit: (edit.start, edit.end))


class _Taken:
    """The places of edits that are to be carried out."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int]] = []  # replaced, disjoint, in order
        self._points: list[int] = []  # inserted at, in order
        self._inserted: dict[int, tuple[str, set[str]]] = {}  # by place: whose rule's, what

    def add(self, edit: Edit, code: str) -> None:
        """Take note of an edit that nothing bars."""
        if edit.start < edit.end:
            insort(self._spans, (edit.start, edit.end))
            return
        if edit.start not in self._inserted:
            insort(self._points, edit.start)
        self._inserted.setdefault(edit.start, (code, set()))[1].add(edit.text)

    def bars(self, edit: Edit, code: str) -> bool:
        """Tell whether an edit overlaps one that was taken, or says the same.

        Two rules may not both insert at one place: neither knows what the other's words do to its own.
        """
        at = bisect_left(self._spans, (edit.start, edit.start))
        if at and self._spans[at - 1][1] > edit.start:
            return True
        if edit.start == edit.end:
            owner, texts = self._inserted.get(edit.start, (code, set()))
            return owner != code or edit.text in texts
        if at < len(self._spans) and self._spans[at][0] < edit.end:
            return True
        inside = bisect_right(self._points, edit.start)
        return inside < len(self._points) and self._points[inside] < edit.end


def apply_fixes(text: str, edits: list[Edit]) -> str:
    """Return `text` with disjoint `edits`, which come by place, carried out; offsets are those of `text`."""
    pieces, at = [], 0
    for edit in edits:
        pieces += [text[at : edit.start], edit.text]
        at = edit.end
    pieces.append(text[at:])
    return "".join(pieces)


def after_edits(findings: Iterable[Finding], edits: list[Edit]) -> list[Finding]:
    """Return the findings that `edits` (in order, disjoint) did not mend, with their spans in the edited text."""
    done = set(edits)
    ends = [edit.end for edit in edits]
    sums = [0, *accumulate(len(edit.text) - (edit.end - edit.start) for edit in edits)]
    left = []
    for finding in findings:
        if not finding.fix or not done.issuperset(finding.fix.edits):
            start, end = (offset + sums[bisect_right(ends, offset)] for offset in (finding.start, finding.end))
            left.append(finding._replace(start=start, end=max(start, end), fix=None))
    return left
