"""HTML as tokens: its text in blocks, its tags and all that is not text as gaps.  Nothing of its own look is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from zhengci.document import markup
from zhengci.document.document import Document
from zhengci.writers.page import official
from zhengci.writers.page.escape import plain
from zhengci.writers.page.official import Role
from zhengci.writers.page.paragraphs import Headings, block
from zhengci.writers.page.tokens import GAP, TEXT, Token, closing, opening

#: A tag at which a new block begins.
_BLOCK = re.compile(
    r"</?(?:address|article|aside|blockquote|body|br|caption|center|dd|div|dl|dt|figure|figcaption|footer|form|h[1-6]|head|header|hr|html|li|"
    r"main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|title|tr|ul)\b",
    re.IGNORECASE,
)
_HEADING = re.compile(r"<h([1-6])\b", re.IGNORECASE)
_TITLE = re.compile(r"<title\b", re.IGNORECASE)
#: What these hold is text, though not prose.
_CODE = re.compile(r"<(?:pre|code)\b", re.IGNORECASE)
#: Line breaks of the source, and characters that it spells.
_SPELT = re.compile(r"[ \t]*[\r\n]\s*|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{2,31});")
_WIDE = re.compile("[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f“”‘’—…]")


class _Block(NamedTuple):
    """Pieces of text that stand in one block, the level of the heading that they are (0: none), and what they say."""

    pieces: list[tuple[int, int]]
    level: int
    said: str


def has_blocks(document: Document) -> bool:
    """Tell whether a document has tags that part it into blocks; else its lines do."""
    return _BLOCK.search(document.raw) is not None


def tokens(document: Document) -> tuple[list[Token], bool]:
    """Return the tokens of an HTML text, and whether it has a heading of the first level."""
    blocks = list(_blocks(document))
    return list(_tokens(document.raw, blocks)), any(one.level == 1 for one in blocks)


def _blocks(document: Document) -> Iterator[_Block]:
    raw = document.raw
    pieces: list[tuple[int, int]] = []
    level = 0
    at = 0
    for start, end in [*_hidden(document), (len(raw), len(raw))]:
        if raw[at:start].strip():
            pieces.append((at, start))
        gap = raw[start:end]
        if _BLOCK.search(gap) or start == len(raw):
            if pieces:
                said = unescape("".join(raw[begin:stop] for begin, stop in pieces)).strip()
                yield _Block(pieces, level, " ".join(said.split()))
                pieces, level = [], 0
            heading = _HEADING.search(gap)
            level = int(heading[1]) if heading else -1 if _TITLE.search(gap) else 0
        at = end


def _hidden(document: Document) -> list[tuple[int, int]]:
    """Return the spans that are no text, without overlaps, one for each run of tags."""
    raw = document.raw
    merged: list[tuple[int, int]] = []
    last = len(raw)
    for zone in sorted(document.markup, key=lambda zone: (zone.start, zone.end)):
        if zone.kind not in (markup.CODE, markup.COMMENT):
            continue
        if _CODE.match(raw, zone.start) and zone.start == last:  # all of the element; its tag came before
            continue
        last = zone.start
        if merged and zone.start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], zone.end))
        else:
            merged.append((zone.start, zone.end))
    return merged


def _tokens(raw: str, blocks: list[_Block]) -> Iterator[Token]:
    levels = {one.level for one in blocks if one.level > 0}
    headings = Headings(levels, 1 if 1 in levels else 2)
    numbered = Headings({0, 1, 2, 3})
    at = 0
    for one in blocks:
        if one.pieces[0][0] > at:
            yield Token(GAP, at, one.pieces[0][0])
            at = one.pieces[0][0]
        name, attributes = _element(one, headings, numbered, is_structured=bool(levels))
        yield opening(name, attributes)
        for start, end in one.pieces:
            if start > at:
                yield Token(GAP, at, start)
            yield from _spelt(raw, start, end)
            at = end
        yield closing(name)
    if at < len(raw):
        yield Token(GAP, at, len(raw))


def _element(one: _Block, headings: Headings, numbered: Headings, *, is_structured: bool) -> tuple[str, str]:
    if one.level > 0:
        return f"h{headings.level(one.level)}", ""
    if one.level < 0:
        return block(Role(official.BEFORE), numbered)
    role = official.prose(one.said) if one.said else Role(official.PROSE)
    if is_structured and role.name == official.HEADING:
        role = Role(official.PROSE)
    return block(role, numbered)


def _spelt(raw: str, start: int, end: int) -> Iterator[Token]:
    """Yield a piece of text, with line breaks as the blanks that they are and spelt characters as they are to be read."""
    at = start
    for match in _SPELT.finditer(raw, start, end):
        if match[0].startswith("&"):
            said = unescape(match[0])
            if said == match[0]:
                continue
            shown = [opening("span", f'data-shown="{plain(said)}"'), closing("span")] if said.strip() else []
        elif at > start or match.start() > start:
            beside = raw[match.start() - 1], raw[match.end() : match.end() + 1]
            if not any(_WIDE.match(character) for character in beside):
                continue
            shown = []
        else:
            continue
        if match.start() > at:
            yield Token(TEXT, at, match.start())
        yield Token(GAP, match.start(), match.end(), "unseen")
        yield from shown
        at = match.end()
    if end > at:
        yield Token(TEXT, at, end)
