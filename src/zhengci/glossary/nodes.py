"""Reads one YAML file into nodes that know their line and column."""

from __future__ import annotations

import gc
import re
from pathlib import Path
from typing import NamedTuple

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NESTING = re.compile(r"[\[\]{}]|^[ \-?]+", re.MULTILINE)
_MAX_DEPTH = 100
#: A glossary file beyond this size is a mistake, not a chapter.
MAX_BYTES = 8 * 1024 * 1024


class Problem(NamedTuple):
    """Something wrong with a glossary file.

    ``line`` and ``column`` count from 1; 0 means the whole file.  ``source`` is the line as it stands in the file.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    source: str = ""

    def __str__(self) -> str:
        """``file:line:column CODE message`` and below it the source line."""
        head = f"{self.path}:{self.line}:{self.column} {self.code} {self.message}"
        return f"{head}\n    {self.source}" if self.source else head


class SourceFile:
    """A YAML file: its path as shown to the user, its lines, and the problems found in it so far."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.lines = text.splitlines()
        self.problems: list[Problem] = []

    def report(self, node: yaml.Node | None, code: str, message: str) -> None:
        """Record a problem at the start of `node` (at the file as a whole where there is none)."""
        if node is None:
            self.problems.append(Problem(self.path, 0, 0, code, message))
        else:
            self.report_at(node.start_mark.line + 1, node.start_mark.column + 1, code, message)

    def report_at(self, line: int, column: int, code: str, message: str) -> None:
        """Record a problem at a line and column, both counted from 1."""
        source = self.lines[line - 1].strip() if 0 < line <= len(self.lines) else ""
        self.problems.append(Problem(self.path, line, column, code, message, source[:160]))


def read_nodes(path: Path, shown: str) -> tuple[SourceFile, yaml.Node | None]:
    """Compose `path` into a YAML node tree; `shown` is the path that messages name.

    Never raises for bad content: what is wrong stands in the returned file's ``problems`` and the node is ``None``.
    Only the syntax is looked at here; anchors are refused so that shared (or exponentially nested) nodes cannot arise.
    """
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        file = SourceFile(shown, "")
        file.report(None, "ZG001", f"文件读不出来：{error.strerror}")
        return file, None
    if size > MAX_BYTES:
        file = SourceFile(shown, "")
        file.report(None, "ZG001", f"文件过大（{size} 字节）；一个词表文件不应超过 {MAX_BYTES} 字节")
        return file, None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        file = SourceFile(shown, "")
        line = raw.count(b"\n", 0, error.start) + 1
        file.report_at(line, 1, "ZG001", f"不是 UTF-8 编码（第 {error.start} 字节起）")
        return file, None
    return parse_nodes(text, shown)


def parse_nodes(text: str, shown: str) -> tuple[SourceFile, yaml.Node | None]:
    """Compose YAML `text`; see :func:`read_nodes`."""
    file = SourceFile(shown, text)
    if _depth(text) > _MAX_DEPTH:  # libyaml recurses: a crafted file would end the interpreter
        file.report_at(1, 1, "ZG002", f"嵌套过深（超过 {_MAX_DEPTH} 层）")
        return file, None
    enabled = gc.isenabled()
    gc.disable()  # the tree is all live: collecting while it grows only costs time (three quarters of it)
    try:
        for token in yaml.scan(text, Loader=_Loader) if "&" in text or "*" in text else ():
            if isinstance(token, (yaml.AnchorToken, yaml.AliasToken)):
                mark = token.start_mark
                file.report_at(mark.line + 1, mark.column + 1, "ZG004", "不支持锚点和别名（& *），请写全")
                return file, None
        node: yaml.Node | None = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = _syntax_reason(error, text)
        file.report_at(*((mark.line + 1, mark.column + 1) if mark else (1, 1)), "ZG002", reason)
        return file, None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        file.report_at(1, 1, "ZG002", f"YAML 语法有误：{error}".splitlines()[0])
        return file, None
    finally:
        if enabled:
            gc.enable()
    return file, node


def _depth(text: str) -> int:
    """Return an upper bound of how deep the YAML in `text` nests, from its brackets, dashes and indentation."""
    deepest = depth = 0
    for mark in _NESTING.findall(text):
        if mark in "[{":
            depth += 1
        elif mark in "]}":
            depth = max(0, depth - 1)
        else:
            deepest = max(deepest, depth + len(mark.replace(" ", "")) + mark.count(" ") // 2)
        deepest = max(deepest, depth)
    return deepest


def _syntax_reason(error: yaml.MarkedYAMLError, text: str) -> str:
    mark = error.problem_mark
    if mark is not None:
        lines = text.splitlines()
        if mark.line < len(lines) and "\t" in lines[mark.line][: mark.column + 1]:
            return "缩进用了制表符（Tab），请改用空格"
    return f"YAML 语法有误：{error.problem or error.context or '无法解析'}"
