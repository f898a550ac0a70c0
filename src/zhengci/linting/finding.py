"""What lint reports: findings, and the rules that make them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from zhengci.mentions.resolve import Analysis

SEVERITIES = ("info", "warning", "error")


class Edit(NamedTuple):
    """Replace the raw text at ``start``–``end`` (code points, half-open) by ``text``."""

    start: int
    end: int
    text: str


class Fix(NamedTuple):
    """Edits that mend a finding.  ``applicability`` is ``safe`` or ``unsafe`` (changes what the writer said or adds text)."""

    applicability: str
    edits: tuple[Edit, ...]


class Finding(NamedTuple):
    """Something lint reports about a document, at a span of the raw text (code points, half-open)."""

    code: str
    name: str
    severity: str
    start: int
    end: int
    message: str
    concept: str = ""  # id of the concept or former name it is about
    related: tuple[str, ...] = ()  # other ids
    meaning: str = ""  # 含义
    grounds: str = ""  # 依据
    advice: str = ""  # 建议
    fix: Fix | None = None


class Rule(NamedTuple):
    """A rule with its documentation, which ``zhengci rule CODE`` prints.  ``name`` reads as "allow …"."""

    code: str
    name: str
    severity: str
    title: str
    why: str
    bad: str
    good: str
    fixing: str
    check: Callable[[Rule, Analysis], Iterator[Finding]]

    def finding(self, start: int, end: int, message: str, **details: object) -> Finding:
        """Return a finding of this rule; `details` are further fields of :class:`Finding`."""
        severity = str(details.pop("severity", self.severity))
        return Finding(self.code, self.name, severity, start, end, message, **details)  # type: ignore[arg-type]
