"""Tells slips of the pen from plain language: is a near miss of a wording a garbled wording, or something of its own?

Two readings of the place are weighed as in the noisy-channel model of spelling correction (Kernighan, Church and Gale 1990):
that the writer meant the wording and slipped, and that the words stand there as they are.  The costs are negative logarithms
of probability; those of words come from jieba's counts, stored in the glossary.
"""

from __future__ import annotations

import math

from zhengci.glossary.lexicon import MAX_LENGTH, Lexicon
from zhengci.nearmiss import NearMiss
from zhengci.patterns import is_han

#: A wording of the glossary weighs, in a policy document, as a word seen this often in jieba's counts.
_TERM_COST = 10.0
_UNKNOWN_COST = 16.0
#: Single characters that cost less are words of everyday language (是, 地, 的).
_SMALL_WORD = 7.0
#: Words of one character that may stand before or after any wording: 用以|以工代赈, 对|对口支援.
_FUNCTION_WORDS = frozenset(
    "的地得了着过和与及或而且并在对是有无为将把被让向从到由以于之其不未也都就又再很更最大小多少上下内外前后中各每某该本此这那人我"
)
#: What is done in a country is done in a province in the same words: 教育强国建设, 教育强省建设.
_LEVELS = "国省市区县乡部厅局"
#: What each kind of slip costs.
SLIP_COSTS = {
    "sound": 5.0, "shape": 6.5, "part": 9.0, "numeral": 6.0, "doubled": 4.0, "swapped": 5.0, "lost": 7.0, "extra": 9.0,
    "elided": 7.0, "reworded": 14.0,
}  # fmt: skip
#: What may be the writer's will is a warning, or a mere hint.
DELIBERATE = {"part": "warning", "extra": "warning", "elided": "info", "reworded": "info"}
#: A slip must be the better reading by so much to be spoken of.
LEAST_MARGIN = 5.0
#: From here on it is reported as an error and mended.
SURE_MARGIN = 8.0
_QUOTED = 4.0
#: What a character left alone by one that was lost costs more than as a word: 开行中欧|列.
_LONE = 3.0
#: So little is left on one side of a lost character that it may be part of another word.
_REST = 2
#: How many Han characters on each side are read with the place.
_AROUND = 3


def weigh(text: str, near: NearMiss, is_quoted: bool, lexicon: Lexicon) -> float:
    """Return by how much (in units of the natural logarithm) a slip explains the place better than plain language does."""
    if near.kind == "part" and not _is_strange(text, near, lexicon):
        return -math.inf
    if near.kind == "elided" and near.written and _splits_word(near, lexicon):
        return weigh(text, near._replace(kind="extra"), is_quoted, lexicon)
    if near.kind == "extra" and not _splits_word(near, lexicon) and _covered(text, near.at, lexicon):
        return -math.inf
    if near.kind == "doubled" and near.place in (0, len(near.target.text)) and _belongs_outside(text, near, lexicon):
        return -math.inf
    if near.kind == "lost" and _rest_belongs_outside(text, near, lexicon):
        return -math.inf
    low = near.start
    while low > max(0, near.start - _AROUND) and is_han(text[low - 1]):
        low -= 1
    high = near.end
    while high < min(len(text), near.end + _AROUND) and is_han(text[high]):
        high += 1
    lone = _LONE if near.kind == "lost" and not _may_go_with_what_precedes(text, near) else 0.0
    plain = cheapest(text[low:high], lexicon, lone)
    if is_quoted:
        # what is set in quotation marks is a name rather than plain language, and hardly part of one
        plain += 2 * _QUOTED if near.kind == "lost" else _QUOTED
    meant = cheapest(text[low : near.start], lexicon, lone) + cheapest(text[near.end : high], lexicon, lone)
    return plain - (meant + _TERM_COST + SLIP_COSTS[near.kind])


def _rest_belongs_outside(text: str, near: NearMiss, lexicon: Lexicon) -> bool:
    """Tell whether what is left on one side of a lost character is part of a word beyond: 纵深|推进 for 深入推进."""
    before, after = near.at - near.start, near.end - near.at
    if before <= _REST and any(
        lexicon.cost(text[start : near.at]) is not None for start in range(max(0, near.start - MAX_LENGTH + 1), near.start)
    ):
        return True
    return after <= _REST and any(
        lexicon.cost(text[near.at : end]) is not None for end in range(near.end + 1, min(len(text), near.end + MAX_LENGTH) + 1)
    )


def _may_go_with_what_precedes(text: str, near: NearMiss) -> bool:
    """Tell whether all that is left before a lost character is one that may end a row: 文旅体|融合."""
    return near.place == 1 and near.start > 0 and is_han(text[near.start - 1])


def _is_strange(text: str, near: NearMiss, lexicon: Lexicon) -> bool:
    """Tell whether a character that merely shares a component with the right one has no business where it stands."""
    if near.written in _LEVELS and near.meant in _LEVELS:
        return False
    at_edge = near.place == 0 or near.place + 1 == len(near.target.text)
    if at_edge and (lexicon.cost(near.written) or _UNKNOWN_COST) < _SMALL_WORD:
        return False
    return not _covered(text, near.at, lexicon)


def _splits_word(near: NearMiss, lexicon: Lexicon) -> bool:
    """Tell whether a character was put into the middle of a word of the wording."""
    target, place = near.target.text, near.place
    return any(
        lexicon.cost(target[start:end]) is not None
        for start in range(max(0, place - MAX_LENGTH + 1), place)
        for end in range(place + 1, min(len(target), start + MAX_LENGTH) + 1)
    )


def _covered(text: str, at: int, lexicon: Lexicon) -> bool:
    """Tell whether the character at `at` is part of a common word of its surroundings."""
    return any(
        lexicon.cost(text[start:end]) is not None
        for start in range(max(0, at - MAX_LENGTH + 1), at + 1)
        for end in range(max(at + 1, start + 2), min(len(text), start + MAX_LENGTH) + 1)
    )


def _belongs_outside(text: str, near: NearMiss, lexicon: Lexicon) -> bool:
    """Tell whether a character doubled at an end of a wording is a word of its own or part of one beyond (提高|高标准)."""
    at = near.at
    if text[at] in _FUNCTION_WORDS:
        return True
    if near.place:
        return any(lexicon.cost(text[at:end]) is not None for end in range(at + 2, min(len(text), at + MAX_LENGTH) + 1))
    return any(lexicon.cost(text[start : at + 1]) is not None for start in range(max(0, at - MAX_LENGTH + 1), at))


def cheapest(text: str, lexicon: Lexicon, lone: float = 0.0) -> float:
    """Return the cost of the best segmentation of `text` into words; a lone character that is no everyday word costs `lone` more."""
    best = [0.0]
    for end in range(1, len(text) + 1):
        single = lexicon.cost(text[end - 1]) or _UNKNOWN_COST
        cost = best[end - 1] + single + (lone if single > _SMALL_WORD else 0.0)
        for start in range(max(0, end - MAX_LENGTH), end - 1):
            word = lexicon.cost(text[start:end])
            if word is not None and best[start] + word < cost:
                cost = best[start] + word
        best.append(cost)
    return best[-1]
