"""ZC201: spelled-out members that miss, add, repeat or misname one, or are those of another edition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from zhengci.folding import unquoted
from zhengci.glossary.model import Concept, Edition
from zhengci.linting.certainty import severity_of
from zhengci.linting.expansions import Expansion, Item, expansions
from zhengci.linting.finding import Edit, Finding, Fix, Rule
from zhengci.linting.miscount import miscounted
from zhengci.linting.rules.explanation import ground_of
from zhengci.mentions.resolve import Analysis, Mention

#: With fewer of the members present a definition is a summary; a list that is no definition must come closer.
_MIN_PRESENT = 0.5
_MAY_MISS = 3
#: An item this like a missing member is that member, garbled.
_GARBLED = 0.5


#: Shorter members (农业、农村) stand in running text without being listed.
_LEAST_LENGTH = 3


class _Garbled(NamedTuple):
    """A member written wrongly: where, and what it should be; ``likeness`` 0 where another word stands in its place."""

    start: int
    end: int
    text: str
    member: str
    likeness: float


class _Comparison(NamedTuple):
    """How a list agrees with an edition."""

    missing: tuple[str, ...]
    garbled: tuple[_Garbled, ...]
    repeated: tuple[str, ...]
    added: tuple[Item, ...]

    @property
    def agrees(self) -> bool:
        return not (self.missing or self.garbled or self.repeated or self.added)


def _wrong_expansion(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    text = analysis.document.text
    done: set[tuple[int, str]] = set()
    for mention in analysis.mentions:
        concept, edition = mention.concept, mention.edition
        if concept is None or edition is None:
            if mention.definition:
                yield from miscounted(rule, analysis, mention, done)
            continue
        if concept.is_recalled or not edition.parts:
            continue
        for expansion in expansions(text, mention):
            if (expansion.start, concept.id) in done:
                continue
            finding = _compare_editions(rule, analysis, mention, concept, edition, expansion)
            if finding:
                done.add((expansion.start, concept.id))
                yield finding


def _compare_editions(
    rule: Rule, analysis: Analysis, mention: Mention, concept: Concept, edition: Edition, expansion: Expansion
) -> Finding | None:
    text = analysis.document.text
    comparison = _compare(edition, expansion, text)
    whole = _size(edition) if comparison and comparison.agrees else 0
    for other in concept.editions:
        if other is not edition and _size(other) > whole:
            apart = _compare(other, expansion, text)
            if apart and apart.agrees and _lists_all(other, expansion):
                date = analysis.document.context.date
                span = f"{other.since or '？'} 至 {other.until or '今'}"
                message = f"{mention.label}的成员是 {span} 的版本，与本文日期 {date} 不符"
                return _finding(rule, analysis, expansion, concept, edition, message, comparison or _Comparison((), (), (), ()))
    if comparison is None or comparison.agrees:
        return None
    message = f"{mention.label}的成员不对：" + "；".join(_complaints(comparison))
    return _finding(rule, analysis, expansion, concept, edition, message, comparison)


def _size(edition: Edition) -> int:
    return sum(len(part.members) for part in edition.parts)


def _lists_all(edition: Edition, expansion: Expansion) -> bool:
    """Tell whether a list is just that of an edition: as many items as members, none of another kind."""
    members = [tuple(map(unquoted, wordings)) for part in edition.parts for wordings in part.members]
    items = _listed(expansion, members)
    return len(members) > 1 and all(_holds_member(item.text, members) for item in items)


def _finding(
    rule: Rule, analysis: Analysis, expansion: Expansion, concept: Concept, edition: Edition, message: str,
    comparison: _Comparison,
) -> Finding:  # fmt: skip
    garbled, fix = comparison.garbled, None
    start, end = expansion.start, expansion.end
    alone = len(garbled) == 1 and not (comparison.missing or comparison.repeated or comparison.added)
    if alone:
        start, end = garbled[0].start, garbled[0].end
        if garbled[0].likeness:
            fix = Fix("safe", (Edit(start, end, garbled[0].member),))
    members = "、".join(wordings[0] for part in edition.parts for wordings in part.members)
    is_dated = len(concept.editions) > 1
    return rule.finding(
        start, end, message, concept=concept.id, meaning=f"成员：{members}", grounds=ground_of(edition),
        advice="对照出处改正", fix=fix,
        severity=severity_of(rule, analysis.document.context, False) if is_dated else rule.severity,
    )  # fmt: skip


def _complaints(comparison: _Comparison) -> list[str]:
    told = [f"“{item.text}”应为“{item.member}”" for item in comparison.garbled]
    if comparison.missing:
        told.append("缺“" + "”“".join(comparison.missing) + "”")
    if comparison.repeated:
        told.append("重复“" + "”“".join(comparison.repeated) + "”")
    if comparison.added:
        told.append("多“" + "”“".join(item.text for item in comparison.added) + "”")
    return told


def _compare(edition: Edition, expansion: Expansion, text: str) -> _Comparison | None:
    """Compare a list with an edition's members as sets; ``None`` where it does not list them."""
    members = [tuple(map(unquoted, wordings)) for part in edition.parts for wordings in part.members]
    if not expansion.is_told and max(len(wordings[0]) for wordings in members) < _LEAST_LENGTH:
        return None
    items = _listed(expansion, members)
    if not items:
        return None
    low = items[0].start if expansion.where == "before" else expansion.start
    listed = unquoted(text[low : expansion.reach])
    inside = len(unquoted(text[low : expansion.end]))  # a member begins in the list, wherever it ends
    absent = [wordings for wordings in members if not any(0 <= listed.find(word) < inside for word in wordings)]
    present = len(members) - len(absent)
    repeated = _repeated(members, items, expansion.where)
    spare = [item for item in items if not _holds_member(item.text, members)]
    if not absent:
        added = _added(expansion, members, spare, items) if not repeated else ()
        return _Comparison((), (), repeated, added)
    if expansion.where == "definition":
        if present < _MIN_PRESENT * len(members) or not present:
            return None
    elif len(members) < 2 or len(absent) > max(1, len(members) // _MAY_MISS) or not present:
        return None
    missing: list[str] = []
    garbled: list[_Garbled] = []
    for wordings in absent:
        best = max((_alike(item, wording) for item in spare for wording in wordings), key=_likeness_of, default=None)
        if best and best.likeness >= _GARBLED:
            garbled.append(best)
            spare = [item for item in spare if not item.start <= best.start < item.end]
        else:
            missing.append(wordings[0])
    if len(missing) == len(spare) == 1 and len(items) == len(members) and _is_instead(spare[0], items, members, expansion):
        garbled.append(_Garbled(spare[0].start, spare[0].end, spare[0].text, missing.pop(), 0.0))
    if missing and (expansion.is_open or (expansion.where != "definition" and len(members) < 3)):
        return None if not (garbled or repeated) else _Comparison((), tuple(garbled), repeated, ())
    return _Comparison(tuple(missing), tuple(garbled), repeated, ())


def _listed(expansion: Expansion, members: list[tuple[str, ...]]) -> list[Item]:
    """Return the items that belong to the list: of running text only the run of members and what is like them."""
    items = list(expansion.items)
    if expansion.where in ("definition", "bracket"):
        return items
    if expansion.where == "before":
        items.reverse()
        if not items or items[0].end < expansion.end - 1:
            return []
    allowed = max(1, len(members) // _MAY_MISS)
    kept: list[Item] = []
    last = 0
    for item in items:
        if _holds_member(item.text, members):
            kept.append(item)
            last = len(kept)
            continue
        beyond = item.separator not in ("、", "") if expansion.where == "after" else len(item.text) > 24
        if allowed == 0 or (beyond and expansion.where == "after" and not kept):
            break
        kept.append(item)
        allowed -= 1
    # an item that is no member may end a list only where it is set like the others
    while kept and len(kept) > last and not _tail_fits(kept, last, expansion, members):
        kept.pop()
    return kept[::-1] if expansion.where == "before" else kept


def _tail_fits(kept: list[Item], last: int, expansion: Expansion, members: list[tuple[str, ...]]) -> bool:
    if len(kept) - last > 1 or not last:
        return False
    longest = max(len(wording) for wordings in members for wording in wordings)
    near = kept[-1].separator if expansion.where == "after" else kept[-2].separator
    return near not in ("，", ",", "；", ";", "：", ":") and len(kept[-1].text) <= longest + 4


def _holds_member(text: str, members: list[tuple[str, ...]]) -> bool:
    text = unquoted(text)
    return any(word in text or (len(text) > 1 and text in word) for wordings in members for word in wordings)


def _repeated(members: list[tuple[str, ...]], items: list[Item], where: str) -> tuple[str, ...]:
    """Return the items that hold a member and stand in the list more than once."""
    texts = [item.text for item in items]
    if where == "before" and texts:  # the first item begins with the words that lead to the list: 牢牢把握政治意识、……
        ends = [word for wordings in members for word in wordings if texts[0].endswith(word)]
        texts[0] = max(ends, key=len, default=texts[0])
    known = Counter(wordings[0] for wordings in members)  # a member of two parts (1269) may stand twice
    return tuple(
        text for text, count in Counter(texts).items() if count > max(1, known[text]) and _holds_member(text, members)
    )


def _added(
    expansion: Expansion, members: list[tuple[str, ...]], spare: list[Item], items: list[Item]
) -> tuple[Item, ...]:
    """Return the one item too many of a plain list in brackets."""
    if expansion.where != "bracket" or expansion.is_open or len(spare) != 1 or len(items) != len(members) + 1:
        return ()
    if any(item.separator not in ("、", "", "和", "及", "与", "以及", "及其") for item in items):
        return ()
    return tuple(spare) if _looks_listed(spare[0], items, members) else ()


def _is_instead(item: Item, items: list[Item], members: list[tuple[str, ...]], expansion: Expansion) -> bool:
    """Tell whether an item that is no member stands where one should: in a list that is told to be the term's."""
    if expansion.is_open or _set_apart(item, items) or (len(members) == 2 and not expansion.is_told):
        return False
    return expansion.is_told or _looks_listed(item, items, members)


def _set_apart(item: Item, items: list[Item]) -> bool:
    """Tell whether an item stands behind a mark that the list does not use: A、B、C，不断提高水平."""
    return item.separator in ("，", ",", "；", ";", "：", ":") and sum(one.separator == item.separator for one in items) < 2


def _looks_listed(item: Item, items: list[Item], members: list[tuple[str, ...]]) -> bool:
    """Tell whether an item that is no member is built like the members: as long, or ending or beginning as most do."""
    known = [wordings[0] for wordings in members]
    if _set_apart(item, items):
        return False
    ends = Counter(word[-1] for word in known).most_common(1)[0]
    starts = Counter(word[0] for word in known).most_common(1)[0]
    half = (len(known) + 1) // 2
    if (ends[1] >= max(2, half) and item.text.endswith(ends[0])) or (starts[1] >= max(2, half) and item.text.startswith(starts[0])):
        return True
    return min(map(len, known)) - 1 <= len(item.text) <= max(map(len, known)) + 1


def _likeness_of(garbled: _Garbled) -> float:
    return garbled.likeness


def _alike(item: Item, wording: str) -> _Garbled:
    """Return the piece of an item that is most like a member: all of it, or of a longer one (坚持……) its end or beginning."""
    length, text = len(wording), item.text
    pieces = {(0, len(text))}
    if len(text) > length + 1:
        for size in (length - 1, length, length + 1):
            pieces |= {(len(text) - size, len(text)), (0, size)}
    distance, _, low, high = min(
        (_distance(text[low:high], wording), abs(high - low - length), low, high) for low, high in sorted(pieces)
    )
    return _Garbled(item.start + low, item.start + high, text[low:high], wording, 1 - distance / max(length, high - low))


def _distance(one: str, other: str) -> int:
    """Return how many characters must be put in, left out or replaced to make one string the other (Levenshtein 1966)."""
    row = list(range(len(other) + 1))
    for at, character in enumerate(one, 1):
        before, row[0] = row[0], at
        for column, wanted in enumerate(other, 1):
            before, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, before + (character != wanted))
    return row[-1]


WRONG_EXPANSION = Rule(
    "ZC201",
    "wrong-expansion",
    "error",
    "展开的成员缺漏、多出、重复、写错，或不是本文日期的版本",
    "成员以发布机关的规定为准，按集合比较：次序不论，公认的不同说法都算对，“等”字结尾的可以不全。本文自拟的缩略语，核对项数与数字。",
    "“一利五率”（利润总额、净资产收益率、营业收现率、资产负债率、研发经费投入强度、全员劳动生长率）",
    "“一利五率”（利润总额、净资产收益率、营业收现率、资产负债率、研发经费投入强度、全员劳动生产率）",
    "安全：只有一个成员写错时改正它；缺漏、多出、换成别的，只报告。",
    _wrong_expansion,
)
