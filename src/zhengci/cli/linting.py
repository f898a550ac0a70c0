"""The work of ``zhengci lint``: files in, findings out, fixes written."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from importlib import import_module
from typing import IO, Any

from zhengci.cli import EXIT_FAILURE, EXIT_FINDINGS, UsageProblem
from zhengci.cli.inputs import Inputs, complain, settings, wants_colour
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
        self.read = 0
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
            self.read += 1
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


def lint(
    paths: tuple[str, ...], fix: bool, unsafe_fixes: bool, as_diff: bool, output_file: str | None, exit_zero: bool,
    stdin_filename: str, color: str, quiet: bool, show_files: bool, config_path: str | None, isolated: bool, **given: Any,
) -> int:  # fmt: skip
    """Do what the options ask for and return the exit status; raises UsageProblem where they cannot be meant."""
    for key in ("select", "ignore", "extend_select"):
        given[key] = tuple(part.strip() for part in (given[key] or "").split(",") if part.strip())
    chosen = settings(config_path, isolated, **{key.replace("_", "-"): value for key, value in given.items()})
    try:
        codes = selected(chosen.get("select", ()), chosen.get("ignore", ()), chosen.get("extend-select", ()))
    except ValueError as error:
        raise UsageProblem(str(error)) from None
    fail_on, form = chosen.get("fail-on", "warning"), chosen.get("output-format", "full")
    if fail_on not in SEVERITIES or form not in FORMATS:
        raise UsageProblem(f"fail-on 应是 {'、'.join(SEVERITIES)} 之一，output-format 应是 {'、'.join(FORMATS)} 之一")
    files = list(find_files(paths or (".",), chosen.get("exclude", ()), chosen.get("force-exclude", False)))
    if show_files:
        print("\n".join(files))
        return 0
    if not files:
        if paths and chosen.get("force-exclude", False):
            return 0  # a hook hands over files that the project does not want checked
        print("zhengci：没有找到可检查的文件（.txt、.md、.html）", file=sys.stderr)
        return EXIT_FAILURE
    run = _Run(Inputs(chosen), codes, stdin_filename)
    if as_diff:
        return _show_diffs(run, files, unsafe_fixes)
    _report(run.results(files, fix, unsafe_fixes), form, output_file, color, to_stderr=fix and "-" in files)
    if not quiet and form in ("full", "concise"):
        print(_summary(run), file=sys.stderr)
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
                raise UsageProblem(f"写不进 {output_file}：{error.strerror}") from None
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


def _summary(run: _Run) -> str:
    checked = f"检查 {run.read} 个文件"
    if not run.read:
        return checked
    told = [f"{name} {run.counts[level]}" for level, name in (("error", "错误"), ("warning", "警告"), ("info", "提示"))]
    mended = f"，改正 {run.mended} 处" if run.mended else ""
    if not any(run.counts.values()):
        return f"{checked}：没有发现问题{mended}"
    return f"{checked}：{'，'.join(told)}{mended}"
