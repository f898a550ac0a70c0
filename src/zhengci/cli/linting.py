"""What a call of ``zhengci lint`` asks for, and the exit status that it ends with."""

from __future__ import annotations

import os
import sys
from typing import Any

from zhengci.cli import EXIT_FAILURE, EXIT_FINDINGS, UsageProblem
from zhengci.cli.checking import Plan, make_plan
from zhengci.cli.inputs import find_documents, settings
from zhengci.cli.running import FOR_PEOPLE, Options, Run
from zhengci.linting.finding import SEVERITIES
from zhengci.readers import is_container, is_word
from zhengci.reports import FORMATS


def lint(paths: tuple[str, ...], config_path: str | None, isolated: bool, **given: Any) -> int:
    """Do what the options ask for and return the exit status; raises UsageProblem where they cannot be meant."""
    options = Options(**{name: given.pop(name) for name in Options._fields})
    for key in ("select", "ignore", "extend_select"):
        given[key] = tuple(part.strip() for part in (given[key] or "").split(",") if part.strip())
    chosen = settings(config_path, isolated, **{key.replace("_", "-"): value for key, value in given.items()})
    plan = make_plan(chosen, options.stdin_filename)
    fail_on, form = chosen.get("fail-on", "warning"), chosen.get("output-format", "full")
    if fail_on not in SEVERITIES or form not in FORMATS:
        raise UsageProblem(f"fail-on 应是 {'、'.join(SEVERITIES)} 之一，output-format 应是 {'、'.join(FORMATS)} 之一")
    files = find_documents(paths or (".",), chosen.get("exclude", ()), chosen.get("force-exclude", False))
    _refuse_what_does_not_go_together(options, form, files)
    options, target = _aim_at_word(options, paths, files)
    plan = plan._replace(target=target, comments=options.comments)
    _refuse_for_containers(options, [path for path in paths if path in files and is_container(path)])
    if options.show_settings or options.verbose:
        _tell_settings(options, plan, config_path, isolated)
    if options.show_files:
        print("\n".join(files))
    if options.show_settings or options.show_files:
        return 0
    if not files:
        if paths and chosen.get("force-exclude", False):
            return 0  # a hook hands over files that the project does not want checked
        print("zhengci：没有找到可检查的文件（.txt、.md、.html、.docx）", file=sys.stderr)
        return EXIT_FAILURE
    run = Run(options, plan, form, files)
    run.report()
    worst = sum(number for (_, level), number in run.counts.items() if level in SEVERITIES[SEVERITIES.index(fail_on) :])
    if run.failed:
        return EXIT_FAILURE
    if options.as_diff:
        return EXIT_FINDINGS if run.differs else 0
    return EXIT_FINDINGS if worst and not options.exit_zero and not options.update_baseline else 0


def _refuse_what_does_not_go_together(options: Options, form: str, files: list[str]) -> None:
    mends = options.fix or options.as_diff
    for wrong, told in (
        (options.update_baseline and not options.baseline, "--update-baseline 要与 --baseline 文件 同用"),
        (options.update_baseline and options.diff_base, "--update-baseline 要看全部发现，不能与 --diff-base 同用"),
        (options.update_baseline and options.add_ignore, "--update-baseline 与 --add-ignore 只能用一个"),
        (mends and options.update_baseline, "--update-baseline 记下现有的发现，不能与 --fix、--diff 同用"),
        (
            mends and "-" in files and (options.baseline or options.diff_base),
            "改正标准输入时不能用 --baseline、--diff-base",
        ),
        (mends and options.add_ignore, "--add-ignore 不能与 --fix、--diff 同用：先改正，再忽略余下的"),
        (options.add_ignore and "-" in files, "--add-ignore 要写文件，不能用于标准输入"),
        (
            options.statistics and form not in (*FOR_PEOPLE, "json"),
            "--statistics 只有 full、concise、json 三种输出格式",
        ),
    ):
        if wrong:
            raise UsageProblem(told)


def _aim_at_word(options: Options, paths: tuple[str, ...], files: list[str]) -> tuple[Options, str]:
    """Return the options and the Word file to write, if one is: then ``-o`` names that and not the report.

    A Word file is never mended unasked: it may be open in Word, which would write its own state over what we did.
    """
    out = options.output_file
    words = [file for file in files if is_word(file)]
    if options.comments and not words:
        raise UsageProblem("--comments 只用于 Word 文件（.docx）")
    if out is None or not is_word(out):
        if options.comments:
            raise UsageProblem("--comments 要用 -o 给出要写的 Word 文件，如 -o 批注.docx")
        if options.fix and not options.as_diff and any(map(is_word, paths)):
            raise UsageProblem("改正 Word 文件要用 -o 给出要写的 Word 文件，如 -o 修订.docx（给出原文件名，就写回原文件）")
        if options.fix and not options.as_diff and words:
            print(f"zhengci：{len(words)} 个 Word 文件只检查，没有改正：要改正，请逐个给出，用 -o 写成新文件", file=sys.stderr)
        return options, ""
    mends = options.fix or options.comments
    for wrong, told in (
        (not mends, f"-o {out}：要写 Word 文件，须同时用 --fix 或 --comments"),
        (files != words or len(files) > 1, f"-o {out}：要写 Word 文件，须给出一个 Word 文件，也只能给一个"),
        (options.as_diff, "--diff 不写文件，不能与 -o 的 Word 文件同用"),
        (
            options.baseline or options.diff_base or options.add_ignore,
            "写 Word 文件时不能用 --baseline、--diff-base、--add-ignore",
        ),
    ):
        if wrong:
            raise UsageProblem(told)
    if os.path.splitext(out)[1].lower() != (suffix := os.path.splitext(files[0])[1].lower()):
        raise UsageProblem(f"-o {out}：扩展名要与输入文件相同（{suffix}）")
    return options._replace(output_file=None), out


def _refuse_for_containers(options: Options, named: list[str]) -> None:
    """Raise a usage error where a file that is no text is named for what is written into texts."""
    in_word = "；在 Word 中给该处加批注“zhengci-ignore 规则代码: 原因”，下次检查即不再报告"
    for path in named:
        for wanted, told in (
            (options.as_diff, "--diff 只显示文本的改动"),
            (options.add_ignore, "--add-ignore 只写文本" + (in_word if is_word(path) else "")),
            (options.fix and not is_word(path), "这种文件只读不写，--fix 用不上；请改原稿"),
        ):
            if wanted:
                raise UsageProblem(f"{path} 不是文本：{told}")


def _tell_settings(options: Options, plan: Plan, config_path: str | None, isolated: bool) -> None:
    """Print what is in force: to stdout where that was asked for, with -v to stderr."""
    from zhengci.cli.showing import lint_lines

    out = sys.stdout if options.show_settings else sys.stderr
    for line in lint_lines(plan.chosen, plan.choice.codes, config_path, isolated):
        print(line, file=out)
