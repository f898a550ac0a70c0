"""A document ready to be matched: its folded text, zones, own definitions and context."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from zhengci import divisions
from zhengci.document import markup
from zhengci.document.context import Context, detect
from zhengci.document.definitions import Appendix, Definition, find_appendix, named_short
from zhengci.document.lines import Places
from zhengci.document.markup import Remark, Zone, Zones
from zhengci.folding import Healed, fold, heal
from zhengci.patterns import lazy

_TITLE = lazy("《[^《》\n]{1,80}》")
_SPEECH = lazy("“[^“”]{18,1500}”")
_SENTENCE_MARK = lazy("[。！；]")
_SAID = lazy("(?:指出|强调|要求|说|道|提出|号召|讲话|写道|明确|表示)[：:，,]?$|[：:]$")
_FRONT_KEY = lazy(r"^(date|日期|region|地区)\s*[:：]\s*(.+?)\s*$", re.MULTILINE)

MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".qmd"})
HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})


class Document:
    """A text and what was found out about it without a glossary.

    All offsets are code points of ``raw``, half-open.  ``text`` is ``raw`` folded character by character, so the same
    offsets hold in both.
    """

    def __init__(
        self,
        raw: str,
        *,
        path: str = "",
        kind: str = "",
        zones: Sequence[Zone] = (),
        remarks: Sequence[Remark] = (),
        places: Places | None = None,
        body: int | None = None,
        date: str | None = None,
        jurisdiction: str | None = None,
    ) -> None:
        """Look at `raw`; `date` and `jurisdiction` (a GB/T 2260 code) override what the text says of itself.

        `zones` are those that a reader knows and the text does not show, `remarks` what stands beside the text, `places`
        the names of its parts.  Where `body` is given, what lies behind that offset are notes, headers and the like.
        """
        self.raw = raw
        self.text = fold(raw)
        self.path = path
        self.kind = kind or kind_of(path)
        self.remarks = remarks
        self.places = places
        self._given = zones
        self._body = body
        self._date = date
        self._jurisdiction = jurisdiction

    @cached_property
    def healed(self) -> Healed:
        """The text without the breaks inside its words, for the matcher."""
        return heal(self.text, may_be_wrapped=self.kind != "word")

    @cached_property
    def markup(self) -> list[Zone]:
        """Zones that come from markup: code, links, comments, headings, front matter, block quotations."""
        if self.kind == "markdown":
            return [*markup.markdown_zones(self.raw), *self._given]
        if self.kind == "html":
            from zhengci.document import page

            return [*markup.html_zones(self.raw), *page.furniture(self.raw), *self._given]
        return list(self._given)

    @cached_property
    def zones(self) -> Zones:
        """All zones of the document."""
        zones = list(self.markup)
        text = self.text
        zones += [Zone(match.start(), match.end(), markup.TITLE) for match in _TITLE.finditer(text)]
        for match in _SPEECH.finditer(text):
            begin = match.start()
            if _SENTENCE_MARK.search(match[0]) or _SAID.search(text, max(0, begin - 8), begin):
                zones.append(Zone(begin, match.end(), markup.QUOTATION))
        if self.appendix:
            zones.append(Zone(self.appendix.start, self.appendix.end, markup.APPENDIX))
        return Zones(zones)

    @cached_property
    def appendix(self) -> Appendix | None:
        """The 名词解释 appendix, if there is one.  A heading that is no entry ends it."""
        found = find_appendix(self.text[: self._body])
        if found:
            heads = [entry.head_start for entry in found.entries]
            for zone in self.markup:
                inside = zone.kind == markup.HEADING and heads[0] < zone.start < found.end
                if inside and bisect_left(heads, zone.start) == bisect_left(heads, zone.end):
                    return find_appendix(self.text[: zone.start])
        return found

    @cached_property
    def introduced(self) -> list[Definition]:
        """Forms introduced as 以下简称."""
        return named_short(self.text) if "称" in self.text else []

    @cached_property
    def context(self) -> Context:
        """Date and jurisdiction: given, from the front matter, or detected."""
        text = self.text[: self._body]
        if self.appendix:  # explanations tell of other times, and a document may be signed before them
            end = text.find("\n", self.appendix.entries[-1].start)  # the signature is taken for more of the last entry
            text = text[: self.appendix.start] + (text[end:] if end >= 0 else "")
        found = detect(text, self.path)
        for zone in self.markup:
            if zone.kind == markup.FRONT_MATTER:
                found = _from_front_matter(self.raw[zone.start : zone.end], found)
        if self._date is not None:
            found = found._replace(date=self._date, date_from="指定")
        if self._jurisdiction is not None:
            found = found._replace(jurisdiction=self._jurisdiction, jurisdiction_from="指定")
        return found


def kind_of(path: str) -> str:
    """Return ``markdown``, ``html`` or ``text`` by a file's name."""
    suffix = os.path.splitext(path)[1].lower()
    if suffix in MARKDOWN_SUFFIXES:
        return "markdown"
    return "html" if suffix in HTML_SUFFIXES else "text"


def _from_front_matter(text: str, found: Context) -> Context:
    for key, value in _FRONT_KEY.findall(text):
        value = value.strip("\"'")
        if key in ("date", "日期"):
            date = re.match(r"(\d{4})(?:[-/年](\d{1,2})(?:[-/月](\d{1,2}))?)?", value)
            if date:
                parts = [date[1], *(f"{int(part):02d}" for part in date.groups()[1:] if part)]
                found = found._replace(date="-".join(parts), date_from="文件头")
        else:
            try:
                found = found._replace(jurisdiction=divisions.parse(value), jurisdiction_from="文件头")
            except ValueError:
                continue  # a site's own key of that name
    return found
