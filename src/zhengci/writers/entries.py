"""What every writer tells of an abbreviation: the distinct things mentioned, in order, each with its explanation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from zhengci import divisions
from zhengci.glossary.model import describe_parts
from zhengci.mentions import senses
from zhengci.mentions.resolve import Analysis, Mention

SOURCE = "出处"


class Entry(NamedTuple):
    """A distinct thing that a document mentions, numbered in order of first mention, with all its mentions."""

    number: int
    mentions: tuple[Mention, ...]

    @property
    def first(self) -> Mention:
        """The first mention, whose sense stands for all."""
        return self.mentions[0]

    @property
    def term(self) -> str:
        """The preferred form, or the form as it stands where no concept was chosen."""
        return self.first.concept.term if self.first.concept else self.first.form


def entries(analysis: Analysis) -> list[Entry]:
    """Return the distinct things that are mentioned outside the appendix, in order of first mention."""
    appendix = analysis.document.appendix
    grouped: dict[tuple[str, str], list[Mention]] = {}
    for mention in analysis.mentions:
        if appendix is None or not appendix.start <= mention.start < appendix.end:
            grouped.setdefault((mention.key, mention.status), []).append(mention)
    return [Entry(number, tuple(mentions)) for number, mentions in enumerate(grouped.values(), 1)]


def explanation(mention: Mention) -> str:
    """Return the explanation of a mention as plain text: definition and members, or what stands in its place."""
    if mention.edition and mention.concept:
        members = describe_parts(mention.edition.parts)
        told = mention.edition.definition + (f"{members}。" if members else "")
        return f"（未核实）{told}" if mention.concept.is_recalled else told
    if mention.status == senses.DEFINED and mention.definition:
        return mention.definition.gloss
    if mention.status == senses.AMBIGUOUS:
        readings = [f"（{number}）{rival.current.definition}" for number, rival in enumerate(mention.candidates, 1)]
        return "有几种含义，据上下文无法判定：" + "".join(readings)
    return "词表未收，文中未解释。" + ("；".join(mention.reasons) + "。" if mention.candidates else "")


def facts(mention: Mention) -> Iterator[tuple[str, str]]:
    """Yield label and value of what else is known: since, issuer, scope, source."""
    concept, edition = mention.concept, mention.edition
    if concept is None or edition is None:
        return
    if edition.since or edition.until:
        yield "起止", f"{edition.since or '？'} 至 {edition.until or '今'}"
    if concept.issuer:
        yield "发布", concept.issuer
    if concept.scope != divisions.NATION:
        yield "范围", divisions.full_name_of(concept.scope)
    for source in edition.sources:
        if source.evidence != "recalled":
            yield SOURCE, source.describe()
