"""The column beside the text: what lint found, and the list of things mentioned with its filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from zhengci.document.lines import Lines, Places
from zhengci.linting.finding import Finding
from zhengci.portrait.words import KINDS, region
from zhengci.writers.page.escape import plain
from zhengci.writers.page.notes import STATUSES, Note
from zhengci.writers.page.telling import Find, item

SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}

_KEYS = (
    '<p class="keys"><kbd>/</kbd> 查找　<kbd>n</kbd> <kbd>p</kbd> 下一处、上一处　<kbd>Enter</kbd> 进入解释　<kbd>Esc</kbd> 关闭</p>\n'
)


def listing(notes: Sequence[Note], find: Find) -> str:
    """Return the section with filters and notes."""
    mentions = sum(len(note.places) for note in notes)
    items = "".join(item(note, find) for note in notes)
    told = f'<ol class="notes">\n{items}</ol>\n' if notes else '<p class="empty">没有可以解释的缩略语。</p>\n'
    return (
        f'<section aria-labelledby="told" class="words">\n<h2 id="told">词语<small>{len(notes)} 种，{mentions} 处</small></h2>\n'
        f"{_filters(notes) if notes else ''}{told}"
        f'<p class="empty" id="nothing" hidden>没有符合条件的词语。</p>\n{_KEYS if notes else ""}</section>\n'
    )


def _filters(notes: Sequence[Note]) -> str:
    counts = Counter(note.first.status for note in notes)
    chips = "".join(
        f'<button type="button" class="chip {status}" data-status="{status}" aria-pressed="false"'
        f">{name} <b>{counts[status]}</b></button>"
        for status, name in STATUSES.items()
        if counts[status]
    )
    concepts = [note.first.concept for note in notes if note.first.concept]
    lists = (
        ("field", "领域", Counter(concept.field for concept in concepts)),
        ("region", "地区", Counter(region(concept.scope) for concept in concepts)),
        ("kind", "类别", Counter(KINDS[concept.kind] for concept in concepts)),
    )
    selects = "".join(_select(name, label, counted) for name, label, counted in lists if len(counted) > 1)
    return (
        '<form class="filters" role="search" aria-label="筛选词语">\n'
        f'<input type="search" id="seek" aria-label="在词语和解释中查找" placeholder="查找词语" autocomplete="off" '
        f'spellcheck="false">\n<div class="chips" role="group" aria-label="按状态筛选">{chips}</div>\n'
        f'<div class="selects">{selects}</div>\n<p class="shown" role="status"></p>\n</form>\n'
    )


def _select(name: str, label: str, counted: Counter[str]) -> str:
    options = "".join(
        f'<option value="{plain(value)}">{plain(value)}（{number}）</option>' for value, number in counted.most_common()
    )
    return f'<select id="by-{name}" aria-label="{label}"><option value="">{label}</option>{options}</select>'


def checks(findings: Sequence[Finding], lines: Lines, places: Places | None) -> str:
    """Return the section with what lint found."""
    counts = Counter(finding.severity for finding in findings)
    told = "，".join(f"{name} {counts[level]}" for level, name in SEVERITIES.items() if counts[level])
    items = "".join(_finding(number, finding, lines, places) for number, finding in enumerate(findings, 1))
    listed = f'<ol class="findings">\n{items}</ol>\n' if findings else '<p class="empty">没有发现问题。</p>\n'
    return f'<section aria-labelledby="checked" class="checks">\n<h2 id="checked">检查<small>{told}</small></h2>\n{listed}</section>\n'


def tabs(findings: Sequence[Finding], notes: Sequence[Note]) -> str:
    """Return the buttons by which one of the two sections is chosen."""
    return (
        '<div class="tabs" role="group" aria-label="选择栏目">'
        f'<button type="button" data-tab="checks" aria-pressed="true">检查 <b>{len(findings)}</b></button>'
        f'<button type="button" data-tab="words" aria-pressed="false">词语 <b>{len(notes)}</b></button></div>\n'
    )


def _finding(number: int, finding: Finding, lines: Lines, places: Places | None) -> str:
    place = places.name(finding.start) if places else "第 {} 行第 {} 字".format(*lines.place(finding.start))
    advice = f'<p><span class="label">建议</span>{plain(finding.advice)}</p>' if finding.advice else ""
    more = "".join(
        f'<p><span class="label">{label}</span>{plain(told)}</p>'
        for label, told in (("含义", finding.meaning), ("依据", finding.grounds))
        if told
    )
    details = f"<details><summary>详情</summary>{more}</details>" if more else ""
    return (
        f'<li class="{finding.severity}"><p class="head"><b class="level">{SEVERITIES[finding.severity]}</b> '
        f'<a href="#f{number}">{plain(finding.message)}</a></p>{advice}'
        f'<p class="where">{plain(place)}　{finding.code}</p>{details}</li>\n'
    )
