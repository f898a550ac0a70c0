"""ZC103 and ZC104: abbreviations that the glossary does not know, or knows several senses of."""

from __future__ import annotations

from collections.abc import Iterator

from zhengci import divisions
from zhengci.document import markup
from zhengci.linting.finding import Finding, Rule
from zhengci.mentions import senses
from zhengci.mentions.resolve import Analysis, Mention


def _first(analysis: Analysis, status: str) -> Iterator[Mention]:
    """Yield the first mention of each form with `status`, headings and quotations apart."""
    seen: set[str] = set()
    for mention in analysis.mentions:
        if mention.status == status and mention.form not in seen and mention.zone in ("", markup.HEADING):
            seen.add(mention.form)
            yield mention


def _unknown(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    date = analysis.document.context.date
    garbled = analysis.slips()
    for mention in _first(analysis, senses.UNKNOWN):
        rivals = mention.candidates
        if rivals and len(mention.form) >= 4 and all(date and concept.begins_after(date) for concept in rivals):
            continue  # ZC306 reports it
        if any(slip.start < mention.end and mention.start < slip.end for slip in garbled):
            continue  # ZC303 or ZC304 does
        known = ""
        if rivals:
            known = "；".join(f"{divisions.name_of(rival.scope)}：{rival.current.definition.rstrip('。')}" for rival in rivals)
        yield rule.finding(
            mention.start, mention.end, f"{mention.label}像是缩略语，词表未收，文中也未解释",
            related=tuple(rival.id for rival in rivals),
            meaning=f"别处的义项——{known}" if known else "",
            grounds="；".join(mention.reasons),
            advice="在文中加注；通用的可收入自己的词表（见 zhengci harvest）",
        )  # fmt: skip


def _ambiguous(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    for mention in _first(analysis, senses.AMBIGUOUS):
        readings = "；".join(
            f"{number}. {rival.current.definition.rstrip('。')}" for number, rival in enumerate(mention.candidates, 1)
        )
        deciding = "、".join(cue for rival in mention.candidates for cue in (*rival.nouns, *rival.cues)[:3])
        yield rule.finding(
            mention.start, mention.end, f"{mention.label}有几种含义，据上下文无法判定",
            related=tuple(rival.id for rival in mention.candidates),
            meaning=readings,
            grounds="；".join(mention.reasons),
            advice=f"加注说明；附近写明{deciding}等即可判定" if deciding else "加注说明是哪一种",
        )  # fmt: skip


UNKNOWN = Rule(
    "ZC103",
    "unknown-abbreviation",
    "warning",
    "像是缩略语，词表未收，文中也未解释",
    "地方和部门自拟的缩略语，外人无从得知其义；词表不可能收全，写作者应自己解释。",
    "全面推进“七纵八横”提升。",
    "全面推进“七纵八横”（七条纵向、八条横向通道）提升。",
    "不提供自动修正。",
    _unknown,
)
AMBIGUOUS = Rule(
    "ZC104",
    "ambiguous-abbreviation",
    "warning",
    "缩略语有几种含义，据上下文无法判定",
    "同一形式在不同领域、地区、时期所指不同（三资、两新），读者可能误解。",
    "加强“三资”管理。",
    "加强农村集体“三资”管理。",
    "不提供自动修正。",
    _ambiguous,
)
