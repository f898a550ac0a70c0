"""Finds the YAML files of a glossary and reads them into records, by kind."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from zhengci.glossary.nodes import Problem, SourceFile, read_nodes
from zhengci.glossary.schema import RECORDS, Record, read_records


class Sources(NamedTuple):
    """The records of all files, in the order of the files, and the problems met while reading them."""

    concepts: list[Record]
    sources: list[Record]
    institutions: list[Record]
    shields: list[Record]
    files: list[SourceFile]

    @property
    def problems(self) -> list[Problem]:
        """All problems, by file and place."""
        return sorted({problem for file in self.files for problem in file.problems})

    def complete(self) -> Sources:
        """Return the records that have all their required keys: what can be compiled in spite of the problems."""

        def whole(records: list[Record], kind: str) -> list[Record]:
            required = [key.name for key in RECORDS[kind] if key.required]
            return [record for record in records if all(name in record for name in required)]

        return Sources(
            whole(self.concepts, "concept"), whole(self.sources, "source"), whole(self.institutions, "institution"),
            whole(self.shields, "shield"), self.files,
        )  # fmt: skip


def builtin_roots() -> list[Path]:
    """Return the folders ``glossary`` and ``terms`` that belong to this program.

    In a wheel they lie in ``zhengci/data``; in a checkout at the top of the repository, above ``src``.

    Raises FileNotFoundError where neither is there.
    """
    package = Path(__file__).resolve().parent.parent
    for base in (package / "data", package.parent.parent):
        if (base / "glossary").is_dir() and (base / "terms").is_dir():
            return [base / "glossary", base / "terms"]
    raise FileNotFoundError("找不到随程序安装的词表（glossary/ 和 terms/），请重新安装 zhengci")


def list_files(root: Path) -> list[Path]:
    """Return the YAML files of `root` (a folder, searched through, or one file), sorted; templates (``_*``) left out."""
    if not root.is_dir():
        return [root]
    files = [*root.rglob("*.yml"), *root.rglob("*.yaml")]
    return sorted(file for file in files if not file.name.startswith("_"))


def kind_of(path: Path) -> str:
    """Tell from its place what a file holds: a key of ``schema.RECORDS``."""
    if path.parent.name == "sources":
        return "source"
    for kind in ("institution", "shield"):
        if path.stem.startswith(kind):
            return kind
    return "concept"


def read_sources(roots: list[Path], shown_from: Path | None = None) -> Sources:
    """Read every file below `roots`; paths in messages are relative to `shown_from` where they lie below it."""
    result = Sources([], [], [], [], [])
    into = {
        "concept": result.concepts,
        "source": result.sources,
        "institution": result.institutions,
        "shield": result.shields,
    }
    for root in roots:
        for path in list_files(root):
            shown = str(path.relative_to(shown_from) if shown_from and path.is_relative_to(shown_from) else path)
            file, node = read_nodes(path, shown)
            kind = kind_of(path)
            into[kind].extend(read_records(file, node, RECORDS[kind]))
            result.files.append(file)
    return result
