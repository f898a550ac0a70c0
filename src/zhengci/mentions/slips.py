"""Finds the places where a term, a formula or a common word of policy documents was garbled by a slip."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from zhengci import slips
from zhengci.dates import before
from zhengci.document.document import Document
from zhengci.glossary.model import Target
from zhengci.glossary.store import Glossary
from zhengci.nearmiss import NearMiss, find_near


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
    date = document.context.date
    best: list[SlipMention] = []
    for near in sorted(set(found.near)):
        kind = slips.kind_of_slip(near, glossary.confusion)
        if not kind or (date and near.target.since and before(date, near.target.since)):
            continue
        if kind == "numeral" and slips.skeleton(healed.text[near.start : near.end]) in glossary.series:
            continue
        if right.cover(near.at, near.at + max(1, len(near.written))):
            continue
        mention = _mention(document, near, kind, glossary)
        if mention is None or known.cover(mention.at, max(mention.at_end, mention.at + 1)):
            continue
        if best and mention.start < best[-1].end:
            if mention.margin > best[-1].margin:
                best[-1] = mention
        else:
            best.append(mention)
    return best


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
    """Disjoint spans in order, asked whether one of them covers another span."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._starts = [start for start, _ in spans]
        self._ends: list[int] = []
        for _, end in spans:
            self._ends.append(max(end, self._ends[-1]) if self._ends else end)

    def cover(self, start: int, end: int) -> bool:
        number = bisect_right(self._starts, start) - 1
        return number >= 0 and self._ends[number] >= end
