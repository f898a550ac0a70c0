"""Markdown as tokens: what pulldown-cmark (through pyromark) finds, with the marks of the syntax as gaps."""

from __future__ import annotations

import re
from typing import Any

from zhengci.document import markup
from zhengci.document.document import Document
from zhengci.writers.page import official
from zhengci.writers.page.escape import plain
from zhengci.writers.page.paragraphs import Headings, block
from zhengci.writers.page.tokens import GAP, TEXT, Token, closing, opening, settled

_PLAIN_TAGS = {"Emphasis": "em", "Strong": "strong", "Strikethrough": "del", "Item": "li"}
_ALIGNED = {"Center": 'class="centre"', "Right": 'class="right"'}
_WIDE = re.compile("[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f“”‘’—…]")
_NEXT = re.compile(r"\s*(.*)")


def tokens(document: Document) -> tuple[list[Token], bool]:
    """Return the tokens of a Markdown text, and whether it has a heading of the first level."""
    import pyromark

    raw = document.raw
    text = markup.without_surrogates(raw)
    events = list(pyromark.events_with_range(text, options=markup.options()))
    to_point = markup.points(text, sorted({place for _, span in events for place in (span["start"], span["end"])}))
    placed = [(event, to_point[span["start"]], to_point[span["end"]]) for event, span in events]
    builder = _Builder(raw, {_level(event) for event, _, _ in placed if _started(event) == "Heading"})
    for event, start, end in placed:
        builder.add(event, start, end)
    return settled(builder.finished()), builder.has_title


def _started(event: Any) -> str:
    """Return the name of the element that an event begins; empty where it begins none."""
    start = event.get("Start") if isinstance(event, dict) else None
    return next(iter(start)) if isinstance(start, dict) else start or ""


def _level(event: Any) -> int:
    return int(event["Start"]["Heading"]["level"][1])


class _Builder:
    def __init__(self, raw: str, levels: set[int]) -> None:
        self._raw = raw
        self._at = 0
        self._done: list[Token] = []
        self._open: list[str] = []  # elements; several tags of one event are joined by blanks
        self._hides = 0  # so deep in front matter
        self._in_code = False
        self._aligned: tuple[str, ...] = ()
        self._cell = 0
        self._head = False
        self._paragraphs: list[tuple[int, str]] = []  # where the tag of each stands among the tokens, and what it says
        self.has_title = 1 in levels
        self._is_structured = bool(levels)
        self._headings = Headings(levels, 1 if self.has_title else 2)
        self._official = Headings({0, 1, 2, 3}, 2)

    def finished(self) -> list[Token]:
        """Return the tokens, with the last paragraphs as the signature that they may be."""
        self._gap(len(self._raw))
        for number in official.signature([said for _, said in self._paragraphs]):
            at = self._paragraphs[number][0]
            self._done[at] = opening(*block(official.Role(official.SIGNED), self._official))
        return self._done

    def add(self, event: Any, start: int, end: int) -> None:
        """Take up an event, which stands at a span of the raw text."""
        name = _started(event)
        if name:
            self._gap(start)
            self._begin(name, event["Start"], start, end)
        elif isinstance(event, dict) and "End" in event:
            self._gap(end)
            for tag in reversed(self._open.pop().split()):
                self._done.append(closing(tag))
            self._in_code = False
            self._hides = max(0, self._hides - 1)
        elif not self._hides:
            self._leaf(event, start, end)

    def _gap(self, until: int, name: str = "") -> None:
        if until > self._at:
            self._done.append(Token(GAP, self._at, until, name))
            self._at = until

    def _text(self, start: int, end: int) -> None:
        self._gap(start)
        if end > self._at:
            self._done.append(Token(TEXT, self._at, end))
            self._at = end

    def _tags(self, *tags: tuple[str, str]) -> None:
        self._done += [opening(name, attributes) for name, attributes in tags]
        self._open.append(" ".join(name for name, _ in tags))

    def _begin(self, name: str, start: Any, begin: int, end: int) -> None:
        about: Any = start[name] if isinstance(start, dict) else None
        if name == "MetadataBlock" or self._hides:
            self._hides += 1
            self._tags()
        elif name == "Paragraph":
            said = self._raw[begin:end].strip()
            element = self._paragraph(said)
            self._paragraphs.append((len(self._done), said if element == ("p", "") and not self._open else ""))
            self._tags(element)
        elif name == "Heading":
            self._tags((f"h{self._headings.level(int(about['level'][1]))}", ""))
        elif name == "BlockQuote":
            self._tags(("blockquote", ""))
        elif name == "CodeBlock":
            self._in_code = True
            self._tags(("pre", ""), ("code", ""))
        elif name == "List":
            self._tags(("ul", "") if about is None else ("ol", f'start="{int(about)}"'))
        elif name in ("Table", "TableHead", "TableRow", "TableCell"):
            self._table(name, about)
        elif name == "Link":
            address = about["dest_url"]
            is_web = address.lower().startswith(("http://", "https://"))
            self._tags(("a", f'class="out" href="{plain(address)}" rel="noreferrer external"') if is_web else ("span", ""))
        elif name == "Image":
            self._tags(("span", 'class="image"'))
        elif name == "HtmlBlock":
            self._tags(("div", 'class="html"'))
        else:
            self._tags((_PLAIN_TAGS.get(name, "span"), ""))

    def _paragraph(self, said: str) -> tuple[str, str]:
        """Return the element of a paragraph: where the document is plain text, a heading by its numbering."""
        role = official.prose(said) if said and "\n" not in said else official.Role(official.PROSE)
        if role.name == official.HEADING and (self._is_structured or "li" in self._open):
            role = official.Role(official.PROSE)  # its headings are marked as such
        return block(role, self._official)

    def _table(self, name: str, about: Any) -> None:
        if name == "Table":
            self._aligned = tuple(about)
            self._tags(("table", ""))
        elif name == "TableCell":
            align = _ALIGNED.get(self._aligned[self._cell] if self._cell < len(self._aligned) else "", "")
            self._cell += 1
            self._tags(("th", f'scope="col" {align}'.strip()) if self._head else ("td", align))
        else:
            self._cell, self._head = 0, name == "TableHead"
            self._tags(*((("thead", ""),) if self._head else ()), ("tr", ""))

    def _leaf(self, event: Any, start: int, end: int) -> None:
        if event in ("SoftBreak", "HardBreak"):
            self._break(start, end, is_hard=event == "HardBreak")
        elif event == "Rule":
            self._gap(start)
            self._done.append(opening("hr"))
            self._gap(end)
        elif isinstance(event, dict):
            kind, said = next(iter(event.items()))
            raw = self._raw[start:end]
            if kind == "Code":
                ticks = len(raw) - len(raw.lstrip("`"))
                self._wrapped("code", "", start + ticks, end - ticks)
            elif kind in ("Html", "InlineHtml"):
                if raw.lstrip().startswith("<!--"):
                    self._gap(end)
                else:
                    self._wrapped("span", 'class="tag"', start, end)
            elif self._in_code or said == raw or "\ufffd" in said:
                self._text(start, end)
            else:  # an entity: what it stands for is shown, what is written is kept
                self._gap(end)
                self._done += [opening("span", f'data-shown="{plain(said)}"'), closing("span")]
        self._gap(end)

    def _wrapped(self, name: str, attributes: str, start: int, end: int) -> None:
        self._gap(start)
        self._done.append(opening(name, attributes))
        self._text(start, end)
        self._done.append(closing(name))

    def _break(self, start: int, end: int, *, is_hard: bool) -> None:
        """Take up the end of a line: a blank between words, nothing between Han characters, a break where a heading follows."""
        following = _NEXT.match(self._raw, end)
        line = following[1].strip() if following else ""
        if is_hard or (line and official.prose(line).name != official.PROSE):
            self._done.append(opening("br"))
        elif not (_WIDE.match(self._raw, max(0, start - 1)) or _WIDE.match(line)):
            self._text(start, end)
        self._gap(end, name="unseen")
