"""``zhengci lint``: what is wrong in documents, and mending it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from importlib import import_module
from typing import IO, Any

import click

from zhengci.cli import EXIT_FAILURE, EXIT_FINDINGS
from zhengci.cli.chinese import Command
from zhengci.cli.options import Inputs, complain, context_options, settings, wants_colour
from zhengci.document.decode import Decoded, UnreadableFile, write_text
from zhengci.document.files import find_files
from zhengci.document.lines import Lines
from zhengci.linting.engine import lint_with_silenced, selected
from zhengci.linting.finding import SEVERITIES, Finding
from zhengci.linting.fixes import apply_fixes, safe_edits
from zhengci.mentions.resolve import analyse
from zhengci.reports import FORMATS, FileResult

_PASSES = 4


class _Run:
    """One call of the command: reads, lints and mends files, and keeps count of what decides the exit status."""

    def __init__(self, inputs: Inputs, codes: frozenset[str], stdin_name: str) -> None:
        self.inputs = inputs
        self.codes = codes
        self.stdin_name = stdin_name
        self.failed = False
        self.counts = dict.fromkeys(SEVERITIES, 0)
        self.mended = 0

    def results(self, files: list[str], fix: bool, unsafe: bool) -> Iterator[FileResult]:
        """Yield the result of each file in turn; one that cannot be read is complained of and passed over."""
        for path in files:
            try:
                source = self.inputs.read(path)
                shown = self.stdin_name if path == "-" else path
                text, findings, silenced = self.lint(source.text, shown, fix, unsafe)
                if fix and text != source.text and path != "-":
                    write_text(path, source, text)
                if fix and path == "-":
                    sys.stdout.buffer.write(source.encode(text))
            except UnreadableFile as error:
                self.failed = True
                complain(path, error)
                continue
            for finding in findings:
                self.counts[finding.severity] += 1
            yield FileResult(shown, text, Lines(text), findings, silenced)

    def lint(self, text: str, shown: str, fix: bool, unsafe: bool) -> tuple[str, list[Finding], list[Finding]]:
        """Return the text (mended, if `fix`), the findings left in it and those it silences."""
        for number in range(_PASSES):
            findings, silenced = lint_with_silenced(
                analyse(self.inputs.document(text, shown), self.inputs.glossary), self.codes
            )
            edits = safe_edits(findings, unsafe=unsafe) if fix and number < _PASSES - 1 else []
            mended = apply_fixes(text, edits)
            if mended == text:
                break
            self.mended += len(edits)
            text = mended
        return text, findings, silenced

    def diff(self, path: str, unsafe: bool) -> str:
        """Return what mending a file would change, as a unified diff; raises UnreadableFile."""
        source: Decoded = self.inputs.read(path)
        shown = self.stdin_name if path == "-" else path
        text, _, _ = self.lint(source.text, shown, True, unsafe)
        if text == source.text:
            return ""
        from difflib import unified_diff

        rows = unified_diff(source.text.splitlines(True), text.splitlines(True), shown, shown)
        return "".join(row if row.endswith("\n") else row + "\n\\ 文件末尾没有换行\n" for row in rows)


@click.command(cls=Command, name="lint", options_metavar="[选项]")
@click.argument("paths", nargs=-1, metavar="[路径…]")
@context_options
@click.option("--select", help="只用这些规则（代码或前缀，逗号分隔，如 ZC1,ZC301）", metavar="规则")
@click.option("--ignore", help="不用这些规则", metavar="规则")
@click.option("--extend-select", help="在已选规则之外加上这些", metavar="规则")
@click.option("--fix", is_flag=True, help="改正能够安全改正的差错")
@click.option("--unsafe-fixes", is_flag=True, help="与 --fix 或 --diff 同用：也做会增删内容的修正（首次出现处加注）")
@click.option("--diff", "as_diff", is_flag=True, help="只显示修正会改动什么，不写文件")
@click.option("--output-format", type=click.Choice(FORMATS), help="输出格式（默认 full）")
@click.option("-o", "--output-file", metavar="文件", help="把报告写入文件")
@click.option("--fail-on", type=click.Choice(SEVERITIES), help="达到这一级别即以 1 退出（默认 warning）")
@click.option("--exit-zero", is_flag=True, help="有发现也以 0 退出")
@click.option(
    "--stdin-filename", default="<标准输入>", metavar="文件名", help="标准输入的文件名（决定格式，也可提示日期地区）"
)
@click.option("--exclude", multiple=True, metavar="通配符", help="跳过这些文件或文件夹")
@click.option("--force-exclude", is_flag=True, help="直接给出的文件也按 exclude 跳过")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="是否用颜色")
@click.option("-q", "--quiet", is_flag=True, help="不显示小结")
@click.option("--show-files", is_flag=True, help="只列出会检查的文件")
def command(
    paths: tuple[str, ...], fix: bool, unsafe_fixes: bool, as_diff: bool, output_file: str | None, exit_zero: bool,
    stdin_filename: str, color: str, quiet: bool, show_files: bool, config_path: str | None, isolated: bool, **given: Any,
) -> int:  # fmt: skip
    """检查文稿：未解释、未收录、多义的缩略语，已被取代的提法，机构旧称，写错的成员，名词解释与正文不符。

    路径可以是文件或文件夹，“-”为标准输入；不给路径时检查当前文件夹。

    退出状态：0 没有发现，1 有发现，2 无法工作（用法、配置、词表有误，或文件读不出来）。
    """
    for key in ("select", "ignore", "extend_select"):
        given[key] = tuple(part.strip() for part in (given[key] or "").split(",") if part.strip())
    chosen = settings(config_path, isolated, **{key.replace("_", "-"): value for key, value in given.items()})
    try:
        codes = selected(chosen.get("select", ()), chosen.get("ignore", ()), chosen.get("extend-select", ()))
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    fail_on, form = chosen.get("fail-on", "warning"), chosen.get("output-format", "full")
    if fail_on not in SEVERITIES or form not in FORMATS:
        raise click.UsageError(
            f"fail-on 应是 {'、'.join(SEVERITIES)} 之一，output-format 应是 {'、'.join(FORMATS)} 之一"
        )
    files = list(find_files(paths or (".",), chosen.get("exclude", ()), chosen.get("force-exclude", False)))
    if show_files:
        click.echo("\n".join(files))
        return 0
    if not files:
        if paths and chosen.get("force-exclude", False):
            return 0  # a hook hands over files that the project does not want checked
        click.echo("zhengci：没有找到可检查的文件（.txt、.md、.html）", err=True)
        return EXIT_FAILURE
    run = _Run(Inputs(chosen), codes, stdin_filename)
    if as_diff:
        return _show_diffs(run, files, unsafe_fixes)
    _report(run.results(files, fix, unsafe_fixes), form, output_file, color, to_stderr=fix and "-" in files)
    if not quiet and form in ("full", "concise"):
        click.echo(_summary(run, len(files)), err=True)
    if run.failed:
        return EXIT_FAILURE
    worst = sum(run.counts[level] for level in SEVERITIES[SEVERITIES.index(fail_on) :])
    return EXIT_FINDINGS if worst and not exit_zero else 0


def _report(results: Iterator[FileResult], form: str, output_file: str | None, color: str, to_stderr: bool) -> None:
    """Write the report; to stderr where stdout carries the mended text of standard input."""
    writer = import_module(f"zhengci.reports.{form}")
    with ExitStack() as stack:
        out: IO[str] = sys.stderr if to_stderr else sys.stdout
        if output_file:
            try:
                out = stack.enter_context(open(output_file, "w", encoding="utf-8"))
            except OSError as error:
                raise click.UsageError(f"写不进 {output_file}：{error.strerror}") from None
        for text in writer.write(results, wants_colour(color, out)):
            out.write(text)


def _show_diffs(run: _Run, files: list[str], unsafe: bool) -> int:
    changed = False
    for path in files:
        try:
            text = run.diff(path, unsafe)
        except UnreadableFile as error:
            run.failed = True
            complain(path, error)
            continue
        changed = changed or bool(text)
        sys.stdout.write(text)
    return EXIT_FAILURE if run.failed else EXIT_FINDINGS if changed else 0


def _summary(run: _Run, files: int) -> str:
    told = [f"{name} {run.counts[level]}" for level, name in (("error", "错误"), ("warning", "警告"), ("info", "提示"))]
    mended = f"，改正 {run.mended} 处" if run.mended else ""
    if not any(run.counts.values()):
        return f"检查 {files} 个文件：没有发现问题{mended}"
    return f"检查 {files} 个文件：{'，'.join(told)}{mended}"
