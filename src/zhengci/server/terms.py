"""The terms of a glossary as a writer begins to write them: by their first characters, or by the initials of their pinyin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from zhengci.folding import fold
from zhengci.glossary.model import Concept
from zhengci.glossary.opened import Glossary

_QUOTES = str.maketrans("", "", "“”‘’")


class Term(NamedTuple):
    """A form that may be written, with the concepts that it stands for."""

    text: str
    bare: str  # folded, without quotation marks
    initials: str
    pinyin: str
    concepts: tuple[Concept, ...]


class Terms:
    """The preferred and admitted forms of a glossary, in its order."""

    def __init__(self, glossary: Glossary) -> None:
        owners: dict[str, list[Concept]] = {}
        for concept in glossary:
            for form in concept.forms:
                if form.status in ("preferred", "admitted"):
                    owners.setdefault(form.text, []).append(concept)
        self._terms = [_term(text, tuple(concepts)) for text, concepts in owners.items()]

    def beginning(self, typed: str) -> Iterator[tuple[Term, str]]:
        """Yield the terms that begin with what was typed, each with the spelling of it that does."""
        wanted, plain = fold(typed), typed.lower()
        for term in self._terms:
            if term.bare.startswith(wanted):
                yield term, term.bare
            elif plain.isascii() and term.initials.startswith(plain):
                yield term, term.initials
            elif plain.isascii() and term.pinyin.startswith(plain):
                yield term, term.pinyin


def _term(text: str, concepts: tuple[Concept, ...]) -> Term:
    from zhengci.site.readings import syllables  # pinyin takes longer to load than the rest of the server

    bare = fold(text).translate(_QUOTES)
    read = syllables(bare)
    return Term(text, bare, "".join(word if word.isdigit() else word[0] for word in read), "".join(read), concepts)
