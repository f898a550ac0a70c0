"""``zhengci discover``: the abbreviations of many documents that the glossary does not know."""

from __future__ import annotations

import sys
from typing import Any

import click

from zhengci.cli import EXIT_FAILURE
from zhengci.cli.chinese import Command
from zhengci.cli.folder import Folder
from zhengci.cli.options import Inputs, context_options, settings
from zhengci.survey import listing
from zhengci.survey.discover import Discoveries


@click.command(cls=Command, name="discover", options_metavar="[选项]")
@click.argument("paths", nargs=-1, required=True, metavar="路径…")
@context_options
@click.option("--format", "form", type=click.Choice(["text", "yaml", "json"]), default="text",
              help="text 供阅读，yaml 为待补的词条，json 供程序（默认 text）")  # fmt: skip
@click.option(
    "--min-documents", type=click.IntRange(min=1), default=1, metavar="篇数", help="至少见于几篇文稿（默认 1）"
)
@click.option("--limit", type=click.IntRange(min=1), metavar="个数", help="只列出排在最前的若干个")
def command(
    paths: tuple[str, ...], form: str, min_documents: int, limit: int | None, config_path: str | None, isolated: bool,
    **given: Any,
) -> int:  # fmt: skip
    """从一批文稿中找出词表未收的缩略语，附例句、文稿自己的解释和相近的词条，供增补词表。

    词表未收而文稿自有解释的也列出。见于多个地区的排在前面，其次看篇数和次数。读不出来的文件跳过，最后以 2 退出。
    """
    chosen = settings(config_path, isolated, **given)
    inputs = Inputs(chosen)
    folder = Folder(paths, chosen.get("exclude", ()), inputs)
    found = Discoveries(inputs.glossary)
    for analysis in folder:
        found.add(analysis)
    discoveries, left_out = found.ranked(min_documents, limit)
    if form == "json":
        sys.stdout.write(listing.as_json(discoveries, left_out))
    elif form == "yaml":
        from zhengci.survey.stubs import as_yaml

        sys.stdout.write(as_yaml(discoveries, inputs.glossary))
    else:
        for row in listing.as_text(discoveries):
            click.echo(row)
    glossed = sum(bool(discovery.glosses) for discovery in discoveries)
    more = f"；另有 {left_out} 个没有列出" if left_out else ""
    click.echo(
        f"{folder.read} 篇文稿：列出词表未收的 {len(discoveries)} 个，文稿自有解释的 {glossed} 个{more}", err=True
    )
    return EXIT_FAILURE if folder.failed else 0
