"""Turns offsets into lines and columns; only writers need them."""

from __future__ import annotations

import re
from bisect import bisect_right

_BREAK = re.compile("\r\n|\n|\r")


class Lines:
    """The lines of a text.  Lines and columns count from 1; columns are code points."""

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in _BREAK.finditer(text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and column of the character at `offset`."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def start(self, line: int) -> int:
        """Return the offset at which a line begins."""
        return self._starts[line - 1]

    def text(self, line: int) -> str:
        """Return a line without its break."""
        end = self._starts[line] if line < len(self._starts) else len(self._text)
        return self._text[self._starts[line - 1] : end].rstrip("\r\n")
