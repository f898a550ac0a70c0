"""``zhengci glossary``: the glossary itself."""

from __future__ import annotations

import click

from zhengci.cli.chinese import LazyGroup

_COMMANDS = {
    "check": ("zhengci.cli.glossary.check", "检查词表并执行其中的例句"),
    "site": ("zhengci.cli.glossary.site", "把词表做成可检索的静态网页"),
    "stats": ("zhengci.cli.glossary.stats", "统计词表，或词表对一批文稿的覆盖"),
    "show": ("zhengci.cli.glossary.show", "列出一个领域、一个地区的词条，或一个词条的全部内容"),
    "export": ("zhengci.cli.glossary.export", "导出为 tbx、csv、xlsx、jieba 词典、MkDocs 缩略语、json"),
    "import": ("zhengci.cli.glossary.import_", "从 tbx 或 csv 转成词表"),
}


@click.group(cls=LazyGroup, lazy=_COMMANDS, name="glossary", options_metavar="[选项]", subcommand_metavar="命令 …")
def command() -> None:
    """词表本身：检查、统计、浏览、导入导出、建成网站。"""
