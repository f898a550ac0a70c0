"""Puts what lint reports into a Word document as comments."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from zhengci.linting.finding import Edit, Finding
from zhengci.readers.word.comments import (
    AUTHOR,
    MOST,
    Commenter,
    can_comment,
    commented_span,
    comments_of,
    remove_comments,
)
from zhengci.readers.word.flow import Flow, paragraph_at

#: The initials of our comments that tell findings.
INITIALS = "检"
_LEVELS = {"error": "错误", "warning": "警告", "info": "提示"}


def renew_comments(flow: Flow, findings: Sequence[Finding], edits: Collection[Edit] = ()) -> tuple[int, int, int]:
    """Put each finding on its place, in place of those of an earlier run; `edits` are those that will be made.

    Returns how many comments of these there are now, how many findings stand where none can be, and how many are beyond what
    Word opens.  An earlier comment that somebody answered stays, and is not written again.
    """
    standing = list(comments_of(flow))
    own = [one for one in standing if one.author == AUTHOR and one.initials == INITIALS]
    kept = {(one.span, one.paragraphs[:1]) for one in own if one.is_answered}
    remove_comments(flow, [one for one in own if not one.is_answered])
    done = frozenset(edits)
    commenter: Commenter | None = None
    room = MOST - len(standing) + len(own) - len(kept)
    made = missed = beyond = 0
    for finding in findings:
        span = _span(flow, finding)
        told = _told(finding, done)
        if span is None or not can_comment(flow, span[0]):
            missed += 1
        elif made == room:
            beyond += 1
        elif (commented_span(flow, *span), tuple(told[:1])) not in kept:
            commenter = commenter or Commenter(flow, INITIALS)
            commenter.add(*span, told)
            made += 1
    return made + len(kept), missed, beyond


def _span(flow: Flow, finding: Finding) -> tuple[int, int] | None:
    """Return what a comment on a finding is put on: at least a character, within a paragraph."""
    paragraph = paragraph_at(flow, finding.start)
    start, end = finding.start, min(finding.end, paragraph.end)
    if start >= end:
        start, end = (start, start + 1) if start < paragraph.end else (start - 1, start)
    return (start, end) if paragraph.start <= start < end <= paragraph.end else None


def _told(finding: Finding, edits: frozenset[Edit]) -> list[str]:
    """Return the paragraphs of a comment."""
    rows = [f"{finding.code} {_LEVELS[finding.severity]}：{finding.message}"]
    for label, text in (("含义", finding.meaning), ("依据", finding.grounds), ("建议", finding.advice)):
        if text:
            rows.append(f"{label}：{text}")
    if finding.fix and edits.issuperset(finding.fix.edits):
        rows.append("已用修订改正，可以接受或拒绝。")
    return rows
