"""The text of an open document, in offsets and in the positions that editors speak of."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from lsprotocol.types import Position, PositionEncodingKind, Range

_BREAK = re.compile("\r\n|\n|\r")
#: Columns are counted from the nearest of these distances, so that one long line costs no more than many short ones.
_STEP = 128
#: Encoding that positions count in → codec and bytes a unit.
_CODECS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


class Text:
    """A text that never changes; an edit makes another one.

    Offsets are code points.  Positions are the protocol's: lines end at LF, CR LF or CR, characters are code units of
    the encoding that client and server agreed upon.
    """

    __slots__ = ("_encoding", "_starts", "_steps", "raw")

    def __init__(self, raw: str, encoding: str = PositionEncodingKind.Utf16, starts: list[int] | None = None) -> None:
        self.raw = raw
        self._encoding = encoding
        self._starts = [0, *_breaks(raw, 0, len(raw))] if starts is None else starts
        self._steps: list[int] = []

    def offset(self, position: Position) -> int:
        """Return the offset of a position; one beyond the end of its line or of the text is drawn back to that end."""
        if position.line >= len(self._starts):
            return len(self.raw)
        start = self._starts[position.line]
        wanted = self._units(start) + position.character
        at = start
        block = bisect_right(self._steps, wanted) - 1
        if block * _STEP > start:
            at = block * _STEP
        end = self._line_end(position.line)
        left = wanted - self._units(at)
        while left > 0 and at < end:
            left -= _units(self.raw[at], self._encoding)
            if left < 0:
                break  # inside a character
            at += 1
        return min(at, end)

    def position(self, offset: int) -> Position:
        """Return the position of the character at `offset`."""
        line = bisect_right(self._starts, offset) - 1
        return Position(line, self._units(offset) - self._units(self._starts[line]))

    def range(self, start: int, end: int) -> Range:
        """Return a span as a range."""
        return Range(self.position(start), self.position(end))

    def span(self, range_: Range) -> tuple[int, int]:
        """Return a range as a span, in order even where the client's is not."""
        start, end = self.offset(range_.start), self.offset(range_.end)
        return min(start, end), max(start, end)

    def line(self, offset: int) -> tuple[int, int]:
        """Return the span of the line that holds `offset`, without its break."""
        number = bisect_right(self._starts, offset) - 1
        return self._starts[number], self._line_end(number)

    def edited(self, range_: Range | None, new: str) -> Text:
        """Return the text with `new` in place of a range, or of everything."""
        if range_ is None:
            return Text(new, self._encoding)
        start, end = self.span(range_)
        raw = self.raw[:start] + new + self.raw[end:]
        # The lines that the edit touches are looked at again, the one before it too: a CR at its end may meet an LF.
        first = bisect_right(self._starts, max(0, start - 1))
        last = bisect_right(self._starts, end)
        shift = len(raw) - len(self.raw)
        low = self._starts[first - 1]
        high = self._starts[last] + shift if last < len(self._starts) else len(raw)
        behind = [at + shift for at in self._starts[last + 1 :]]
        return Text(raw, self._encoding, [*self._starts[:first], *_breaks(raw, low, high), *behind])

    def _line_end(self, line: int) -> int:
        """Return the offset at which the content of a line ends."""
        if line + 1 >= len(self._starts):
            return len(self.raw)
        end = self._starts[line + 1] - 1
        return end - 1 if self.raw[end] == "\n" and end > self._starts[line] and self.raw[end - 1] == "\r" else end

    def _units(self, offset: int) -> int:
        """Return how many units stand before `offset`."""
        if not self._steps:
            blocks = (self.raw[at : at + _STEP] for at in range(0, len(self.raw), _STEP))
            self._steps = [0, *accumulate(_units(block, self._encoding) for block in blocks)]
        step = offset // _STEP
        return self._steps[step] + _units(self.raw[step * _STEP : offset], self._encoding)


def _units(string: str, encoding: str) -> int:
    if encoding == "utf-32" or string.isascii():
        return len(string)
    codec, width = _CODECS[encoding]
    return len(string.encode(codec, "surrogatepass")) // width


def _breaks(raw: str, low: int, high: int) -> list[int]:
    """Return where the lines begin that follow the breaks within a span."""
    return [match.end() for match in _BREAK.finditer(raw, low, high)]
