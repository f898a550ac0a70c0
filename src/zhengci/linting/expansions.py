"""Finds the lists beside a term that spell out its members, and splits them into items."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from zhengci.mentions.resolve import Mention
from zhengci.patterns import HAN, lazy

#: A list reaches no further than this from its term.
_REACH = 320
#: What may stand between a term and the list that follows: “一利五率”考核指标体系（……
_LEADS = lazy(
    rf"[”’]?(?P<noun>{HAN}{{0,10}}?)(?:(?P<bracket>[（(])|[，,]?(?:即|也就是|就是|是指|指的是|指|包括|涵盖|分别是|分别为)[：:，,]?|[：:]|——)"
)
#: Words that open a list in brackets: （即……
_GUIDE = lazy(r"(?:即|也就是|就是|是指|指的是|指|包括|涵盖|分别是|分别为|为)?[：:，,]?")
_SPLIT = lazy(rf"[、，,；;：:]|以及|及其|(?<={HAN}{HAN})[和及与](?={HAN}{HAN})")
_STOP = lazy(r"[。！？\n]")
_BRACKET_END = lazy(r"[）)\n]")
_OPEN_END = lazy(r"等(?:[^级]|$)|……|…|特别是|尤其是|主要是|重点是|其中|例如|比如|包括但不限于")
#: Between a list and the term that sums it up: A、B、C这“三新”, A、B等“三新”, A、B、C（“三新”）, A、B、C（以下简称“三新”）.
_SUMS_UP = lazy(
    r"(?P<strong>这|[（(](?:以下)?(?:简称|统称|合称|并称|即)?(?:为|作)?[：:]?)?(?P<open>等)?"
    r"(?:为主要内容的|为内容的|构成的|组成的|的|为|各)?[“‘]?\Z"
)
_BEFORE_STOP = "。！？：:\n（）()"
_EDGES = "“”‘’（）() \u3000"


class Item(NamedTuple):
    """A piece of a list, without quotation marks and blanks at its edges; ``separator`` is what stands before it."""

    start: int
    end: int
    text: str
    separator: str


class Expansion(NamedTuple):
    """A list that may spell out a term.  ``where``: definition | bracket | after | before; an open one ends in 等.

    ``is_told`` says that words or marks present it as the list of the term: 即, 是指, 这, brackets.
    """

    start: int
    end: int
    items: tuple[Item, ...]
    is_open: bool
    where: str
    reach: int  # up to where members may stand
    is_told: bool


def expansions(text: str, mention: Mention) -> Iterator[Expansion]:
    """Yield the lists beside `mention` in folded `text`: its own definition, what follows it, what it sums up."""
    definition = mention.definition
    told = definition.start if definition and definition.where != "beside" else -1
    if definition and told >= 0:
        begin = _GUIDE.match(text, told).end()  # type: ignore[union-attr]  # may match nothing, but matches
        yield _expansion(text, begin, definition.end, "definition")
    lead = _LEADS.match(text, mention.end)
    if lead and lead.end() != told:
        start = lead.end()
        if lead["bracket"]:
            start = _GUIDE.match(text, start).end()  # type: ignore[union-attr]  # may match nothing, but matches
        stop = (_BRACKET_END if lead["bracket"] else _STOP).search(text, start, start + _REACH)
        if (stop or start + _REACH >= len(text)) and start != told:
            yield _expansion(text, start, stop.start() if stop else len(text), "bracket" if lead["bracket"] else "after")._replace(
                is_told=bool(lead["bracket"] or not lead["noun"])
            )
    lead = _SUMS_UP.search(text, max(0, mention.start - 10), mention.start)
    end = lead.start() if lead else mention.start
    low = max(0, end - _REACH // 2)
    start = 1 + max(low - 1, *(text.rfind(mark, low, end) for mark in _BEFORE_STOP))
    if end - start > 3:
        is_open = lead is not None and bool(lead["open"])
        is_told = lead is not None and bool(lead["strong"])
        # 数字金融“五篇大文章”: the first words of the term may belong to the list as well
        yield _expansion(text, start, end, "before")._replace(is_open=is_open, reach=mention.end, is_told=is_told)


def _expansion(text: str, start: int, end: int, where: str) -> Expansion:
    is_open = bool(_OPEN_END.search(text, start, end))
    return Expansion(start, end, tuple(_items(text, start, end)), is_open, where, end, where == "definition")


def _items(text: str, start: int, end: int) -> Iterator[Item]:
    at, separator = start, ""
    for cut in [*_SPLIT.finditer(text, start, end), None]:
        stop = cut.start() if cut else end
        piece = text[at:stop]
        stripped = piece.strip(_EDGES)
        if stripped:
            begin = at + piece.index(stripped)
            yield Item(begin, begin + len(stripped), stripped, separator)
        if cut:
            at, separator = cut.end(), cut[0]
