"""A glossary as a reader walks through it: by field, by region, by shared form, from a term to what it took the place of."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from zhengci import divisions
from zhengci.folding import fold
from zhengci.glossary.model import Concept, FormerName
from zhengci.glossary.opened import Glossary
from zhengci.glossary.schema import FIELDS
from zhengci.portrait import lineage
from zhengci.site.readings import order, slug

#: What the concepts of a list may have in common.
FIELD, REGION = "field", "region"


class Catalogue:
    """The concepts and former names of a glossary with their relations; lists are in the order of pinyin."""

    def __init__(self, glossary: Glossary) -> None:
        self.concepts = sorted(glossary, key=lambda concept: (order(concept.term), concept.id))
        self.former: list[FormerName] = list(glossary.former_names())
        self._short_names = dict(divisions.provinces())
        self.by_id = {concept.id: concept for concept in self.concepts}
        self._owners: dict[str, dict[str, Concept]] = defaultdict(dict)
        for concept in self.concepts:
            for form in concept.forms:
                self._owners[fold(form.text)][concept.id] = concept

    @cached_property
    def fields(self) -> dict[str, list[Concept]]:
        """Fields that have concepts, in the order of the schema, each with them."""
        found: dict[str, list[Concept]] = {field: [] for field in FIELDS}
        for concept in self.concepts:
            found[concept.field].append(concept)
        return {field: concepts for field, concepts in found.items() if concepts}

    @cached_property
    def regions(self) -> dict[str, list[Concept]]:
        """Codes of the nation and of divisions that have concepts of their own or below them, each with its own."""
        found: dict[str, list[Concept]] = {divisions.NATION: []}
        for concept in self.concepts:
            for code in divisions.path_of(concept.scope):
                found.setdefault(code, [])
            found.setdefault(concept.scope, []).append(concept)
        return dict(sorted(found.items(), key=lambda item: (item[0] != divisions.NATION, item[0])))

    @cached_property
    def homonyms(self) -> dict[str, list[Concept]]:
        """Forms that several concepts own, each with them."""
        shared = [(form, list(owners.values())) for form, owners in self._owners.items() if len(owners) > 1]
        return dict(sorted(shared, key=lambda item: order(item[0])))

    def rivals(self, concept: Concept) -> list[Concept]:
        """Return the other concepts that own a form of `concept`."""
        found = {rival.id: rival for form in concept.forms for rival in self._owners[fold(form.text)].values()}
        found.pop(concept.id, None)
        return list(found.values())

    def hint(self, concept: Concept, given: str = "") -> str:
        """Return what tells `concept` from others of the same term in a list: its region, field, or a word of its context.

        What the list tells anyway (`given`: field or region) is not told again.
        """
        if concept.scope != divisions.NATION and given != REGION:
            return self._short_names.get(concept.scope) or divisions.name_of(concept.scope)
        rivals = self._owners[fold(concept.term)].values()
        if len(rivals) < 2:
            return ""
        if sum(rival.field == concept.field for rival in rivals) == 1:
            return "" if given == FIELD else concept.field
        return next(iter((*concept.cues, *concept.nouns)), "")

    def below(self, code: str) -> list[str]:
        """Return the codes in use of the divisions that lie inside `code`."""
        return [other for other in self.regions if other != code and code in divisions.path_of(other)]

    def succession(self, concept: Concept) -> list[Concept]:
        """Return `concept` with all that it took the place of and all that took its place, the earliest first."""
        return lineage.succession(concept, self.by_id.get)


def concept_file(concept: Concept) -> str:
    """Return the path of a concept's page."""
    return f"concepts/{concept.id}.html"


def field_file(field: str) -> str:
    """Return the path of a field's page."""
    return f"fields/{slug(field)}.html"


def region_file(code: str) -> str:
    """Return the path of a region's page."""
    return f"regions/{code}.html"
