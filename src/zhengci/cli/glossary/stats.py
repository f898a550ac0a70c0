"""``zhengci glossary stats``: what the glossary consists of, and how far it reaches in documents."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any
from unicodedata import east_asian_width

import click

from zhengci import divisions
from zhengci.cli import EXIT_FAILURE, UsageProblem
from zhengci.cli.chinese import Command
from zhengci.cli.folder import Folder
from zhengci.cli.options import Inputs, context_options, settings
from zhengci.mentions import senses
from zhengci.survey.coverage import STATUSES, Coverage, Share
from zhengci.survey.listing import visible
from zhengci.survey.stats import Statistics, count

_STATUS_NAMES = {"explained": "词表解释", "defined": "本文自注", "ambiguous": "多义待定", "unknown": "词表未收"}
_KIND_NAMES = {
    "numeral": "数字缩略", "contraction": "紧缩", "formula": "公式口诀", "programme": "工程项目", "plan": "规划",
    "institution": "机构简称",
}  # fmt: skip
_EVIDENCE_NAMES = {"document": "手头文献", "page": "公开网页", "recalled": "仅凭记忆"}
_NAME_WIDTH = 24
_COLUMN = 20


@click.command(cls=Command, name="stats", options_metavar="[选项]")
@click.argument("paths", nargs=-1, metavar="[文稿…]")
@click.option("--coverage", is_flag=True, help="统计词表对所给文稿（文件或文件夹）的覆盖")
@context_options
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出格式（默认 text）")
def command(
    paths: tuple[str, ...], coverage: bool, form: str, config_path: str | None, isolated: bool, **given: Any
) -> int:
    """统计词表：领域、地区、类别、依据、同形异义、历次版本、取代关系、旧称。

    加 --coverage 文稿…，再统计文稿中的缩略语有多少由词表解释，列出最常见的未收和多义形式。
    依据以现行版本最弱的出处为准。读不出来的文件跳过，最后以 2 退出。
    """
    if coverage != bool(paths):
        raise UsageProblem("--coverage 要与文稿的路径同用：--coverage 文稿…")
    chosen = settings(config_path, isolated, **given)
    inputs = Inputs(chosen)
    statistics = count(inputs.glossary)
    folder = Folder(paths, chosen.get("exclude", ()), inputs) if coverage else None
    covered = None
    if folder:
        covered = Coverage()
        for analysis in folder:
            covered.add(analysis)
    if form == "json":
        value = {"version": 1, "glossary": statistics._asdict(), "coverage": _as_dict(covered) if covered else None}
        sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")
    else:
        rows = [*_glossary_rows(statistics), *(_coverage_rows(covered) if covered else ())]
        sys.stdout.write("\n".join(rows) + "\n")
    return EXIT_FAILURE if folder and folder.failed else 0


def _glossary_rows(statistics: Statistics) -> Iterator[str]:
    yield f"词条 {statistics.concepts} 条，形式 {statistics.forms} 个"
    regions = {divisions.full_name_of(code): number for code, number in statistics.regions.items()}
    kinds = {_KIND_NAMES[kind]: number for kind, number in statistics.kinds.items()}
    evidence = {_EVIDENCE_NAMES[name]: number for name, number in statistics.evidence.items()}
    for title, counts in (("领域", statistics.fields), ("地区", regions), ("类别", kinds), ("依据", evidence)):
        yield f"\n{title}"
        yield from (_row(name, number, statistics.concepts) for name, number in counts.items())
    yield "\n其他"
    yield _row("有历次版本的词条", statistics.edited)
    yield _row("取代关系", statistics.successions)
    yield _row("没有英译的词条", statistics.without_english)
    yield _row("旧称", statistics.former_names)
    yield _row("避让短语", statistics.shields)
    yield _row("同形异义的形式", len(statistics.homonyms))
    if statistics.homonyms:
        yield "  " + "、".join(f"{form} {owners}" for form, owners in statistics.homonyms.items())


def _coverage_rows(covered: Coverage) -> Iterator[str]:
    yield f"\n覆盖：{covered.documents} 篇文稿，{len(covered.jurisdictions)} 个地区"
    yield _pad("", _COLUMN) + "".join(_pad(_STATUS_NAMES[status], _COLUMN) for status in STATUSES) + "合计"
    for title, share in (("全部", covered.share()), ("见于两地以上", covered.share(2))):
        for name, counts in (("处数", share.mentions), ("形式", share.types)):
            total = sum(counts.values())
            cells = (f"{counts[status]:6}{_percent(counts[status], total)}" for status in STATUSES)
            yield _pad(f"  {title}·{name}", _COLUMN) + "".join(_pad(cell, _COLUMN) for cell in cells) + f"{total:4}"
    for status in (senses.UNKNOWN, senses.AMBIGUOUS):
        commonest = covered.commonest(status)
        if commonest:
            yield f"\n最常见的{_STATUS_NAMES[status]}"
            for tally in commonest:
                places = f"{len(tally.documents)} 篇，{len(tally.jurisdictions)} 个地区"
                yield f"{_row(visible(tally.form), tally.mentions)}   {places}"


def _row(name: str, number: int, total: int = 0) -> str:
    """Return a name, its count and, given a total, its share, in columns."""
    return f"  {_pad(name, _NAME_WIDTH)}{number:6}{_percent(number, total)}"


def _percent(number: int, total: int) -> str:
    return f"{number / total:8.1%}" if total else ""


def _pad(text: str, width: int) -> str:
    """Return `text` filled up to a width on a terminal, where a Han character takes two columns."""
    return text + " " * max(1, width - sum(2 if east_asian_width(ch) in "WF" else 1 for ch in text))


def _as_dict(covered: Coverage) -> dict[str, Any]:
    return {
        "documents": covered.documents,
        "jurisdictions": sorted(covered.jurisdictions),
        "all": _share(covered.share()),
        "shared": _share(covered.share(2)),
        **{
            status: [
                {"form": tally.form, "mentions": tally.mentions, "documents": len(tally.documents),
                 "jurisdictions": len(tally.jurisdictions)}
                for tally in covered.commonest(status)
            ]
            for status in (senses.UNKNOWN, senses.AMBIGUOUS)
        },
    }  # fmt: skip


def _share(share: Share) -> dict[str, Any]:
    return {name: _portions(counts) for name, counts in share._asdict().items()}


def _portions(counts: Mapping[str, int]) -> dict[str, Any]:
    """Return count and share of each status; shares of nothing are 0."""
    total = sum(counts.values())
    return {
        status: {"count": number, "share": round(number / total, 4) if total else 0.0}
        for status, number in counts.items()
    }
