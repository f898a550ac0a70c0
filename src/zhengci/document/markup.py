"""Zones of Markdown and HTML that are not prose, found by pulldown-cmark (through pyromark) and html.parser.

Both parsers are asked only where the text has a mark that could make such a zone: a plain report with headings has none.
"""

import re
from bisect import bisect_right
from typing import NamedTuple

CODE, LINK, COMMENT, FRONT_MATTER, HEADING, QUOTATION, TITLE, APPENDIX = (
    "code", "link", "comment", "front-matter", "heading", "quotation", "title", "appendix",
)  # fmt: skip

_MARKS = re.compile(r"[`<\[]|^(?:[ \t]*(?:>|~~~)|\t| {4}|---|\+\+\+|===)|^\|", re.MULTILINE)
_ATX = re.compile(r"^ {0,3}#{1,6}[ \t].*$", re.MULTILINE)
_SURROGATE = re.compile("[\ud800-\udfff]")


class Zone(NamedTuple):
    """A span of the raw text (code points, half-open) that has a treatment of its own."""

    start: int
    end: int
    kind: str


def markdown_zones(raw: str) -> list[Zone]:
    """Return the zones of CommonMark text with tables and front matter, in order of their starts."""
    if not _MARKS.search(raw):
        return [Zone(match.start(), match.end(), HEADING) for match in _ATX.finditer(raw)]
    import pyromark

    options = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_YAML_STYLE_METADATA_BLOCKS
    text = _SURROGATE.sub("\ufffd", raw)
    found: list[tuple[int, int, str]] = []
    for event, span in pyromark.events_with_range(text, options=options):
        if isinstance(event, str):
            continue
        kind = _kind(event)
        if kind:
            found.append((span["start"], span["end"], kind))
    to_point = _points(text, sorted({offset for start, end, _ in found for offset in (start, end)}))
    zones = [Zone(to_point[start], to_point[end], kind) for start, end, kind in found]
    return [
        zone._replace(kind=COMMENT) if zone.kind == CODE and raw.startswith("<!--", zone.start) else zone
        for zone in sorted(zones)
    ]


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


def _points(text: str, offsets: list[int]) -> dict[int, int]:
    """Map UTF-8 byte offsets to code points; both lists run upwards, so the text is decoded once."""
    data = text.encode("utf-8")
    result, at, points = {}, 0, 0
    for offset in offsets:
        points += len(data[at:offset].decode("utf-8"))
        result[offset] = points
        at = offset
    return result


def html_zones(raw: str) -> list[Zone]:
    """Return everything in HTML that is not running text: tags, scripts, styles, comments, links, quotations."""
    from html.parser import HTMLParser

    starts = [0, *(match.end() for match in re.finditer("\n", raw))]

    class Parser(HTMLParser):
        def __init__(self) -> None:
            super().__init__(convert_charrefs=False)
            self.zones: list[Zone] = []
            self.open: dict[str, int] = {}

        def here(self) -> int:
            line, column = self.getpos()
            return starts[line - 1] + column

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            at = self.here()
            self.zones.append(Zone(at, at + len(self.get_starttag_text() or ""), CODE))
            if tag in _SPANNING:
                self.open.setdefault(tag, at)

        def handle_endtag(self, tag: str) -> None:
            at = self.here()
            end = raw.find(">", at) + 1 or len(raw)
            self.zones.append(Zone(at, end, CODE))
            if tag in self.open:
                self.zones.append(Zone(self.open.pop(tag), end, _SPANNING[tag]))

        def handle_comment(self, data: str) -> None:
            at = self.here()
            self.zones.append(Zone(at, at + len(data) + 7, COMMENT))

    parser = Parser()
    parser.feed(raw)
    parser.close()
    unclosed = [Zone(at, len(raw), CODE) for tag, at in parser.open.items() if _SPANNING[tag] == CODE]
    parser.zones += unclosed
    return sorted(parser.zones)


_SPANNING = {
    "script": CODE, "style": CODE, "pre": CODE, "code": CODE, "a": LINK, "blockquote": QUOTATION,
    "h1": HEADING, "h2": HEADING, "h3": HEADING, "h4": HEADING, "h5": HEADING, "h6": HEADING, "title": HEADING,
}  # fmt: skip


class Zones:
    """Zones of one document, asked by place and kind."""

    __slots__ = ("_by_kind",)

    def __init__(self, zones: list[Zone]) -> None:
        self._by_kind: dict[str, tuple[list[int], list[int]]] = {}
        for zone in sorted(zones):
            starts, ends = self._by_kind.setdefault(zone.kind, ([], []))
            if ends and zone.start < ends[-1]:  # nested: one span
                ends[-1] = max(ends[-1], zone.end)
            else:
                starts.append(zone.start)
                ends.append(zone.end)

    def within(self, offset: int, *kinds: str) -> str | None:
        """Return the first of `kinds` whose zone holds the character at `offset`."""
        for kind in kinds:
            spans = self._by_kind.get(kind)
            if spans:
                index = bisect_right(spans[0], offset) - 1
                if index >= 0 and offset < spans[1][index]:
                    return kind
        return None

    def spans(self, kind: str) -> list[tuple[int, int]]:
        """Return the spans of one kind, in order."""
        starts, ends = self._by_kind.get(kind, ([], []))
        return list(zip(starts, ends, strict=True))
