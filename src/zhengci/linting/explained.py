"""Recognises explanations that are no definition by themselves: members listed nearby, the full name, a footnote, 简称."""

from __future__ import annotations

from zhengci.folding import unquoted
from zhengci.glossary.model import Concept, Edition
from zhengci.linting.glossing import full_name
from zhengci.mentions import senses
from zhengci.mentions.resolve import Mention
from zhengci.patterns import NUMERALS, lazy

#: Members count as spelled out where all stand within this many characters of a mention.
_NEARBY = 160
#: A shorter full name (两癌: 宫颈癌) may stand anywhere and explain nothing.
_MIN_FULL = 4
#: The clause before a short form in brackets, or before 即, is read so far back.
_CLAUSE = 80
_CALLED = lazy(r"(?:简称|统称|合称|并称|通称|俗称|概括为|称为|称作|称之为|叫做|叫作)(?:为|作)?[：:]?[“‘]?\Z")
_THAT_IS = lazy(r"(?:[（(]|(?:即|也就是|就是)[：:]?)[“‘]?\Z")
_NOTE = lazy(r"[”’]?(\[\^[^\]\s]{1,20}\]|[［\[〔]\d{1,3}[］\]〕]|[①-⑳])")
_ABBR = lazy(r"<abbr\b[^<>]*\btitle\s*=[^<>]*>[“‘]?\Z", 2)
_STOPS = "。！？；"
#: Terms explained numeral by numeral: 一四五八: “一”，就是……；“四”，就是……
_NUMERAL = lazy(rf"[{NUMERALS}百千万]|\d+|[A-Z]")
_TOLD = lazy(r"“([^“”\n]{1,8})”[，,]?(?:也?就是|即|是指|指|代表|包括|为|是|[：:])")
#: So far behind a term its numerals are explained.
_BEHIND = 600


def names_in_full(text: str, first: Mention, edition: Edition) -> bool:
    """Tell whether folded `text` gives the full name as the first mention, before it or right behind it."""
    full = full_name(edition)
    if len(full) < _MIN_FULL:
        return False
    if full in first.form:
        return True
    return text.find(full, 0, first.start) >= 0 or text.find(full, first.end, first.end + _NEARBY) >= 0


def is_explained_at(text: str, mention: Mention, concept: Concept, edition: Edition) -> bool:
    """Tell whether a concept is explained at one of its mentions, in one of the ways that leave no definition."""
    start, end = mention.start, mention.end
    if _spelled_out(text, mention, edition) or _CALLED.search(text, max(0, start - 8), start):
        return True
    if _told_by_numeral(text, mention):
        return True
    if _ABBR.search(text, max(0, start - 300), start):
        return True
    note = _NOTE.match(text, end)
    if note and text.find("\n" + note[1], note.end()) >= 0:
        return True
    lead = _THAT_IS.search(text, max(0, start - 5), start)
    if lead is None or (lead[0][0] in "（(" and text[end : end + 2].lstrip("”’")[:1] not in ("）", ")")):
        return False
    low = max(0, lead.start() - _CLAUSE)
    clause = text[1 + max(low - 1, *(text.rfind(mark, low, lead.start()) for mark in _STOPS)) : lead.start()]
    if mention.form.isascii():
        return len(clause.strip()) >= _MIN_FULL  # 《区域全面经济伙伴关系协定》（RCEP）
    return senses.fits(concept, clause)


def _spelled_out(text: str, mention: Mention, edition: Edition) -> bool:
    """Tell whether the members stand in or beside the mention: sets that are listed explain themselves."""
    members = [wordings for part in edition.parts for wordings in part.members]
    if not members:
        return False
    near = unquoted(text[max(0, mention.start - _NEARBY) : mention.end + _NEARBY])
    return all(any(unquoted(wording) in near for wording in wordings) for wordings in members)


def _told_by_numeral(text: str, mention: Mention) -> bool:
    """Tell whether what follows takes up two pieces of a term, in quotation marks, and says what they stand for."""
    numerals = _NUMERAL.findall(mention.form)
    high = mention.end + _BEHIND
    if len(numerals) < 2 or text.find("“" + numerals[0], mention.end + 1, high) < 0:
        return False
    return len({head[1] for head in _TOLD.finditer(text, mention.end + 1, high) if head[1] in mention.form}) >= 2
