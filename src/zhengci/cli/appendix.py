"""``zhengci appendix``: writes or checks a document's 名词解释."""

from __future__ import annotations

import sys
from typing import Any

import click

from zhengci.cli import EXIT_FAILURE, EXIT_FINDINGS
from zhengci.cli.chinese import Command
from zhengci.cli.options import Inputs, complain, context_options, settings, wants_colour
from zhengci.document.decode import UnreadableFile
from zhengci.document.lines import Lines
from zhengci.linting.engine import lint_document
from zhengci.mentions.resolve import Analysis, analyse
from zhengci.reports import FileResult, full
from zhengci.writers import appendix

_CODES = frozenset({"ZC501", "ZC502", "ZC503", "ZC504"})


@click.command(cls=Command, name="appendix", options_metavar="[选项]")
@click.argument("path", metavar="文件")
@context_options
@click.option("--check", is_flag=True, help="核对已有的名词解释与正文（ZC501–ZC504），不生成")
def command(path: str, check: bool, config_path: str | None, isolated: bool, **given: Any) -> int:
    """生成文稿所需的名词解释：正文未加注、又非人所共知的缩略语，按首次出现排列。

    文稿已有名词解释的，沿用其中的解释并补齐、重排。词表未收或多义的列在最后，留待作者自己解释。
    """
    inputs = Inputs(settings(config_path, isolated, **given))
    try:
        source = inputs.read(path)
    except UnreadableFile as error:
        complain(path, error)
        return EXIT_FAILURE
    analysis = analyse(inputs.document(source, "" if path == "-" else path), inputs.glossary)
    if check:
        return _check(analysis, path)
    sys.stdout.write(appendix.write(analysis))
    left = appendix.left_to_the_writer(analysis)
    if left:
        names = "、".join(f"“{mention.text}”" for mention in left)
        click.echo(f"zhengci：以下 {len(left)} 个要由作者自己解释：{names}", err=True)
    return 0


def _check(analysis: Analysis, path: str) -> int:
    if analysis.document.appendix is None:
        click.echo(f"zhengci：{path}：没有找到名词解释（至少要有标题和两个词条）", err=True)
        return EXIT_FAILURE
    findings = lint_document(analysis, _CODES)
    result = FileResult(path, analysis.document.raw, Lines(analysis.document.raw), findings, [])
    for text in full.write([result], wants_colour("auto", sys.stdout)):
        sys.stdout.write(text)
    click.echo(f"名词解释 {len(analysis.document.appendix.entries)} 条，{len(findings)} 处与正文不符", err=True)
    return EXIT_FINDINGS if findings else 0
