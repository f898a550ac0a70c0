"""Tells the text of a web page from the furniture round it: navigation, banners, side columns, foot lines.

What HTML itself marks as such (nav, header, footer, aside, form, roles), and what the sites of governments call so in class
or id, is off everywhere.  Where trafilatura is installed (extra ``html``), what it leaves out before and behind the text
that it keeps is off too; within, nothing is: a table or a signature that it passes over is still linted.

Nothing here runs on HTML that has none of the marks of a site.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

from zhengci.document.markup import CODE, Tag, Zone, html_tags
from zhengci.patterns import lazy

#: A page of a site has one of these; a draft in HTML has none.
_SITE = lazy(
    r"<(?:nav|aside|header|footer)\b|\brole\s*=|\b(?:class|id)\s*=[^<>]{0,80}?(?:nav|foot|header|menu|crumb|sidebar|copyright)"
    r"|ICP|公网安备|当前位置|版权所有|主办单位",
    re.IGNORECASE,
)
_LANDMARKS = frozenset(("nav", "aside", "footer", "form", "select", "button"))
_ROLES = frozenset(("navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "form"))
#: Words of class and id, as a whole or between hyphens, underscores and capitals.
_CALLED = frozenset(
    (
        "nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "sidebar", "aside", "footer", "foot",
        "copyright", "share", "bdshare", "related", "relate", "toolbar", "topbar", "pagination", "mbx", "weizhi", "dqwz",
    )
)  # fmt: skip
_ATTRIBUTE = lazy(r"""\b(role|class|id)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_WORDS = lazy(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_BLOCKS = frozenset(("div", "section", "article", "main", "td"))
#: Elements that may be furniture by what they are called.
_HOLDERS = frozenset(("div", "section", "ul", "ol", "p", "span", "table", "td", "dl", "header"))
#: Lines that stand at the foot or head of every page of a government's site.
_FOOT_LINE = lazy(
    r"ICP\s*备|公网安备|网站标识码|版权所有|主办单位[:：]|承办单位[:：]|技术支持[:：]|网站地图|责任编辑[:：]|责编[:：]"
    r"|浏览次数[:：]|分享到|扫一扫|打印本页|关闭窗口|当前位置[:：]|无障碍浏览"
)
_FOOT_LENGTH = 120
#: Larger pages are read by their marks alone: the extractor's time is not bounded.
_MAX_EXTRACTED = 1_000_000
_MAX_RUNS = 20_000
#: Runs of text are numbered, for the extractor to carry along, by pairs of cuneiform signs, which no page has.
_SIGNS, _FIRST = 800, 0x12000
_MARKER = lazy("[\U00012000-\U0001231f]{2}")


class _Run(NamedTuple):
    """Text between two tags: its span in the raw text without blanks at its ends, and whether it is part of a heading."""

    start: int
    end: int
    is_heading: bool


def furniture(raw: str) -> list[Zone]:
    """Return the spans of HTML that are no part of its text, as far as they show; none where it is no page of a site."""
    if not _SITE.search(raw):
        return []
    tags = list(html_tags(raw))
    runs = list(_runs(raw, tags))
    spans = list(_small(_landmarks(raw, tags), runs))
    kept = _extracted(raw, runs, spans)
    spans += [(run.start, run.end) for run in runs if _is_foot_line(raw, run)]
    if kept:
        begin, _ = _holder(tags, runs[min(kept)].start)
        _, end = _holder(tags, runs[max(kept)].start)
        spans += [
            (run.start, run.end) for run in runs if not (run.is_heading or begin <= run.start < (end or len(raw)))
        ]
    return [Zone(start, end, CODE) for start, end in spans]


def _runs(raw: str, tags: list[Tag]) -> Iterator[_Run]:
    heading = 0
    edges = [Tag(0, 0, "", False), *tags, Tag(len(raw), len(raw), "", False)]
    for tag, following in pairwise(edges):
        if tag.name in ("h1", "title"):
            heading = 0 if tag.closing else 1
        if tag.name in ("script", "style") and not tag.closing:
            continue
        text = raw[tag.end : following.start]
        bare = text.strip()
        if bare:
            start = tag.end + text.index(bare[0])
            yield _Run(start, start + len(bare), bool(heading))


def _landmarks(raw: str, tags: list[Tag]) -> Iterator[tuple[int, int]]:
    """Yield the outermost elements that are furniture by their names, roles, classes or ids."""
    depth = 0
    opened: Tag | None = None
    holds_title = False
    articles = 0
    for tag in tags:
        if tag.name in ("article", "main"):
            articles += -1 if tag.closing else 1
        if opened is None:
            if not tag.closing and raw[tag.end - 2] != "/" and _is_furniture(raw, tag, articles > 0):
                opened, depth, holds_title = tag, 1, False
        elif tag.name == opened.name:
            depth += -1 if tag.closing else 1
            if not depth:
                if not holds_title:
                    yield opened.start, tag.end
                opened = None
        elif tag.name in ("h1", "article", "main"):
            holds_title = True
    if opened is not None and not holds_title and opened.name in ("footer", "nav"):
        yield opened.start, len(raw)


def _is_furniture(raw: str, tag: Tag, in_article: bool) -> bool:
    if tag.name in _LANDMARKS or (tag.name == "header" and not in_article):
        return True
    if tag.name not in _HOLDERS or tag.end - tag.start < len("<p id=x>"):
        return False
    for name, *values in _ATTRIBUTE.findall(raw, tag.start, tag.end):
        value = "".join(values)
        if name.lower() == "role":
            if value.strip().lower() in _ROLES:
                return True
        elif any(word.lower() in _CALLED for word in _WORDS.findall(value[:200])):
            return True
    return False


def _holder(tags: list[Tag], offset: int) -> tuple[int, int]:
    """Return the span of the innermost block that holds `offset`: a few lines there may belong to the text, too.

    A block that is never closed ends at 0; where there is none, the span is that of one character.
    """
    opened: list[Tag] = []
    number = bisect_left(tags, offset, key=lambda tag: tag.start)
    for tag in tags[:number]:
        if tag.name in _BLOCKS:
            if not tag.closing:
                opened.append(tag)
            elif opened and opened[-1].name == tag.name:
                opened.pop()
    if not opened:
        return offset, offset + 1
    name, depth = opened[-1].name, 1
    for tag in tags[number:]:
        if tag.name == name:
            depth += -1 if tag.closing else 1
            if not depth:
                return opened[-1].start, tag.end
    return opened[-1].start, 0


def _small(spans: Iterator[tuple[int, int]], runs: list[_Run]) -> Iterator[tuple[int, int]]:
    """Yield those spans that do not hold most of the text of the page, as its furniture cannot."""
    starts = [run.start for run in runs]
    sums = [0, *accumulate(run.end - run.start for run in runs)]
    for start, end in spans:
        if 2 * (sums[bisect_left(starts, end)] - sums[bisect_left(starts, start)]) <= sums[-1]:
            yield start, end


def _is_foot_line(raw: str, run: _Run) -> bool:
    return run.end - run.start <= _FOOT_LENGTH and bool(_FOOT_LINE.search(raw, run.start, run.end))


def _extracted(raw: str, runs: list[_Run], without: list[tuple[int, int]]) -> set[int]:
    """Return the numbers of the runs that trafilatura takes for the text; none where it is not there or gives up.

    It is shown the page without the spans `without`, which are disjoint and in order: they are settled.
    """
    if len(raw) > _MAX_EXTRACTED or not 0 < len(runs) <= _MAX_RUNS or _MARKER.search(raw):
        return set()
    try:
        import logging

        import trafilatura

        logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # or it would tell users of broken pages
    except ImportError:  # the extra is not installed
        return set()
    pieces, at = [], 0
    cuts = [(start, end, "") for start, end in without]
    marks = [
        (run.start, run.start, chr(_FIRST + number // _SIGNS) + chr(_FIRST + number % _SIGNS))
        for number, run in enumerate(runs)
    ]
    for start, end, mark in sorted(cuts + marks):
        if start >= at:
            pieces += [raw[at:start], mark]
            at = end
    pieces.append(raw[at:])
    try:
        text = trafilatura.extract("".join(pieces), include_comments=False, deduplicate=False) or ""
    except Exception:  # what a broken page does to it is not known; its marks are still there
        return set()
    found = {(ord(mark[0]) - _FIRST) * _SIGNS + ord(mark[1]) - _FIRST for mark in _MARKER.findall(text)}
    return {number for number in found if number < len(runs)}
