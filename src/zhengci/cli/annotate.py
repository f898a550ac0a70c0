"""``zhengci annotate``: a document with its abbreviations marked and explained."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import click

from zhengci.cli import EXIT_FAILURE, UsageProblem
from zhengci.cli.chinese import Command
from zhengci.cli.options import Inputs, complain, context_options, settings, wants_colour
from zhengci.document.decode import UnreadableFile, replace_file
from zhengci.mentions.resolve import Analysis, analyse
from zhengci.readers import is_word
from zhengci.writers import FORMATS, NATIVE_FORMS


@click.command(cls=Command, name="annotate", options_metavar="[选项]")
@click.argument("paths", nargs=-1, required=True, metavar="文件…")
@context_options
@click.option("--format", "form", type=click.Choice(FORMATS), help="输出格式（终端上默认 terminal，否则 text）")
@click.option("-o", "--output-file", metavar="文件", help="写入文件（只能给一个输入文件）；Word 文稿写成 .docx 即为批注或注释")
@click.option(
    "--as", "native", type=click.Choice(NATIVE_FORMS), help="与 -o 文件.docx 同用：批注（默认）、脚注或尾注"
)
@click.option("--every", is_flag=True, help="与 -o 文件.docx 同用：每一处都注，不只注首次出现处")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="是否用颜色")
def command(
    paths: tuple[str, ...], form: str | None, output_file: str | None, native: str | None, every: bool, color: str,
    config_path: str | None, isolated: bool, **given: Any,
) -> int:  # fmt: skip
    """标出文稿中的缩略语，逐一解释：是什么、数的是什么、谁何时提出、出处何在；不认得的另列。

    text 为文末注，markdown 为脚注，html 为自成一体的网页，json 见 docs/output.md。去掉注释即得原文。

    Word 文稿可写成带批注的 Word 文稿：annotate 文稿.docx -o 带注.docx；加 --as footnotes 或 endnotes 则为脚注、尾注。
    """
    if output_file and len(paths) > 1:
        raise UsageProblem("-o 只能与一个输入文件同用")
    into_word = is_word(output_file or "")
    if into_word:
        _check_word(paths[0], str(output_file), form)
    elif native or every:
        raise UsageProblem("--as、--every 要与 -o 文件.docx 同用")
    inputs = Inputs(settings(config_path, isolated, **given))
    chosen = form or ("terminal" if sys.stdout.isatty() and not output_file else "text")
    failed = False
    for path in paths:
        try:
            source = inputs.read(path)
            if not source.text.strip():
                raise UnreadableFile("是空文件，没有可以注释的内容")
            analysis = analyse(inputs.document(source, "" if path == "-" else path), inputs.glossary)
            if into_word:
                _write_word(analysis, source.container, str(output_file), native or NATIVE_FORMS[0], every)
            else:
                _put(analysis, chosen, output_file, color)
        except UnreadableFile as error:
            complain(path, error)
            failed = True
    return EXIT_FAILURE if failed else 0


def _check_word(path: str, output_file: str, form: str | None) -> None:
    """Raise a usage error where a Word file cannot be written as it is asked for."""
    if form:
        raise UsageProblem("写成 Word 文稿时不用 --format，用 --as")
    if not is_word(path):
        raise UsageProblem(f"{path} 不是 Word 文稿，不能写成 {output_file}；请先在 Word 或 WPS 中另存为 .docx")
    suffix = os.path.splitext(path)[1]
    if os.path.splitext(output_file)[1].lower() != suffix.lower():
        raise UsageProblem(f"输入是 {suffix} 文件，输出也要是 {suffix}：换了后缀 Word 就打不开")


def _write_word(analysis: Analysis, flow: Any, output_file: str, native: str, every: bool) -> None:
    """Write the document with comments or notes, atomically, and say on stderr what was done."""
    from zhengci.writers.word import explanations

    written = explanations.write(analysis, flow, native, every)
    try:
        replace_file(output_file, flow.package.to_bytes())
    except UnreadableFile as error:
        raise UnreadableFile(f"{output_file} {error}") from None
    what = {"comments": "批注", "footnotes": "脚注", "endnotes": "尾注"}[native]
    told = f"{output_file}：{what} {written.number} 处"
    if written.without_place:
        told += f"；在页眉、页脚等处而不能加注的：{'、'.join(written.without_place)}"
    if written.left:
        told += f"；未收录或多义、要由作者自己解释的：{'、'.join(written.left)}"
    print(told, file=sys.stderr)


def _put(analysis: Analysis, form: str, output_file: str | None, color: str) -> None:
    writer = import_module(f"zhengci.writers.{form}")
    if form == "terminal":
        _show(analysis, writer, output_file, color)
        return
    text = writer.write(analysis)
    if output_file:
        try:
            with open(output_file, "w", encoding="utf-8", newline="", errors="surrogatepass") as file:
                file.write(text)
        except OSError as error:
            raise UnreadableFile(f"写不进 {output_file}：{error.strerror}") from None
    else:
        sys.stdout.write(text)


def _show(analysis: Analysis, writer: Any, output_file: str | None, color: str) -> None:
    from rich.console import Console

    use_colour = wants_colour(color, sys.stdout)
    if output_file:
        with open(output_file, "w", encoding="utf-8") as file:
            writer.write(analysis, Console(file=file, width=100))
    else:
        width = None if sys.stdout.isatty() or os.environ.get("COLUMNS") else 100
        writer.write(analysis, Console(force_terminal=use_colour or None, no_color=not use_colour, width=width))
