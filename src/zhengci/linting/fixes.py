"""Applies the edits of findings to the raw text."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from zhengci.linting.finding import Edit, Finding


def safe_edits(findings: Iterable[Finding], *, unsafe: bool = False) -> list[Edit]:
    """Return the edits of all fixes that are safe (or, if `unsafe`, of all fixes), those that overlap an earlier one left out.

    They come by place; edits at one place keep the order of their findings.
    """
    taken: list[tuple[int, int, int, str, Edit]] = []  # start, end, turn, code
    turn = 0
    for finding in findings:
        fix = finding.fix
        if not fix or not (unsafe or fix.applicability == "safe") or any(_taken(edit, finding.code, taken) for edit in fix.edits):
            continue
        for edit in fix.edits:
            insort(taken, (edit.start, edit.end, turn, finding.code, edit))
            turn += 1
    return [edit for *_, edit in taken]


def _taken(new: Edit, code: str, taken: list[tuple[int, int, int, str, Edit]]) -> bool:
    """Tell whether an edit overlaps one of the disjoint edits in `taken`, or says the same.

    Two rules may not both insert at one place: neither knows what the other's words do to its own.
    """
    at = bisect_left(taken, (new.start, new.start))
    before = at - 1
    while before >= 0 and taken[before][1] == taken[before][0]:  # insertions do not reach beyond their place
        before -= 1
    if before >= 0 and taken[before][1] > new.start:
        return True
    for start, end, _, other, old in taken[at:]:
        if start > new.end or (start == new.end and start > new.start):
            return False
        if start < new.end and new.start < end:
            return True
        if start == end == new.start == new.end and (other != code or old == new):
            return True
    return False


def apply_fixes(text: str, edits: list[Edit]) -> str:
    """Return `text` with disjoint `edits`, which come by place, carried out; offsets are those of `text`."""
    pieces, at = [], 0
    for edit in edits:
        pieces += [text[at : edit.start], edit.text]
        at = edit.end
    pieces.append(text[at:])
    return "".join(pieces)
