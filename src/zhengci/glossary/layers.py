"""Lays a user's glossary over another: records with the same id replace, all others are added."""

from __future__ import annotations

from typing import NamedTuple

from zhengci.glossary.schema import Record
from zhengci.glossary.sources import Sources


def layer(base: Sources, over: Sources) -> Sources:
    """Return `base` with `over` on top; problems of both are kept, overridden records of `base` are dropped."""

    def merge(lower: list[Record], upper: list[Record]) -> list[Record]:
        names = {record.get("id") for record in upper}
        return [record for record in lower if record.get("id") not in names] + upper

    return Sources(
        merge(base.concepts, over.concepts),
        merge(base.sources, over.sources),
        merge(base.institutions, over.institutions),
        base.shields + over.shields,
        merge(base.set_phrases, over.set_phrases),
        merge(base.usage, over.usage),
        base.confusables + over.confusables,
        base.vocabulary + over.vocabulary,
        base.files + over.files,
    )


class Override(NamedTuple):
    """A record of one layer that stands in place of a record of a layer below, with where each is written."""

    id: str
    name: str  # the term, phrase, title, former names or words
    place: str  # file:line
    instead_of: str


def overrides(base: Sources, over: Sources) -> list[Override]:
    """Return what `over` replaces in `base`, in the order of its files."""
    found = []
    for lower, upper in (
        (base.concepts, over.concepts), (base.sources, over.sources), (base.institutions, over.institutions),
        (base.set_phrases, over.set_phrases), (base.usage, over.usage),
    ):  # fmt: skip
        by_id = {record.get("id"): record for record in lower}
        for record in upper:
            below = by_id.get(record.get("id"))
            if below is not None:
                found.append(Override(record["id"], _name(record), _place(record), _place(below)))
    return found


def _name(record: Record) -> str:
    for key in ("term", "phrase", "title"):
        if key in record:
            return str(record[key])
    return "、".join(record.get("names") or record.get("words") or ())


def _place(record: Record) -> str:
    return f"{record.file.path}:{record.node.start_mark.line + 1}"
