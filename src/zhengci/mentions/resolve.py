"""Turns a document and a glossary into mentions: every abbreviation, in order, with what it means there and why."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from zhengci.document import markup
from zhengci.document.definitions import Definition, inline_gloss
from zhengci.document.document import Document
from zhengci.glossary.artefact import Pattern
from zhengci.glossary.model import Concept, Edition, FormerName
from zhengci.glossary.opened import Glossary
from zhengci.matcher import CLOSING, OPENING, Match, Matcher, find_strings
from zhengci.mentions import senses
from zhengci.mentions.matching import OFF, matches_in
from zhengci.mentions.senses import Sense
from zhengci.mentions.shapes import find_shapes
from zhengci.mentions.slips import SlipMention, find_slips
from zhengci.mentions.wordings import WordingMention, find_wordings
from zhengci.nearmiss import Found, find_near

#: Glosses beside a form are looked for at so many of its mentions; a definition stands at the first ones.
_GLOSSED_MENTIONS = 12
#: Words this near to a form speak for one of its senses.
_AROUND = 90

#: What a mention may stand in, the first that holds.
_ZONES = (markup.APPENDIX, markup.TITLE, markup.QUOTATION, markup.HEADING)


class Mention(NamedTuple):
    """An abbreviation in a document.  ``start`` and ``end`` are code points of the raw text, half-open."""

    start: int
    end: int
    text: str
    form: str  # the text as the glossary writes it: folded, without breaks
    quoted: bool
    status: str  # explained | defined | ambiguous | unknown
    form_status: str  # preferred | admitted | superseded | deprecated; empty where no concept was chosen
    concept: Concept | None
    edition: Edition | None
    candidates: tuple[Concept, ...]
    definition: Definition | None  # the document's own
    reasons: tuple[str, ...]
    zone: str  # appendix | title | quotation | heading; empty in running prose

    @property
    def key(self) -> str:
        """What is the same for all mentions of one thing: the concept's id, else the form."""
        return self.concept.id if self.concept else self.form

    @property
    def label(self) -> str:
        """The form in quotation marks, for messages; marks inside it become single ones."""
        return f"“{self.form.replace('“', '‘').replace('”', '’')}”"


class FormerMention(NamedTuple):
    """A former name of an institution, found at a span of the raw text."""

    start: int
    end: int
    name: str
    former: FormerName


class Analysis(NamedTuple):
    """A document with everything that was found in it."""

    document: Document
    glossary: Glossary
    mentions: list[Mention]
    former: list[FormerMention]
    definitions: dict[str, Definition]  # by form; the first one of each
    wordings: Callable[[], list[WordingMention]]  # looked for when a rule first asks
    slips: Callable[[], list[SlipMention]]  # likewise


def analyse(
    document: Document, glossary: Glossary, near: Callable[[str, Glossary], Found] = find_near
) -> Analysis:
    """Return the mentions of `document`: disjoint, in order, none in code, links, comments or front matter.

    `near` finds the near misses, for those who keep what was found before.
    """
    matches = matches_in(document, Matcher(glossary))
    own, former = [], []
    for match in matches:
        pattern = glossary.pattern(match.pattern)
        if _owners(pattern, match.quoted):
            own.append(match)
        elif pattern.former:
            former.append(FormerMention(match.start, match.end, pattern.text, glossary.former(pattern.former[0])))
    definitions = _definitions(document, own, glossary)
    spans = _spans(document, own, definitions, glossary)
    mentions = _follow(_resolve(document, glossary, spans, definitions))
    wordings = cache(lambda: find_wordings(document, glossary))

    def known() -> list[tuple[int, int]]:
        spans = [(mention.start, mention.end) for mention in mentions if _is_sure(mention)]
        return sorted(spans + [(name.start, name.end) for name in former])

    slips = cache(
        lambda: find_slips(document, glossary, known(), [(wording.start, wording.end) for wording in wordings()], near)
    )
    return Analysis(document, glossary, mentions, former, definitions, wordings, slips)


def _is_sure(mention: Mention) -> bool:
    """Tell whether a mention is no garbled term: it is known, or the document says what it means (a list beside it is no word)."""
    if mention.status == senses.UNKNOWN:
        return False
    return bool(mention.concept or mention.candidates or (mention.definition and mention.definition.where != "beside"))


def _owners(pattern: Pattern, quoted: int) -> tuple[tuple[int, str, bool], ...]:
    """Return the owners that count where quotation marks stand on so many sides (see ``Match.quoted``)."""
    if quoted == 2 or not any(owner[2] for owner in pattern.owners):
        return pattern.owners
    return tuple(owner for owner in pattern.owners if not owner[2])


def _definitions(document: Document, matches: list[Match], glossary: Glossary) -> dict[str, Definition]:
    """Return the document's own definitions by form; the appendix speaks before the running text."""
    found: dict[str, Definition] = {}
    if document.appendix:
        for entry in document.appendix.entries:
            for form in entry.forms:
                found.setdefault(form, entry)
    for introduced in document.introduced:
        if not document.zones.within(introduced.head_start, *OFF):
            found.setdefault(introduced.forms[0], introduced)
    text = document.text
    tried: dict[int, int] = {}
    for match in matches:
        times = tried.get(match.pattern, 0)
        if times < _GLOSSED_MENTIONS:
            tried[match.pattern] = times + 1
            form = glossary.pattern(match.pattern).form
            if form not in found:
                gloss = _own_gloss(text, match, glossary)
                if gloss:
                    found[form] = gloss
    return found


def _own_gloss(text: str, match: Match, glossary: Glossary) -> Definition | None:
    """Return the gloss at a match.  A mere bracket or list beside a known form must fit one of its senses to be one."""
    gloss = inline_gloss(text, match.start, match.end)
    if gloss and gloss.where == "beside":
        owners = glossary.pattern(match.pattern).owners
        if not any(senses.fits(glossary.concept(owner[0]), gloss.gloss) for owner in owners):
            return None
    return gloss


class _Span(NamedTuple):
    start: int
    end: int
    pattern: int  # -1: not of the glossary
    reason: str


def _spans(
    document: Document, matches: list[Match], definitions: dict[str, Definition], glossary: Glossary
) -> list[_Span]:
    """Return glossary matches, forms that the document defines, and shapes, without overlaps, in order."""
    text, zones = document.text, document.zones
    spans = [_Span(match.start, match.end, match.pattern, "") for match in matches]
    known = {glossary.pattern(match.pattern).form for match in matches}
    extra = [
        _Span(start, end, -1, "本文自有解释")
        for start, end in find_strings([form for form in definitions if form not in known], text)
        if not zones.within(start, *OFF)
    ]
    extra += [
        _Span(shape.start, shape.end, -1, shape.reason)
        for shape in find_shapes(text, glossary.lexicon)
        if not zones.within(shape.start, *OFF, markup.TITLE, markup.APPENDIX)
    ]
    return _merge(spans, extra)


def _merge(known: list[_Span], extra: list[_Span]) -> list[_Span]:
    """Add to the known spans those others that overlap none of them, or of which they cover less than half."""
    if not extra:
        return known
    extra.sort(key=lambda span: (span.start, -span.end))
    merged: list[_Span] = []
    at = 0
    reached = 0
    for span in extra:
        if span.start < reached:
            continue
        while at < len(known) and known[at].end <= span.start:
            merged.append(known[at])
            at += 1
        first = at
        while at < len(known) and known[at].start < span.end:
            at += 1
        inside = known[first:at]
        covered = sum(min(one.end, span.end) - max(one.start, span.start) for one in inside)
        crossing = any(one.start < span.start or one.end > span.end for one in inside)
        if crossing or 2 * covered >= span.end - span.start:
            merged.extend(inside)
            reached = max((one.end for one in inside), default=reached)
        else:
            merged.append(span)
            reached = span.end
    merged.extend(known[at:])
    return merged


def _resolve(
    document: Document, glossary: Glossary, spans: list[_Span], definitions: dict[str, Definition]
) -> list[Mention]:
    text, raw, context, zones = document.text, document.raw, document.context, document.zones
    settled: dict[tuple[int, str], Sense] = {}  # senses that do not depend on the words around
    tried: dict[str, int] = {}
    mentions = []
    for start, end, number, reason in spans:
        opens = start > 0 and text[start - 1] in OPENING
        closes = end < len(text) and text[end] in CLOSING
        if number < 0:
            form = text[start:end]
            definition = definitions.get(form)
            if definition is None and tried.get(form, 0) < _GLOSSED_MENTIONS:
                tried[form] = tried.get(form, 0) + 1
                definition = inline_gloss(text, start, end)
                if definition:
                    definitions[form] = definition
            status = senses.DEFINED if definition else senses.UNKNOWN
            mentions.append(
                Mention(start, end, raw[start:end], form, opens and closes, status, "", None, None, (), definition,
                        (reason if definition is None else "本文自有解释",), zones.within(start, *_ZONES) or "")
            )  # fmt: skip
            continue
        pattern = glossary.pattern(number)
        definition = definitions.get(pattern.form)
        gloss = definition.gloss if definition else ""
        owners = _owners(pattern, opens + closes)
        sense = settled.get((number, gloss))
        if sense is None or len(sense.candidates) > 1:
            concepts = [glossary.concept(owner[0]) for owner in owners]
            if len(concepts) > 1 or concepts[0].cued:
                behind = end + closes
                here = _own_gloss(text, Match(start, end, number, opens + closes), glossary)
                if here:  # a gloss binds the mention that it stands at before any other
                    definition, gloss = here, here.gloss
                sense = senses.choose(
                    concepts, context, gloss=gloss, before=text[max(0, start - opens - _AROUND) : start - opens],
                    following=text[behind : behind + _AROUND], form=pattern.form,
                )  # fmt: skip
            else:
                sense = senses.choose(concepts, context, gloss=gloss)
                settled[number, gloss] = sense
        concept = sense.concept
        form_status, edition = "", None
        if concept:
            form_status = next(owner[1] for owner in owners if glossary.concept(owner[0]) is concept)
            edition = concept.edition_at(context.date)
        quoted = (opens and closes) or pattern.text != pattern.form
        mentions.append(
            Mention(start, end, raw[start:end], pattern.form, quoted, sense.status, form_status, concept, edition,
                    sense.candidates, definition, sense.reasons, zones.within(start, *_ZONES) or "")
        )  # fmt: skip
    return mentions


def _follow(mentions: list[Mention]) -> list[Mention]:
    """Let an ambiguous mention follow the one sense that the words around gave the same form elsewhere."""
    if not any(mention.status == senses.AMBIGUOUS for mention in mentions):
        return mentions
    decided: dict[str, set[str]] = {}
    example: dict[str, Mention] = {}
    for mention in mentions:
        if mention.concept:
            decided.setdefault(mention.form, set()).add(mention.concept.id)
            example[mention.form] = mention
    followed = []
    for mention in mentions:
        if mention.status == senses.AMBIGUOUS and len(decided.get(mention.form, ())) == 1:
            model = example[mention.form]
            mention = mention._replace(
                status=senses.EXPLAINED, concept=model.concept, edition=model.edition, form_status=model.form_status,
                reasons=(*mention.reasons[:-1], "与本文他处同义"),
            )  # fmt: skip
        followed.append(mention)
    return followed
