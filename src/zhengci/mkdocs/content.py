"""The running text of a rendered page, with the way back to its HTML.

Working on what Markdown was rendered to, whatever extensions did it, cannot break the syntax of any of them.
"""

from __future__ import annotations

from bisect import bisect_right
from html import unescape
from typing import NamedTuple

from zhengci.document import markup
from zhengci.document.markup import Zone, html_tags
from zhengci.patterns import lazy

#: These do not end a line of text.
_INLINE = frozenset(
    (
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "input", "ins", "kbd", "mark",
        "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
    )
)  # fmt: skip
_KINDS = {
    **dict.fromkeys(("a",), markup.LINK),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), markup.HEADING),
    "blockquote": markup.QUOTATION,
    # Code, what is no text, what a link must not stand in, and what an author has explained already.
    **dict.fromkeys(
        (
            "code", "pre", "script", "style", "kbd", "samp", "var", "math", "svg", "canvas", "iframe", "textarea", "select", "button",
            "label", "summary", "nav", "form", "del", "abbr", "dfn", "template", "video", "audio", "object", "noscript",
        ),
        markup.CODE,
    ),
}  # fmt: skip
_ENTITY = lazy(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_SPACES = str.maketrans("\t\r\n", "   ")


class _Piece(NamedTuple):
    """Text as it stands in the HTML, or one reference to a character; ``run`` counts what lies between two tags."""

    start: int
    end: int
    raw_start: int
    raw_end: int
    run: int


class Content:
    """The text of a page and its zones; :meth:`raw` leads back to the HTML.  Offsets are code points."""

    def __init__(self, html: str) -> None:
        """Take the text out of `html`."""
        self._pieces: list[_Piece] = []
        self._texts: list[str] = []
        self._length = self._run = 0
        self.zones: list[Zone] = []
        opened: dict[str, list[int]] = {}
        at = 0
        for tag in html_tags(html):
            self._add(html, at, tag.start)
            self._run += 1
            at = tag.end
            if not tag.is_comment and tag.name not in _INLINE:
                self._break()
            if tag.name in _KINDS and not tag.closing and html[tag.end - 2] != "/":
                opened.setdefault(tag.name, []).append(self._length)
            elif tag.closing and opened.get(tag.name):
                self.zones.append(Zone(opened[tag.name].pop(), self._length, _KINDS[tag.name]))
        self._add(html, at, len(html))
        self.zones += [Zone(start, self._length, _KINDS[name]) for name, starts in opened.items() for start in starts]
        self.text = "".join(self._texts)
        self._starts = [piece.start for piece in self._pieces]

    def raw(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the span of the HTML that `start` to `end` of the text stands in; ``None`` where a tag is in between."""
        first = self._pieces[bisect_right(self._starts, start) - 1]
        last = self._pieces[bisect_right(self._starts, end - 1) - 1]
        if first.run != last.run:
            return None
        return first.raw_start + start - first.start, last.raw_end - (last.end - end)

    def _add(self, html: str, start: int, end: int) -> None:
        for entity in _ENTITY.finditer(html, start, end):
            character = unescape(entity[0])
            if len(character) == 1:
                self._piece(html[start : entity.start()].translate(_SPACES), start)
                self._piece(character, entity.start(), entity.end())
                start = entity.end()
        self._piece(html[start:end].translate(_SPACES), start)

    def _piece(self, text: str, raw_start: int, raw_end: int = 0) -> None:
        if text:
            begin = self._length
            self._texts.append(text)
            self._length += len(text)
            self._pieces.append(_Piece(begin, self._length, raw_start, raw_end or raw_start + len(text), self._run))

    def _break(self) -> None:
        if self._texts and self._texts[-1] != "\n":
            self._texts.append("\n")
            self._length += 1
