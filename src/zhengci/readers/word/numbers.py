"""Numbers of annotations in a Word document (ECMA-376 Part 1, 17.13.1.1): none is given twice, none too large for Word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

_LARGEST = 2**31 - 1  # ST_DecimalNumber as Word reads it: with more it calls the file corrupt
_ROOM = 1_000_000


def unused(taken: Iterable[str | None], first: int = 1) -> Iterator[str]:
    """Yield ids that are not among those `taken`, from `first` on: those above the largest while there is room for them."""
    numbers = {int(key) for key in taken if key and key.isdecimal()}
    largest = max(numbers, default=first - 1)
    if largest < _LARGEST - _ROOM:
        return map(str, count(max(largest + 1, first)))
    return (str(number) for number in count(first) if number not in numbers)
