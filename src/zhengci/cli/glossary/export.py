"""``zhengci glossary export``: the glossary in the formats of others."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from zhengci import divisions
from zhengci.cli import EXIT_FINDINGS
from zhengci.cli.chinese import Command
from zhengci.cli.options import settings
from zhengci.exchange import FORMATS
from zhengci.glossary.model import Concept
from zhengci.glossary.opened import Glossary
from zhengci.glossary.store import open_glossary


@click.command(cls=Command, name="export", options_metavar="[选项]")
@click.option("--format", "form", type=click.Choice(FORMATS), metavar="格式", help="、".join(FORMATS) + "（必须给出）")
@click.option("-o", "--output", metavar="文件", help="写入这个文件（默认写到标准输出；xlsx 必须给出）")
@click.option("--field", metavar="领域", help="只要这个领域的词条（如 国资国企）")
@click.option("--region", metavar="地区", help="只要这个地区（及其下级）的词条：区划代码或名称；CN 为全国通用的")
@click.option("--glossary", multiple=True, metavar="词表", help="叠加自己的词表（文件或文件夹，可多次给出）")
@click.option("--config", "config_path", metavar="文件", help="使用这个配置文件")
@click.option("--isolated", is_flag=True, help="不读任何配置文件")
def command(
    form: str | None,
    output: str | None,
    field: str | None,
    region: str | None,
    glossary: tuple[str, ...],
    config_path: str | None,
    isolated: bool,
) -> int:
    """把词表导出为术语库（tbx）、表格（csv、xlsx）、jieba 用户词典、MkDocs 缩略语或 json。

    tbx 和 csv 可再由 glossary import 读回。各格式保留什么、失去什么，见 docs/exchange.md。
    """
    from zhengci.exchange.book import ExportError
    from zhengci.exchange.model import select

    if form is None:
        raise click.UsageError(f"请用 --format 给出格式：{'、'.join(FORMATS)}")
    if form == "xlsx" and output is None:
        raise click.UsageError("xlsx 不是文本，请用 -o 给出文件")
    code = _region(region)
    layers = settings(config_path, isolated, glossary=glossary).get("glossary", ())
    opened = open_glossary(layers)
    concepts = select(opened, _field(field), code)
    if not concepts:
        click.echo("zhengci：没有符合条件的词条", err=True)
        return EXIT_FINDINGS
    try:
        data = _write(form, opened, concepts, layers, field, code)
    except ExportError as error:
        raise click.ClickException(str(error)) from None
    if output is None:
        sys.stdout.buffer.write(data)
        return 0
    try:
        Path(output).write_bytes(data)
    except OSError as error:
        raise click.ClickException(f"写不进 {output}：{os.strerror(error.errno or 0)}") from None
    click.echo(f"已写入 {output}：{len(concepts)} 条", err=True)
    return 0


def _write(
    form: str, opened: Glossary, concepts: list[Concept], layers: tuple[str, ...], field: str | None, region: str
) -> bytes:
    """Return the bytes of a format; the records are read again only for the formats that carry them."""
    from zhengci.exchange import model, table, tbx
    from zhengci.exchange.book import book_of, read_layers

    if form == "jieba":
        return model.write_jieba(concepts)
    if form == "mkdocs-abbr":
        return model.write_mkdocs_abbr(concepts)
    if form == "json":
        former = opened.former_names() if not field else ()
        kept = [name for name in former if not region or model.lies_in(name.scope, region)]
        return model.write_json(opened, concepts, kept)
    records = read_layers(layers)
    book = book_of(records.concepts, records.sources, (concept.id for concept in concepts))
    return {"tbx": tbx.write_tbx, "csv": table.write_csv, "xlsx": table.write_xlsx}[form](book)


def _field(name: str | None) -> str:
    from zhengci.glossary.schema import FIELDS, did_you_mean

    if name is not None and name not in FIELDS:
        raise click.UsageError(f"没有“{name}”这个领域{did_you_mean(name, FIELDS)}（{'、'.join(FIELDS)}）")
    return name or ""


def _region(name: str | None) -> str:
    try:
        return divisions.parse(name) if name is not None else ""
    except ValueError as error:
        raise click.UsageError(str(error)) from None
