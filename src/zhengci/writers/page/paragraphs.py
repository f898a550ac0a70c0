"""Plain text as tokens: every line a block of its own, in the manner of official documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from zhengci.document import markup
from zhengci.document.document import Document
from zhengci.document.markup import Zones
from zhengci.writers.page import official
from zhengci.writers.page.cells import Cell, Tables, cells
from zhengci.writers.page.official import Role
from zhengci.writers.page.tokens import GAP, TEXT, Token, closing, opening, settled

_LINE = re.compile("[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_BLANKS = " \t\u3000\u00a0\u200b\u200d\ufeff\r\n"
_SPACED = re.compile("[ \u3000]{3,}")


class _Line(NamedTuple):
    """A line that has something on it: where it and the text on it begin and end."""

    begin: int
    start: int
    end: int
    whole: int


class Headings:
    """Levels of headings, none left out on the way down, whatever ranks a document uses."""

    def __init__(self, ranks: set[int], top: int = 2) -> None:
        self._levels = {rank: number for number, rank in enumerate(sorted(ranks), top)}
        self._last = top - 1

    def level(self, rank: int) -> int:
        """Return the level of the next heading, which has `rank`."""
        self._last = min(self._levels[rank], self._last + 1, 6)
        return self._last


def tokens(document: Document) -> tuple[list[Token], bool]:
    """Return the tokens of a plain text, and whether a title was found in it."""
    raw = document.raw
    lines: list[_Line] = []
    for match in _LINE.finditer(raw):
        said = match[0].strip(_BLANKS)
        if said:
            start = match.start() + len(match[0]) - len(match[0].lstrip(_BLANKS))
            lines.append(_Line(match.start(), start, start + len(said), match.end()))
    zones = Zones([] if document.kind == "html" else document.markup)
    known = [zones.within(line.start, markup.HEADING) is not None for line in lines]
    roles = official.roles([raw[line.start : line.end] for line in lines], known)
    inside = cells(document, [line.start for line in lines])
    roles = [Role(official.PROSE) if cell else role for role, cell in zip(roles, inside, strict=True)]
    return settled(list(_tokens(raw, lines, roles, inside))), any(role.name == official.TITLE for role in roles)


def _tokens(raw: str, lines: list[_Line], roles: list[Role], inside: list[Cell | None]) -> Iterator[Token]:
    headings = Headings({role.rank for role in roles if role.name == official.HEADING})
    tables = Tables(inside)
    at, opened = 0, ""
    for line, role, cell in zip(lines, roles, inside, strict=True):
        wanted = {official.ROW: "table", official.TITLE: "h1"}.get(role.name, "")
        if opened and opened != wanted:
            yield closing(opened)
        if line.begin > at:
            yield Token(GAP, at, line.begin)
        if wanted and opened != wanted:
            yield opening(wanted)
        elif wanted == "h1":
            yield opening("br")
        opened = wanted
        yield from tables.go(cell)
        yield from _block(raw, line, role, headings)
        at = line.whole
    if opened:
        yield closing(opened)
    yield from tables.go(None)
    if at < len(raw):
        yield Token(GAP, at, len(raw))


def _block(raw: str, line: _Line, role: Role, headings: Headings) -> Iterator[Token]:
    inside = [Token(GAP, line.begin, line.start), Token(TEXT, line.start, line.end)]
    behind = Token(GAP, line.end, line.whole)
    if role.name == official.TITLE:
        yield from (*inside, behind)
        return
    if role.name == official.ROW:
        yield from _row(raw, line)
        return
    name, attributes = block(role, headings)
    if not attributes and name == "p" and _SPACED.search(raw, line.start, line.end):
        attributes = 'class="spaced"'
    yield opening(name, attributes)
    yield inside[0]
    yield from led(line.start, line.end, role.lead)
    yield behind
    yield closing(name)


def block(role: Role, headings: Headings) -> tuple[str, str]:
    """Return the element that shows a line of a role, and its attributes."""
    if role.name == official.HEADING:
        return f"h{headings.level(role.rank)}", f'class="rank{role.rank}"'
    return "p", "" if role.name == official.PROSE else f'class="{role.name}"'


def led(start: int, end: int, lead: int) -> Iterator[Token]:
    """Yield a text whose first `lead` characters stand out."""
    if lead:
        yield from (opening("strong", 'class="lead"'), Token(TEXT, start, start + lead), closing("strong"))
    yield Token(TEXT, start + lead, end)


def _row(raw: str, line: _Line) -> Iterator[Token]:
    yield opening("tr")
    at = line.begin
    while True:
        tab = raw.find("\t", max(at, line.start), line.end)
        end = tab if tab >= 0 else line.end
        yield opening("td")
        start = max(at, line.start)
        if start > at:
            yield Token(GAP, at, start)
        yield Token(TEXT, start, end)
        at = end + 1
        yield Token(GAP, end, at if tab >= 0 else line.whole)
        yield closing("td")
        if tab < 0:
            break
    yield closing("tr")
