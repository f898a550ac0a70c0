"""``zhengci appendix``: writes or checks a document's 名词解释."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from zhengci.cli import EXIT_FAILURE, EXIT_FINDINGS, UsageProblem
from zhengci.cli.appending import Look, write_into
from zhengci.cli.chinese import Command
from zhengci.cli.options import Inputs, complain, context_options, settings, wants_colour
from zhengci.document.decode import UnreadableFile, replace_file
from zhengci.document.document import kind_of
from zhengci.document.lines import Lines
from zhengci.linting.engine import lint_document
from zhengci.mentions.resolve import Analysis, analyse
from zhengci.readers import Reading, is_container, is_word
from zhengci.reports import FileResult, full
from zhengci.writers import appendix

_CODES = frozenset({"ZC501", "ZC502", "ZC503", "ZC504"})


@click.command(cls=Command, name="appendix", options_metavar="[选项]")
@click.argument("path", metavar="文件")
@context_options
@click.option("--check", is_flag=True, help="核对已有的名词解释与正文（ZC501–ZC504），不生成")
@click.option("--write", is_flag=True, help="写进文稿：附在文末，已有的就地补齐；Word 文件要用 -o 给出要写的文件")
@click.option("-o", "--output-file", metavar="文件", help="写入文件")
def command(
    path: str, check: bool, write: bool, output_file: str | None, config_path: str | None, isolated: bool, **given: Any
) -> int:
    """生成文稿所需的名词解释：正文未加注、又非人所共知的缩略语，按首次出现排列。

    文稿已有名词解释的，沿用其中的解释并补齐、重排。词表未收或多义的另行列出，留待作者自己解释。

    加 --write 即写进文稿：appendix 文稿.docx --write -o 新稿.docx。
    """
    _refuse_what_does_not_go_together(path, check, write, output_file)
    inputs = Inputs(settings(config_path, isolated, **given))

    def look(reading: Reading) -> Analysis:
        return analyse(inputs.document(reading, "" if path == "-" else path), inputs.glossary)

    try:
        source = inputs.read(path)
        analysis = look(source)
        if check:
            return _check(analysis, path)
        if write:
            _write(path, output_file or "", source, look)
        elif output_file:
            replace_file(output_file, appendix.write(analysis).encode())
        else:
            sys.stdout.write(appendix.write(analysis))
    except UnreadableFile as error:
        complain(path, error)
        return EXIT_FAILURE
    left = appendix.left_to_the_writer(analysis)
    if left:
        names = "、".join(f"“{mention.text}”" for mention in left)
        click.echo(f"zhengci：以下 {len(left)} 个要由作者自己解释：{names}", err=True)
    return 0


def _refuse_what_does_not_go_together(path: str, check: bool, write: bool, output_file: str | None) -> None:
    for wrong, told in (
        (check and (write or output_file), "--check 只核对，不能与 --write、-o 同用"),
        (not write and is_word(output_file or ""), f"-o {output_file}：要写 Word 文件，须同用 --write"),
        (write and is_container(path) and not is_word(path), f"{path} 不是 Word 文件或文本，不能写入"),
        (write and kind_of(path) == "html", "--write 只用于 Word、纯文本和 Markdown 文件"),
        (
            write and is_word(path) and not output_file,
            "写 Word 文件要用 -o 给出要写的文件，如 -o 新稿.docx（给出原文件名，就写回原文件）",
        ),
        (
            write and output_file and (is_word(path) or is_word(output_file))
            and os.path.splitext(path)[1].lower() != os.path.splitext(output_file)[1].lower(),
            f"-o {output_file}：扩展名要与输入文件相同",
        ),
    ):  # fmt: skip
        if wrong:
            raise UsageProblem(told)


def _write(path: str, target: str, source: Reading, look: Look) -> None:
    before, after = write_into(path, target, source, look)
    if not after:
        told = "没有需要解释的缩略语，没有写"
    elif not before:
        told = f"已写入 {target or path}：名词解释 {after} 条"
    else:
        told = f"已写入 {target or path}：名词解释原有 {before} 条，现有 {after} 条"
    click.echo(f"zhengci：{'标准输入' if path == '-' else path}：{told}", err=True)


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
