"""Zones of Markdown and HTML that are not prose: Markdown's found by pulldown-cmark (through pyromark), HTML's here.

The Markdown parser is asked only where the text has a mark that could make a zone: a plain report with headings has none.
HTML is cut at its tags by a scanner of our own, because html.parser reads to the end of the text again at every tag that
is never closed.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple

from zhengci.patterns import lazy

CODE, LINK, COMMENT, FRONT_MATTER, HEADING, QUOTATION, TITLE, APPENDIX, TABLE = (
    "code", "link", "comment", "front-matter", "heading", "quotation", "title", "appendix", "table",
)  # fmt: skip

_MARKS = lazy(r"[`<\[]|^(?:[ \t]*(?:>|~~~)|\t| {4}|---|\+\+\+|===)|^\|", re.MULTILINE)
_ATX = lazy(r"^ {0,3}#{1,6}[ \t].*$", re.MULTILINE)
_SURROGATE = lazy("[\ud800-\udfff]")


class Zone(NamedTuple):
    """A span of the raw text (code points, half-open) that has a treatment of its own."""

    start: int
    end: int
    kind: str


class Remark(NamedTuple):
    """What somebody wrote beside a span of the raw text (code points, half-open; it may be empty)."""

    start: int
    end: int
    text: str


def markdown_zones(raw: str) -> list[Zone]:
    """Return the zones of CommonMark text with tables and front matter, in order of their starts."""
    if not _MARKS.search(raw):
        return [Zone(match.start(), match.end(), HEADING) for match in _ATX.finditer(raw)]
    import pyromark

    text = without_surrogates(raw)
    found: list[tuple[int, int, str]] = []
    for event, span in pyromark.events_with_range(text, options=options()):
        if isinstance(event, str):
            continue
        kind = _kind(event)
        if kind:
            found.append((span["start"], span["end"], kind))
    to_point = points(text, sorted({offset for start, end, _ in found for offset in (start, end)}))
    zones = [Zone(to_point[start], to_point[end], kind) for start, end, kind in found]
    return [
        zone._replace(kind=COMMENT) if zone.kind == CODE and raw.startswith("<!--", zone.start) else zone
        for zone in sorted(zones)
    ]


def options() -> Any:
    """Return what pyromark is to understand beside CommonMark."""
    import pyromark

    return pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_YAML_STYLE_METADATA_BLOCKS


def without_surrogates(raw: str) -> str:
    """Return a text that the Markdown parser takes, of the same length."""
    return _SURROGATE.sub("\ufffd", raw)


def _kind(event: object) -> str | None:
    if not isinstance(event, dict):
        return None
    if "Code" in event or "InlineHtml" in event:
        return CODE
    start = event.get("Start")
    if start == "HtmlBlock":
        return CODE
    if not isinstance(start, dict):
        return None
    for name, kind in (
        ("CodeBlock", CODE), ("Link", LINK), ("Image", LINK), ("BlockQuote", QUOTATION), ("Heading", HEADING),
        ("MetadataBlock", FRONT_MATTER),
    ):  # fmt: skip
        if name in start:
            return kind
    return None


def points(text: str, offsets: list[int]) -> dict[int, int]:
    """Map UTF-8 byte offsets to code points; both lists run upwards, so the text is decoded once."""
    data = text.encode("utf-8")
    result, at, points = {}, 0, 0
    for offset in offsets:
        points += len(data[at:offset].decode("utf-8"))
        result[offset] = points
        at = offset
    return result


_HTML_MARK = lazy(r"<(?:!--|[!?]|(/?)([a-zA-Z][^\s/>]*+))")
_COMMENT_END = lazy(r"--!?>")
#: The rest of a tag, behind its name; only quotation marks behind “=” hold a value that may contain “>”.
_TAG_END = lazy(r"""(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|(?!["'])))*+>""")


class Tag(NamedTuple):
    """A tag or comment of HTML: its span in the raw text, its name in small letters (empty for a comment), whether it closes."""

    start: int
    end: int
    name: str
    closing: bool
    is_comment: bool = False


def html_tags(raw: str) -> Iterator[Tag]:
    """Yield the tags and comments of HTML in order; what stands in scripts and styles is none."""
    last = raw.rfind(">")
    quotes = True
    at = 0
    while mark := _HTML_MARK.search(raw, at):
        start, at = mark.span()
        name = (mark[2] or "").lower()
        if mark[0] == "<!--":
            close = _COMMENT_END.search(raw, start + 2)  # <!--> is a whole comment
            at = close.end() if close else len(raw)
            yield Tag(start, at, "", False, True)
            continue
        if at > last:
            continue  # never closed: text
        end = _TAG_END.match(raw, at) if quotes and name else None
        if name and not end:
            quotes = False  # a quotation mark that is never closed: from here on the next “>” ends a tag
        at = end.end() if end else raw.index(">", at) + 1
        yield Tag(start, at, name, bool(mark[1]))
        if name in _UNPARSED and not mark[1] and raw[at - 2] != "/":
            close = _UNPARSED[name].search(raw, at)
            at = close.start() if close else len(raw)


def html_zones(raw: str) -> list[Zone]:
    """Return everything in HTML that is not running text: tags, scripts, styles, comments, links, quotations."""
    tags = list(html_tags(raw))
    zones: list[Zone] = []
    opened: dict[str, int] = {}
    for tag in tags:
        zones.append(Zone(tag.start, tag.end, COMMENT if tag.is_comment else CODE))
        if tag.name not in _SPANNING:
            continue
        if not tag.closing:
            opened.setdefault(tag.name, tag.start)
        if (tag.closing or raw[tag.end - 2] == "/") and tag.name in opened:
            zones.append(Zone(opened.pop(tag.name), tag.end, _SPANNING[tag.name]))
    zones += [Zone(start, len(raw), CODE) for name, start in opened.items() if _SPANNING[name] == CODE]
    return sorted(zones)


_SPANNING = {
    "script": CODE, "style": CODE, "pre": CODE, "code": CODE, "a": LINK, "blockquote": QUOTATION,
    "h1": HEADING, "h2": HEADING, "h3": HEADING, "h4": HEADING, "h5": HEADING, "h6": HEADING, "title": HEADING,
}  # fmt: skip
#: What stands in these is no markup, up to their end tag.
_UNPARSED = {tag: lazy(rf"</{tag}(?=[\s/>])", re.IGNORECASE) for tag in ("script", "style")}


class Zones:
    """Zones of one document, asked by place and kind."""

    __slots__ = ("_asked", "_by_kind")

    def __init__(self, zones: list[Zone]) -> None:
        self._by_kind: dict[str, tuple[list[int], list[int]]] = {}
        self._asked: dict[tuple[str, ...], list[tuple[str, list[int], list[int]]]] = {}
        for zone in sorted(zones):
            starts, ends = self._by_kind.setdefault(zone.kind, ([], []))
            if ends and zone.start < ends[-1]:  # nested: one span
                ends[-1] = max(ends[-1], zone.end)
            else:
                starts.append(zone.start)
                ends.append(zone.end)

    def within(self, offset: int, *kinds: str) -> str | None:
        """Return the first of `kinds` whose zone holds the character at `offset`."""
        spans = self._asked.get(kinds)
        if spans is None:
            spans = [(kind, *self._by_kind[kind]) for kind in kinds if kind in self._by_kind]
            self._asked[kinds] = spans
        for kind, starts, ends in spans:
            index = bisect_right(starts, offset) - 1
            if index >= 0 and offset < ends[index]:
                return kind
        return None

    def spans(self, kind: str) -> list[tuple[int, int]]:
        """Return the spans of one kind, in order."""
        starts, ends = self._by_kind.get(kind, ([], []))
        return list(zip(starts, ends, strict=True))
