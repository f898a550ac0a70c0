"""Finds the forms of a glossary in a folded text: all hits, minus shields and wrong borders, leftmost and longest.

The only module that talks to the Aho–Corasick engine (pyahocorasick; Aho and Corasick 1975).  ``iter_long`` of that
engine is wrong, so all hits are taken and swept here.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
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
from zhengci.glossary.opened import Glossary

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
    """Finds the terms of one glossary, or the wordings that it warns of."""

    def __init__(self, glossary: Glossary, wordings: bool = False) -> None:
        self._glossary = glossary
        self._automaton = glossary.wording_automaton if wordings else glossary.automaton
        self._keyed = wordings

    def find(self, text: str) -> list[Match]:
        """Return the matches in folded `text`: disjoint, in order, in code points.

        A shield drops the hits of its forms that lie inside it; each hit must have the borders of a word; of those
        that do the leftmost wins, and of those that start together the longest.  Hits are taken in that order, so one
        that lies behind a match already made is not looked at any more.
        """
        flags, reached = self._glossary.flags, 0
        matches: list[Match] = []
        shields: list[tuple[int, int, int]] = []
        for base, hits in self._hits(text):
            hits.sort()
            shields = [shield for shield in shields if -shield[1] > base]
            shields += [hit for hit in hits if flags[hit[2]] & SHIELD]
            for hit in hits:
                start, negative_end, number = hit
                if start < reached or not flags[number] & OWNED:
                    continue
                if shields and self._is_shielded(hit, shields):
                    continue
                quoted = self._stands(text, start, -negative_end, number)
                if quoted >= 0:
                    matches.append(Match(start, -negative_end, number, quoted))
                    reached = -negative_end
        return matches

    def _hits(self, text: str) -> Iterator[tuple[int, list[tuple[int, int, int]]]]:
        """Yield piece after piece its offset and the hits that start in it, as (start, -end, pattern), unordered."""
        automaton = self._automaton
        if automaton is None or not text:
            return
        lengths, longest = self._glossary.lengths, self._glossary.longest
        for base in range(0, len(text), _PIECE):
            piece = text[base : base + _PIECE + longest]
            key = encode_key(piece)
            inside = min(_PIECE, len(piece))
            found: list[tuple[int, int, int]] = []
            if self._keyed:
                found.extend(self._keyed_hits(piece, key, base, inside))
            elif len(key) == 2 * len(piece):
                for last, number in automaton.iter(key):
                    if last & 1:  # an even one is not aligned with the characters
                        end = (last + 1) >> 1
                        start = end - lengths[number]
                        if start < inside:
                            found.append((base + start, -base - end, number))
            else:
                found.extend(self._hits_beyond_bmp(piece, key, base, inside))
            yield base, found

    def _keyed_hits(self, piece: str, key: str, base: int, inside: int) -> Iterable[tuple[int, int, int]]:
        """As above where the automaton holds keys of the patterns: the rest of each is compared."""
        units = _unit_offsets(piece) if len(key) != 2 * len(piece) else None
        glossary = self._glossary
        for last, number in self._automaton.iter(key):
            if not last & 1:
                continue
            end = bisect_left(units, (last + 1) >> 1) if units else (last + 1) >> 1
            for pattern, reach in glossary.keyed(number):
                start = end - reach
                if 0 <= start < inside and piece.startswith(glossary.pattern(pattern).text, start):
                    yield (base + start, -base - start - glossary.lengths[pattern], pattern)

    def _hits_beyond_bmp(self, piece: str, key: str, base: int, inside: int) -> Iterable[tuple[int, int, int]]:
        """As above where some characters take two UTF-16 units: unit offsets are turned into code points."""
        units = _unit_offsets(piece)
        for last, number in self._automaton.iter(key):
            if last & 1:
                end = bisect_left(units, (last + 1) >> 1)
                start = end - self._glossary.lengths[number]
                if 0 <= start < inside:
                    yield (base + start, -base - end, number)

    def _stands(self, text: str, start: int, end: int, number: int) -> int:
        """Return on how many sides of a hit a quotation mark stands, -1 where it has not the borders of a word."""
        flag = self._glossary.flags[number]
        before = text[start - 1] if start else "\n"
        after = text[end] if end < len(text) else "\n"
        if flag & ASCII_LEFT and before.isascii() and before.isalnum():
            return -1
        if flag & ASCII_RIGHT and after.isascii() and after.isalnum():
            return -1
        opens, closes = before in OPENING, after in CLOSING
        if opens and closes:
            return 2
        if flag & QUOTED_ONLY:
            return -1
        if flag & SHORT and not borders.stand(
            text, start, end, self._glossary.pattern(number), self._glossary, opens, closes
        ):
            return -1
        return opens + closes

    def _is_shielded(self, hit: tuple[int, int, int], shields: list[tuple[int, int, int]]) -> bool:
        """Tell whether a hit lies inside one of the sorted `shields` that names its form."""
        start, negative_end, number = hit
        form, longest = self._glossary.pattern(number).text, self._glossary.longest
        at = bisect_left(shields, (start + 1, 0, 0)) - 1
        while at >= 0 and start - shields[at][0] <= longest:
            if shields[at][1] <= negative_end and form in self._glossary.pattern(shields[at][2]).shields:
                return True
            at -= 1
        return False


def _unit_offsets(text: str) -> list[int]:
    """Return the offset of each character in UTF-16 units."""
    units, at = [], 0
    for ch in text:
        units.append(at)
        at += 2 if ch > "\uffff" else 1
    return units


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
        units = _unit_offsets(text)
        for last, number in automaton.iter(key):
            if last & 1:
                end = bisect_left(units, (last + 1) >> 1)
                spans.append((end - len(wanted[number]), end))
    spans.sort(key=lambda span: (span[0], -span[1]))
    disjoint, reached = [], 0
    for span in spans:
        if span[0] >= reached:
            disjoint.append(span)
            reached = span[1]
    return disjoint
