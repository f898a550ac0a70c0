"""ZC501–ZC504: the 名词解释 appendix against the body."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from zhengci.document.definitions import Appendix, Definition
from zhengci.linting.finding import Finding, Rule
from zhengci.linting.rules.explanation import ground_of, needs_explaining
from zhengci.mentions.resolve import Analysis

_QUOTES = re.compile("[“”‘’]")


def first_places(analysis: Analysis, appendix: Appendix) -> list[int | None]:
    """Return where each entry's headword first stands in the body: an offset that only serves to compare, or ``None``.

    Compared without quotation marks (金融“五篇大文章” explains 金融五篇大文章); any form of the headword, and any form of the
    concept that it names, will do.
    """
    text = analysis.document.text
    bare = _QUOTES.sub("", text[: appendix.start] + "\n" + text[appendix.end :])
    quotes = [match.start() for match in _QUOTES.finditer(text, 0, appendix.start)]
    by_form: dict[str, int] = {}
    by_concept: dict[str, int] = {}
    for mention in analysis.mentions:
        if mention.start >= appendix.start:
            break  # the body stands before its appendix; what follows it is the page's own text
        place = mention.start - bisect_left(quotes, mention.start)
        by_form.setdefault(mention.form, place)
        if mention.concept:
            by_concept.setdefault(mention.concept.id, place)
    places: list[int | None] = []
    for entry in appendix.entries:
        found = [at for form in entry.forms if (at := bare.find(form)) >= 0]
        found += [by_form[form] for form in entry.forms if form in by_form]
        concepts = {concept.id for form in entry.forms for concept in analysis.glossary.lookup(form)}
        found += [by_concept[name] for name in concepts if name in by_concept]
        places.append(min(found, default=None))
    return places


def _head(entry: Definition) -> str:
    return entry.forms[0] if entry.forms else ""


def _unused(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    appendix = analysis.document.appendix
    if not appendix:
        return
    for entry, place in zip(appendix.entries, first_places(analysis, appendix), strict=True):
        if place is None:
            yield rule.finding(
                entry.head_start, entry.head_end, f"名词解释有“{_head(entry)}”，正文没有出现",
                advice="删去这一条，或核对正文的写法",
            )  # fmt: skip


def _missing(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    if not analysis.document.appendix:
        return
    for mention in needs_explaining(analysis):
        if mention.concept and mention.edition:
            yield rule.finding(
                mention.start, mention.end, f"正文有“{mention.form}”，名词解释没有收",
                concept=mention.concept.id, meaning=mention.edition.definition, grounds=ground_of(mention.edition),
                advice="补入名词解释（zhengci appendix 可生成）",
            )  # fmt: skip


def _duplicate(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    appendix = analysis.document.appendix
    if not appendix:
        return
    seen: dict[str, Definition] = {}
    for entry in appendix.entries:
        first = seen.get(_head(entry))
        if first:
            yield rule.finding(
                entry.head_start, entry.head_end, f"名词解释中“{_head(entry)}”重复", advice="只保留一条",
            )  # fmt: skip
        seen.setdefault(_head(entry), entry)


def _order(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    appendix = analysis.document.appendix
    if not appendix:
        return
    placed = [
        (entry, place)
        for entry, place in zip(appendix.entries, first_places(analysis, appendix), strict=True)
        if place is not None
    ]
    kept = _longest_rising([place for _, place in placed])
    for number, (entry, _) in enumerate(placed):
        if number not in kept:
            yield rule.finding(
                entry.head_start, entry.head_end, f"名词解释中“{_head(entry)}”的次序与正文首次出现的次序不同",
                advice="名词解释按正文首次出现的先后排列",
            )  # fmt: skip


def _longest_rising(values: list[int]) -> set[int]:
    """Return the positions of a longest non-falling subsequence (patience sorting): the entries that may stay."""
    tails: list[int] = []  # positions
    keys: list[int] = []
    before: list[int] = []
    for position, value in enumerate(values):
        at = bisect_left(keys, value + 1)
        before.append(tails[at - 1] if at else -1)
        if at == len(tails):
            tails.append(position)
            keys.append(value)
        else:
            tails[at], keys[at] = position, value
    kept: set[int] = set()
    position = tails[-1] if tails else -1
    while position >= 0:
        kept.add(position)
        position = before[position]
    return kept


UNUSED = Rule(
    "ZC501", "appendix-unused", "warning", "名词解释中的词条在正文没有出现",
    "正文修改后，名词解释往往忘了同步删改。比较时不计引号。",
    "（名词解释有“两重”，正文没有）", "（删去该条）", "不提供自动修正。", _unused,
)  # fmt: skip
MISSING = Rule(
    "ZC502", "appendix-missing", "warning", "正文有需要解释的缩略语，名词解释没有收",
    "既附名词解释，就应收齐正文中需要解释的缩略语；正文已加注的和人所共知的除外。",
    "（正文有“两重”，名词解释没有）", "（补入该条）", "不提供自动修正；zhengci appendix 可生成。", _missing,
)  # fmt: skip
DUPLICATE = Rule(
    "ZC503", "appendix-duplicate", "warning", "名词解释中的词条重复",
    "同一词条解释两遍，难免不一致。", "1.“两重”：…… 2.“两重”：……", "1.“两重”：……", "不提供自动修正。", _duplicate,
)  # fmt: skip
ORDER = Rule(
    "ZC504", "appendix-order", "warning", "名词解释的次序与正文首次出现的次序不同",
    "名词解释按正文首次出现的先后排列，便于对照查阅。只报告最少的、需要移动的词条。",
    "（正文先“两重”后“两新”，名词解释先“两新”）", "（按正文次序排列）", "不提供自动修正。", _order,
)  # fmt: skip
