"""Finds the forms of a glossary in a folded text: all hits, minus shields and wrong borders, leftmost and longest.

The only module that talks to the Aho–Corasick engine (pyahocorasick; Aho and Corasick 1975).  ``iter_long`` of that
engine is wrong, so all hits are taken and swept here.
"""

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from zhengci import borders
from zhengci.glossary.artefact import (
    ASCII_LEFT,
    ASCII_RIGHT,
    OWNED,
    QUOTED_ONLY,
    SHIELD,
    SHORT,
    build_automaton,
    encode_key,
)
from zhengci.glossary.store import Glossary

OPENING = "“‘"
CLOSING = "”’"

#: The text is fed to the engine in pieces of this many code points, so that a huge text is not encoded at once.
_PIECE = 1 << 18


class Match(NamedTuple):
    """A form found at a span of the folded text; it knows nothing of meaning.

    ``quoted`` is 2 where quotation marks stand on both sides, 1 where on one (part of a longer quoted phrase), else 0.
    """

    start: int
    end: int
    pattern: int
    quoted: int


class Matcher:
    """Finds the forms of one glossary."""

    def __init__(self, glossary: Glossary) -> None:
        self._glossary = glossary

    def find(self, text: str) -> list[Match]:
        """Return the matches in folded `text`: disjoint, in order, in code points.

        A shield drops the hits of its forms that lie inside it, before anything else; then each hit must have the
        borders of a word; of what is left, the leftmost wins, and of those that start together the longest.
        """
        return self._sweep(self._standing(text, self._hits(text)))

    def _hits(self, text: str) -> list[tuple[int, int, int]]:
        """Return all raw hits as (start, end, pattern), unordered; cost linear in the text and the hits."""
        automaton = self._glossary.automaton
        if automaton is None or not text:
            return []
        lengths, longest = self._glossary.lengths, self._glossary.longest
        found: list[tuple[int, int, int]] = []
        for base in range(0, len(text), _PIECE):
            piece = text[base : base + _PIECE + longest]
            key = encode_key(piece)
            inside = min(_PIECE, len(piece))
            if len(key) == 2 * len(piece):
                for last, number in automaton.iter(key):
                    if last & 1:  # an even one is not aligned with the characters
                        end = (last + 1) >> 1
                        start = end - lengths[number]
                        if start < inside:
                            found.append((base + start, base + end, number))
            else:
                found.extend(self._hits_beyond_bmp(piece, key, base, inside))
        return found

    def _hits_beyond_bmp(self, piece: str, key: str, base: int, inside: int) -> Iterable[tuple[int, int, int]]:
        """As above where some characters take two UTF-16 units: unit offsets are turned into code points."""
        units: list[int] = []  # the unit offset of each character
        at = 0
        for ch in piece:
            units.append(at)
            at += 2 if ch > "\uffff" else 1
        for last, number in self._glossary.automaton.iter(key):
            if last & 1:
                end = bisect_left(units, (last + 1) >> 1)
                start = end - self._glossary.lengths[number]
                if 0 <= start < inside:
                    yield (base + start, base + end, number)

    def _standing(self, text: str, hits: list[tuple[int, int, int]]) -> list[Match]:
        """Return the hits that are not shielded and have the borders of a word."""
        flags, glossary = self._glossary.flags, self._glossary
        shields = [hit for hit in hits if flags[hit[2]] & SHIELD]
        shielded = _shielded(shields, hits, glossary) if shields else frozenset()
        size = len(text)
        standing = []
        for hit in hits:
            start, end, number = hit
            flag = flags[number]
            if not flag & OWNED or hit in shielded:
                continue
            before = text[start - 1] if start else "\n"
            after = text[end] if end < size else "\n"
            if flag & ASCII_LEFT and before.isascii() and before.isalnum():
                continue
            if flag & ASCII_RIGHT and after.isascii() and after.isalnum():
                continue
            opens, closes = before in OPENING, after in CLOSING
            if flag & QUOTED_ONLY and not (opens and closes):
                continue
            if (
                flag & SHORT
                and not (opens and closes)
                and not borders.stand(text, start, end, glossary.pattern(number), glossary, opens, closes)
            ):
                continue
            standing.append(Match(start, end, number, opens + closes))
        return standing

    @staticmethod
    def _sweep(matches: list[Match]) -> list[Match]:
        """Keep the leftmost-longest of overlapping matches."""
        matches.sort(key=lambda match: (match[0], -match[1]))
        swept, reached = [], 0
        for match in matches:
            if match[0] >= reached:
                swept.append(match)
                reached = match[1]
        return swept


def _shielded(
    shields: list[tuple[int, int, int]], hits: list[tuple[int, int, int]], glossary: Glossary
) -> frozenset[tuple[int, int, int]]:
    """Return the hits that lie inside a shield which names their form."""
    shields.sort()
    starts = [shield[0] for shield in shields]
    dropped = set()
    for hit in hits:
        start, end, number = hit
        at = bisect_left(starts, start + 1) - 1
        while at >= 0 and start - starts[at] <= glossary.longest:
            shield = shields[at]
            if shield[1] >= end and glossary.pattern(number).text in glossary.pattern(shield[2]).shields:
                dropped.add(hit)
                break
            at -= 1
    return frozenset(dropped)


def find_strings(strings: list[str], text: str) -> list[tuple[int, int]]:
    """Return the disjoint spans of any of `strings` in `text`, leftmost and longest first; cost linear in the text."""
    wanted = [string for string in strings if string]
    automaton = build_automaton(wanted)
    if automaton is None:
        return []
    key = encode_key(text)
    spans: list[tuple[int, int]] = []
    if len(key) == 2 * len(text):
        for last, number in automaton.iter(key):
            if last & 1:
                end = (last + 1) >> 1
                spans.append((end - len(wanted[number]), end))
    else:
        for string in wanted:
            at = text.find(string)
            while at >= 0:
                spans.append((at, at + len(string)))
                at = text.find(string, at + 1)
    spans.sort(key=lambda span: (span[0], -span[1]))
    disjoint, reached = [], 0
    for span in spans:
        if span[0] >= reached:
            disjoint.append(span)
            reached = span[1]
    return disjoint
