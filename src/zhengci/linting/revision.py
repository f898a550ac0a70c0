"""A text that is mended again and again, and the edits that lead to it from the text as it was first."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from zhengci.linting.finding import Edit


class _Piece(NamedTuple):
    """Characters ``start``–``end`` of the first text, as they were (``text`` is ``None``) or with ``text`` in their place."""

    start: int
    end: int
    text: str | None

    @property
    def size(self) -> int:
        """How long the piece is in the text as it is now."""
        return self.end - self.start if self.text is None else len(self.text)


class Revision:
    """A text under revision.  What was mended once may be mended again; edits that touch each other's words become one."""

    def __init__(self, text: str) -> None:
        self._first = text
        self._pieces = [_Piece(0, len(text), None)] if text else []
        self._offsets = [0] if text else []  # where each piece begins in the text as it is now
        self.text = text

    def mend(self, edits: Sequence[Edit]) -> None:
        """Carry out disjoint edits, which come by place; offsets are those of the text as it is now."""
        left = list(zip(self._offsets, self._pieces, strict=True))
        done: list[_Piece] = []  # from the end on
        for edit in reversed(edits):
            while left and left[-1][0] >= edit.end:
                done.append(left.pop()[1])
            low = high = left[-1][1].end if left else 0
            begin, told = edit.start, edit.text
            touched = False
            while left and left[-1][0] + left[-1][1].size > edit.start:
                offset, piece = left.pop()
                before, behind = max(0, edit.start - offset), max(0, offset + piece.size - edit.end)
                if not touched:
                    high = piece.end if piece.text is not None else piece.end - behind
                    touched = True
                if piece.text is None:
                    low = piece.start + before
                    if behind:
                        done.append(_Piece(piece.end - behind, piece.end, None))
                    if before:
                        left.append((offset, _Piece(piece.start, low, None)))
                        break
                else:
                    low, begin = piece.start, min(offset, edit.start)
                    told = piece.text[:before] + told + piece.text[len(piece.text) - behind :]
            left.append((begin, _Piece(low, high, told)))
        self._pieces = [*(piece for _, piece in left), *reversed(done)]
        self._pieces = [piece for piece in self._pieces if piece.start < piece.end or piece.text]
        self._offsets = [0, *accumulate(piece.size for piece in self._pieces)][: len(self._pieces)]
        self.text = "".join(self._first[one.start : one.end] if one.text is None else one.text for one in self._pieces)

    def edits(self) -> list[Edit]:
        """Return the edits, disjoint and by place, that make the first text what it is now."""
        return [
            Edit(piece.start, piece.end, piece.text)
            for piece in self._pieces
            if piece.text is not None and piece.text != self._first[piece.start : piece.end]
        ]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the first text that a span of the text as it is now comes from; empty where words were added."""
        offsets = self._offsets
        last = bisect_left(offsets, end) - 1
        if last < 0:
            return 0, 0
        first = last if start == end else bisect_right(offsets, start) - 1
        return self._from(first, start - offsets[first], False), self._from(last, end - offsets[last], True)

    def _from(self, number: int, inside: int, is_end: bool) -> int:
        piece = self._pieces[number]
        if piece.text is None:
            return piece.start + inside
        return piece.end if is_end or inside >= piece.size else piece.start

    def now(self, offset: int) -> int:
        """Return where the character at `offset` of the first text is now, or what stands in its place begins."""
        number = bisect_right(self._pieces, offset, key=lambda piece: piece.start) - 1
        if number < 0:
            return 0
        piece = self._pieces[number]
        return self._offsets[number] + (offset - piece.start if piece.text is None else 0)
