"""``zhengci harvest``: a document's own definitions as glossary YAML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from zhengci.cli import EXIT_FAILURE, EXIT_FINDINGS, UsageProblem
from zhengci.cli.chinese import Command
from zhengci.cli.options import Inputs, complain, context_options, settings
from zhengci.document.decode import UnreadableFile
from zhengci.mentions.resolve import analyse
from zhengci.writers.harvest import harvest


@click.command(cls=Command, name="harvest", options_metavar="[选项]")
@click.argument("path", metavar="文件")
@context_options
@click.option("--all", "include_known", is_flag=True, help="词表已有的也列出")
@click.option("-o", "--output", metavar="文件夹", help="写成可直接用作词表的文件夹（条目与 sources/）")
def command(
    path: str, include_known: bool, output: str | None, config_path: str | None, isolated: bool, **given: Any
) -> int:
    """把文稿自带的名词解释（附录和正文括注）转成词表条目，注明出处，供审阅后收入自己的词表。"""
    inputs = Inputs(settings(config_path, isolated, **given))
    try:
        source = inputs.read(path)
    except UnreadableFile as error:
        complain(path, error)
        return EXIT_FAILURE
    analysis = analyse(inputs.document(source, "" if path == "-" else path), inputs.glossary)
    concepts, sources, left_out = harvest(analysis, include_known)
    if not concepts:
        click.echo(f"zhengci：{path}：没有词表未收的解释（已收 {left_out} 条，--all 一并列出）", err=True)
        return EXIT_FINDINGS
    if output is None:
        commented = "".join(f"# {line}\n" for line in sources.splitlines())
        sys.stdout.write(f"{concepts}# 出处条目，放入词表文件夹的 sources/ 之下：\n{commented}")
    else:
        try:
            folder = Path(output)
            (folder / "sources").mkdir(parents=True, exist_ok=True)
            (folder / "harvest.yml").write_text(concepts, encoding="utf-8")
            (folder / "sources" / "harvest.yml").write_text(sources, encoding="utf-8")
        except OSError as error:
            raise UsageProblem(f"写不进 {output}：{error.strerror}") from None
    if left_out:
        click.echo(f"zhengci：词表已收的 {left_out} 条没有列出（--all 一并列出）", err=True)
    return 0
