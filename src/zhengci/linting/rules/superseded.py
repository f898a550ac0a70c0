"""ZC301: a term that another one had replaced before the document's date."""

from __future__ import annotations

from collections.abc import Iterator

from zhengci.dates import months_between
from zhengci.glossary.model import Concept
from zhengci.linting.certainty import severity_of
from zhengci.linting.finding import Edit, Finding, Fix, Rule
from zhengci.linting.rules.explanation import ground_of
from zhengci.linting.succession import replacement
from zhengci.mentions.resolve import Analysis

#: Reports look back on so many months.
_LOOKING_BACK = 12


def _superseded(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    for mention in analysis.mentions:
        concept = mention.concept
        present = replacement(analysis, mention)
        if concept is None or present is None:
            continue
        if present is concept:
            word = "旧称" if mention.form_status == "superseded" else "不宜用的说法"
            message = f"{mention.label}是{word}，现作“{concept.term}”"
        else:
            message = f"{mention.label}已于 {present.editions[0].since} 由“{present.term}”取代"
        yield rule.finding(
            mention.start, mention.end, message,
            concept=concept.id, related=(present.id,), meaning=present.current.definition,
            grounds=ground_of(present.current),
            advice=f"改用“{present.term}”；说的是以往情况时，写明年份或加“原”字",
            fix=Fix("safe", (Edit(mention.start, mention.end, _written_like(mention.text, present.term)),)),
            severity="warning" if _is_recent(analysis, present) else severity_of(rule, analysis.document.context, present.is_recalled),
        )  # fmt: skip


def _is_recent(analysis: Analysis, present: Concept) -> bool:
    """Tell whether a term gave way to `present` so shortly before that a report may still speak of the time before."""
    since = present.editions[0].since
    return bool(since) and months_between(since, analysis.document.context.date) < _LOOKING_BACK


def _written_like(old: str, term: str) -> str:
    """Return `term` in quotation marks where `old` holds some: “211”工程 becomes “双一流”."""
    return f"“{term}”" if "“" in old else term


SUPERSEDED = Rule(
    "ZC301",
    "superseded-term",
    "error",
    "用了在本文日期之前已被取代的提法",
    "旧提法会让读者以为政策未变。讲述以往情况（写明年份、“十三五”时期、原、曾）不在此列；取代不满一年的，只作警告。",
    "2025年，落实“两利四率”考核要求。",
    "2025年，落实“一利五率”考核要求。",
    "安全：换成现行提法。",
    _superseded,
)
