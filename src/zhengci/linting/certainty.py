"""How sure a finding about dates can be: an error needs a date that the document tells, and evidence that was seen."""

from __future__ import annotations

from zhengci.document.context import GUESSED, Context
from zhengci.linting.finding import Rule


def severity_of(rule: Rule, context: Context, is_recalled: bool) -> str:
    """Return a rule's severity, lowered to a warning where the date is a guess or the fact rests on memory alone."""
    unsure = is_recalled or context.date_from in GUESSED
    return "warning" if unsure and rule.severity == "error" else rule.severity
