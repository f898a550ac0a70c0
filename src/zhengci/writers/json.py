"""The JSON contract of docs/output.md: a document's context and its mentions."""

from __future__ import annotations

import json
from typing import Any

from zhengci.document.lines import Lines, Places
from zhengci.glossary.model import Concept, Source
from zhengci.mentions.resolve import Analysis, Mention
from zhengci.writers.entries import explanation

VERSION = 1


def write(analysis: Analysis) -> str:
    """Return one JSON object; spans are code points of the text as read, lines and columns count from 1."""
    return json.dumps(as_dict(analysis), ensure_ascii=False, indent=1) + "\n"


def as_dict(analysis: Analysis) -> dict[str, Any]:
    """Return the contract's object."""
    document = analysis.document
    context = document.context
    lines = Lines(document.raw)
    place = {"code": context.jurisdiction, "name": context.place} if context.jurisdiction else None
    return {
        "version": VERSION,
        "path": document.path or None,
        "context": {
            "date": context.date or None, "date_from": context.date_from or None,
            "jurisdiction": place, "jurisdiction_from": context.jurisdiction_from or None,
        },
        "mentions": [_mention(mention, lines, document.places) for mention in analysis.mentions],
    }  # fmt: skip


def _mention(mention: Mention, lines: Lines, places: Places | None) -> dict[str, Any]:
    line, column = lines.place(mention.start)
    concept, edition = mention.concept, mention.edition
    parts = {part.name: [wordings[0] for wordings in part.members] for part in edition.parts} if edition else {}
    return {
        "start": mention.start, "end": mention.end, "line": line, "column": column, "text": mention.text,
        "quoted": mention.quoted, "status": mention.status,
        "concept": concept.id if concept else None,
        "term": concept.term if concept else mention.form,
        "definition": edition.definition if edition else mention.definition.gloss if mention.definition else None,
        "parts": parts or None,
        "explanation": explanation(mention),
        "sources": [_source(source) for source in edition.sources] if edition else [],
        "candidates": [] if concept else [_candidate(rival) for rival in mention.candidates],
        "reason": "；".join(mention.reasons),
        **({"place": places.name(mention.start)} if places else {}),
    }  # fmt: skip


def _source(source: Source) -> dict[str, str]:
    return {key: value for key, value in source._asdict().items() if value}


def _candidate(concept: Concept) -> dict[str, str]:
    return {
        "concept": concept.id,
        "term": concept.term,
        "definition": concept.current.definition,
        "scope": concept.scope,
    }
