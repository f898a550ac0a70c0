"""Completes a term behind an opening quotation mark, the right sense for the document first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from lsprotocol import types

from zhengci import divisions
from zhengci.document.context import Context
from zhengci.folding import fold
from zhengci.glossary.model import Concept
from zhengci.mentions import senses
from zhengci.server.cards import Card, tell_concept
from zhengci.server.session import Document, Server
from zhengci.server.terms import Term

TRIGGERS = ("“", '"', "「", "『", "‘")
_CLOSING = dict(zip("“\"「『‘＂〝", "”\"」』’＂〞", strict=True))
#: A term begun is no longer than this, and has none of these marks.
_LONGEST = 24
_NO_TERM = re.compile("[，。；：！？,;:!?()（）《》“”‘’]")
#: So many terms are offered at once; typing on narrows them down.
_MOST = 80
#: So much text on each side speaks for one of several senses.
_AROUND = 90


class _Place(NamedTuple):
    """Where a term is being written: its span so far, and the mark that closes it, empty where one stands already."""

    start: int
    end: int
    closing: str


async def complete(ls: Server, params: types.CompletionParams) -> types.CompletionList | None:
    """Answer ``textDocument/completion``."""
    document = ls.documents.get(params.text_document.uri)
    if document is None:
        return None
    offset = document.text.offset(params.position)
    line_start, line_end = document.text.line(offset)
    place = _place(document.text.raw, line_start, offset, line_end)
    if place is None:
        return None
    setup = await ls.setup(document)
    if setup is None:
        return None
    terms = await ls.terms(setup.glossary)
    context, mentioned = await _known(document)
    raw = document.text.raw
    around = fold(raw[max(0, place.start - _AROUND) : place.start - 1]), fold(raw[place.end : place.end + _AROUND])
    ranked = []
    for number, (term, spelling) in enumerate(terms.beginning(raw[place.start : place.end])):
        for rank, concept in _ranked(term, context, around, mentioned):
            ranked.append((rank, len(spelling), number, concept, term, spelling))
    ranked.sort(key=lambda one: one[:3])
    edit_range = document.text.range(place.start, place.end)
    items = [
        _item(term, concept, f"{number:04}", spelling, edit_range, place, document.uri, context)
        for number, (*_, concept, term, spelling) in enumerate(ranked[:_MOST])
    ]
    # An editor that filters by itself would look at one spelling only: pinyin is asked for again with every letter.
    is_incomplete = len(ranked) > _MOST or raw[place.start : place.end].isascii()
    return types.CompletionList(is_incomplete=is_incomplete, items=[item for item in items if item])


async def resolve(ls: Server, item: types.CompletionItem) -> types.CompletionItem:
    """Answer ``completionItem/resolve``: the explanation of a term."""
    data: dict[str, Any] = item.data if isinstance(item.data, dict) else {}
    document = ls.documents.get(str(data.get("uri", "")))
    setup = await ls.setup(document) if document else None
    if setup is None:
        return item
    for concept in setup.glossary.lookup(str(data.get("id", ""))):
        if concept.id == data["id"]:
            card = Card(ls.client.completes_in_markdown)
            tell_concept(card, concept, concept.edition_at(str(data.get("date", ""))), setup.glossary)
            kind = types.MarkupKind.Markdown if ls.client.completes_in_markdown else types.MarkupKind.PlainText
            item.documentation = types.MarkupContent(kind, str(card))
    return item


def _place(raw: str, line_start: int, offset: int, line_end: int) -> _Place | None:
    """Return the place of the term that is being written at `offset`, ``None`` where no quotation mark is open."""
    low = max(line_start, offset - _LONGEST - 1)
    before = fold(raw[line_start:offset])[low - line_start :]
    at = max(before.rfind("“"), before.rfind("‘"))
    if at < 0 or _NO_TERM.search(before, at + 1):
        return None
    start = low + at + 1
    closing = _CLOSING.get(raw[start - 1], "")
    rest = raw[offset : min(line_end, offset + _LONGEST)]
    closed, opened = rest.find(closing), rest.find(raw[start - 1])
    if closed >= 0 and (opened < 0 or closed <= opened):
        closing = ""
    return _Place(start, offset, closing)


async def _known(document: Document) -> tuple[Context, set[str]]:
    """Return a document's context and what it mentions; what an earlier stage of it told is good enough."""
    checked = document.work.latest or await document.work.now()
    if checked is None:
        return Context(), set()
    return checked.analysis.document.context, {mention.key for mention in checked.analysis.mentions}


def _ranked(
    term: Term, context: Context, around: tuple[str, str], mentioned: set[str]
) -> Iterator[tuple[int, Concept]]:
    """Yield the senses of a term, each with its rank: the lower, the earlier it is offered."""
    chosen = None
    if len(term.concepts) > 1:
        before, following = around
        chosen = senses.choose(term.concepts, context, before=before, following=following, form=term.bare).concept
    here = divisions.path_of(context.jurisdiction) if context.jurisdiction else ()
    for concept in term.concepts:
        date = context.date
        rank = 0 if concept.id in mentioned else 1
        if chosen and concept is not chosen:
            rank += 2
        if concept.scope != divisions.NATION and concept.scope not in here:
            rank += 4
        if date and (concept.ended_before(date) or concept.begins_after(date)):
            rank += 8
        yield rank, concept


def _item(
    term: Term, concept: Concept, order: str, spelling: str, range_: types.Range, place: _Place, uri: str, context: Context
) -> types.CompletionItem | None:  # fmt: skip
    text, closing = term.text, place.closing
    if "“" in text:  # the mark is part of the term (“四好”农村路): the one that was typed stands for it
        if not text.startswith("“"):
            return None
        text, closing = text[1:], ""
    ended = bool(context.date and concept.ended_before(context.date))
    region = divisions.name_of(concept.scope) if concept.scope != divisions.NATION else ""
    span = f"至 {concept.until}" if ended else ""
    return types.CompletionItem(
        label=term.text,
        kind=types.CompletionItemKind.Text,
        detail="　".join(part for part in (concept.field, region, span) if part),
        tags=[types.CompletionItemTag.Deprecated] if ended else None,
        sort_text=order,
        filter_text=spelling,
        text_edit=types.TextEdit(range_, text + closing),
        data={"uri": uri, "id": concept.id, "date": context.date},
    )
