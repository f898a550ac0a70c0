"""ZC401 and ZC402: one concept written in two ways in one document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from zhengci.linting.finding import Edit, Finding, Fix, Rule
from zhengci.linting.surroundings import Glosses, is_within_quotes
from zhengci.matcher import CLOSING, OPENING
from zhengci.mentions.resolve import Analysis, Mention

_QUOTES = str.maketrans("", "", "“”‘’「」『』〝〞﹁﹂＂\"")
_MARKS = str.maketrans("", "", "“”‘’、，,· ")

#: Breaks and blanks may stand between a term and its quotation marks.
_NEAR = 4


def _in_prose(analysis: Analysis) -> dict[str, list[Mention]]:
    grouped: dict[str, list[Mention]] = defaultdict(list)
    glosses = Glosses(analysis)
    for mention in analysis.mentions:
        if mention.concept and not mention.zone and mention.start not in glosses:
            grouped[mention.concept.id].append(mention)
    return grouped


def _mixed_forms(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    for mentions in _in_prose(analysis).values():
        used: dict[str, list[Mention]] = defaultdict(list)
        for mention in mentions:
            if mention.form_status in ("preferred", "admitted"):
                used[mention.form].append(mention)
        if len(used) < 2:
            continue
        main = max(used, key=lambda form: (len(used[form]), -used[form][0].start))
        for form, those in used.items():
            if form == main or not _are_rivals(form, main):
                continue
            first = those[0]
            yield rule.finding(
                first.start, first.end, f"{first.label}与“{main}”是同一概念，文中两种写法并用",
                concept=first.key, advice=f"全文统一为“{main}”（{len(used[main])} 处）",
            )  # fmt: skip


def _are_rivals(one: str, other: str) -> bool:
    """Tell whether two forms are two ways of writing one thing, and not a longer and a shorter one with a shared core.

    双随机、一公开 and 双随机一公开 are; 规上企业 and 规上工业, 单项冠军企业 and 制造业单项冠军 are not.
    """
    if one.translate(_MARKS) == other.translate(_MARKS):
        return True
    return not any(one[at : at + 2] in other for at in range(len(one) - 1))


def _mixed_quoting(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    raw, text = analysis.document.raw, analysis.document.text
    edges: tuple[set[int], set[int]] | None = None
    for mentions in _in_prose(analysis).values():
        if len({mention.quoted for mention in mentions}) < 2:
            continue
        edges = edges or ({mention.end for mention in analysis.mentions}, {mention.start for mention in analysis.mentions})
        by_form: dict[str, tuple[list[Mention], list[Mention]]] = defaultdict(lambda: ([], []))
        for mention in mentions:
            if _stands_alone(text, mention, edges):
                by_form[mention.form][mention.quoted].append(mention)
        for bare, quoted in by_form.values():
            if not bare or not quoted:
                continue
            fewer, word = (bare, "未加引号") if len(bare) <= len(quoted) else (quoted, "加了引号")
            other = "加引号" if fewer is bare else "不加引号"
            edits = [_quote(raw, mention, quoted[0]) if fewer is bare else _unquote(raw, mention) for mention in fewer]
            first = fewer[0]
            yield rule.finding(
                first.start, first.end, f"{first.label}此处{word}，文中别处{other}（{max(len(bare), len(quoted))} 处）",
                concept=first.key, advice=f"全文统一：{other}",
                fix=Fix("safe", tuple(edit for pair in edits for edit in pair)) if all(edits) else None,
            )  # fmt: skip


def _stands_alone(text: str, mention: Mention, edges: tuple[set[int], set[int]]) -> bool:
    """Tell whether a mention is quoted by itself or bare; not part of a longer quotation, nor grown together with another."""
    opens = text[max(0, mention.start - _NEAR) : mention.start].rstrip().endswith(tuple(OPENING))
    closes = text[mention.end : mention.end + _NEAR].lstrip().startswith(tuple(CLOSING))
    if is_within_quotes(text, mention.start - opens):
        return False
    if mention.quoted:
        return True
    return not (opens or closes or mention.start in edges[0] or mention.end in edges[1])


def _quote(raw: str, mention: Mention, model: Mention) -> tuple[Edit, ...]:
    """Return the edits that quote a bare mention as `model` is quoted; none where that cannot be told.

    A formula may be part of a longer one (绿水青山就是金山银山、冰天雪地也是金山银山) that would have to be quoted whole.
    """
    if model.concept and model.concept.kind == "formula":
        return ()
    if model.text.translate(_QUOTES) != model.text:  # the marks stand inside: 专精特新“小巨人”
        same = model.text.translate(_QUOTES) == mention.text
        return (Edit(mention.start, mention.end, model.text),) if same else ()
    opening, closing = raw[model.start - 1], raw[model.end]
    return Edit(mention.start, mention.start, opening), Edit(mention.end, mention.end, closing)


def _unquote(raw: str, mention: Mention) -> tuple[Edit, ...]:
    """Return the edits that take a mention out of its quotation marks."""
    if mention.text.translate(_QUOTES) != mention.text:
        return (Edit(mention.start, mention.end, mention.text.translate(_QUOTES)),)
    return Edit(mention.start - 1, mention.start, ""), Edit(mention.end, mention.end + 1, "")


MIXED_FORMS = Rule(
    "ZC401",
    "mixed-forms",
    "info",
    "同一概念在一篇文中有两种写法",
    "前后写法不一，读者会以为是两件事，检索也会遗漏。",
    "深化“双随机、一公开”监管……推行双随机一公开抽查。",
    "深化“双随机、一公开”监管……推行“双随机、一公开”抽查。",
    "不提供自动修正。",
    _mixed_forms,
)
MIXED_QUOTING = Rule(
    "ZC402",
    "mixed-quoting",
    "info",
    "同一提法有的加引号、有的不加",
    "引号用法应全文一致；至于该不该加，各有惯例，不作硬性要求。",
    "抓好“两新”工作……推进两新政策落地。",
    "抓好“两新”工作……推进“两新”政策落地。",
    "安全：照文中占多数的写法加上或去掉引号；同样多的，加上。",
    _mixed_quoting,
)
