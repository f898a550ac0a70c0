"""ZC101 and ZC102: abbreviations that the reader is not told the meaning of, or is told too late."""

from __future__ import annotations

from collections.abc import Iterator

from zhengci.glossary.model import Edition, describe_parts
from zhengci.linting.finding import Edit, Finding, Fix, Rule
from zhengci.linting.succession import replacement
from zhengci.mentions.resolve import Analysis, Mention

#: Members count as spelled out where all stand within this many characters of a mention.
_NEARBY = 160


def first_in_body(analysis: Analysis) -> dict[str, Mention]:
    """Return the first mention of each explained concept in running prose: no heading, title, quotation or appendix."""
    first: dict[str, Mention] = {}
    for mention in analysis.mentions:
        if mention.concept and not mention.zone:
            first.setdefault(mention.key, mention)
    return first


def needs_explaining(analysis: Analysis) -> Iterator[Mention]:
    """Yield the first mention of each concept that a reader must be told and that the document explains nowhere."""
    explained = {mention.key for mention in analysis.mentions if mention.concept and mention.definition}
    for key, mention in first_in_body(analysis).items():
        concept = mention.concept
        if concept is None or concept.well_known or key in explained or concept.kind == "institution":
            continue
        if replacement(analysis, mention) is not None:
            continue  # ZC301: what is to be replaced need not be explained
        if mention.edition and not _spelled_out(analysis.document.text, mention, mention.edition):
            yield mention


def _spelled_out(text: str, mention: Mention, edition: Edition) -> bool:
    """Tell whether the members stand beside the mention: sets that are listed explain themselves."""
    members = [wordings for part in edition.parts for wordings in part.members]
    if not members:
        return False
    near = text[max(0, mention.start - _NEARBY) : mention.start] + text[mention.end : mention.end + _NEARBY]
    return all(any(wording in near for wording in wordings) for wordings in members)


def gloss_of(edition: Edition) -> str:
    """Return an edition's explanation as a clause: its members where it has any, else its definition."""
    return describe_parts(edition.parts) or edition.definition.rstrip("。")


def _unexplained(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    if analysis.document.appendix:
        return  # ZC502 reports what the appendix lacks
    text = analysis.document.text
    for mention in needs_explaining(analysis):
        concept, edition = mention.concept, mention.edition
        if concept is None or edition is None:
            continue
        at = mention.end + (mention.quoted and text[mention.end : mention.end + 1] in ("”", "’"))
        told = analysis.glossary.told.get(id(edition))
        if told is None:
            told = analysis.glossary.told[id(edition)] = (gloss_of(edition), ground_of(edition))
        gloss, ground = told
        yield rule.finding(
            mention.start, mention.end, f"{mention.label}首次出现，全文未作解释",
            concept=concept.id, meaning=edition.definition, grounds=ground,
            advice=f"在首次出现处加注（{gloss}），或用 zhengci appendix 生成名词解释",
            fix=Fix("unsafe", (Edit(at, at, f"（{gloss}）"),)),
        )  # fmt: skip


def ground_of(edition: Edition) -> str:
    """Return a source of an edition as one line: a document in hand before a page, else the first one."""
    sources = sorted(edition.sources, key=lambda source: source.evidence != "document")
    return sources[0].describe() if sources else ""


def _late(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    for key, mention in first_in_body(analysis).items():
        definition = mention.definition
        if definition and definition.where == "inline" and definition.head_start > mention.start:
            concept = mention.concept
            if concept is None or concept.well_known:
                continue
            yield rule.finding(
                mention.start, mention.end, f"{mention.label}在此首次出现，后文才解释",
                concept=key, advice=f"把“{definition.gloss[:30]}”这一解释移到首次出现处",
            )  # fmt: skip


UNEXPLAINED = Rule(
    "ZC101",
    "unexplained-abbreviation",
    "warning",
    "缩略语首次出现，全文未作解释",
    "读者不一定知道缩略语的含义；报告正文应在首次出现处加注，或附名词解释。人所共知的（十四五、三农等）不在此列。",
    "抓好“两重”建设。",
    "抓好“两重”（国家重大战略实施和重点领域安全能力建设）建设。",
    "不安全：会在首次出现处插入括注（--fix --unsafe-fixes）。",
    _unexplained,
)
LATE = Rule(
    "ZC102",
    "late-explanation",
    "info",
    "缩略语有解释，但不在首次出现处",
    "解释应随首次出现给出；集中放在文末名词解释的不算。",
    "推进“两重”建设……统筹“两重”（国家重大战略实施和重点领域安全能力建设）项目。",
    "推进“两重”（国家重大战略实施和重点领域安全能力建设）建设……统筹“两重”项目。",
    "不提供自动修正。",
    _late,
)
