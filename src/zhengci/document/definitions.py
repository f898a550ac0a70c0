"""The document's own definitions: its 名词解释 appendix in every common layout, and glosses in running text.

Layouts follow what official reports do: entries on one line or two, numbered in six ways or not at all, endnotes, whole
appendices on a single line; glosses in brackets, after 即 or 是指, as 以下简称, or as a list that the term sums up.
"""

from __future__ import annotations

import re
from typing import NamedTuple


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


_TITLE_WORD = r"(?:名词|术语|用语|词语|缩略语)(?:解释|注释|注解|说明|释义|简释)|注\s*释|新词新语|名词解释"
#: A title has one of these; most documents have none, and looking for a few strings costs next to nothing.
_TITLE_HINTS = ("解释", "注释", "注解", "释义", "简释", "说明", "新词新语", "注 释", "注\u3000释")
_TITLE_LINE = re.compile(
    rf"^[ \t\u3000#*]*(?:附\s*[件录]?\s*[0-9一二三四]*\s*[：:、.．]?)?[^\n，。；]{{0,24}}?(?:{_TITLE_WORD})[》）)*：:]*[ \t\u3000\r]*$",
    re.MULTILINE,
)
_TITLE_INLINE = re.compile(r"(?<=[。！!\s])[^。！!\n“：:]{0,16}?(?:名词解释|名词注释|名词注解|名词术语解释)")
_NUMBER = r"[［\[（(]\s*\d{1,3}\s*[］\]）)]|\d{1,3}\s*[.．、](?!\d)|[①-⑳]"
_LINE_NUMBER = _NUMBER.replace("(?!\\d)", "")  # at the start of a line 20.2026年… is entry 20
_ENTRY_LINE = re.compile(
    rf"^[ \t\u3000*-]*(?P<number>{_LINE_NUMBER})?[ \t\u3000*]*(?P<head>[^\n：:。；;！？]{{2,48}}?)[*]*[：:][ \t\u3000]*(?P<body>[^\n]*)$",
    re.MULTILINE,
)
_INLINE_NUMBER = re.compile(r"(?<![\d.])(\d{1,3})\s*[.．、](?!\d)|[［\[](\d{1,3})[］\]]")
_HEAD_BODY = re.compile(r"\s*(?P<head>[^：:。；;！？]{2,48}?)[：:]\s*(?P<body>.+)", re.DOTALL)
_UNNUMBERED = re.compile(
    r"(?<=[。；;释注解明])\s*(?P<head>[^：:。；;！？\n]{0,20}“[^”]{1,24}”[^：:。；;！？\n]{0,12})[：:]"
)
_BOILERPLATE = re.compile(
    r"^[ \t\u3000【\[（(]*(?:本文|版权|来源|责任编辑|责编|编辑|打印|分享|相关|上一篇|下一篇|关闭|扫一扫|网站|主办|承办|"
    r"留言|验证码|附件下载|ICP|备案|公网安备|字体|返回|凡注明|凡本网|声明|联系我们|首页)"
)
_QUOTED = re.compile(r"[“‘]([^“”‘’]{1,24})[”’]")
_QUOTES = str.maketrans("", "", "“”‘’ \u3000")
_COUNT = re.compile(r"\d{1,2}[条项个件]?")
_GUIDE = re.compile(r"^(?:即|是指|指的是|指|就是|也就是|包括|分别是|分别为|为|是)[：:，,]?")
_GLOSS_AFTER = re.compile(r"[，,]?(?:即|是指|指的是|就是|包括|分别是|分别为|[：:]|——)([^。；;！？\n]{4,160})")
_BRACKET = re.compile(r"[（(]([^（()）\n]{3,160})[）)]")
_NOT_A_GLOSS = re.compile(
    r"^(?:[\d\s年月日.,，、%．\-—]+|以下.*|见.*|详见.*|第[^、]*|.{0,6}批|.{0,4}级|牵头.*|责任.*|含.*|不含.*)$"
)
_SHORT_FOR = re.compile(r"(?:以下)?(?:简称|统称|合称|并称)(?:为|作|之为|[：:])?[“‘]?$")
_NAMED_SHORT = re.compile(
    r"[（(](?:以下)?(?:简称|统称|合称)(?:为|[：:])?[“‘]?([^“”‘’（()）\n，,；;。]{2,16})[”’]?[）)]"
)
_NUMERALS = {ch: number for number, ch in enumerate("〇一二三四五六七八九十")} | {"两": 2, "双": 2}
_CLAUSE_STOPS = "，,。；;：:！？\n（）()"
_CLAUSE_LENGTH = 120
_SPLIT = re.compile(r"、|以及|及其|(?<=[\u4e00-\u9fff]{2})[和及与](?=[\u4e00-\u9fff]{2})")


def find_appendix(text: str) -> Appendix | None:
    """Return the 名词解释 appendix of folded `text`, ``None`` where there is none with at least two entries.

    The last title that entries follow counts: a table of contents names it first.
    """
    if not any(word in text for word in _TITLE_HINTS):
        return None
    for title in reversed(list(_TITLE_LINE.finditer(text))):
        entries, end = _entries_by_line(text, title.end())
        if len(entries) >= 2:
            return Appendix(title.start(), end, entries)
    for title in reversed(list(_TITLE_INLINE.finditer(text))):
        entries, end = _entries_in_run(text, title.end())
        if len(entries) >= 2:
            return Appendix(title.start(), end, entries)
    return None


def _entries_by_line(text: str, at: int) -> tuple[tuple[Definition, ...], int]:
    rows: list[list[int]] = []  # head start, head end, body start, body end
    end = at
    numbered: bool | None = None
    pos = at
    while pos < len(text):
        stop = text.find("\n", pos)
        stop = len(text) if stop < 0 else stop
        line = text[pos:stop].rstrip("\r")
        if line.strip():
            match = _ENTRY_LINE.match(line)
            is_entry = bool(match) and not (numbered and not match["number"]) if match else False
            if _BOILERPLATE.match(line) or (not rows and not is_entry):
                break
            if is_entry and match:
                if numbered is None:
                    numbered = bool(match["number"])
                rows.append([pos + match.start("head"), pos + match.end("head"), pos + match.start("body"),
                             pos + match.end("body")])  # fmt: skip
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
    """A、B、C“三新”: as many items stand before the term as its first numeral counts."""
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
    items = [item for item in _SPLIT.split(clause) if item]
    if len(items) < count:
        return None
    gloss = "、".join(items[-count:])
    if any(len(item) > 24 or "“" in item or len(item) < 2 for item in items[-count:]):
        return None
    return Definition((form,), gloss, begin + clause.find(items[-count]), left, start, end, "beside")


def _clause_start(text: str, low: int, end: int) -> int:
    """Return where the clause that reaches up to `end` begins, not before `low`."""
    return max(low, 1 + max(text.rfind(mark, low, end) for mark in _CLAUSE_STOPS))
