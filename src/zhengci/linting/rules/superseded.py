"""ZC301: a term that another one had replaced before the document's date."""

from __future__ import annotations

from collections.abc import Iterator

from zhengci.glossary.model import Concept
from zhengci.linting.certainty import severity_of
from zhengci.linting.finding import Edit, Finding, Fix, Rule
from zhengci.linting.history import is_historical
from zhengci.linting.rules.explanation import ground_of
from zhengci.mentions.resolve import Analysis, Mention


def _superseded(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    date, text = analysis.document.context.date, analysis.document.text
    for mention in analysis.mentions:
        concept = mention.concept
        if concept is None or not date:
            continue
        if mention.form_status in ("superseded", "deprecated"):
            since = concept.since or date
            if not concept.has_begun(date) or is_historical(text, mention.start, mention.end, since):
                continue
            word = "旧称" if mention.form_status == "superseded" else "不宜用的说法"
            message = f"“{mention.form}”是{word}，现作“{concept.term}”"
            yield _finding(rule, analysis, mention, concept, message)
            continue
        successor = _successor(analysis, concept, date)
        if successor is None:
            continue
        since = successor.editions[0].since
        if not is_historical(text, mention.start, mention.end, since):
            message = f"“{mention.form}”已于 {since} 由“{successor.term}”取代"
            yield _finding(rule, analysis, mention, successor, message, concept.id)


def _successor(analysis: Analysis, concept: Concept, date: str) -> Concept | None:
    """Return the latest concept that had taken the place of `concept` at `date`, following the chain."""
    seen = {concept.id}
    found: Concept | None = None
    queue = list(concept.replaced_by)
    while queue:
        name = queue.pop(0)
        for candidate in analysis.glossary.lookup(name):
            if candidate.id == name and name not in seen and candidate.has_begun(date):
                seen.add(name)
                found = candidate
                queue.extend(candidate.replaced_by)
    return found


def _finding(rule: Rule, analysis: Analysis, mention: Mention, to: Concept, message: str, old: str = "") -> Finding:
    return rule.finding(
        mention.start, mention.end, message,
        concept=old or to.id, related=(to.id,), meaning=to.current.definition, grounds=ground_of(to.current),
        advice=f"改用“{to.term}”；说的是以往情况时，写明年份或加“原”字",
        fix=Fix("safe", (Edit(mention.start, mention.end, to.term),)),
        severity=severity_of(rule, analysis.document.context, to.is_recalled),
    )  # fmt: skip


SUPERSEDED = Rule(
    "ZC301",
    "superseded-term",
    "error",
    "用了在本文日期之前已被取代的提法",
    "旧提法会让读者以为政策未变。讲述以往情况（写明年份、“十三五”时期、原、曾）不在此列。",
    "2025年，落实“两利四率”考核要求。",
    "2025年，落实“一利五率”考核要求。",
    "安全：换成现行提法。",
    _superseded,
)
