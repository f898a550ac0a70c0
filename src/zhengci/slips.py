"""Tells slips of the pen from plain language: is a near miss of a wording a garbled wording, or something of its own?

Two readings of the place are weighed as in the noisy-channel model of spelling correction (Kernighan, Church and Gale 1990):
that the writer meant the wording and slipped, and that the words stand there as they are.  The costs are negative logarithms
of probability; those of words come from jieba's counts, stored in the glossary.
"""

from __future__ import annotations

import re

from zhengci.glossary.confusion import Confusion
from zhengci.glossary.lexicon import MAX_LENGTH, Lexicon
from zhengci.nearmiss import NearMiss
from zhengci.patterns import NUMERALS, is_han

_SIZE = re.compile(".大..")  # 三大系统, 六大业务: any text may count so
#: Before or after a numeral: it counts sessions or years, and another number is another session.
_ORDINAL_BEFORE, _ORDINAL_AFTER = (
    "第届",
    ("届", "个五年", "次", "年", "月", "中全会", "期", "五时期", "五规划", "五计划", "五普法"),
)
#: Words that may be there or not without harm.
_FUNCTION_WORDS = "的和与及地以之并即"

#: A wording of the glossary weighs, in a policy document, as a word seen this often in jieba's counts.
_TERM_COST = 10.0
_UNKNOWN_COST = 16.0
#: What each kind of slip costs.
SLIP_COSTS = {"sound": 5.0, "shape": 6.5, "numeral": 6.0, "doubled": 4.0, "swapped": 5.0, "lost": 7.0}
#: A slip must be the better reading by so much to be spoken of.
LEAST_MARGIN = 5.0
#: From here on it is reported as an error and mended.
SURE_MARGIN = 8.0
_QUOTED = 4.0
#: How many Han characters on each side are read with the place.
_AROUND = 3


def kind_of_slip(near: NearMiss, confusion: Confusion) -> str:
    """Return what happened to the wording (a key of ``SLIP_COSTS``), an empty string where no slip explains it."""
    written, meant, target = near.written, near.meant, near.target.text
    if near.target.kind == "shield" or not all(map(is_han, written + meant)):
        return ""
    if len(written) == len(meant) == 1:
        if written in NUMERALS and meant in NUMERALS:
            return "" if _is_ordinal(target, near.place) or _SIZE.fullmatch(target) else "numeral"
        return confusion.kind(written, meant)
    if not written and len(meant) == 1:
        return "" if meant in _FUNCTION_WORDS else "lost"
    if not meant and len(written) == 1:
        beside = target[near.place - 1 : near.place], target[near.place : near.place + 1]
        return "doubled" if written in beside else ""
    if len(written) == len(meant) == 2 and written == meant[::-1]:
        return "" if meant[0] in NUMERALS and meant[1] in NUMERALS else "swapped"
    return ""


def _is_ordinal(target: str, place: int) -> bool:
    return (place > 0 and target[place - 1] in _ORDINAL_BEFORE) or target.startswith(_ORDINAL_AFTER, place + 1)


def weigh(text: str, near: NearMiss, kind: str, lexicon: Lexicon) -> float:
    """Return by how much (in units of the natural logarithm) a slip explains the place better than plain language does."""
    low = near.start
    while low > max(0, near.start - _AROUND) and is_han(text[low - 1]):
        low -= 1
    high = near.end
    while high < min(len(text), near.end + _AROUND) and is_han(text[high]):
        high += 1
    plain = cheapest(text[low:high], lexicon)
    if text[near.start - 1 : near.start] == "“" and text[near.end : near.end + 1] == "”":
        plain += _QUOTED  # what is set in quotation marks is a name rather than plain language
    meant = cheapest(text[low : near.start], lexicon) + cheapest(text[near.end : high], lexicon)
    return plain - (meant + _TERM_COST + SLIP_COSTS[kind])


def cheapest(text: str, lexicon: Lexicon) -> float:
    """Return the cost of the best segmentation of `text` into words."""
    best = [0.0]
    for end in range(1, len(text) + 1):
        cost = best[end - 1] + (lexicon.cost(text[end - 1]) or _UNKNOWN_COST)
        for start in range(max(0, end - MAX_LENGTH), end - 1):
            word = lexicon.cost(text[start:end])
            if word is not None and best[start] + word < cost:
                cost = best[start] + word
        best.append(cost)
    return best[-1]
