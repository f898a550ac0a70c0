"""ZC101 and ZC102: abbreviations that the reader is not told the meaning of, or is told too late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from zhengci.glossary.model import Concept, Edition
from zhengci.linting.explained import is_explained_at, names_in_full
from zhengci.linting.finding import Edit, Finding, Fix, Rule
from zhengci.linting.glossing import bracketed, gloss_of, is_plain
from zhengci.linting.succession import replacement
from zhengci.linting.surroundings import Glosses, as_punctuated, is_set_apart, is_within_brackets, is_within_quotes
from zhengci.mentions.resolve import Analysis, Mention

#: An explanation stands at one of the first mentions.
_MENTIONS_READ = 12


def first_in_body(analysis: Analysis) -> dict[str, Mention]:
    """Return the first mention of each explained concept in running prose.

    Headings, titles, tables, quotations, the appendix and the glosses of other terms are none.
    """
    first: dict[str, Mention] = {}
    glosses = Glosses(analysis)
    for mention in analysis.mentions:
        if mention.zone or not mention.concept or mention.key in first:
            continue
        if not is_set_apart(analysis.document, mention.start) and mention.start not in glosses:
            first[mention.key] = mention
    return first


def needs_explaining(analysis: Analysis) -> Iterator[Mention]:
    """Yield the first mention of each concept that a reader must be told and that the document explains nowhere."""
    all_of: dict[str, list[Mention]] = defaultdict(list)
    explained: set[str] = set()
    for mention in analysis.mentions:
        if mention.concept:
            all_of[mention.key].append(mention)
            if mention.definition:
                explained.add(mention.key)
    for key, mention in first_in_body(analysis).items():
        concept, edition = mention.concept, mention.edition
        if concept is None or concept.well_known or key in explained or concept.kind == "institution":
            continue
        if replacement(analysis, mention) is not None:
            continue  # ZC301: what is to be replaced need not be explained
        if edition and not _is_explained(analysis, all_of[key], mention, concept, edition):
            yield mention


def _is_explained(
    analysis: Analysis, mentions: list[Mention], first: Mention, concept: Concept, edition: Edition
) -> bool:
    """Tell whether the document explains a concept in a way that is no definition by itself."""
    text = analysis.document.text
    if names_in_full(text, first, edition):
        return True
    return any(is_explained_at(text, mention, concept, edition) for mention in mentions[:_MENTIONS_READ])


def _unexplained(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    if analysis.document.appendix:
        return  # ZC502 reports what the appendix lacks
    for mention in needs_explaining(analysis):
        concept, edition = mention.concept, mention.edition
        if concept is None or edition is None:
            continue
        told = analysis.glossary.told.get(id(edition))
        if told is None:
            gloss = gloss_of(concept, edition)
            told = (gloss, ground_of(edition), is_plain(gloss, analysis.glossary))
            analysis.glossary.told[id(edition)] = told
        gloss, ground, plain = told
        yield rule.finding(
            mention.start, mention.end, f"{mention.label}首次出现，全文未作解释",
            concept=concept.id, meaning=edition.definition, grounds=ground,
            advice=f"在首次出现处加注（{gloss}），或用 zhengci appendix 生成名词解释",
            fix=_glossing(analysis, mention, concept, gloss) if plain else None,
        )  # fmt: skip


def _glossing(analysis: Analysis, mention: Mention, concept: Concept, gloss: str) -> Fix | None:
    """Return the fix that puts a gloss behind a mention; none inside a longer quotation or brackets, or where it would not count."""
    text = analysis.document.text
    opens, closes = text[mention.start - 1 : mention.start] in ("“", "‘"), text[mention.end : mention.end + 1] in ("”", "’")
    if opens != closes or is_within_quotes(text, mention.start - opens) or is_within_brackets(text, mention.start):
        return None
    at = mention.end + closes
    wording = bracketed(analysis, mention, at, concept, gloss)
    return Fix("unsafe", (Edit(at, at, as_punctuated(analysis.document, f"（{wording}）")),)) if wording else None


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
    "不安全：会在首次出现处插入括注（--fix --unsafe-fixes）；在更长的引文、括号之内和释义过长的，只报告。",
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
