"""ZC302: an institution, law or place called by the name that it no longer has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengci import divisions
from zhengci.glossary.model import FormerName
from zhengci.linting.certainty import severity_of
from zhengci.linting.finding import Edit, Finding, Fix, Rule
from zhengci.linting.history import is_historical
from zhengci.mentions.resolve import Analysis
from zhengci.patterns import lazy

#: A statute in force says what it said when it was passed; whoever quotes it may still want to know.
_FIRST_ARTICLE = lazy(r"^[ \t\u3000#*]*第一条[ \t\u3000*]", re.MULTILINE)
#: Where the present name stands this near already (文化部、国家旅游局), putting it in once more would garble the list.
_BESIDE = 14


def _former_name(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    context, text = analysis.document.context, analysis.document.text
    if not context.date:
        return
    is_statute = bool(_FIRST_ARTICLE.search(text)) if analysis.former else False
    for mention in analysis.former:
        former = mention.former
        width = min(len(former.changed), len(context.date))
        if context.date[:width] <= former.changed[:width]:
            continue  # of the year or month of the change itself nothing can be said
        if not _of_this_place(former, mention.name, context.jurisdiction) or is_historical(
            text, mention.start, mention.end, former.changed
        ):
            continue
        present = former.names[mention.name]
        fix = None
        beside = text[max(0, mention.start - _BESIDE) : mention.start], text[mention.end : mention.end + _BESIDE]
        if former.fix == "safe" and not any(present in part for part in beside):
            fix = Fix("safe", (Edit(mention.start, mention.end, present),))
        unproven = all(source.evidence == "recalled" for source in former.sources)
        yield rule.finding(
            mention.start, mention.end, _told(mention.name, former.changed, present),
            concept=former.id, meaning=former.note,
            grounds=former.sources[0].describe() if former.sources else "",
            advice=("" if _is_remark(present) else f"改为“{present}”；") + "说的是以往情况时，加“原”字或写明年份", fix=fix,
            severity="warning" if is_statute else severity_of(rule, context, unproven),
        )  # fmt: skip


def _is_remark(present: str) -> bool:
    """Tell whether nothing took the place of a former name, and its record says what became of it: （2021年取消）."""
    return present.startswith("（")


def _told(name: str, changed: str, present: str) -> str:
    return f"“{name}”{present.strip('（）')}" if _is_remark(present) else f"“{name}”自 {changed} 起称“{present}”"


def _of_this_place(former: FormerName, name: str, jurisdiction: str) -> bool:
    """Tell whether a name of one place is meant: the document is of that place, or the name says which place it is of."""
    if former.scope == divisions.NATION or jurisdiction == divisions.CENTRE:
        return True
    if jurisdiction and former.scope in divisions.path_of(jurisdiction):
        return True
    return divisions.name_of(former.scope[:2] + "0000")[:2] in name


FORMER_NAME = Rule(
    "ZC302",
    "former-name",
    "error",
    "用了机构、法律或地方的旧称",
    "机构改革、法律修订后仍用旧称，是公文差错。原、时任、前身为、由……更名为等历史表述不在此列。",
    "2025年，会同银保监会开展检查。",
    "2025年，会同金融监管总局开展检查。",
    "安全：职能整体承接的，换成现称；职能拆分的，只报告。",
    _former_name,
)
