"""Turns offsets into lines and columns; only writers need them."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

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


class Places(NamedTuple):
    """Names of the parts of a document that has no lines of its own (paragraphs, cells, notes, pages).

    ``starts`` are the ascending offsets (code points) at which the parts begin, ``names`` what each is called, in Chinese.
    """

    starts: tuple[int, ...]
    names: tuple[str, ...]

    def name(self, offset: int) -> str:
        """Return the name of the part that holds the character at `offset`."""
        return self.names[max(0, bisect_right(self.starts, offset) - 1)] if self.names else ""
