"""Marks the abbreviations of a rendered page: each a link to the glossary page, with the explanation as its tooltip.

The role is DPUB-ARIA's for what refers to a glossary.  Material for MkDocs shows titles as tooltips, also on focus.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from zhengci.document import markup
from zhengci.document.document import Document
from zhengci.glossary.opened import Glossary
from zhengci.linting.engine import lint_document
from zhengci.mentions import senses
from zhengci.mentions.resolve import Mention, analyse
from zhengci.mkdocs.content import Content
from zhengci.writers.entries import Entry, entries, explanation

#: Status → the rule that reports it.
_RULES = {senses.UNKNOWN: "ZC103", senses.AMBIGUOUS: "ZC104"}
#: Headings go into tables of contents and have links of their own; titles in 《》 and appendices explain nothing.
_UNMARKED = (markup.HEADING, markup.TITLE, markup.APPENDIX)


class Asked(NamedTuple):
    """What the configuration asks for; hashable, so that pages can be kept by it."""

    date: str | None
    region: str | None  # a GB/T 2260 code
    statuses: frozenset[str]
    warned: frozenset[str]
    every: bool


class Explained(NamedTuple):
    """A thing that a page mentions and the glossary page explains: its anchor there, and its first mention."""

    anchor: str
    mention: Mention


class Marked(NamedTuple):
    """A page with its marks: its HTML, cut where the address of the glossary page belongs."""

    pieces: tuple[str, ...]
    explained: tuple[Explained, ...]
    warnings: tuple[str, ...]

    def html(self, glossary: str) -> str:
        """Return the HTML, with `glossary` as the address of the glossary page."""
        return escape(glossary).join(self.pieces)


def mark(html: str, path: str, glossary: Glossary, asked: Asked) -> Marked:
    """Return the rendered page at `path` (relative to the docs folder) with its marks."""
    content = Content(html)
    document = Document(
        content.text, path=path, kind="word", zones=content.zones, date=asked.date, jurisdiction=asked.region
    )
    analysis = analyse(document, glossary)
    codes = {_RULES[status] for status in asked.warned}
    warnings = [f"“{path}”：{found.message}" for found in lint_document(analysis, codes)] if codes else []
    marks: list[tuple[int, int, str]] = []
    explained: list[Explained] = []
    for entry in entries(analysis):
        if entry.first.status in asked.statuses:
            anchor = _anchor(entry)
            marks += [(*span, _opening(entry.first, anchor)) for span in _spans(entry, content, asked.every)]
            if anchor:
                explained.append(Explained(anchor, entry.first))
    return Marked(_with_marks(html, sorted(marks)), tuple(explained), tuple(warnings))


def _anchor(entry: Entry) -> str:
    """Return the anchor of an entry on the glossary page; empty where there is nothing to be explained there."""
    if entry.first.concept:
        return f"zc-{entry.first.concept.id}"
    return f"zc-{escape(entry.first.form)}" if entry.first.status == senses.DEFINED else ""


def _spans(entry: Entry, content: Content, every: bool) -> Iterator[tuple[int, int]]:
    """Yield where in the HTML an entry is to be marked."""
    for mention in entry.mentions:
        span = content.raw(mention.start, mention.end) if mention.zone not in _UNMARKED else None
        if span:
            yield span
            if not every:
                return


def _opening(mention: Mention, anchor: str) -> str:
    """Return the start tag of a mark, with a line feed, which no attribute here has, for the glossary page's address."""
    told = escape(" ".join(explanation(mention).split()))
    if not anchor:
        return f'<abbr class="zhengci zhengci-{mention.status}" tabindex="0" title="{told}">'
    return f'<a class="zhengci zhengci-{mention.status}" role="doc-glossref" href="\n#{anchor}" title="{told}">'


def _with_marks(html: str, marks: list[tuple[int, int, str]]) -> tuple[str, ...]:
    pieces: list[str] = []
    buffer: list[str] = []
    at = 0
    for start, end, opening in marks:
        before, way, rest = opening.partition("\n")
        buffer += [html[at:start], before]
        if way:
            pieces.append("".join(buffer))
            buffer = [rest]
        buffer += [html[start:end], "</a>" if way else "</abbr>"]
        at = end
    return (*pieces, "".join([*buffer, html[at:]]))
