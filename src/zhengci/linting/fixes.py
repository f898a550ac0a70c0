"""Applies the edits of findings to the raw text."""

from __future__ import annotations

from collections.abc import Iterable

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
