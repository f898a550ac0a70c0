"""Reads the arguments of ``zhengci lint`` without click, where they are plainly written.

Importing click takes longer than linting a report.  What is not plain (help, abbreviations, unknown options, wrong
choices) is left to click, which knows how to complain; a test holds the tables against the command's own options.
"""

from __future__ import annotations

from typing import Any

FLAGS = {
    "--isolated": "isolated", "--fix": "fix", "--unsafe-fixes": "unsafe_fixes", "--diff": "as_diff",
    "--exit-zero": "exit_zero", "--force-exclude": "force_exclude", "-q": "quiet", "--quiet": "quiet",
    "--show-files": "show_files", "--show-settings": "show_settings", "-v": "verbose", "--verbose": "verbose",
    "--update-baseline": "update_baseline", "--statistics": "statistics", "--add-ignore": "add_ignore",
    "--no-cache": "no_cache", "--comments": "comments",
}  # fmt: skip
VALUES = {
    "--date": "date", "--region": "region", "--config": "config_path", "--select": "select", "--ignore": "ignore",
    "--extend-select": "extend_select", "--output-format": "output_format", "-o": "output_file",
    "--output-file": "output_file", "--fail-on": "fail_on", "--stdin-filename": "stdin_filename", "--color": "color",
    "--baseline": "baseline", "--diff-base": "diff_base",
}  # fmt: skip
LISTS = {"--glossary": "glossary", "--exclude": "exclude"}
CHOICES = {
    "output_format": (
        "full", "concise", "json", "json-lines", "sarif", "github", "gitlab", "rdjson", "checkstyle", "junit",
    ),
    "fail_on": ("info", "warning", "error"),
    "color": ("auto", "always", "never"),
}  # fmt: skip
DEFAULTS = {"stdin_filename": "<标准输入>", "color": "auto"}


def parse(arguments: list[str]) -> dict[str, Any] | None:
    """Return the parameters of ``zhengci.cli.linting.lint``, ``None`` where click should read the arguments."""
    given: dict[str, Any] = dict.fromkeys(FLAGS.values(), False)
    given |= {name: DEFAULTS.get(name) for name in VALUES.values()}
    lists: dict[str, list[str]] = {name: [] for name in LISTS.values()}
    paths: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        name, equals, value = argument.partition("=")
        if argument == "-" or not argument.startswith("-"):
            paths.append(argument)
        elif argument in FLAGS:
            given[FLAGS[argument]] = True
        elif name in VALUES or name in LISTS:
            if not equals or not name.startswith("--"):
                if equals:
                    return None
                value = next(rest, "")
            if not value or value.startswith("-"):
                return None
            if name in LISTS:
                lists[LISTS[name]].append(value)
            else:
                given[VALUES[name]] = value
        else:
            return None
    if any(given[name] is not None and given[name] not in allowed for name, allowed in CHOICES.items()):
        return None
    return {"paths": tuple(paths), **given, **{name: tuple(values) for name, values in lists.items()}}
