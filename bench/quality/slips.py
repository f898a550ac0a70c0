"""Slips of the pen: one character of a text replaced, lost, doubled or swapped with its neighbour, or a numeral changed."""

from __future__ import annotations

import random
from functools import cache

import corpus
from neighbours import common_characters
from pypinyin import Style, pinyin

#: Numerals that count members, each with those it may be changed to.
NUMERALS = "一二三四五六七八九十"
_MEASURES = "个项大种条类"
SLIPS = ("homophone", "look-alike", "wubi", "lost", "doubled", "swapped", "numeral")


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


@cache
def sounds(character: str) -> frozenset[str]:
    """Return the readings of a character without tones."""
    return frozenset(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


@cache
def _by_sound() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for character in common_characters():
        found.setdefault(pinyin(character, style=Style.NORMAL)[0][0], []).append(character)
    return found


@cache
def _table(name: str) -> dict[str, str]:
    return {row["character"]: row["neighbours"] for row in corpus.read_list(name)}


def homophones(character: str) -> list[str]:
    """Return the commonest characters of the same sound, whatever the tone."""
    own = pinyin(character, style=Style.NORMAL)[0][0]
    return [other for other in _by_sound().get(own, []) if other != character][:12]


def look_alikes(character: str) -> list[str]:
    """Return characters of like shape and another sound."""
    return [other for other in _table("look-alikes").get(character, "") if not sounds(other) & sounds(character)]


def wubi_neighbours(character: str) -> list[str]:
    """Return characters of the same 五笔 code or one key apart, of another sound and not of like shape."""
    alike = _table("look-alikes").get(character, "")
    return [
        other
        for other in _table("wubi").get(character, "")
        if other not in alike and not sounds(other) & sounds(character)
    ]


def slip(kind: str, text: str, rng: random.Random) -> str:
    """Return `text` with one slip of a kind, empty where it admits none."""
    places = [place for place, character in enumerate(text) if _is_han(character)]
    rng.shuffle(places)
    for place in places:
        made = _slip_at(kind, text, place, rng)
        if made and made != text:
            return made
    return ""


def _slip_at(kind: str, text: str, place: int, rng: random.Random) -> str:
    character, head, tail = text[place], text[:place], text[place + 1 :]
    if kind == "lost":
        is_measure = character in _MEASURES and head[-1:] in tuple(NUMERALS + "两")  # 两维护 is said for 两个维护
        is_alone = head[-1:] + tail[:1] in ("“”", "、、", "“、", "、”")
        return head + tail if head and tail and tail[0] != character and not (is_measure or is_alone) else ""
    if kind == "doubled":
        return head + character + character + tail
    if kind == "swapped":
        return head + tail[0] + character + tail[1:] if tail and _is_han(tail[0]) else ""
    if kind == "numeral":
        if character not in NUMERALS + "两" or text[place - 1 : place] in tuple(NUMERALS) or tail[:1] in tuple(NUMERALS):
            return ""
        value = NUMERALS.index("二" if character == "两" else character) + 1
        nearby = [number for number in (value - 1, value + 1, value + 2) if 2 <= number <= 10 and number != value]
        other = rng.choice(nearby)
        return head + ("两" if other == 2 else NUMERALS[other - 1]) + tail
    if character in NUMERALS + "两双":
        return ""  # that would be another numeral or none
    others = {"homophone": homophones, "look-alike": look_alikes, "wubi": wubi_neighbours}[kind](character)
    return head + rng.choice(others[:6]) + tail if others else ""
