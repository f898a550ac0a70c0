"""Finds the places where a term, a formula or a common word of policy documents was garbled by a slip."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import NamedTuple

from zhengci import divisions, slips
from zhengci.dates import before
from zhengci.document.document import Document
from zhengci.folding import Healed, bare
from zhengci.glossary.model import Target
from zhengci.glossary.store import Glossary
from zhengci.nearmiss import Found, NearMiss, find_near
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


def find_slips(
    document: Document,
    glossary: Glossary,
    taken: list[tuple[int, int]],
    find: Callable[[str, Glossary], Found] = find_near,
) -> list[SlipMention]:
    """Return the slips in `document`, disjoint and in order.

    `taken` are the spans (raw, in order, disjoint) of what was recognised: a difference inside one of them is no slip.
    """
    plain = bare(document.healed.text)
    found = find(plain.text, glossary)
    right = _Spans(sorted(found.exact))
    known = _Spans(taken)
    date, places = document.context.date, divisions.path_of(document.context.jurisdiction)
    best: list[SlipMention] = []
    for near in sorted(set(found.near)):
        if date and near.target.since and before(date, near.target.since):
            continue
        if near.target.scope != divisions.NATION and near.target.scope not in places:
            continue
        if near.kind in ("numeral", "lost") and _may_count(plain.text, near, glossary):
            continue
        twin = near.at - 1 if near.place else near.at + 1
        if near.kind == "doubled" and abs(plain.raw(near.at) - plain.raw(twin)) > 1:
            continue  # a quotation mark stands between the two: 三地一城”城市
        if right.speak_against(near.start, near.end, near.at, near.at + max(1, len(near.written))):
            continue
        mention = _mention(document, plain, near, glossary)
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
    """Tell whether what stands there is no slip of another count: 第一、二项规定, and what any place may count its own way."""
    enumerated = near.at == near.start and text[near.start - 1 : near.start] in ("第", "、", "至")
    return enumerated or skeleton(text[near.start : near.end]) in glossary.series


def _mention(document: Document, plain: Healed, near: NearMiss, glossary: Glossary) -> SlipMention | None:
    healed = document.healed

    def raw(offset: int) -> int:
        return healed.raw(plain.raw(offset))

    low, high = plain.raw(near.start), plain.raw(near.end - 1) + 1
    is_quoted = healed.text[low - 1 : low] == "“" and healed.text[high : high + 1] == "”"
    margin = slips.weigh(plain.text, near, is_quoted, glossary.lexicon)
    if margin < (slips.SURE_MARGIN if near.kind in slips.DELIBERATE else slips.LEAST_MARGIN):
        return None
    if near.written:
        at, at_end = raw(near.at), raw(near.at + len(near.written) - 1) + 1
    else:  # something is to be put in, before the character that stands there
        at = at_end = raw(near.at)
    return SlipMention(
        healed.raw(low), healed.raw(high - 1) + 1, healed.text[low:high], near.target, at, at_end, near.meant, near.kind, margin
    )  # fmt: skip


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
