"""The document's own definitions: its 名词解释 appendix in every common layout, and glosses in running text.

Layouts follow what official reports do: entries on one line or two, numbered in six ways or not at all, endnotes, whole
appendices on a single line; glosses in brackets, after 即 or 是指, as 以下简称, or as a list that the term sums up.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from zhengci.patterns import HAN, lazy


class Definition(NamedTuple):
    """What a document says that a form stands for.  Spans are raw offsets; ``head`` is where the form stands there."""

    forms: tuple[str, ...]
    gloss: str
    start: int
    end: int
    head_start: int
    head_end: int
    where: str  # appendix | inline | beside (a bracket or a list next to the form, which may be about something else)


class Appendix(NamedTuple):
    """A 名词解释 section: its span (title included) and its entries in order."""

    start: int
    end: int
    entries: tuple[Definition, ...]


# Crafted text must cost no more than other text of its length: runs that could overlap are possessive (``*+``), all others
# are bounded, and nothing is read again and again (a title is looked for by its word, then what stands around it).
_TITLE_WORD = lazy(r"(?:名词|术语|用语|词语|缩略语)(?:解释|注释|注解|说明|释义|简释)|注[ \t\u3000]{0,4}释|新词新语")
#: A title has one of these; most documents have none, and looking for a few strings costs next to nothing.
_TITLE_HINTS = ("解释", "注释", "注解", "释义", "简释", "说明", "新词新语", "注 释", "注\u3000释")
_TITLE_BEFORE = lazy(
    r"[ \t\u3000#*]*+(?:附[ \t\u3000]*+[件录]?+[ \t\u3000]*+[0-9一二三四]*+[ \t\u3000]*+[：:、.．]?+)?[^\n，。；]{0,24}"
)
_TITLE_AFTER = lazy(r"[》）)*：:]*+[ \t\u3000\r]*+$", re.MULTILINE)
#: What stands before a title on its line is within so many characters.
_TITLE_LEAD = 200
#: So many titles, the last ones, are tried: a report has one or two.
_TITLES_TRIED = 8
_INLINE_WORD = lazy(r"名词(?:解释|注释|注解|术语解释)")
_INLINE_LEAD = lazy(r"(?<=[。！!\s])[^。！!\n“：:]{0,16}\Z")
_NUMBER = lazy(r"[［\[（(]\s*+\d{1,3}\s*+[］\]）)]|\d{1,3}\s*+[.．、]|[①-⑳]")
_INK = lazy(r"\S")
_MARKS = lazy(r"[ \t\u3000*-]*+")
_BLANKS = lazy(r"[ \t\u3000]*+")
_HEAD = lazy(r"([^\n：:。；;！？]{2,64}+)[：:]")
_MAX_HEAD = 48
_INLINE_NUMBER = lazy(r"(?<![\d.])(\d{1,3})\s*+[.．、](?!\d)|[［\[](\d{1,3})[］\]]")
_HEAD_BODY = lazy(r"\s*+(?P<head>[^：:。；;！？]{2,48}+)[：:]\s*+(?P<body>.+)", re.DOTALL)
_UNNUMBERED = lazy(r"(?<=[。；;释注解明])\s*+(?P<head>[^：:。；;！？\n]{0,20}“[^”]{1,24}”[^：:。；;！？\n]{0,12})[：:]")
_BOILERPLATE = lazy(
    r"[ \t\u3000【\[（(]*+(?:本文|版权|来源|责任编辑|责编|编辑|打印|分享|相关|上一篇|下一篇|关闭|扫一扫|网站|主办|承办|"
    r"留言|验证码|附件下载|ICP|备案|公网安备|字体|返回|凡注明|凡本网|声明|联系我们|首页)"
)
_QUOTED = lazy(r"[“‘]([^“”‘’]{1,24})[”’]")
_QUOTES = str.maketrans("", "", "“”‘’ \u3000")
_COUNT = lazy(r"\d{1,2}[条项个件]?")
_GUIDE = lazy(r"^(?:即|是指|指的是|指|就是|也就是|包括|分别是|分别为|为|是)[：:，,]?")
_GLOSS_AFTER = lazy(r"[，,]?(?:即|是指|指的是|就是|包括|分别是|分别为|[：:]|——)([^。；;！？\n]{4,160})")
_BRACKET = lazy(r"[（(]([^（()）\n]{3,160})[）)]")
#: A noun between a quoted form and its bracket: “1+7”规划体系（……）
_NOUN_BRACKET = lazy(r"[^\W\d_A-Za-z]{1,8}[（(]([^（()）\n]{3,160}、[^（()）\n]{1,160})[）)]")
_NOT_A_GLOSS = lazy(
    r"^(?:[\d\s年月日.,，、%．\-—]+|以下.*|见.*|详见.*|第[^、]*|.{0,6}批|.{0,4}级|牵头.*|责任.*|含.*|不含.*)$"
)
_SHORT_FOR = lazy(r"(?:以下)?(?:简称|统称|合称|并称)(?:为|作|之为|[：:])?[“‘]?$")
_NAMED_SHORT = lazy(r"[（(](?:以下)?(?:简称|统称|合称)(?:为|[：:])?[“‘]?([^“”‘’（()）\n，,；;。]{2,16})[”’]?[）)]")
_NUMERALS = {ch: number for number, ch in enumerate("〇一二三四五六七八九十")} | {"两": 2, "双": 2}
_CLAUSE_STOPS = "，,。；;：:！？\n（）()"
_CLAUSE_LENGTH = 120
_SPLIT = lazy(rf"、|以及|及其|(?<={HAN}{HAN})[和及与](?={HAN}{HAN})")


def find_appendix(text: str) -> Appendix | None:
    """Return the 名词解释 appendix of folded `text`, ``None`` where there is none with at least two entries.

    The last title that entries follow counts: a table of contents names it first.
    """
    if not any(word in text for word in _TITLE_HINTS):
        return None
    for start, end in reversed(deque(title_lines(text), _TITLES_TRIED)):
        entries, reached = _entries_by_line(text, end)
        if len(entries) >= 2:
            return Appendix(start, reached, entries)
    for start, end in reversed(deque(_inline_titles(text), _TITLES_TRIED)):
        entries, reached = _entries_in_run(text, end)
        if len(entries) >= 2:
            return Appendix(start, reached, entries)
    return None


def has_other_appendix(text: str) -> bool:
    """Tell whether an entry follows a title in folded `text`, for one of which no appendix is recognised.

    It has a single entry, or is set in a way that nobody foresaw.
    """
    if not any(word in text for word in _TITLE_HINTS):
        return False
    return any(_entries_by_line(text, end)[0] for _, end in deque(title_lines(text), _TITLES_TRIED))


def title_lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the lines that are titles of an appendix, in order."""
    for word in _TITLE_WORD.finditer(text):
        low = max(0, word.start() - _TITLE_LEAD)
        begin = text.rfind("\n", low, word.start()) + 1
        if begin or not low:
            after = _TITLE_AFTER.match(text, word.end())
            if after and _TITLE_BEFORE.fullmatch(text, begin, word.start()):
                yield begin, after.end()


def _inline_titles(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of titles in running text, each from the sentence's beginning on, in order."""
    for word in _INLINE_WORD.finditer(text):
        lead = _INLINE_LEAD.search(text, max(0, word.start() - 16), word.start())
        if lead:
            yield lead.start(), word.end()


class _Line(NamedTuple):
    """A line that begins an entry; offsets count from the line's start."""

    number: str
    head_start: int
    head_end: int
    body_start: int


def _entry_line(line: str) -> _Line | None:
    """Return the parts of a line such as ``3.“两新”：大规模……``, ``None`` where it begins no entry."""
    at = _MARKS.match(line).end()  # type: ignore[union-attr]  # may match nothing, but matches
    number = _NUMBER.match(line, at)
    at = _MARKS.match(line, number.end() if number else at).end()  # type: ignore[union-attr]
    head = _HEAD.match(line, at)
    if not head:
        return None
    size = len(head[1].rstrip("*"))
    if not 2 <= size <= _MAX_HEAD:
        return None
    body = _BLANKS.match(line, head.end()).end()  # type: ignore[union-attr]
    return _Line(number[0] if number else "", at, at + size, body)


def _entries_by_line(text: str, at: int) -> tuple[tuple[Definition, ...], int]:
    rows: list[list[int]] = []  # head start, head end, body start, body end
    end = at
    numbered = False
    pos = at
    while ink := _INK.search(text, pos):
        pos = max(pos, text.rfind("\n", pos, ink.start()) + 1)
        stop = text.find("\n", pos)
        stop = len(text) if stop < 0 else stop
        line = text[pos:stop].rstrip("\r")
        entry = _entry_line(line)
        if entry and numbered and not entry.number:
            entry = None
        if _BOILERPLATE.match(line) or not (rows or entry):
            break
        if entry:
            numbered = numbered if rows else bool(entry.number)
            rows.append([pos + entry.head_start, pos + entry.head_end, pos + entry.body_start, pos + len(line)])
        elif rows[-1][3] <= rows[-1][2]:  # head and colon on one line, the body on the next
            rows[-1][2], rows[-1][3] = pos, pos + len(line)
        elif numbered:
            rows[-1][3] = pos + len(line)
        else:
            break
        end = pos + len(line)
        pos = stop + 1
    return tuple(_entry(text, *row) for row in rows if row[3] > row[2]), end


def _entries_in_run(text: str, at: int) -> tuple[tuple[Definition, ...], int]:
    """Parse an appendix that stands on one line: split at numbers that count up, else at quoted heads after a stop."""
    line_end = text.find("\n", at)
    line_end = len(text) if line_end < 0 else line_end
    cuts: list[tuple[int, int]] = []
    for match in _INLINE_NUMBER.finditer(text, at, line_end):
        if int(match[1] or match[2]) == len(cuts) + 1:
            cuts.append(match.span())
    if len(cuts) < 2:
        cuts = [(match.start("head"), match.start("head")) for match in _UNNUMBERED.finditer(text, at, line_end)]
    found = []
    for number, (_, begin) in enumerate(cuts):
        stop = cuts[number + 1][0] if number + 1 < len(cuts) else line_end
        entry = _HEAD_BODY.match(text, begin, stop)
        if entry:
            body_end = entry.end("body")
            if number + 1 == len(cuts):  # what follows the last entry's sentence is the page's own text
                full_stop = text.find("。", entry.start("body"), body_end)
                body_end = full_stop + 1 if full_stop >= 0 else body_end
            found.append(_entry(text, entry.start("head"), entry.end("head"), entry.start("body"), body_end))
    return tuple(found), (found[-1].end if found else at)


def _entry(text: str, head_start: int, head_end: int, start: int, end: int) -> Definition:
    gloss = text[start:end].strip()
    return Definition(head_forms(text[head_start:head_end]), gloss, start, end, head_start, head_end, "appendix")


def head_forms(head: str) -> tuple[str, ...]:
    """Return the forms that a headword defines, the whole one first, all without quotation marks.

    金融“五篇大文章” gives 金融五篇大文章 and 五篇大文章; “三大高地”“五大战略” gives the two; “四上”企业 gives 四上企业 and 四上.
    """
    head = head.strip(" \u3000*")
    pieces = list(_QUOTED.finditer(head))
    forms = []
    joined = len(pieces) > 1 and not _QUOTED.sub("", head).strip("、和及与 ")
    if not joined:
        forms.append(head.translate(_QUOTES))
    for piece in pieces:
        forms.append(piece[1])
        tail = re.match(r"[\u4e00-\u9fff]{1,8}(?![\u4e00-\u9fff])", head[piece.end() :])
        if tail and not joined:
            forms.append(piece[1] + tail[0])
    return tuple(dict.fromkeys(form for form in forms if len(form) >= 2 and not _COUNT.fullmatch(form)))


def named_short(text: str) -> list[Definition]:
    """Return the forms that the text introduces as （以下简称“…”）, each with the words it shortens."""
    found = []
    for match in _NAMED_SHORT.finditer(text):
        begin = _clause_start(text, max(0, match.start() - 60), match.start())
        full = text[begin : match.start()].strip()
        if len(full) > len(match[1]):
            start = match.start() - len(full)
            found.append(Definition((match[1],), full, start, match.start(), match.start(1), match.end(1), "inline"))
    return found


def inline_gloss(text: str, start: int, end: int) -> Definition | None:
    """Return the gloss that stands right beside the form at ``text[start:end]``, if there is one."""
    form = text[start:end]
    opens = start > 0 and text[start - 1] in "“‘"
    closes = end < len(text) and text[end] in "”’"
    left, right = (start - 1 if opens else start), (end + 1 if closes else end)
    after = text[right : right + 1]
    if after and after in "（(":
        match = _BRACKET.match(text, right)
        if match and not _NOT_A_GLOSS.match(match[1]) and _is_gloss(match[1], form):
            where = "inline" if _GUIDE.match(match[1]) else "beside"
            return Definition((form,), _GUIDE.sub("", match[1]), match.start(1), match.end(1), start, end, where)
    if opens and closes and after:
        match = _NOUN_BRACKET.match(text, right)
        if match and not _NOT_A_GLOSS.match(match[1]):
            return Definition((form,), match[1], match.start(1), match.end(1), start, end, "beside")
    if closes and after and after in "，,即是指就包分：:—":
        match = _GLOSS_AFTER.match(text, right)
        if match and (text[match.start()] not in "：:—" or "、" in match[1]):
            return Definition((form,), match[1].strip(), match.start(1), match.end(1), start, end, "inline")
    if opens and closes:
        return _summed_up(text, form, left, start, end)
    return None


def _is_gloss(content: str, form: str) -> bool:
    return "、" in content or "，" in content or bool(_GUIDE.match(content)) or len(content) > len(form) + 2


def _summed_up(text: str, form: str, left: int, start: int, end: int) -> Definition | None:
    """A、B、C“三新”: at least as many items stand in the clause before the term as its first numeral counts."""
    count = _NUMERALS.get(form[0], 0)
    if count < 2:
        return None
    low = max(0, left - _CLAUSE_LENGTH)
    begin = _clause_start(text, low, left)
    if text.count("、", begin, left) < count - 2 or "、" not in text[begin:left]:
        return None
    if _SHORT_FOR.search(text, max(0, left - 8), left):
        return None
    clause = re.sub(r"(?:等|的|为|这)$", "", text[begin:left])
    items = clause.split("、")
    if len(items) != count:
        items = [item for item in _SPLIT.split(clause) if item]
    if len(items) < count or any(len(item) > 24 or "“" in item or len(item) < 2 for item in items):
        return None
    # With more items than are counted, an item is itself a list (大众创业、万众创新): the clause is taken whole.
    return Definition((form,), "、".join(items), begin, left, start, end, "beside")


def _clause_start(text: str, low: int, end: int) -> int:
    """Return where the clause that reaches up to `end` begins, not before `low`."""
    return max(low, 1 + max(text.rfind(mark, low, end) for mark in _CLAUSE_STOPS))
