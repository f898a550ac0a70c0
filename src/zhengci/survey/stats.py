"""What a glossary consists of, counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

from zhengci.folding import fold
from zhengci.glossary.artefact import SHIELD
from zhengci.glossary.model import Concept
from zhengci.glossary.opened import Glossary
from zhengci.glossary.schema import EVIDENCE


class Statistics(NamedTuple):
    """The counts of a glossary; mappings are sorted, the greatest count first.

    ``homonyms`` maps each form that several concepts own to how many do.  ``edited`` counts concepts of more than one
    edition, ``successions`` pairs of a concept and one that it replaces, ``shields`` phrases in which a form does not
    count.
    """

    concepts: int
    forms: int
    fields: dict[str, int]
    regions: dict[str, int]
    kinds: dict[str, int]
    evidence: dict[str, int]
    homonyms: dict[str, int]
    edited: int
    successions: int
    without_english: int
    former_names: int
    shields: int


def count(glossary: Glossary) -> Statistics:
    """Return the counts of `glossary`."""
    concepts = list(glossary)
    owners: dict[str, set[str]] = defaultdict(set)
    for concept in concepts:
        for form in concept.forms:
            owners[fold(form.text)].add(concept.id)
    return Statistics(
        concepts=len(concepts),
        forms=len(owners),
        fields=_ranked(Counter(concept.field for concept in concepts)),
        regions=_ranked(Counter(concept.scope for concept in concepts)),
        kinds=_ranked(Counter(concept.kind for concept in concepts)),
        evidence=_ranked(Counter(map(weakest_evidence, concepts))),
        homonyms=_ranked(Counter({form: len(ids) for form, ids in owners.items() if len(ids) > 1})),
        edited=sum(len(concept.editions) > 1 for concept in concepts),
        successions=sum(len(concept.replaces) for concept in concepts),
        without_english=sum(not concept.english for concept in concepts),
        former_names=sum(len(former.names) for former in glossary.former_names()),
        shields=sum(bool(flags & SHIELD) for flags in glossary.flags),
    )


def weakest_evidence(concept: Concept) -> str:
    """Return the weakest evidence that the current edition rests on: recalled, else page, else document."""
    return max((source.evidence for source in concept.current.sources), key=EVIDENCE.index)


def _ranked(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
