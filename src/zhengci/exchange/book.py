"""What the formats that can be read again carry: records in the spelling of the glossary, with the sources that they cite."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from zhengci.glossary.layers import layer
from zhengci.glossary.locate import builtin_roots
from zhengci.glossary.schema import CONCEPT, SOURCE, Record
from zhengci.glossary.sources import Sources, read_sources

_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_WIDTH = 1_000_000  # one value, one line


_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class ExportError(Exception):
    """A format cannot be written; the message says in Chinese why, and what to do."""


class Book(NamedTuple):
    """Concepts, each a mapping with the keys of ``schema.CONCEPT``, and the sources they cite by id.

    Values are spelled as in YAML (members as ``甲|乙``); keys without a value, and flags that are off, are left out.
    """

    concepts: list[dict[str, Any]]
    sources: dict[str, dict[str, Any]]

    def to_yaml(self) -> tuple[str, str]:
        """Return the concepts and their sources as the text of two glossary files; the second is empty without sources."""
        concepts = "\n".join(dump([concept]) for concept in self.concepts)
        return concepts, dump(list(self.sources.values())) if self.sources else ""


def read_layers(layers: Iterable[str]) -> Sources:
    """Return the records of the built-in glossary with the files or folders `layers` over it, which must be sound."""
    roots, extra = builtin_roots(), [Path(path) for path in layers]
    sources = read_sources(roots, roots[0].parent)
    return layer(sources, read_sources(extra, Path.cwd())) if extra else sources


def book_of(concepts: Iterable[Record], bibliography: Iterable[Record], ids: Iterable[str] | None = None) -> Book:
    """Return the concepts with one of `ids` (all, where it is None), in their order, and what they cite; later ones win."""
    wanted = None if ids is None else set(ids)
    records = {record["id"]: record for record in concepts if wanted is None or record["id"] in wanted}
    plain = [concept_of(record) for record in records.values()]
    known = {record["id"]: record for record in bibliography}
    cited = dict.fromkeys(citation["doc"] for concept in plain for citation in citations(concept) if "doc" in citation)
    return Book(plain, {name: source_of(known[name]) for name in cited if name in known})


def citations(concept: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the citations of a concept and of its earlier editions."""
    yield from concept.get("sources", ())
    for edition in concept.get("earlier", ()):
        yield from edition.get("sources", ())


def concept_of(record: Record) -> dict[str, Any]:
    """Return a concept record in the spelling of YAML, without empty values and flags that are off."""
    plain = {key.name: _plain(record[key.name]) for key in CONCEPT if record.get(key.name)}
    for holder in (plain, *plain.get("earlier", ())):
        if "parts" in holder:
            holder["parts"] = _parts(holder["parts"])
    for form in plain.get("forms", ()):
        if not form.get("quoted"):
            form.pop("quoted", None)
    return plain


def source_of(record: Record) -> dict[str, Any]:
    """Return a source record in the order of the schema."""
    return {key.name: record[key.name] for key in SOURCE if key.name in record}


def dump(value: object) -> str:
    """Return a value as block YAML, its keys in their order and its Chinese readable."""
    text: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)
    return text


def dump_line(value: object) -> str:
    """Return a list or mapping as YAML on one line."""
    text: str = yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH, default_flow_style=True
    )
    return text.rstrip("\n")


def for_xml(text: str) -> str:
    """Return `text`; raises ExportError where it has a character that XML (and so a workbook, too) cannot hold."""
    bad = _NOT_XML.search(text)
    if bad:
        raise ExportError(f"“{text[:40]}”中有 XML 不容许的字符 U+{ord(bad[0]):04X}，请改用 csv 或 json")
    return text


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return "|".join(value) if isinstance(value, tuple) else value


def _parts(parts: dict[str, list[str]]) -> dict[str, list[str]] | list[str]:
    return parts[""] if list(parts) == [""] else parts
