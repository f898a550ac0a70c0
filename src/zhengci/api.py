"""The Python interface: explain, annotate, lint, fix, load.  Pure functions; the only state is the cached default glossary."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from typing import NamedTuple

from zhengci import divisions
from zhengci.dates import check_date
from zhengci.document.context import Context
from zhengci.document.document import Document
from zhengci.glossary.model import Concept, Source
from zhengci.glossary.opened import Glossary
from zhengci.glossary.store import open_glossary
from zhengci.linting.engine import CODES, lint_document
from zhengci.linting.finding import Finding
from zhengci.linting.fixes import PASSES, apply_fixes, safe_edits
from zhengci.mentions.resolve import Analysis, Mention, analyse

#: What may be given as a glossary: an opened one, or files or folders laid over the built-in one.
GlossaryLike = Glossary | str | os.PathLike[str] | Sequence[str | os.PathLike[str]]


class Explanation(NamedTuple):
    """One abbreviation of a text, explained.

    ``spans`` are all its places: code points of the text, half-open.  ``status`` is ``explained`` (by the glossary),
    ``defined`` (by the text itself), ``ambiguous`` (see ``candidates``) or ``unknown``.  ``members`` maps what each
    numeral counts to what it counts.  ``reasons`` tell, in Chinese, why this sense was chosen.
    """

    term: str
    status: str
    explanation: str
    members: dict[str, tuple[str, ...]]
    concept: Concept | None
    candidates: tuple[Concept, ...]
    since: str
    issuer: str
    sources: tuple[Source, ...]
    reasons: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


class Annotation(NamedTuple):
    """A text's context and its mentions, in order and disjoint."""

    context: Context
    mentions: tuple[Mention, ...]


def load(*layers: str | os.PathLike[str]) -> Glossary:
    """Return the built-in glossary, with glossary files or folders laid over it in the order given.

    Raises GlossaryError, whose ``problems`` name file, line and column, where one is missing or wrong.
    """
    return open_glossary(layers)


def explain(
    text: str, *, date: str | None = None, jurisdiction: str | None = None, glossary: GlossaryLike | None = None
) -> list[Explanation]:
    """Return the abbreviations of `text` with their explanations, in order of first mention, each sense once.

    `text` may be a bare term.  `date` ("2025", "2025-01", "2025-01-03") and `jurisdiction` (a GB/T 2260 code or a name:
    "120000", "天津市蓟州区") override what the text says of itself.  Raises ValueError for a wrong date or place and
    GlossaryError for an unusable glossary.
    """
    found: dict[tuple[str, str], list[Mention]] = {}
    for mention in _analyse(text, date, jurisdiction, glossary).mentions:
        found.setdefault((mention.key, mention.status), []).append(mention)
    return [_explanation(mentions) for mentions in found.values()]


def annotate(
    text: str, *, date: str | None = None, jurisdiction: str | None = None, glossary: GlossaryLike | None = None
) -> Annotation:
    """Return every mention of an abbreviation in `text` with its sense; parameters as for :func:`explain`."""
    analysis = _analyse(text, date, jurisdiction, glossary)
    return Annotation(analysis.document.context, tuple(analysis.mentions))


def lint(
    text: str,
    *,
    date: str | None = None,
    jurisdiction: str | None = None,
    glossary: GlossaryLike | None = None,
    codes: Collection[str] = CODES,
    kind: str = "text",
) -> list[Finding]:
    """Return what is wrong with `text`, by place; `codes` are the rules to run, `kind` is text, markdown or html."""
    return lint_document(_analyse(text, date, jurisdiction, glossary, kind), codes)


def fix(
    text: str,
    *,
    date: str | None = None,
    jurisdiction: str | None = None,
    glossary: GlossaryLike | None = None,
    codes: Collection[str] = CODES,
    kind: str = "text",
    unsafe: bool = False,
) -> str:
    """Return `text` with all safe fixes carried out (`unsafe`: with all); doing so again changes nothing."""
    for _ in range(PASSES):
        findings = lint_document(_analyse(text, date, jurisdiction, glossary, kind), codes)
        mended = apply_fixes(text, safe_edits(findings, unsafe=unsafe))
        if mended == text:
            break
        text = mended
    return text


def _analyse(
    text: str, date: str | None, jurisdiction: str | None, glossary: GlossaryLike | None, kind: str = "text"
) -> Analysis:
    place = None if jurisdiction is None else divisions.parse(jurisdiction)
    document = Document(text, kind=kind, date=None if date is None else check_date(date), jurisdiction=place)
    return analyse(document, _glossary(glossary))


def _glossary(glossary: GlossaryLike | None) -> Glossary:
    if isinstance(glossary, Glossary):
        return glossary
    if glossary is None:
        return open_glossary()
    return open_glossary([glossary] if isinstance(glossary, (str, os.PathLike)) else glossary)


def _explanation(mentions: list[Mention]) -> Explanation:
    first = mentions[0]
    concept, edition = first.concept, first.edition
    told, sources = "", tuple[Source, ...]()
    members: dict[str, tuple[str, ...]] = {}
    if edition:
        told, sources = edition.definition, edition.sources
        members = {part.name: tuple(wordings[0] for wordings in part.members) for part in edition.parts}
    elif first.definition:
        told = first.definition.gloss
    return Explanation(
        concept.term if concept else first.form,
        first.status,
        told,
        members,
        concept,
        () if concept else first.candidates,
        edition.since if edition else "",
        concept.issuer if concept else "",
        sources,
        first.reasons,
        tuple((mention.start, mention.end) for mention in mentions),
    )
