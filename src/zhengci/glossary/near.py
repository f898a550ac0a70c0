"""Prepares the index by which near misses are found: the right wordings, and the pieces of them that lead there.

A string one slip away from a wording keeps one half of the wording whole wherever the slip is (the pigeonhole argument of
partition filters; Navarro 2001, "A guided tour to approximate string matching", section 8).  Each wording is cut in two; the
characters on each side of the cut are its *seeds*.  Where a seed stands in a text, the characters beyond the cut tell
cheaply whether the wording, or nearly the wording, may go on there.  A half that is a very common word (发展, 建设) would lead to
every other line: with the character beyond the cut, or the one after it, it makes two seeds that do not.  What that gives up is
another character put in the place right beside the cut.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from zhengci.folding import fold
from zhengci.glossary.check import earliest
from zhengci.glossary.lexicon import Dictionary
from zhengci.glossary.model import Target
from zhengci.glossary.sources import Sources
from zhengci.patterns import is_han

#: Shorter wordings have too many neighbours that are words of their own.
MIN_TARGET = 4
#: Seeds need not be longer to be rare.
_SEED = 5
#: Wordings with anything but Han characters, letters, digits and these marks have no slips that we could tell.
_FOREIGN = re.compile(r"[^\u3400-\u9fff0-9A-Za-z+×、，]")
_MARKS = str.maketrans("", "", "“”‘’")
_LEAST_HAN = 2
#: jieba counted the words that stand everywhere so often.
_COMMON = 2500
#: Longer wordings are cut within two characters of the middle, shorter ones within one.
_LONG = 8


#: The targets by the character next to a seed, and by the one beyond it.
Places = tuple[dict[str, list[int]], dict[str, list[int]]]


class Seed(NamedTuple):
    """A piece of some targets: which of them may go on behind it or before it, by the characters that stand there.

    ``after[d]`` maps the character `d` places behind the piece to the targets in whose text, a slip apart, it may stand
    there; ``before`` is the same towards the front.  ``turned`` are targets of which the piece has the two characters at
    the cut swapped, with the piece's place in the target.  ``forwards`` and ``backwards`` are targets to be compared from
    their cut on, or up to it, whatever stands there, with the distance of the cut from the piece's beginning.
    """

    text: str
    after: Places
    before: Places
    turned: list[tuple[int, int]]
    forwards: list[tuple[int, int]]
    backwards: list[tuple[int, int]]


def targets_of(sources: Sources, dictionary: Dictionary) -> list[Target]:
    """Return the wordings whose near misses are to be found, each text once: formulas speak before terms."""
    found: dict[str, Target] = {}

    def add(
        text: str, kind: str, ident: str = "", since: str = "", scope: str = "CN", shortest: int = MIN_TARGET
    ) -> None:  # fmt: skip
        text = fold(text).translate(_MARKS)  # they are looked for in a text without quotation marks
        if len(text) >= shortest and sum(map(is_han, text)) >= _LEAST_HAN and not _FOREIGN.search(text):
            found.setdefault(text, Target(text, kind, ident, since, scope, _cut(text, dictionary)))

    for record in sources.set_phrases:
        add(record["phrase"], "formula", record["id"], record.get("since", ""))
        for phrase in record.get("shields", []):
            add(phrase, "shield")
    for record in sources.concepts:
        since, scope = earliest(record) or "", record["scope"]
        for form in ({"text": record["term"], "is": "admitted", "quoted": record.get("quoted")}, *record.get("forms", [])):
            if form["is"] == "admitted":
                kind = "loose" if record.get("cued") or form.get("quoted") else "term"
                add(form["text"], kind, record["id"], since, scope)
    for record in sources.institutions:
        for name in record["names"].values():
            add(name, "name", record["id"], record["changed"], record.get("scope", "CN"), 6)
    for record in sources.vocabulary:
        for word in record.get("words", []):
            add(word, "word")
    return list(found.values())


def seeds_of(targets: Iterable[Target], dictionary: Dictionary) -> list[Seed]:
    """Return the seeds of `targets` (numbered in their order), sorted by text."""
    seeds: dict[str, Seed] = {}

    def seed(text: str) -> Seed:
        return seeds.setdefault(text, Seed(text, _places(), _places(), [], [], []))

    for number, target in enumerate(targets):
        text, cut = target.text, target.cut
        left, right = text[:cut], text[cut:]
        if _is_common(left, dictionary):
            for character in dict.fromkeys(right[:2]):
                seed(left + character).forwards.append((number, cut))
        else:
            _register(seed(left[-_SEED:]).after, right, number)
        if _is_common(right, dictionary):
            for character in dict.fromkeys(left[-2:]):
                seed(character + right).backwards.append((number, 1))
        else:
            _register(seed(right[:_SEED]).before, left[::-1], number)
        if text[cut - 1] != text[cut]:
            low, high = max(0, cut - 2), min(len(text), cut + 2)
            turned = text[low : cut - 1] + text[cut] + text[cut - 1] + text[cut + 1 : high]
            seed(turned).turned.append((number, low))
    return [seeds[text] for text in sorted(seeds)]


def _is_common(half: str, dictionary: Dictionary) -> bool:
    return len(half) == 2 and dictionary.frequency(half) >= _COMMON


def _places() -> Places:
    return defaultdict(list), defaultdict(list)


def _cut(text: str, dictionary: Dictionary) -> int:
    """Return where to cut a wording: two characters at least on each side, near the middle, between rare pieces."""

    def cost(cut: int) -> tuple[int, int]:
        frequency = dictionary.frequency(text[:cut][-_SEED:]) + dictionary.frequency(text[cut:][:_SEED])
        return frequency, abs(2 * cut - len(text))

    reach = 1 if len(text) < _LONG else 2
    middle = len(text) // 2
    return min(range(max(2, middle - reach), min(len(text) - 2, middle + reach) + 1), key=cost)


def _register(places: Places, rest: str, number: int) -> None:
    """Note at which characters beyond a seed the target `number`, whose text goes on with `rest`, is worth a look."""
    first, second = places
    for place, character in (first, rest[0]), (first, rest[1]), (second, rest[1]), (second, rest[0]):
        if number not in place[character]:
            place[character].append(number)


def seed_row(seed: Seed) -> list[Any]:
    """Return a seed as it is stored."""
    return [seed.text, *map(dict, seed.after), *map(dict, seed.before), seed.turned, seed.forwards, seed.backwards]

