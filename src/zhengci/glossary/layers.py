"""Lays a user's glossary over another: records with the same id replace, all others are added."""

from __future__ import annotations

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
