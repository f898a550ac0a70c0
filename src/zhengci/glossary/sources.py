"""Finds the YAML files of a glossary and reads them into records, by kind."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from zhengci.glossary.locate import kind_of, list_files
from zhengci.glossary.nodes import Problem, SourceFile, read_nodes
from zhengci.glossary.schema import CITATION, EARLIER, FORM, RECORDS, Key, Record, read_records


class Sources(NamedTuple):
    """The records of all files, in the order of the files, and the problems met while reading them."""

    concepts: list[Record]
    sources: list[Record]
    institutions: list[Record]
    shields: list[Record]
    set_phrases: list[Record]
    usage: list[Record]
    confusables: list[Record]
    vocabulary: list[Record]
    files: list[SourceFile]

    @property
    def problems(self) -> list[Problem]:
        """All problems, by file and place."""
        return sorted({problem for file in self.files for problem in file.problems})

    def complete(self) -> Sources:
        """Return the records that have all their required keys, down to the last form: what can be compiled."""

        def whole(records: list[Record], kind: str) -> list[Record]:
            return [record for record in records if _is_whole(record, RECORDS[kind])]

        return Sources(
            whole(self.concepts, "concept"), whole(self.sources, "source"), whole(self.institutions, "institution"),
            whole(self.shields, "shield"), whole(self.set_phrases, "set-phrase"),
            whole(self.usage, "usage"), whole(self.confusables, "confusable"),
            whole(self.vocabulary, "vocabulary"), self.files,
        )  # fmt: skip


#: The records inside a record.
_INSIDE = {"earlier": EARLIER, "forms": FORM, "sources": CITATION}


def _is_whole(record: Record, keys: tuple[Key, ...]) -> bool:
    return all(key.name in record for key in keys if key.required) and all(
        _is_whole(inner, inner_keys) for name, inner_keys in _INSIDE.items() for inner in record.get(name, ())
    )


def read_sources(roots: list[Path], shown_from: Path | None = None) -> Sources:
    """Read every file below `roots`; paths in messages are relative to `shown_from` where they lie below it."""
    result = Sources([], [], [], [], [], [], [], [], [])
    into = {
        "concept": result.concepts,
        "source": result.sources,
        "institution": result.institutions,
        "shield": result.shields,
        "set-phrase": result.set_phrases,
        "usage": result.usage,
        "confusable": result.confusables,
        "vocabulary": result.vocabulary,
    }
    for root in roots:
        for path in list_files(root):
            shown = str(path.relative_to(shown_from) if shown_from and path.is_relative_to(shown_from) else path)
            file, node = read_nodes(path, shown)
            kind = kind_of(path)
            into[kind].extend(read_records(file, node, RECORDS[kind]))
            result.files.append(file)
    return result
