"""Finds the YAML files of a glossary and reads them into records, by kind."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from zhengci.glossary.locate import kind_of, list_files
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
