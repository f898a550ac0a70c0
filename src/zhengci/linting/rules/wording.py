"""ZC303, ZC304 and ZC305: altered formulas, wrong words, and words that a norm discourages."""

from __future__ import annotations

from collections.abc import Iterator

from zhengci import slips
from zhengci.linting.finding import Edit, Finding, Fix, Rule
from zhengci.mentions.resolve import Analysis


def _of_kind(rule: Rule, analysis: Analysis, kind: str, told: str) -> Iterator[Finding]:
    for mention in analysis.wordings():
        wording = mention.wording
        if wording.kind != kind:
            continue
        fix = Fix("safe", (Edit(mention.start, mention.end, wording.right),)) if wording.right else None
        yield rule.finding(
            mention.start, mention.end, told.format(wrong=mention.text, right=wording.right or ""),
            concept=wording.id, meaning=wording.advice,
            grounds=wording.sources[0].describe() if wording.sources else "",
            advice=f"改为“{wording.right}”" if wording.right else "按规范改写", fix=fix,
        )  # fmt: skip


#: What happened to a garbled wording, as the writer is told.
_HOW = {
    "sound": "音同字异", "shape": "字形相近", "part": "一字不同", "numeral": "数字不同", "doubled": "多一字",
    "swapped": "两字颠倒", "lost": "少一字", "elided": "虚字不同", "extra": "多一字", "reworded": "用词不同",
}  # fmt: skip


def _garbled(rule: Rule, analysis: Analysis, kinds: tuple[str, ...], told: str) -> Iterator[Finding]:
    """Yield the garbled wordings of `kinds`; where a slip is not much the better reading, as a warning without a fix."""
    for slip in analysis.slips():
        target = slip.target
        if target.kind not in kinds:
            continue
        sure = slip.margin >= slips.SURE_MARGIN and slip.kind not in slips.DELIBERATE
        severity = rule.severity if sure else slips.DELIBERATE.get(slip.kind, "warning")
        fix = Fix("safe" if sure else "unsafe", (Edit(slip.at, slip.at_end, slip.right),))
        yield rule.finding(
            slip.start, slip.end, told.format(wrong=slip.text, right=target.text, how=_HOW[slip.kind]),
            concept=target.id, advice=f"核对后改为“{target.text}”",
            fix=fix if slip.margin >= slips.SURE_MARGIN else None,
            severity=severity,
        )  # fmt: skip


def _altered(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    yield from _of_kind(rule, analysis, "formula", "“{wrong}”与固定提法不符，应为“{right}”")
    yield from _garbled(rule, analysis, ("formula",), "“{wrong}”与固定提法“{right}”{how}，疑有笔误")


def _slip(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    yield from _of_kind(rule, analysis, "slip", "“{wrong}”应为“{right}”")
    yield from _garbled(rule, analysis, ("term", "loose", "name", "word"), "“{wrong}”与“{right}”{how}，疑有笔误")


def _discouraged(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    return _of_kind(rule, analysis, "usage", "“{wrong}”是规范禁用或慎用的词语")


ALTERED_FORMULA = Rule(
    "ZC303",
    "altered-formula",
    "error",
    "固定提法写错：次序颠倒、增字漏字、换词",
    "固定提法的用字和次序由文件确定，改动一字即为差错。",
    "践行青山绿水就是金山银山的理念。",
    "践行绿水青山就是金山银山的理念。",
    "安全：换成固定提法。",
    _altered,
)
NEAR_MISS = Rule(
    "ZC304",
    "near-miss",
    "error",
    "公文常见的错别字",
    "同音、形近造成的错字，在任何语境中都错。",
    "全面布署明年工作。",
    "全面部署明年工作。",
    "安全：换成正确写法。",
    _slip,
)
DISCOURAGED_WORD = Rule(
    "ZC305",
    "discouraged-word",
    "warning",
    "规范禁用或慎用的词语",
    "新闻、公文的有关规范禁用或慎用这些词语，并说明应当怎样写。",
    "关心残废人生活。",
    "关心残疾人生活。",
    "安全：规范给出替换词的，换成它；因情况而异的只报告。",
    _discouraged,
)
