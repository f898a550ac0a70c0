"""ZC201: spelled-out members that miss, repeat or misname one, or are those of another edition."""

from collections.abc import Iterator
from typing import NamedTuple

from zhengci.document.definitions import Definition
from zhengci.glossary.model import Concept, Edition
from zhengci.linting.finding import Edit, Finding, Fix, Rule
from zhengci.linting.rules.explanation import ground_of
from zhengci.mentions.resolve import Analysis, Mention
from zhengci.patterns import HAN, lazy

#: With fewer of the members present a list is about something else, or is a summary.
_MIN_PRESENT = 0.5
#: An item this like a missing member is that member, garbled.
_GARBLED = 0.6
_SPLIT = lazy(rf"[、，,；;。：:]|以及|及其|(?<={HAN}{HAN})[和及与](?={HAN}{HAN})")
_OPEN_END = lazy(r"等(?:[^级]|$)|……|…")
_EDGES = "“”‘’（）() \u3000"


class _Item(NamedTuple):
    start: int
    end: int
    text: str


class _Comparison(NamedTuple):
    """How a list of items agrees with an edition: members missing, and pairs of a garbled item and the member meant."""

    missing: tuple[str, ...]
    garbled: tuple[tuple[_Item, str], ...]
    repeated: tuple[str, ...]
    present: int


def _wrong_expansion(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    done: set[tuple[int, str]] = set()
    for mention in analysis.mentions:
        concept, definition = mention.concept, mention.definition
        if concept is None or definition is None or concept.is_recalled or mention.edition is None:
            continue
        if not mention.edition.parts or (definition.start, concept.id) in done:
            continue
        done.add((definition.start, concept.id))
        finding = _compare_editions(rule, analysis, mention, concept, definition, mention.edition)
        if finding:
            yield finding


def _compare_editions(
    rule: Rule, analysis: Analysis, mention: Mention, concept: Concept, definition: Definition, edition: Edition
) -> Finding | None:
    text = analysis.document.text
    items = _items(text, definition.start, definition.end)
    is_open = bool(_OPEN_END.search(text, definition.start, definition.end))
    comparison = _compare(edition, items, text[definition.start : definition.end], is_open)
    if comparison is None or not (comparison.missing or comparison.garbled or comparison.repeated):
        return None
    for other in concept.editions:
        if other is not edition and other.parts:
            apart = _compare(other, items, text[definition.start : definition.end], is_open)
            if apart and not (apart.missing or apart.garbled or apart.repeated):
                span = f"{other.since or '？'} 至 {other.until or '今'}"
                message = f"{mention.label}的成员是 {span} 的版本，与本文日期 {analysis.document.context.date} 不符"
                return _finding(rule, definition, concept, edition, message, comparison.garbled)
    message = f"{mention.label}的成员不对：" + "；".join(_complaints(comparison))
    return _finding(rule, definition, concept, edition, message, comparison.garbled if not comparison.missing else ())


def _finding(
    rule: Rule,
    definition: Definition,
    concept: Concept,
    edition: Edition,
    message: str,
    garbled: tuple[tuple[_Item, str], ...],
) -> Finding:
    fix = None
    if len(garbled) == 1:
        item, member = garbled[0]
        fix = Fix("safe", (Edit(item.start, item.end, member),))
    members = "、".join(wordings[0] for part in edition.parts for wordings in part.members)
    start, end = (garbled[0][0].start, garbled[0][0].end) if len(garbled) == 1 else (definition.start, definition.end)
    return rule.finding(
        start, end, message, concept=concept.id, meaning=f"成员：{members}", grounds=ground_of(edition),
        advice="对照出处改正", fix=fix,
    )  # fmt: skip


def _complaints(comparison: _Comparison) -> list[str]:
    told = [f"“{item.text}”应为“{member}”" for item, member in comparison.garbled]
    if comparison.missing:
        told.append("缺“" + "”“".join(comparison.missing) + "”")
    if comparison.repeated:
        told.append("重复“" + "”“".join(comparison.repeated) + "”")
    return told


def _items(text: str, start: int, end: int) -> list[_Item]:
    """Split a gloss into its items, without quotation marks and blanks at their edges."""
    items, at = [], start
    for cut in [*_SPLIT.finditer(text, start, end), None]:
        stop = cut.start() if cut else end
        piece = text[at:stop]
        stripped = piece.strip(_EDGES)
        if stripped:
            begin = at + piece.index(stripped)
            items.append(_Item(begin, begin + len(stripped), stripped))
        at = cut.end() if cut else end
    return items


def _compare(edition: Edition, items: list[_Item], gloss: str, is_open: bool) -> _Comparison | None:
    """Compare a gloss with an edition's members as sets; ``None`` where it does not list them."""
    members = [wordings for part in edition.parts for wordings in part.members]
    present = [wordings for wordings in members if any(wording in gloss for wording in wordings)]
    if len(present) == len(members):
        return _Comparison((), (), _repeated(members, items), len(present))
    if len(present) < _MIN_PRESENT * len(members) or not present:
        return None
    spare = [item for item in items if not any(word in item.text for wordings in members for word in wordings)]
    missing: list[str] = []
    garbled: list[tuple[_Item, str]] = []
    for wordings in members:
        if wordings in present:
            continue
        likeness, item, wording = max(
            ((_likeness(item.text, wording), item, wording) for item in spare for wording in wordings),
            default=(0.0, None, ""),
        )
        if item is not None and likeness >= _GARBLED:
            garbled.append((item, wording))
            spare.remove(item)
        elif not is_open:
            missing.append(wordings[0])
    return _Comparison(tuple(missing), tuple(garbled), _repeated(members, items), len(present))


def _repeated(members: list[tuple[str, ...]], items: list[_Item]) -> tuple[str, ...]:
    return tuple(wordings[0] for wordings in members if sum(item.text in wordings for item in items) > 1)


def _likeness(one: str, other: str) -> float:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other, autojunk=False).ratio()


WRONG_EXPANSION = Rule(
    "ZC201",
    "wrong-expansion",
    "error",
    "展开的成员缺漏、重复、写错，或不是本文日期的版本",
    "成员以发布机关的规定为准，按集合比较：次序不论，公认的不同说法都算对，“等”字结尾的可以不全。",
    "“一利五率”（利润总额、净资产收益率、营业收现率、资产负债率、研发经费投入强度、全员劳动生长率）",
    "“一利五率”（利润总额、净资产收益率、营业收现率、资产负债率、研发经费投入强度、全员劳动生产率）",
    "安全：只有一个成员写错时改正它；缺漏只报告。",
    _wrong_expansion,
)
