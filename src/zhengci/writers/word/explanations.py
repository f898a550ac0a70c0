"""Explanations as native parts of a Word document: comments, footnotes or endnotes at the mentions.

A second run renews what the first one wrote: nothing is there twice, and what no longer fits is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from zhengci.document import markup
from zhengci.linting.glossing import explain_edition
from zhengci.mentions import senses
from zhengci.mentions.resolve import Analysis, Mention
from zhengci.readers.word.comments import (
    AUTHOR,
    MOST,
    Comment,
    Commenter,
    can_comment,
    commented_span,
    comments_of,
    remove_comments,
)
from zhengci.readers.word.flow import Flow
from zhengci.readers.word.notes import Noter, can_note, remove_notes
from zhengci.writers.entries import SOURCE, Entry, entries, explanation, facts
from zhengci.writers.text import closing_of

#: Tells comments that explain from those that report findings.
INITIALS = "释"


class Written(NamedTuple):
    """What was written: how many explanations, the terms that have no place for one, and those left to the writer."""

    number: int
    without_place: tuple[str, ...]
    left: tuple[str, ...]


class _Explained(NamedTuple):
    """An explanation to be put at a mention."""

    mention: Mention
    lines: tuple[str, ...]


def write(analysis: Analysis, flow: Flow, form: str, every: bool) -> Written:
    """Put explanations into the document, at the first mention of each thing or at `every` one.

    What the document explains itself needs none.  Notes are for the document's reader: what everybody knows has none
    either, and what is ambiguous or unknown is left to the writer; comments, which are for the writer, tell of it.  The
    flow's package is changed, not written.
    """
    wanted: list[_Explained] = []
    without_place: list[str] = []
    left: list[str] = []
    for entry in entries(analysis):
        first = entry.first
        if first.definition is not None or (form != "comments" and first.concept and first.concept.well_known):
            continue
        if form != "comments" and first.status != senses.EXPLAINED:
            left.append(entry.term)
            continue
        places = _places(flow, entry, form)
        if not places:
            without_place.append(entry.term)
        lines = tuple(_lines(entry)) if form == "comments" else (_line(entry),)
        wanted += [_Explained(mention, lines) for mention in (places if every else places[:1])]
    wanted.sort(key=lambda one: one.mention.start)
    if form == "comments":
        wanted = _once_at_a_place(flow, wanted)
        own, others = _own_and_others(flow)
        room = max(0, MOST - others)
        without_place += [one.mention.form for one in wanted[room:]]
        del wanted[room:]
        _comment(flow, wanted, own)
    else:
        _note(flow, wanted, form)
    return Written(len(wanted), tuple(without_place), tuple(left))


def _once_at_a_place(flow: Flow, wanted: list[_Explained]) -> list[_Explained]:
    """Leave out what would be said twice at one place: at the same note or text box."""
    found: dict[tuple[tuple[int, int], tuple[str, ...]], _Explained] = {}
    for one in wanted:
        found.setdefault((_span(flow, one.mention), one.lines), one)
    return list(found.values())


def _places(flow: Flow, entry: Entry, form: str) -> list[Mention]:
    """Return the mentions that can have the explanation, a note rather in the text than in a title."""
    if form == "comments":
        return [mention for mention in entry.mentions if can_comment(flow, mention.start)]
    places = [mention for mention in entry.mentions if can_note(flow, mention.start)]
    return [mention for mention in places if mention.zone != markup.HEADING] or places


def _lines(entry: Entry) -> list[str]:
    """Return what a comment says: the explanation, what else is known, and each source on a line of its own."""
    known = list(facts(entry.first))
    rest = "；".join(f"{name}：{value}" for name, value in known if name != SOURCE)
    sources = [f"{name}：{value}" for name, value in known if name == SOURCE]
    return [f"{entry.term}：{explanation(entry.first)}", *([rest] if rest else []), *sources]


def _line(entry: Entry) -> str:
    """Return what a note says: the explanation as official documents put it, and its best source."""
    mention = entry.first
    told = explanation(mention)
    if mention.edition and mention.concept and not mention.concept.is_recalled:
        told = explain_edition(mention.edition)
    sources = [f"{name}：{value}。" for name, value in facts(mention) if name == SOURCE]
    return f"{entry.term}：{told}{''.join(sources[:1])}"


def _own_and_others(flow: Flow) -> tuple[list[Comment], int]:
    """Return the comments that an earlier run wrote, and how many others there are."""
    comments = list(comments_of(flow))
    own = [comment for comment in comments if (comment.author, comment.initials) == (AUTHOR, INITIALS)]
    return own, len(comments) - len(own)


def _comment(flow: Flow, wanted: list[_Explained], own: list[Comment]) -> None:
    """Add comments; those of an earlier run that say the same stay as they are, also those that somebody answered."""
    standing = {(comment.span, comment.paragraphs): comment for comment in own}
    answered = [comment for comment in own if comment.is_answered]
    spans = {comment.span for comment in answered}
    heads = {(comment.span, _head(comment.paragraphs)) for comment in answered}
    fresh, kept = [], set()
    for one in wanted:
        span = _span(flow, one.mention)
        comment = standing.get((span, one.lines))
        if comment:
            kept.add(comment.key)
        elif (span, _head(one.lines)) not in heads and (span not in spans or span != (one.mention.start, one.mention.end)):
            fresh.append(one)
    remove_comments(flow, [comment for comment in own if comment.key not in kept and not comment.is_answered])
    if fresh:
        commenter = Commenter(flow, INITIALS)
        for one in fresh:
            commenter.add(one.mention.start, one.mention.end, one.lines)


def _span(flow: Flow, mention: Mention) -> tuple[int, int]:
    return commented_span(flow, mention.start, mention.end)


def _head(lines: Sequence[str]) -> str:
    """Return the term that an explanation begins with: at a note or a text box there may be several."""
    return lines[0].partition("：")[0] if lines else ""


def _note(flow: Flow, wanted: list[_Explained], form: str) -> None:
    """Add notes in place of those of an earlier run; a note of ours that the writer changed stays instead of a new one."""
    raw = flow.text
    changed = {note.offset for note in flow.notes if note.mark and note.kind == form}
    remove_notes(flow, [note for note in flow.own_notes if note.kind == form])
    fresh = [one for one in wanted if closing_of(raw, one.mention) not in changed]
    if fresh:
        noter = Noter(flow, form)
        for one in fresh:
            noter.add(closing_of(raw, one.mention), one.lines[0])
