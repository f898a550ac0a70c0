"""A time line as a small picture: the editions of a concept and of those before and after it, each a bar of its length."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from zhengci.glossary.model import Concept

_ROW = 34
_BAR = 8
#: The part of the width that is left to a bar without an end.
_OPEN = 0.2


class _Bar(NamedTuple):
    label: str
    start: float
    end: float | None
    since: str
    is_own: bool


def draw(concept: Concept, succession: Sequence[Concept]) -> str:
    """Return the picture as SVG, nothing where fewer than two dated editions are to be seen.

    It is a picture beside a list that tells the same in words, so readers of the page aloud are not told of it.
    """
    bars = [
        _Bar(one.term, _year(edition.since), _year(edition.until, at_end=True) if edition.until else None,
             edition.since, one.id == concept.id)
        for one in succession
        for edition in one.editions
        if edition.since
    ]  # fmt: skip
    if len(bars) < 2:
        return ""
    first = min(bar.start for bar in bars)
    last = max(bar.end or bar.start for bar in bars)
    length = max(last - first, 1.0)
    if any(bar.end is None for bar in bars):
        length /= 1 - _OPEN
    scale = 100 / length
    rows = "".join(_row(bar, number, first, scale) for number, bar in enumerate(bars))
    return f'<svg class="timeline" aria-hidden="true" width="100%" height="{len(bars) * _ROW + 4}">{rows}</svg>\n'


def _row(bar: _Bar, number: int, first: float, scale: float) -> str:
    left = (bar.start - first) * scale
    right = (bar.end - first) * scale if bar.end is not None else 100.0
    top = number * _ROW
    kind = ("own" if bar.is_own else "other") + ("" if bar.end is not None else " open")
    since = f"　{bar.since.replace('-', '.')}{'—' if bar.end is None else ''}"
    label = bar.label
    while _width(label + since) > 100:
        label = label.removesuffix("…")[:-1] + "…"
    label += since
    # A label begins where its bar does, or else ends where that does, or else at the margin: it is never cut off.
    anchor, at = "start", left
    if left + _width(label) > 100:
        anchor, at = "end", right if right >= _width(label) else 100.0
    return (
        f'<text x="{at:.2f}%" y="{top + 16}" text-anchor="{anchor}">{escape(label)}</text>'
        f'<rect class="{kind}" x="{left:.2f}%" y="{top + 22}" width="{max(right - left, 0.6):.2f}%" height="{_BAR}" rx="2"/>'
    )


def _width(label: str) -> float:
    """Return how wide a label is at the most, in per cent of the narrowest picture, which holds about 21 Chinese characters."""
    return sum(0.6 if character.isascii() else 1.0 for character in label) / 21 * 100


def _year(date: str, *, at_end: bool = False) -> float:
    """Return a date as a number of years; `at_end` takes the last moment of what a less precise date covers."""
    parts = [int(part) for part in date.split("-")]
    year = float(parts[0])
    if len(parts) == 1:
        return year + at_end
    year += (parts[1] - 1) / 12
    if len(parts) == 2:
        return year + at_end / 12
    return year + (parts[2] - 1 + at_end) / 366
