"""What jieba's dictionary knows about the borders of short forms, worked out when a glossary is compiled.

Two things are stored.  For each short form, the characters that, standing before or after it, may belong to a word that
straddles its border (新 + 建 for 两新).  And a lexicon of common words with their weights, small enough to look words up in
without loading jieba, by which such a doubt is decided.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator

#: Words seen less often than this in jieba's counts are too rare to speak against a term.
MIN_FREQUENCY = 10
#: Words longer than this are not stored; the segmenting window is short.
MAX_LENGTH = 4
#: Weights are stored as bytes: 12 steps to one unit of -ln(probability).
_STEPS = 12


class Dictionary:
    """jieba's dictionary, indexed by beginnings and ends of words; lives only while a glossary is compiled."""

    def __init__(self) -> None:
        import jieba

        frequencies: dict[str, int] = {}
        with jieba.get_dict_file() as lines:
            for line in lines:
                word, frequency, _ = line.decode("utf-8").split(" ", 2)
                frequencies[word] = int(frequency)
        self.total = sum(frequencies.values())
        self.common = {
            word: frequency
            for word, frequency in frequencies.items()
            if frequency >= MIN_FREQUENCY and len(word) <= MAX_LENGTH and word < "\U00010000"
        }
        self._after: dict[str, str] = {}
        self._before: dict[str, str] = {}
        self._forward = sorted(self.common)
        self._backward = sorted(word[::-1] for word in self.common)

    def after(self, part: str) -> str:
        """Return the characters that go on a common word beginning with `part`."""
        if part not in self._after:
            self._after[part] = "".join(sorted({word[len(part)] for word in _starting(self._forward, part)}))
        return self._after[part]

    def before(self, part: str) -> str:
        """Return the characters in front of `part` in common words that end with it."""
        if part not in self._before:
            turned = _starting(self._backward, part[::-1])
            self._before[part] = "".join(sorted({word[len(part)] for word in turned}))
        return self._before[part]

    def frequency(self, piece: str) -> int:
        """Return how often a word was counted, 0 where it is not a common one."""
        return self.common.get(piece, 0)

    def straddles(self, first: str, second: str) -> bool:
        """Tell whether a common word crosses the border between two pieces of one form."""
        return any(
            first[-before:] + second[:after] in self.common
            for before in range(1, min(MAX_LENGTH, len(first) + 1))
            for after in range(1, min(MAX_LENGTH - before, len(second)) + 1)
        )

    def lexicon(self) -> bytes:
        """Return the common words as fixed-width records, shortest first: UTF-16 text and one byte of weight."""
        records = []
        for length in range(1, MAX_LENGTH + 1):
            words = sorted(
                (word.encode("utf-16-be"), frequency) for word, frequency in self.common.items() if len(word) == length
            )
            body = b"".join(
                word + bytes([min(255, round(-math.log(frequency / self.total) * _STEPS))]) for word, frequency in words
            )
            records.append(len(words).to_bytes(4, "little") + body)
        return b"".join(records)


def _starting(words: list[str], beginning: str) -> Iterator[str]:
    """Yield the words of a sorted list that are longer than `beginning` and start with it."""
    at = bisect_left(words, beginning)
    while at < len(words) and words[at].startswith(beginning):
        if len(words[at]) > len(beginning):
            yield words[at]
        at += 1


class Lexicon:
    """Reads the words and weights that :meth:`Dictionary.lexicon` stored, by binary search in the bytes."""

    __slots__ = ("_data", "_known", "_tables")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._tables: list[tuple[int, int, int]] = []  # start, number of records, width of one
        self._known: dict[str, float | None] = {}
        at = 0
        for length in range(1, MAX_LENGTH + 1):
            count = int.from_bytes(data[at : at + 4], "little")
            width = 2 * length + 1
            self._tables.append((at + 4, count, width))
            at += 4 + count * width

    def cost(self, word: str) -> float | None:
        """Return -ln(probability) of a word, ``None`` where it is not stored."""
        if word not in self._known:
            self._known[word] = self._search(word)
        return self._known[word]

    def _search(self, word: str) -> float | None:
        if not 0 < len(word) <= MAX_LENGTH:
            return None
        start, count, width = self._tables[len(word) - 1]
        key = word.encode("utf-16-be", "surrogatepass")
        low, high = 0, count
        while low < high:
            middle = (low + high) // 2
            at = start + middle * width
            found = self._data[at : at + width - 1]
            if found == key:
                return self._data[at + width - 1] / _STEPS
            if found < key:
                low = middle + 1
            else:
                high = middle
        return None
