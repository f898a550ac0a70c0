"""Tells by its look what a line of an official document is: title, delivery line, heading, salutation, signature, or prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

TITLE, BEFORE, DELIVERY, ABOUT, HEADING, SALUTE, SIGNED, ROW, PROSE = (
    "title", "before", "delivery", "about", "heading", "salute", "signed", "row", "prose",
)  # fmt: skip

_NUMBER = "[一二三四五六七八九十百零〇]"
#: How headings of each rank begin, the highest first.
_RANKS = (
    re.compile(rf"第(?:{_NUMBER}|\d){{1,4}}(?:[章编篇节]|部分)(?=[ \u3000、：:]|$)"),
    re.compile(rf"{_NUMBER}{{1,3}}、"),
    re.compile(rf"[（(]{_NUMBER}{{1,3}}[）)]"),
    re.compile(r"\d{1,2}[.．、](?![\d ])"),
)
#: The rank of a heading without a number.
_UNNUMBERED = 1
_ARTICLE = re.compile(rf"第(?:{_NUMBER}|\d){{1,5}}条(?:之{_NUMBER})?(?=[ \u3000])")
_RUN_IN = re.compile("[^。：:“”]{2,40}。(?=.)")
_TITLE_END = re.compile(
    "(?:报告|意见|通知|办法|规划|方案|决定|决议|条例|规定|公报|纲要|讲话|要点|安排|建议|细则|公告|批复|通报|总结|计划|说明|章程|"
    "白皮书|措施|制度|标准|指南|预案|清单)(?:[（(][^（()）]{1,24}[）)])?$"
)
_BRACKETED = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]$")
_YEAR = "(?:[12]\\d{3}|[二一][〇○零九][〇○零一二三四五六七八九]{2})年"
_DELIVERY = re.compile(f"^(?:[—－-]|[（(]?{_YEAR}.{{0,60}}(?:上|通过|施行|发布|印发)[）)]?$)")
_SALUTE = re.compile("^(?:各位|同志们|尊敬的|各)[^。；]{0,120}[：:]$|^[^。；：，]{2,30}[省市县区会委局部厅府院]：$")
_DATE = re.compile(rf"^{_YEAR}(?:\d{{1,2}}|{_NUMBER}{{1,3}})月(?:\d{{1,2}}|{_NUMBER}{{1,3}})日$")
_STOPS = "。；;，,：:！!？?、"

#: A heading is no longer than this, a title neither, a line about the document neither.
_HEADING_LENGTH, _TITLE_LENGTH, _ABOUT_LENGTH = 45, 60, 60
#: A sentence that is a heading for itself: （一）完善工作机制。
_SENTENCE_LENGTH = 30
#: So long is the name above a date at most.
_NAME_LENGTH = 30
#: The title stands among so many lines at the top, the signature among so many at the end.
_TOP, _FOOT = 30, 8


class Role(NamedTuple):
    """What a line is.  ``rank`` tells headings apart (0 is the highest); so many characters of prose run in as a heading."""

    name: str
    rank: int = 0
    lead: int = 0


def roles(lines: Sequence[str], known: Sequence[bool]) -> list[Role]:
    """Return the role of each line of a text; `lines` are stripped and none is empty.

    `known` tells of each whether the reader of its format knows it for a heading.
    """
    found = [ROW_ROLE if "\t" in line else prose(line) for line in lines]
    for number, is_heading in enumerate(known):
        if is_heading and found[number].name != HEADING:
            found[number] = Role(HEADING, _rank(lines[number]) or _UNNUMBERED)
    _dissolve_lone_rows(lines, found)
    top = _top(lines, found, known)
    title = _title(lines, top)
    if title is not None:
        for number in range(top):
            if number < title[0]:
                found[number] = Role(BEFORE)
            elif number in title:
                found[number] = Role(TITLE)
            else:
                found[number] = Role(DELIVERY if _DELIVERY.search(lines[number]) else ABOUT)
    _sign(lines, found)
    return found


ROW_ROLE = Role(ROW)


def prose(line: str) -> Role:
    """Return the role of a line or paragraph by itself: a heading, a salutation, or prose with or without a lead."""
    rank = _rank(line)
    if rank is not None and _is_heading(line, rank):
        return Role(HEADING, rank)
    if _SALUTE.match(line):
        return Role(SALUTE)
    article = _ARTICLE.match(line)
    if article:
        return Role(PROSE, lead=article.end())
    if rank:
        sentence = _RUN_IN.match(line)
        if sentence:
            return Role(PROSE, lead=sentence.end())
    return Role(PROSE)


def _rank(line: str) -> int | None:
    return next((rank for rank, pattern in enumerate(_RANKS) if pattern.match(line)), None)


def _is_heading(line: str, rank: int) -> bool:
    if line[-1] not in _STOPS:
        return len(line) <= _HEADING_LENGTH and "。" not in line
    is_sentence = line[-1] == "。" and line.count("。") == 1 and "：" not in line
    return is_sentence and rank < len(_RANKS) - 1 and len(line) <= _SENTENCE_LENGTH


def _top(lines: Sequence[str], found: Sequence[Role], known: Sequence[bool]) -> int:
    """Return how many lines stand before the text proper begins; the first known heading may be the title."""
    first = next((number for number, is_heading in enumerate(known) if is_heading), -1)
    for number, line in enumerate(lines[:_TOP]):
        begins = found[number].name in (SALUTE, ROW) or (found[number].name == HEADING and number != first)
        if begins or _rank(line) is not None or len(line) > _TITLE_LENGTH or line[-1] in "。；！":
            return number
    return min(len(lines), _TOP)


def _title(lines: Sequence[str], top: int) -> range | None:
    """Return the lines of the title, the first that ends as titles do; a line that says 关于 and is not ended belongs to it."""
    for number in range(top):
        line = lines[number]
        if len(line) > 3 and _TITLE_END.search(line) and not _BRACKETED.match(line) and not _DELIVERY.search(line):
            first = number
            while first and "关于" in lines[first - 1] and lines[first - 1][-1] not in _STOPS:
                first -= 1
            return range(first, number + 1)
    if top and len(lines) > 2 and 4 <= len(lines[0]) <= _HEADING_LENGTH and lines[0][-1] not in _STOPS:
        return range(1)
    return None


def _sign(lines: Sequence[str], found: list[Role]) -> None:
    for number in signature([line if role.name == PROSE else "" for line, role in zip(lines, found, strict=True)]):
        found[number] = Role(SIGNED)


def signature(lines: Sequence[str]) -> list[int]:
    """Return the positions of the date at the end of `lines` and of the name above it; what is not prose is empty."""
    for number in range(len(lines) - 1, max(0, len(lines) - _FOOT), -1):
        if _DATE.match(lines[number]):
            above = lines[number - 1]
            return [number - 1, number] if above and len(above) <= _NAME_LENGTH and above[-1] not in _STOPS else [number]
    return []


def _dissolve_lone_rows(lines: Sequence[str], found: list[Role]) -> None:
    """Take a line with tabs for prose unless one beside it has as many: only then is it a row of a table."""
    tabs = [line.count("\t") if role is ROW_ROLE else 0 for line, role in zip(lines, found, strict=True)]
    for number, count in enumerate(tabs):
        beside = (tabs[number - 1] if number else 0, tabs[number + 1] if number + 1 < len(tabs) else 0)
        if count and count not in beside:
            found[number] = prose(lines[number])
