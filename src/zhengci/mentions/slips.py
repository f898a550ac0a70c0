"""Finds the places where a term, a formula or a common word of policy documents was garbled by a slip."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from zhengci import divisions, slips
from zhengci.dates import before
from zhengci.document.document import Document
from zhengci.glossary.model import Target
from zhengci.glossary.store import Glossary
from zhengci.nearmiss import NearMiss, find_near
from zhengci.patterns import skeleton


class SlipMention(NamedTuple):
    """A garbled wording, found at a span of the raw text; put `right` at ``at``–``at_end`` to mend it."""

    start: int
    end: int
    text: str
    target: Target
    at: int
    at_end: int
    right: str
    kind: str  # a key of ``slips.SLIP_COSTS``
    margin: float  # see ``slips.weigh``


def find_slips(document: Document, glossary: Glossary, taken: list[tuple[int, int]]) -> list[SlipMention]:
    """Return the slips in `document`, disjoint and in order.

    `taken` are the spans (raw, in order, disjoint) of what was recognised: a difference inside one of them is no slip.
    """
    healed = document.healed
    found = find_near(healed.text, glossary)
    right = _Spans(sorted(found.exact))
    known = _Spans(taken)
    date, places = document.context.date, divisions.path_of(document.context.jurisdiction)
    best: list[SlipMention] = []
    for near in sorted(set(found.near)):
        kind = slips.kind_of_slip(near, glossary.confusion)
        if not kind or (date and near.target.since and before(date, near.target.since)):
            continue
        if near.target.scope != divisions.NATION and near.target.scope not in places:
            continue
        if kind == "numeral" and _may_count(healed.text, near, glossary):
            continue
        if right.speak_against(near.start, near.end, near.at, near.at + max(1, len(near.written))):
            continue
        mention = _mention(document, near, kind, glossary)
        if mention is None:
            continue
        if known.speak_against(mention.start, mention.end, mention.at, max(mention.at_end, mention.at + 1)):
            continue
        if best and mention.start < best[-1].end:
            if mention.margin > best[-1].margin:
                best[-1] = mention
        else:
            best.append(mention)
    return best


def _may_count(text: str, near: NearMiss, glossary: Glossary) -> bool:
    """Tell whether another number is no slip: 第一、二项规定, and what any place may count in its own way."""
    enumerated = near.at == near.start and text[near.start - 1 : near.start] in ("第", "、", "至")
    return enumerated or skeleton(text[near.start : near.end]) in glossary.series


def _mention(document: Document, near: NearMiss, kind: str, glossary: Glossary) -> SlipMention | None:
    healed = document.healed
    margin = slips.weigh(healed.text, near, kind, glossary.lexicon)
    if margin < slips.LEAST_MARGIN:
        return None
    start, end = healed.raw(near.start), healed.raw(near.end - 1) + 1
    at = healed.raw(near.at)
    at_end = healed.raw(near.at + len(near.written) - 1) + 1 if near.written else at
    return SlipMention(start, end, healed.text[near.start : near.end], near.target, at, at_end, near.meant, kind, margin)


class _Spans:
    """Spans of what is right as it stands, in order."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._spans = spans
        self._starts = [start for start, _ in spans]
        self._longest = max((end - start for start, end in spans), default=0)

    def speak_against(self, start: int, end: int, at: int, at_end: int) -> bool:
        """Tell whether one of them holds the difference at ``at``–``at_end``, or crosses an end of ``start``–``end``."""
        low = bisect_left(self._starts, start - self._longest)
        high = bisect_right(self._starts, end)
        for known_start, known_end in self._spans[low:high]:
            if known_start <= at and at_end <= known_end:
                return True
            if known_start < start < known_end or known_start < end < known_end:
                return True
        return False
