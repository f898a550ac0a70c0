"""Chooses the characters by which long wrong wordings are found.

A wrong order of a long formula differs from the right one in a few places.  Put whole into the automaton, thousands of them
make it slow to load; so of each long wording it holds four characters only, such as no right wording has, and where they
stand the rest is compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

#: So many characters are the key of a long wording.
KEY = 4
#: Up to this length a wording is its own key.
SHORT = 6


def choose_keys(wordings: Sequence[str], right: Iterable[str]) -> list[tuple[str, list[tuple[int, int]]]]:
    """Return the keys of `wordings`, sorted; each with the numbers of its wordings and how far before its end they begin.

    Keys that stand in one of the `right` wordings are taken only where there are no others.
    """
    everyday = {piece for text in right for piece in _pieces(text)}
    shared = Counter(piece for text in wordings if len(text) > SHORT for piece in set(_pieces(text)))
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, text in enumerate(wordings):
        if len(text) <= SHORT:
            found[text].append((number, len(text)))
            continue
        pieces = _pieces(text)
        at = min(range(len(pieces)), key=lambda place: (pieces[place] in everyday, shared[pieces[place]]))
        found[pieces[at]].append((number, at + KEY))
    return sorted(found.items())


def key_of(wording: str, reach: int) -> str:
    """Return the key of a wording that begins `reach` characters before the key's end."""
    return wording if len(wording) <= SHORT else wording[reach - KEY : reach]


def _pieces(text: str) -> list[str]:
    return [text[at : at + KEY] for at in range(len(text) - KEY + 1)]
