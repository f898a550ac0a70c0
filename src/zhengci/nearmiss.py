"""Finds the places of a folded text where a wording of the glossary stands, or stands but for one slip of the pen.

The seeds and pairs of the glossary (see ``glossary.near``) lead to the places where a wording may stand; the rest of it is compared
there.  Whether what looks like a slip is one, or plain language, is decided elsewhere (``slips``).
"""

from __future__ import annotations

import re
from itertools import compress, count
from typing import NamedTuple

from zhengci.glossary.artefact import encode_key, encode_pairs
from zhengci.glossary.confusion import Confusion
from zhengci.glossary.model import Target
from zhengci.glossary.opened import Glossary
from zhengci.patterns import NUMERALS, is_han

#: The text is fed to the engine in pieces of this many code points, overlapping by the length of a seed.
_PIECE = 1 << 18
_OVERLAP = 8
#: So many characters beyond a seed are looked at before a target is.
_MARGIN = 2
#: Prose leads to one comparison in twenty characters.  A text that leads to more than this is none, and would take for ever.
_LEAST_WORK, _WORK_A_CHARACTER = 20_000, 2

_SIZE = re.compile(".大..")  # 三大系统, 六大业务: any text may count so
#: Before or after a numeral: it counts sessions or years, and another number is another session.
_ORDINAL_BEFORE, _ORDINAL_AFTER = "第届", ("届", "个五年", "次", "年", "月", "中全会", "五时期", "五规划", "五计划", "五普法")
#: Formulas this long are known for what they are when a word in them is exchanged.
_FORMULA = 6
#: Words that may be there or not without harm.
_FUNCTION_WORDS = "的和与及其地以之并即"


class NearMiss(NamedTuple):
    """A span of the text that is a target of the glossary but for one slip.

    The difference is ``written`` at ``at`` in the text, and ``meant`` at ``place`` in the target; ``kind`` says what happened:
    sound, shape or part (a character taken for another; see ``Confusion``), numeral, doubled, swapped or lost; in formulas also
    extra (a character put in), elided (a word of grammar left out or put in) and reworded (characters exchanged for others).
    """

    start: int
    end: int
    target: Target
    at: int
    written: str
    place: int
    meant: str
    kind: str


class Found(NamedTuple):
    """The near misses of a text, and the spans of the targets that stand as they should; both unordered."""

    near: list[NearMiss]
    exact: set[tuple[int, int]]


def find_near(text: str, glossary: Glossary) -> Found:
    """Return what is nearly or wholly a target in folded `text`; spans are code points, half-open.

    Nothing is found in a text that is made of pieces of targets, and not prose.
    """
    automaton = glossary.seed_automaton
    if automaton is None or not text:
        return Found([], set())
    comparison = _Comparison(text, glossary)
    seeds, pairs, target = glossary.seeds, glossary.pairs, glossary.target
    left = _LEAST_WORK + _WORK_A_CHARACTER * len(text)
    for done in range(0, len(text), _PIECE):
        low = max(0, done - _OVERLAP)
        piece = text[low : done + _PIECE + _MARGIN]
        key = encode_key(piece)
        if len(key) != 2 * len(piece):  # no seed has characters beyond the BMP
            piece = "".join(character if character <= "\uffff" else "\ufffd" for character in piece)
            key = encode_key(piece)
        beyond = piece + _MARGIN * "\n"  # what stands beyond the ends of the text is no character of a wording
        for last, number in automaton.iter(key):
            if not last & 1:  # an even one is not aligned with the characters
                continue
            end = (last + 1) >> 1
            forwards, backwards = seeds[number] or glossary.seed(number)
            for wanted, before, after, shift, telling in forwards:
                at = end + shift
                if beyond.startswith(after, at):
                    if beyond.startswith(before, at - len(before)) and at >= len(before):
                        comparison.note_whole(low + at - len(before), before + after, wanted)
                    continue
                if telling and beyond[at] not in telling and beyond[at + 1] not in telling:
                    continue
                left -= 1
                if beyond.startswith(before, at - len(before)) and at >= len(before):
                    comparison.go_on(low + at, before + after, wanted, len(before))
            for wanted, before, after, shift, telling in backwards:
                at = end - shift
                if beyond.endswith(before, 0, at):  # a whole one is found forwards
                    continue
                if telling and beyond[at - 1] not in telling and beyond[at - 2] not in telling:  # in the margin, too
                    continue
                left -= 1
                if beyond.startswith(after, at):
                    comparison.go_back(low + at, before + after, wanted, len(before))
            if left < 0:
                return Found([], set())
        keys = encode_pairs(key)
        for at in compress(count(), map(pairs.__contains__, keys)):
            one, other = piece[at + 1], piece[at + 2]
            for wanted in pairs[keys[at]]:
                left -= 1
                right = target(wanted).text
                # where both are right seeds have led there, where neither is no slip explains it
                if (one == right[1]) != (other == right[2]) or (one == right[2] and other == right[1]):
                    comparison.go_on(low + at + 1, right, wanted, 1)
            if left < 0:
                return Found([], set())
    return comparison.found


class _Comparison:
    """Compares a text, where seeds and pairs lead, with the targets of a glossary, and keeps what is found."""

    def __init__(self, text: str, glossary: Glossary) -> None:
        self.found = Found([], set())
        self._text = text
        self._target = glossary.target
        self._confusion = glossary.confusion

    def go_on(self, at: int, right: str, number: int, same: int) -> None:
        """Compare what follows `at` with the target `right` but for its first `same` characters, which end there."""
        text, start, length = self._text, at - same, len(right)
        limit = min(length, len(text) - start)
        while same < limit and right[same] == text[start + same]:
            same += 1
        if same < length - 3 and text.find(right[-2:], start + length - 3, start + length + 1) < 0:
            return  # its end stands nowhere near
        here = start + same
        if same + 1 < length and text.startswith(right[same + 1 :], here + 1):
            self._note_other(here, right, number, same)
        elif self._are_turned(here, right, same) and text.startswith(right[same + 2 :], here + 2):
            self._note(here, here + 2, right, number, same, same + 2)
        elif same + 1 < length and text.startswith(right[same + 1 :], here):  # one lost; what follows holds the place
            self._note(here, here, right, number, same, same + 1)
        elif text.startswith(right[same:], here + 1):  # one put in
            self._note(here, here + 1, right, number, same, same)
        elif length >= _FORMULA and same + 2 < length and text.startswith(right[same + 2 :], here + 2):  # two exchanged
            self._note(here, here + 2, right, number, same, same + 2)
        elif same + 1 == length and here < len(text):  # nothing beyond it holds the last character: looked at last
            self._note_other(here, right, number, same)

    def go_back(self, at: int, right: str, number: int, cut: int) -> None:
        """Compare what stands before `at` with the first `cut` characters of the target `right`; the others begin there."""
        text, same = self._text, 0  # how many characters before the cut agree
        while same < cut and at - same > 0 and right[cut - same - 1] == text[at - same - 1]:
            same += 1
        here, place = at - same, cut - same  # up to where text and target still have to be compared
        if place > 1 and here >= place and text.startswith(right[: place - 1], here - place):
            self._note_other(here - 1, right, number, place - 1)
        elif place > 1 and self._are_turned(here - 2, right, place - 2) and text.endswith(right[: place - 2], 0, here - 2):
            self._note(here - 2, here, right, number, place - 2, place)
        elif place > 1 and text.endswith(right[: place - 1], 0, here):
            self._note(here, here, right, number, place - 1, place)
        elif place and here and text.endswith(right[:place], 0, here - 1):
            self._note(here - 1, here, right, number, place, place)
        elif place > 2 and here > 1 and len(right) >= _FORMULA and text.endswith(right[: place - 2], 0, here - 2):
            self._note(here - 2, here, right, number, place - 2, place)
        elif place == 1 and here:
            self._note_other(here - 1, right, number, 0)

    def note_whole(self, start: int, right: str, number: int) -> None:
        """Note a target that stands as it should, and its first or last character where it stands twice."""
        text, end = self._text, start + len(right)
        if (start, end) in self.found.exact:
            return
        self.found.exact.add((start, end))
        if start and text[start - 1] == right[0]:
            self._note(start - 1, start, right, number, 0, 0)
        if text.startswith(right[-1], end):
            self._note(end, end + 1, right, number, len(right), len(right))

    def _are_turned(self, at: int, right: str, place: int) -> bool:
        """Tell whether the two characters at `at` are those of the target at `place`, turned round."""
        return at >= 0 and place >= 0 and len(right) > place + 1 and self._text[at : at + 2] == right[place + 1] + right[place]

    def _note_other(self, at: int, right: str, number: int, place: int) -> None:
        """Add a near miss where the character at `at` stands for another; most are no slip, which is soon seen."""
        written, meant = self._text[at], right[place]
        if len(right) >= _FORMULA or self._confusion.kind(written, meant) or (written in NUMERALS and meant in NUMERALS):
            self._note(at, at + 1, right, number, place, place + 1)

    def _note(self, at: int, at_end: int, right: str, number: int, place: int, place_end: int) -> None:
        """Add a near miss where a slip explains the difference between the text at `at` and the target at `place`."""
        written, meant, target = self._text[at:at_end], right[place:place_end], self._target(number)
        kind = _kind(written, meant, target, place, self._confusion)
        if kind:
            end = at_end + len(right) - place_end
            self.found.near.append(NearMiss(at - place, end, target, at, written, place, meant, kind))


def _kind(written: str, meant: str, target: Target, place: int, confusion: Confusion) -> str:
    """Return what happened to a wording, an empty string where no slip explains it."""
    if target.kind == "shield" or not all(map(is_han, written + meant)):
        return ""
    is_formula = target.kind == "formula" and len(target.text) >= _FORMULA
    if len(written) == len(meant) == 1:
        if written in NUMERALS and meant in NUMERALS:
            any_number = target.kind == "loose" or _is_ordinal(target.text, place) or _SIZE.fullmatch(target.text)
            return "" if any_number else "numeral"
        return confusion.kind(written, meant) or ("reworded" if is_formula else "")
    if not written:
        if meant in _FUNCTION_WORDS:
            return "elided" if is_formula else ""
        return "lost"
    if not meant:
        if written in (target.text[place - 1 : place], target.text[place : place + 1]):
            return "doubled"
        if is_formula:
            return "elided" if written in _FUNCTION_WORDS else "extra"
        return ""
    if written != meant[::-1]:
        return "reworded" if is_formula else ""
    return "" if meant[0] in NUMERALS and meant[1] in NUMERALS else "swapped"


def _is_ordinal(target: str, place: int) -> bool:
    return (place > 0 and target[place - 1] in _ORDINAL_BEFORE) or target.startswith(_ORDINAL_AFTER, place + 1)
