"""Collects the abbreviations of many documents that the glossary does not know, with what the documents tell of them."""

from __future__ import annotations

import re
from typing import NamedTuple

from zhengci import divisions
from zhengci.document.context import Context
from zhengci.document.definitions import Definition
from zhengci.document.document import Document
from zhengci.document.lines import Lines
from zhengci.glossary.model import Concept
from zhengci.glossary.opened import Glossary
from zhengci.mentions import senses
from zhengci.mentions.resolve import Analysis, Mention
from zhengci.survey.nearest import Neighbours
from zhengci.survey.tally import Tally
from zhengci.writers.entries import entries

#: So many sentences show how a form is used, with so many characters on either side of it.
_SENTENCES = 3
_AROUND = 28
_STOP = re.compile("[。！？；\n]")


class Sentence(NamedTuple):
    """A sentence that a form stands in, shortened round it (… marks the cuts), and its place."""

    path: str
    line: int
    text: str


class Gloss(NamedTuple):
    """A document's own explanation of a form, its place, and the document's context."""

    path: str
    line: int
    definition: Definition
    context: Context

    @property
    def text(self) -> str:
        """The explanation as one line."""
        return " ".join(self.definition.gloss.split())


class Discovery(NamedTuple):
    """A form that the glossary does not know.  ``reason`` (Chinese) tells why it is taken for an abbreviation."""

    form: str
    jurisdictions: tuple[str, ...]
    documents: int
    mentions: int
    reason: str
    sentences: tuple[Sentence, ...]
    glosses: tuple[Gloss, ...]
    near: tuple[str, ...]


class Discoveries:
    """Takes documents one by one; afterwards :meth:`ranked` tells what was found in them."""

    def __init__(self, glossary: Glossary) -> None:
        self._glossary = glossary
        self._found: dict[str, _Found] = {}

    def add(self, analysis: Analysis) -> None:
        """Collect what the glossary does not know: unknown forms, and those that only the document explains.

        The appendix is left out: its headwords explain and are no use of a form.
        """
        lines = Lines(analysis.document.raw)
        for entry in entries(analysis):
            status = entry.first.status
            if status == senses.UNKNOWN or (status == senses.DEFINED and not entry.first.candidates):
                found = self._found.setdefault(entry.first.form, _Found(entry.first.form))
                found.add(entry.mentions, analysis.document, lines)

    def ranked(self, min_documents: int = 1, limit: int | None = None) -> tuple[list[Discovery], int]:
        """Return the forms that at least `min_documents` have, and how many lie beyond `limit`.

        Those of most jurisdictions come first, then those of most documents, then those of most mentions.
        """
        kept = [found for found in self._found.values() if len(found.tally.documents) >= min_documents]
        kept.sort(key=lambda found: found.tally.rank)
        shown = kept if limit is None else kept[:limit]
        neighbours = Neighbours(self._glossary)
        return [found.discovery(neighbours) for found in shown], len(kept) - len(shown)


class _Found:
    """What is known so far of one form."""

    def __init__(self, form: str) -> None:
        self.tally = Tally(form)
        self._reason = ""
        self._sentences: list[tuple[int, Sentence]] = []  # with the number of the sentence in its document
        self._glosses: dict[str, Gloss] = {}

    def add(self, mentions: tuple[Mention, ...], document: Document, lines: Lines) -> None:
        """Take in the mentions of one document."""
        seen: set[str] = set()
        self.tally.add(document, len(mentions))
        for mention in mentions:
            text = shorten(document.raw, mention.start, mention.end) if len(seen) < _SENTENCES else ""
            if text and text not in seen:
                sentence = Sentence(document.path, lines.place(mention.start)[0], text)
                self._sentences.append((len(seen), sentence))
                seen.add(text)
        first = mentions[0]
        if first.status == senses.UNKNOWN:
            self._reason = self._reason or _reason(first)
        if first.definition:
            gloss = Gloss(document.path, lines.place(first.definition.start)[0], first.definition, document.context)
            self._glosses.setdefault(gloss.text, gloss)
        self._sentences.sort(key=lambda numbered: numbered[0])  # stable: different documents before more of one
        del self._sentences[_SENTENCES:]

    def discovery(self, neighbours: Neighbours) -> Discovery:
        """Return what was found, with the known terms that look like the form."""
        tally = self.tally
        return Discovery(
            tally.form, tuple(sorted(tally.jurisdictions)), len(tally.documents), tally.mentions,
            self._reason or "文稿自有解释", tuple(sentence for _, sentence in self._sentences),
            tuple(self._glosses.values()), neighbours.of(tally.form),
        )  # fmt: skip


def _reason(mention: Mention) -> str:
    """Return why an unknown mention is taken for an abbreviation: its shape, or namesakes of another place or time."""
    if not mention.candidates:
        return "；".join(mention.reasons)
    return f"词表的同形词条不适用：{'、'.join(map(_namesake, mention.candidates))}"


def _namesake(concept: Concept) -> str:
    begin = concept.editions[0].since
    return f"{concept.term}（{divisions.full_name_of(concept.scope)}{f'，{begin} 起' if begin else ''}）"


def shorten(text: str, start: int, end: int) -> str:
    """Return the sentence round a span as one line, with … where it is cut for length."""
    before = text[max(0, start - _AROUND) : start]
    stops = list(_STOP.finditer(before))
    if stops:
        before = before[stops[-1].end() :].lstrip("”’）)")
    elif start > _AROUND:
        before = "…" + before
    after = text[end : end + _AROUND]
    stop = _STOP.search(after)
    if stop:
        after = after[: stop.end()]
    elif end + _AROUND < len(text):
        after += "…"
    return " ".join((before + text[start:end] + after).split())
