"""Part of ZC201: a document that defines a term itself and lists more or fewer items than the term counts."""

from __future__ import annotations

from collections.abc import Iterator

from zhengci.document.definitions import Definition
from zhengci.linting.finding import Finding, Rule
from zhengci.mentions.resolve import Analysis, Mention
from zhengci.patterns import lazy

_COUNTS = {"两": 2, "双": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
#: One numeral that counts all there is: 五个聚焦, 三新, not 三区三线 or 一利五率.
_ONE_COUNT = lazy("[两双二三四五六七八九十][^一二三四五六七八九十两双百千万0-9+]+")
#: A plan of digits, and the numbers of a gloss that spells it out: “1+7” is 1个总体规划、7个专项规划.
_PLAN = lazy(r"[0-9]{1,3}(?:\+[0-9]{1,3})+")
_NUMBER = lazy(r"(?<![\d.])(\d{1,3}|[一二三四五六七八九十两])(?=[个项大类条张份部座家])")
_NOT_PLAIN = lazy(r"[，,；;：:。（）()“”]|等|和|与|及|或")


def miscounted(rule: Rule, analysis: Analysis, mention: Mention, done: set[tuple[int, str]]) -> Iterator[Finding]:
    """Yield a finding where the document's plain list of like items does not have the length that its own term tells.

    Counts mislead (三医联动一张网 lists three), so only a list of items that begin or end alike is counted.
    """
    definition = mention.definition
    if definition is None or (definition.start, mention.form) in done:
        return
    done.add((definition.start, mention.form))
    if _PLAN.fullmatch(mention.form):
        yield from _misplanned(rule, mention, definition)
        return
    if not _ONE_COUNT.fullmatch(mention.form) or _NOT_PLAIN.search(_gloss(definition)):
        return
    items = _gloss(definition).split("、")
    expected = _COUNTS[mention.form[0]]
    if len(items) < 2 or len(items) == expected or abs(len(items) - expected) > 2:
        return
    if len({item[:2] for item in items}) > 1 and len({item[-2:] for item in items}) > 1:
        return
    yield rule.finding(
        definition.start, definition.end, f"{mention.label}数的是 {expected} 项，这里列了 {len(items)} 项",
        advice="核对数字和所列各项", severity="warning",
    )  # fmt: skip


def _misplanned(rule: Rule, mention: Mention, definition: Definition) -> Iterator[Finding]:
    digits = [int(part) for part in mention.form.split("+")]
    numbers = [_COUNTS.get(number) or int(number.replace("一", "1")) for number in _NUMBER.findall(definition.gloss)]
    if len(numbers) == len(digits) and numbers != digits and sum(map(int.__ne__, numbers, digits)) == 1:
        told = "、".join(map(str, numbers))
        yield rule.finding(
            definition.start, definition.end, f"{mention.label}与文中所列的数目（{told}）不符",
            advice="核对数字和所列各项", severity="warning",
        )  # fmt: skip


def _gloss(definition: Definition) -> str:
    return definition.gloss.rstrip("。")
