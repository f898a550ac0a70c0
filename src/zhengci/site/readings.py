"""The pinyin of terms: what a reader types to find one, and what lists are ordered by."""

from __future__ import annotations

import re

from pypinyin import lazy_pinyin

_WORDS = re.compile("[a-z0-9]+")


def syllables(text: str) -> tuple[str, ...]:
    """Return the syllables of `text` (ü as v), with letters and digits as they stand: 12345热线 → 12345, re, xian."""
    return tuple(word for piece in lazy_pinyin(text, v_to_u=False) for word in _WORDS.findall(piece.lower()))


def order(text: str) -> tuple[list[tuple[bool, str]], str]:
    """Return what lists are sorted by: the syllables, figures after letters, then the text itself."""
    return [(syllable[0].isdigit(), syllable) for syllable in syllables(text)], text


def slug(text: str) -> str:
    """Return `text` as the name of a file."""
    return "-".join(syllables(text))
