"""One value of a record as the text of one cell, and such a text as a YAML node that knows its line in the file read."""

from __future__ import annotations

from typing import Any

import yaml

from zhengci.exchange.book import dump_line
from zhengci.glossary.nodes import SourceFile, parse_nodes
from zhengci.glossary.schema import FORM

_STR, _SEQ, _MAP = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))

#: Keys of a concept that are written as lists, one item a line.
LISTS = ("replaces", "cues", "nouns", "shields")
#: Keys whose value is one line of YAML.
FLOWS = ("parts",)
#: Keys whose value is a list of mappings, each on a line of YAML.
MAPPINGS = ("earlier", "sources", "examples")
#: Statuses of a form, the preferred one first.
STATUSES = ("preferred", "admitted", "superseded", "deprecated")


def to_cell(key: str, value: Any) -> str:
    """Return the value of a concept under `key` as text; ``None`` is the empty text."""
    if value is None:
        return ""
    if key in LISTS:
        return "\n".join(value)
    if key in FLOWS:
        return dump_line(value)
    if key in MAPPINGS:
        return "\n".join(dump_line(item) for item in value)
    return "true" if value is True else str(value)


def to_node(key: str, text: str, line: int, file: SourceFile) -> yaml.Node | None:
    """Return the text of a cell as the node of a concept's key; ``None`` after reporting that it is not YAML."""
    if key in LISTS:
        return sequence([scalar(item, line) for item in lines(text)], line)
    if key in FLOWS:
        return _parse(text, line, file)
    if key in MAPPINGS:
        items = [_parse(item, line, file) for item in lines(text)]
        return sequence([item for item in items if item is not None], line)
    return scalar(" ".join(lines(text)), line)


def lines(text: str) -> list[str]:
    """Return the lines of a cell without blank ones; only line feeds part them."""
    return [line.strip() for line in text.replace("\r\n", "\n").split("\n") if line.strip()]


def mark(line: int) -> yaml.Mark:
    """Return the place of a line, counted from 1."""
    return yaml.Mark("", 0, line - 1, 0, None, 0)


def scalar(text: str, line: int) -> yaml.ScalarNode:
    """Return a string as a node."""
    return yaml.ScalarNode(_STR, text, mark(line), mark(line))


def sequence(items: list[yaml.Node], line: int) -> yaml.SequenceNode:
    """Return nodes as the node of a list."""
    return yaml.SequenceNode(_SEQ, items, mark(line), mark(line))


def mapping(pairs: dict[str, yaml.Node], line: int) -> yaml.MappingNode:
    """Return named nodes as the node of a mapping; each key stands where its value does."""
    nodes = [(scalar(name, node.start_mark.line + 1), node) for name, node in pairs.items()]
    return yaml.MappingNode(_MAP, nodes, mark(line), mark(line))


def form(text: yaml.Node, status: str, quoted: yaml.Node | None, line: int) -> yaml.MappingNode:
    """Return a form other than the preferred one as a node."""
    values = (text, scalar(status, line), quoted)
    named = {key.name: node for key, node in zip(FORM, values, strict=True) if node is not None}
    return mapping(named, line)


def _parse(text: str, line: int, file: SourceFile) -> yaml.Node | None:
    inner, node = parse_nodes(text, file.path)
    for problem in inner.problems:
        file.report_at(line, 1, problem.code, problem.message)
    if node is not None:
        _move(node, line)
    return node


def _move(node: yaml.Node, line: int) -> None:
    """Put a node and all below it on a line of the file that it was read from."""
    node.start_mark = node.end_mark = mark(line)
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _move(item, line)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _move(key, line)
            _move(value, line)
