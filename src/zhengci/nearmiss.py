"""Finds the places of a folded text that are nearly, but not quite, a wording of the glossary.

The seeds of the glossary (see ``glossary.near``) lead to the places where a wording may stand; the rest of it is compared
there.  What differs must be one run of characters.  Whether it is a slip or plain language is decided elsewhere.
"""

from __future__ import annotations

from typing import NamedTuple

from zhengci.glossary.artefact import encode_key
from zhengci.glossary.model import LONG, Target
from zhengci.glossary.store import Glossary

#: The text is fed to the engine in pieces of this many code points, overlapping by the length of a seed.
_PIECE = 1 << 18
_OVERLAP = 8
#: So many characters beyond a seed are looked at before a target is.
_MARGIN = 3
#: Differences tried, as characters of the wording that are replaced by so many of the text; the likeliest first.  Two for
#: two is a swap, which must be tried before a loss; in long wordings it may be any two.
_SHORT_EDITS = ((1, 1), (2, 2), (1, 0), (0, 1))
_LONG_EDITS = (*_SHORT_EDITS, (2, 1), (1, 2), (2, 0), (0, 2), (3, 3), (3, 2), (2, 3))


class NearMiss(NamedTuple):
    """A span of the text that is a target of the glossary but for one run of characters.

    The difference is ``written`` at ``at`` in the text, and ``meant`` at ``place`` in the target.
    """

    start: int
    end: int
    target: Target
    at: int
    written: str
    place: int
    meant: str


class Found(NamedTuple):
    """The near misses of a text, and the spans at which targets stand as they should; both unordered."""

    near: list[NearMiss]
    exact: dict[tuple[int, int], Target]


def find_near(text: str, glossary: Glossary) -> Found:
    """Return what is nearly or wholly a target in folded `text`; spans are code points, half-open."""
    found = Found([], {})
    automaton = glossary.seed_automaton
    if automaton is None or not text:
        return found
    seeds, target = glossary.seeds, glossary.target
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
            length, behind, behind2, behind3, before, before2, before3, turned = seeds[number] or glossary.seed(number)
            if behind and (beyond[end] in behind or beyond[end + 1] in behind2 or beyond[end + 2] in behind3):
                for wanted in {
                    *behind.get(beyond[end], ()), *behind2.get(beyond[end + 1], ()),
                    *behind3.get(beyond[end + 2], ()),
                }:  # fmt: skip
                    _forward(text, low + end, target(wanted), found)
            if before:
                start = end - length - 1  # -1, -2, -3 are in the margin, too
                if beyond[start] in before or beyond[start - 1] in before2 or beyond[start - 2] in before3:
                    for wanted in {
                        *before.get(beyond[start], ()), *before2.get(beyond[start - 1], ()),
                        *before3.get(beyond[start - 2], ()),
                    }:  # fmt: skip
                        _backward(text, low + start + 1, target(wanted), found)
            for wanted, offset in turned:
                _turned(text, low + end - length - offset, target(wanted), found)
    return found


def _forward(text: str, at: int, target: Target, found: Found) -> None:
    """Compare what follows `at` with the second part of a target whose first part ends there."""
    right, cut = target.text, target.cut
    start, length = at - cut, len(target.text)
    if start < 0 or not text.startswith(right[:cut], start):
        return
    if text.startswith(right[cut:], at):
        found.exact[start, start + length] = target
        if start and text[start - 1] == right[0]:
            found.near.append(NearMiss(start - 1, start + length, target, start - 1, right[0], 0, ""))
        if text.startswith(right[-1], start + length):
            end = start + length + 1
            found.near.append(NearMiss(start, end, target, end - 1, right[-1], length, ""))
        return
    same = cut
    limit = min(length, len(text) - start)
    while same < limit and right[same] == text[start + same]:
        same += 1
    at_edge = None  # a difference that nothing beyond it holds counts only where no other explains the place
    for gone, come in _LONG_EDITS if length >= LONG else _SHORT_EDITS:
        rest, behind = same + gone, start + same + come
        if rest > length or behind > len(text) or (rest == length and gone != come):
            continue
        if (gone, come) == (2, 2) and (length < LONG or rest == length) and not _is_swapped(text, start + same, right, same):
            continue
        if text.startswith(right[rest:], behind):
            near = NearMiss(
                start, behind + length - rest, target, start + same, text[start + same : behind], same, right[same:rest]
            )
            if rest < length or gone == 2:  # swapped characters hold themselves
                found.near.append(near)
                return
            at_edge = at_edge or near
    if at_edge:
        found.near.append(at_edge)


def _backward(text: str, at: int, target: Target, found: Found) -> None:
    """Compare what stands before `at` with the first part of a target whose second part begins there."""
    right, cut = target.text, target.cut
    length = len(right)
    end = at + length - cut
    if not text.startswith(right[cut:], at) or text.endswith(right[:cut], 0, at):
        return
    same = 0  # how many characters before the cut agree
    while same < cut and at - same > 0 and right[cut - same - 1] == text[at - same - 1]:
        same += 1
    at_edge = None
    for gone, come in _LONG_EDITS if length >= LONG else _SHORT_EDITS:
        place, begin = cut - same - gone, at - same - come  # where the difference begins, in the target and the text
        if place < 0 or begin < place or (place == 0 and gone != come):
            continue
        if (gone, come) == (2, 2) and (length < LONG or place == 0) and not _is_swapped(text, begin, right, place):
            continue
        if text.startswith(right[:place], begin - place):
            near = NearMiss(begin - place, end, target, begin, text[begin : at - same], place, right[place : cut - same])
            if place or gone == 2:
                found.near.append(near)
                return
            at_edge = at_edge or near
    if at_edge:
        found.near.append(at_edge)


def _is_swapped(text: str, at: int, right: str, place: int) -> bool:
    """Tell whether the two characters at `at` are those of the target at `place`, turned round."""
    return text[at : at + 2] == right[place + 1 : place + 2] + right[place : place + 1]


def _turned(text: str, start: int, target: Target, found: Found) -> None:
    """Look for a target whose two characters at the cut are swapped."""
    right, place = target.text, target.cut - 1
    if start < 0:
        return
    written = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    if text.startswith(written, start):
        at = start + place
        found.near.append(
            NearMiss(start, start + len(right), target, at, text[at : at + 2], place, right[place : place + 2])
        )
