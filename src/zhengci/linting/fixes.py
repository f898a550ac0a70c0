"""Applies the edits of findings to the raw text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from zhengci.linting.finding import Edit, Finding


def safe_edits(findings: Iterable[Finding], *, unsafe: bool = False) -> list[Edit]:
    """Return the edits of all fixes that are safe (or, if `unsafe`, of all fixes), those that overlap an earlier one left out."""
    edits: list[Edit] = []
    for finding in findings:
        fix = finding.fix
        if (
            fix
            and (unsafe or fix.applicability == "safe")
            and not any(_overlap(new, old) for new in fix.edits for old in edits[-8:])
        ):
            edits.extend(fix.edits)
    return sorted(edits)


def _overlap(one: Edit, other: Edit) -> bool:
    return (one.start < other.end and other.start < one.end) or one == other


def apply_fixes(text: str, edits: list[Edit]) -> str:
    """Return `text` with disjoint `edits` carried out; offsets are those of `text`."""
    pieces, at = [], 0
    for edit in sorted(edits):
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
