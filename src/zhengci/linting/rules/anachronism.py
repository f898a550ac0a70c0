"""ZC306: a term in a document that is older than the term."""

from __future__ import annotations

from collections.abc import Iterator

from zhengci.linting.finding import Finding, Rule
from zhengci.linting.rules.explanation import ground_of
from zhengci.mentions.resolve import Analysis

#: A shorter form is more likely another abbreviation of that time than this one.
_MIN_LENGTH = 4


def _anachronism(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    date = analysis.document.context.date
    seen: set[str] = set()
    for mention in analysis.mentions:
        rivals = mention.candidates
        if mention.concept or not date or len(rivals) != 1 or mention.form in seen or len(mention.form) < _MIN_LENGTH:
            continue
        concept = rivals[0]
        if concept.replaces and concept.kind != "numeral":
            continue  # a system or tax begins when it took over; plans spoke of it by that name before
        if concept.begins_after(date) and not concept.is_recalled:
            seen.add(mention.form)
            begins = concept.editions[0].since
            yield rule.finding(
                mention.start, mention.end, f"本文日期为 {date}，而{mention.label}始于 {begins}",
                concept=concept.id, meaning=concept.editions[0].definition, grounds=ground_of(concept.editions[0]),
                advice="核对本文日期（--date），或确认这里另有所指",
            )  # fmt: skip


ANACHRONISM = Rule(
    "ZC306",
    "anachronism",
    "warning",
    "提法的出现晚于本文日期",
    "旧文件里出现后来才有的提法，多半是日期标错、改写失真，或者另有所指。",
    "（2019年的报告）推进全国统一大市场和“一利五率”考核。",
    "（2019年的报告）推进业绩考核。",
    "不提供自动修正。",
    _anachronism,
)
