"""Records as they are read from a foreign file: nodes with its line numbers, then held against the schema of the glossary."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from zhengci.exchange.book import Book, concept_of, source_of
from zhengci.exchange.cells import mapping, scalar, sequence
from zhengci.glossary.nodes import SourceFile
from zhengci.glossary.schema import CONCEPT, SOURCE, Record, Shape, record
from zhengci.glossary.store import GlossaryError

#: A foreign file beyond this size is a mistake, not a glossary.
MAX_BYTES = 64 * 1024 * 1024


class Draft:
    """A concept under construction: the node of every key, and where the concept begins."""

    def __init__(self, file: SourceFile, line: int) -> None:
        self._file = file
        self.line = line
        self.nodes: dict[str, yaml.Node] = {}
        self._lists: dict[str, list[yaml.Node]] = {}

    def set(self, key: str, node: yaml.Node | None) -> None:
        """Give `key` its value; a second one is a problem."""
        if key in self.nodes:
            line = node.start_mark.line + 1 if node else self.line
            self._file.report_at(line, 1, "ZG003", f"重复的“{key}”：每个词条只能有一个")
        elif node is not None:
            self.nodes[key] = node

    def add(self, key: str, node: yaml.Node) -> None:
        """Add an item to the list under `key`."""
        if key not in self._lists:
            self._lists[key] = []
            self.set(key, sequence(self._lists[key], node.start_mark.line + 1))
        self._lists[key].append(node)

    def node(self) -> yaml.Node:
        """Return the concept as the node of a mapping."""
        return mapping(self.nodes, self.line)


class Bibliography:
    """The sources of a foreign file, each under construction."""

    def __init__(self, file: SourceFile) -> None:
        self._file = file
        self.nodes: dict[str, dict[str, yaml.Node]] = {}

    def add(self, name: str, facts: Mapping[str, yaml.Node], line: int) -> None:
        """Add a source; the same one told otherwise is a problem."""
        known = self.nodes.setdefault(name, {"id": scalar(name, line), **facts})
        for key in sorted({*facts, *known} - {"id"}):
            if key not in facts or key not in known or facts[key].value != known[key].value:
                where = known["id"].start_mark.line + 1
                self._file.report_at(line, 1, "ZG201", f"出处“{name}”的 {key} 与第 {where} 行所写不同")


def decode(data: bytes, path: str) -> tuple[SourceFile, str]:
    """Return the text of a UTF-8 file, with or without a byte order mark; raises GlossaryError for other bytes."""
    problem = SourceFile(path, "")
    if len(data) > MAX_BYTES:
        problem.report(None, "ZG001", f"文件过大（{len(data)} 字节，至多 {MAX_BYTES} 字节）")
    else:
        try:
            text = data.decode("utf-8-sig")
            return SourceFile(path, text), text
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            problem.report_at(
                line, 1, "ZG001", f"不是 UTF-8 编码（第 {error.start} 字节起）；在 Excel 中请另存为“CSV UTF-8”"
            )
    raise failure(problem)


def failure(file: SourceFile) -> GlossaryError:
    """Return the error that tells everything wrong with a foreign file."""
    problems = sorted(set(file.problems))
    return GlossaryError(f"{file.path} 有 {len(problems)} 处问题，没有导入", problems)


def assemble(file: SourceFile, drafts: list[Draft], bibliography: Bibliography) -> Book:
    """Return what was read as a book; raises GlossaryError with everything that the glossary's schema refuses."""
    concepts = _read(file, [draft.node() for draft in drafts], record(CONCEPT))
    sources = _read(
        file,
        [mapping(nodes, nodes["id"].start_mark.line + 1) for nodes in bibliography.nodes.values()],
        record(SOURCE),
    )
    _unique(concepts)
    if not drafts and not file.problems:
        file.report(None, "ZG102", "没有词条")
    if file.problems:
        raise failure(file)
    return Book([concept_of(concept) for concept in concepts], {source["id"]: source_of(source) for source in sources})


def _read(file: SourceFile, nodes: list[yaml.Node], shape: Shape) -> list[Record]:
    return [read for read in (shape(file, node) for node in nodes) if read is not None]


def _unique(concepts: list[Record]) -> None:
    seen: dict[str, int] = {}
    for concept in concepts:
        name = concept.get("id")
        if name in seen:
            concept.report("id", "ZG201", f"标识“{name}”已用于第 {seen[name]} 行")
        elif name:
            seen[name] = concept.at("id").start_mark.line + 1
