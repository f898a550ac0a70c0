"""Cells of the tables of a Word document, which its reader hands on as lines whose places have names: 表 1 第 2 行第 3 格."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from zhengci.document.document import Document
from zhengci.writers.page.tokens import Token, closing, opening

_NAME = re.compile(r"表 (\d+) 第 (\d+) 行第 (\d+) 格")


class Cell(NamedTuple):
    """Where in which table a line stands; all count from 1."""

    table: int
    row: int
    column: int


def cells(document: Document, starts: list[int]) -> list[Cell | None]:
    """Return the cell of each line that begins at one of `starts`, ``None`` for one outside tables."""
    places = document.places
    if places is None or not any(name.startswith("表 ") for name in places.names):
        return [None] * len(starts)
    found = [_NAME.match(places.name(start)) for start in starts]
    return [Cell(int(match[1]), int(match[2]), int(match[3])) if match else None for match in found]


class Tables:
    """Opens and closes tables, rows and cells as the lines of a document come by."""

    def __init__(self, found: list[Cell | None]) -> None:
        self._widths: dict[int, int] = {}
        for cell in found:
            if cell:
                self._widths[cell.table] = max(self._widths.get(cell.table, 0), cell.column)
        self._at: Cell | None = None

    def go(self, cell: Cell | None) -> Iterator[Token]:
        """Yield the tags between the last line and one in `cell`; cells that hold nothing have no lines."""
        last, self._at = self._at, cell
        if cell == last:
            return
        if last:
            yield closing("td")
            if cell is None or cell[:2] != last[:2]:
                yield from _empty(self._widths[last.table] - last.column)
                yield closing("tr")
            if cell is None or cell.table != last.table:
                yield closing("table")
        if cell:
            filled = 0
            if last is None or cell.table != last.table:
                yield opening("table")
            if last is None or cell[:2] != last[:2]:
                yield opening("tr")
            else:
                filled = last.column
            yield from _empty(cell.column - filled - 1)
            yield opening("td")


def _empty(number: int) -> Iterator[Token]:
    for _ in range(number):
        yield from (opening("td"), closing("td"))
