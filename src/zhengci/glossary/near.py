"""Prepares the index by which near misses are found: the right wordings, and the pieces of them that lead there.

A string one slip away from a wording keeps some piece of the wording whole wherever the slip is (the pigeonhole argument of
partition filters; Navarro 2001, "A guided tour to approximate string matching", section 8).  Here the pieces are of three
characters, the *seeds*, which hardly ever stand in a text by chance.  A wording of six characters or more has one
in each half, and one slip leaves one half whole.  One of four or five is too short for that; beside its first and its last three
characters it has as seeds what is left of them when a character inside is lost, and a *pair*: its first and fourth
characters, which stand at that distance whatever becomes of the two between them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from zhengci.folding import fold
from zhengci.glossary.artefact import encode_key, encode_pairs
from zhengci.glossary.check import earliest
from zhengci.glossary.lexicon import Dictionary
from zhengci.glossary.model import Target
from zhengci.glossary.sources import Sources
from zhengci.patterns import is_han

#: Shorter wordings have too many neighbours that are words of their own.
MIN_TARGET = 4
#: So many characters has a seed.
SEED = 3
#: Shorter wordings cannot be cut in two halves with seeds in them.
_LONG = 6
#: Wordings with anything but Han characters, letters, digits and these marks have no slips that we could tell.
_FOREIGN = re.compile(r"[^\u3400-\u9fff0-9A-Za-z+×、，]")
_MARKS = str.maketrans("", "", "“”‘’")
_LEAST_HAN = 2
#: A seed that another wording has, too, is as bad as one made of words that jieba counted so often.
_SHARED = 500


class Seed(NamedTuple):
    """Three characters, and the targets that may stand, a slip apart, where they do.

    ``forwards`` are targets whose beginning the seed is part of: the target's number, where in it a slip may be found from,
    and how far from the seed's end that is.  ``backwards`` are targets whose end it is part of: the number, up to where a
    slip may be found, and how far before the seed's end that is.
    """

    text: str
    forwards: list[tuple[int, int, int]]
    backwards: list[tuple[int, int, int]]


def targets_of(sources: Sources, dictionary: Dictionary) -> list[Target]:
    """Return the wordings whose near misses are to be found, each text once: formulas speak before terms."""
    found: dict[str, Target] = {}

    def add(
        text: str, kind: str, ident: str = "", since: str = "", scope: str = "CN", shortest: int = MIN_TARGET
    ) -> None:  # fmt: skip
        text = fold(text).translate(_MARKS)  # they are looked for in a text without quotation marks
        if len(text) >= shortest and sum(map(is_han, text)) >= _LEAST_HAN and not _FOREIGN.search(text):
            found.setdefault(text, Target(text, kind, ident, since, scope))

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


def seeds_of(targets: list[Target], dictionary: Dictionary) -> list[Seed]:
    """Return the seeds of `targets` (numbered in their order), sorted by text."""
    shared = Counter(text[at : at + SEED] for text, *_ in targets for at in range(len(text) - SEED + 1))

    def cost(seed: str) -> int:
        return shared[seed] * _SHARED + dictionary.frequency(seed[:2]) + dictionary.frequency(seed[1:])

    seeds: dict[str, Seed] = {}

    def seed(text: str) -> Seed:
        return seeds.setdefault(text, Seed(text, [], []))

    for number, target in enumerate(targets):
        text, length = target.text, len(target.text)
        lost = text[:2] + text[3]  # without its third character, or with that one and the next turned round
        if length < _LONG:
            seed(text[:SEED]).forwards.append((number, SEED, 0))
            seed(text[-SEED:]).backwards.append((number, length - SEED, SEED))
            seed(lost).forwards.append((number, 2, -1))
            if length == MIN_TARGET:
                seed(text[0] + text[2:]).backwards.append((number, 2, 2))
            continue
        fore, first, back, second = _halves(text, cost)
        seed(text[first : first + SEED]).forwards.append((number, fore, fore - first - SEED))
        seed(text[second : second + SEED]).backwards.append((number, back, second + SEED - back))
        if length == _LONG:
            seed(lost).forwards.append((number, 2, -1))
    return [seeds[text] for text in sorted(seeds)]


def pairs_of(targets: Iterable[Target]) -> list[tuple[int, int]]:
    """Return the pairs (see ``artefact.encode_pairs``) of the short ones among `targets`, each with the target's number."""
    short = ((number, target.text) for number, target in enumerate(targets) if len(target.text) < _LONG)
    return sorted((encode_pairs(encode_key(text))[0], number) for number, text in short)


def _halves(text: str, cost: Callable[[str], int]) -> tuple[int, int, int, int]:
    """Return where the first half of a wording ends and its seed is, and where the second begins and its seed is.

    The seeds are the rarest there are.  Where there is room the halves share a character, so that turning two round, or
    exchanging two, leaves one half whole.
    """
    shared = 1 if len(text) > _LONG else 0
    costs = [cost(text[at : at + SEED]) for at in range(len(text) - SEED + 1)]
    best = None
    for fore in range(SEED, len(text) - SEED - shared + 1):
        back = fore + shared
        first = min(range(fore - SEED + 1), key=costs.__getitem__)
        second = min(range(back, len(text) - SEED + 1), key=costs.__getitem__)
        if best is None or costs[first] + costs[second] < costs[best[1]] + costs[best[3]]:
            best = fore, first, back, second
    assert best
    return best


def seed_row(seed: Seed, targets: list[Target]) -> list[Any]:
    """Return a seed as it is stored: with the texts of its targets, so that only those which nearly stand are read."""
    leads = ([[number, targets[number].text, cut, shift] for number, cut, shift in row] for row in (seed.forwards, seed.backwards))
    return [seed.text, *leads]
