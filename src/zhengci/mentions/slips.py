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
from zhengci.glossary.opened import Glossary
from zhengci.matcher import CLOSING, OPENING
from zhengci.nearmiss import Found, NearMiss, find_near
from zhengci.patterns import NUMERALS, lazy, skeleton

#: A margin that outweighs shorter wordings recognised inside the garbled one.
_OVERRULING = 20.0
#: Words in quotation marks that stand for something are no longer.
_QUOTED = 40
_NUMBER_BEFORE = lazy(rf"[0-9{NUMERALS}十百千万几多]")
#: A place puts its own name for these.
_NATION = ("国家", "中国", "全国")
#: A wording that shares an end with another one is garbled where so much of it is left beside that one.
_LEFT_OVER = 3
#: So much is left of a wording before a shorter one, where a character between the two is lost.
_REST = 2


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
    told: list[tuple[int, int]],
    find: Callable[[str, Glossary], Found] = find_near,
) -> list[SlipMention]:
    """Return the slips in `document`, disjoint and in order.

    `taken` are the spans (raw, in order, disjoint) of what was recognised, and speak against a difference inside them;
    `told` are those of wrong wordings, which are reported already.
    """
    plain = bare(document.healed.text)
    found = find(plain.text, glossary)
    right, known, reported = _Spans(sorted(found.exact), _LEFT_OVER), _Spans(taken), _Spans(told)
    date, places = document.context.date, divisions.path_of(document.context.jurisdiction)
    best: list[SlipMention] = []
    for near in sorted(set(found.near)):
        if date and near.target.since and before(date, near.target.since):
            continue
        if near.target.scope != divisions.NATION and near.target.scope not in places:
            continue
        if near.kind in ("numeral", "lost") and _may_count(plain.text, near, glossary):
            continue
        if near.kind == "reworded" and near.meant in _NATION:
            continue  # 法治湖南、法治政府、法治社会
        if near.written == "个" and _NUMBER_BEFORE.search(plain.text, max(0, near.at - 1), near.at):
            continue  # 56个民族 is not 各民族
        twin = near.at - 1 if near.place else near.at + 1
        if near.kind == "doubled" and abs(plain.raw(near.at) - plain.raw(twin)) > 1:
            continue  # a quotation mark stands between the two: 三地一城”城市
        mention = _mention(document, plain, near, glossary)
        if mention is None:
            continue
        is_sure = near.kind not in (*slips.DELIBERATE, "numeral") and mention.margin >= _OVERRULING
        if right.speak_against(near.start, near.end, near.at, near.at + len(near.written), is_sure):
            continue
        low, high = _with_quotes(document.text, mention.start, mention.end)
        if known.speak_against(low, high, mention.at, mention.at_end, is_sure):
            continue
        if reported.speak_against(low, high, mention.at, mention.at_end, False):
            continue
        if best and mention.start < best[-1].end:
            if mention.margin > best[-1].margin:
                best[-1] = mention
        else:
            best.append(mention)
    return best


def _may_count(text: str, near: NearMiss, glossary: Glossary) -> bool:
    """Tell whether what stands there is no slip of another count: 第一、二项规定, and what any place may count its own way."""
    before = text[max(0, near.start - 2) : near.start]
    enumerated = before[-1:] == "第" or (before[-1:] in ("、", "至") and before[0] in NUMERALS)
    return (near.at == near.start and enumerated) or skeleton(text[near.start : near.end]) in glossary.series


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
        at = at_end = _gap(document.text, raw(near.at - 1) + 1, raw(near.at), glossary) if near.at > near.start else raw(near.at)
    return SlipMention(
        healed.raw(low), healed.raw(high - 1) + 1, healed.text[low:high], near.target, at, at_end, near.meant, near.kind, margin
    )  # fmt: skip


def _gap(text: str, low: int, high: int, glossary: Glossary) -> int:
    """Return where in the gap ``low``–``high`` a lost character stood: outside the quotation marks of what is whole as it is.

    “三抓三”行动 lost it inside the marks, “专精特新”巨人 outside, 首都政“护城河” before them.
    """
    mark = text[low:high]
    if mark in CLOSING and mark:
        inside = text[text.rfind("“", max(0, low - _QUOTED), low) + 1 : low]
        return high if _is_whole(inside, glossary) else low
    if mark in OPENING and mark:
        inside = text[high : text.find("”", high, high + _QUOTED)]
        return low if _is_whole(inside, glossary) else high
    return high


def _is_whole(words: str, glossary: Glossary) -> bool:
    return len(words) > 1 and (words in glossary.index or glossary.lexicon.cost(words) is not None)


class _Spans:
    """Spans of what is right as it stands, in order; ``left_over`` (in raw text with its quotation marks one more) see above."""

    def __init__(self, spans: list[tuple[int, int]], left_over: int = _LEFT_OVER + 1) -> None:
        self._spans = spans
        self._left_over = left_over
        self._starts = [start for start, _ in spans]
        self._longest = max((end - start for start, end in spans), default=0)

    def speak_against(self, start: int, end: int, at: int, at_end: int, is_sure: bool) -> bool:
        """Tell whether one of them holds the difference at ``at``–``at_end``, or crosses an end of ``start``–``end``.

        Where nothing was written the difference lies between two characters; before one of the spans it is no loss if but
        one character is left of the rest: 支出中|对地方转移支付.  One that lies inside ``start``–``end`` says nothing against
        what `is_sure`.
        """
        low = bisect_left(self._starts, start - self._longest)
        high = bisect_right(self._starts, end)
        for known_start, known_end in self._spans[low:high]:
            if known_start < start < known_end or known_start < end < known_end:
                overlap = min(end, known_end) - max(start, known_start)
                if end - start - overlap < self._left_over or (known_start < at_end and at < known_end):
                    return True
                continue  # 高度自治 of a garbled formula is the beginning of 高度自治的方针
            if at == at_end == known_start < start + _REST:
                return True
            holds = known_start < at_end and at < known_end and known_start <= at and at_end <= known_end
            if holds and not (is_sure and known_end - known_start < end - start):
                return True
        return False


def _with_quotes(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span with the quotation marks around it."""
    while start and text[start - 1] in OPENING:
        start -= 1
    while text[end : end + 1] in CLOSING and end < len(text):
        end += 1
    return start, end
