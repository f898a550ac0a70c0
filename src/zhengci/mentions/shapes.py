"""Finds abbreviations that the glossary does not know, by their shape: numerals, digits, letters, quotation marks.

What looks alike but is none is left out: plain counts, dates, amounts, rankings, idioms, metaphors in quotation marks.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from zhengci.glossary.lexicon import Lexicon
from zhengci.patterns import HAN, lazy

_N = "一二三四五六七八九十百千万两双多"


class Candidate(NamedTuple):
    """A span that looks like an abbreviation, with the reason (Chinese) for taking it for one."""

    start: int
    end: int
    reason: str


_QUOTED = lazy(r"[“‘]([^“”‘’《》\n，。！？；：:;]{2,16})[”’]")
#: 三量, 四个善作善成, 六链五群, 千企万户大走访: counts something, or pairs numerals.
_COUNTS = lazy(rf"[二三四五六七八九十百千万两双]{HAN}{{1,8}}")
_PAIRED = lazy(rf"[{_N}]{HAN}{{1,3}}(?:、?[{_N}]{HAN}{{1,3}}){{1,4}}")
# Patterns look behind after their first character: Python's engine then searches for that character at full speed.
_FORMULA = lazy(r"[1-9](?<![\d+.A-Za-z][1-9])\d{0,2}(?:\s?\+\s?(?:[1-9]\d{0,3}|[A-ZnxX])){1,4}(?![\d+.%％])")
_DIGITS = lazy(r"[1-9]\d{2,5}")
#: Nouns of undertakings: a number or quoted name directly before one is its name.
_UNDERTAKING = lazy(
    r"(?:[一二三四五六七八九十]期)?(?:行动|工程|计划|战略|专项行动|攻坚行动|现代化产业体系|产业体系|工作机制|工作体系|工作法|布局|发展格局|试点)"
)
#: 1+3+10; 2653行动; RCEP: one pass over the text for all that begins with a digit or a capital.
_ASCII = lazy(
    r"[1-9A-Z](?<![\d+.A-Za-z第\-_/@&].)(?:"
    r"(?<=\d)\d{0,2}(?:\s?\+\s?(?:[1-9]\d{0,3}|[A-ZnxX])){1,4}(?![\d+.%％])"
    r"|(?<=\d)\d{2,4}(?=(?:工程|行动|计划|战略|现代化产业体系|产业体系)(?!\d))"
    r"|(?<=[A-Z])[A-Z]{2,5}(?![A-Za-z0-9.\-_/@&]))"
)
#: 一制三化, 五增五提升 without quotation marks: numerals in step.
_BARE_PAIRED = lazy(
    rf"[一二三四五六七八九两双](?<![{_N}第\d几数每上这那].)(?P<a>{HAN}{{1,2}})[一二三四五六七八九十两双多](?P<b>{HAN}{{1,2}})"
    rf"(?:[一二三四五六七八九十两双多]{HAN}{{1,2}})*"
)

_NUMERAL = lazy(rf"[{_N}]")
_UNITS = frozenset("年月日天周时分秒岁元角吨斤亩米里度倍成次个位名人口户家所座栋条项件批期届场片块步点级等档轮季夜更")
#: Words of grammar, which no abbreviation holds: 四是一些, 统一的多民族.
_FUNCTION = frozenset("的是以在了着过和与及或有不为将把被让从对就也都而之其这那些零〇")
#: Measure words that names are made with, too: 四个意识, 八项规定, 三大球.
_COUNTING = frozenset("个项大条级点")
#: What begins with a numeral and counts nothing: words, and prefecture-level cities (GB/T 2260).
_NO_COUNTS = ("两岸", "一式", "三亚", "三明", "三沙", "九江", "六安", "十堰", "四平")
_PLACES = frozenset("省市县区乡镇村街州旗盟国")
_NOT_A_TERM = lazy(
    r"(?:连[冠丰增胜]|周年|等奖|[0-9十百千万]强|强县|强市|强区|佳|[月日年]|第[一二三四五六七八九十].*|以上|以下|左右|节|届|号|号文件|点半|世纪|部曲|重奏)$"
)
_METAPHOR = frozenset((
    "千里眼", "百年大计", "万里长征", "三头六臂", "四两拨千斤", "半边天", "双刃剑", "双面胶", "百花齐放",
    "万家灯火", "万无一失", "千家万户", "千方百计", "三心二意", "两手空空", "双向奔赴", "千亿俱乐部", "万亿俱乐部",
    "百亿俱乐部", "百舸争流", "千帆竞发", "两张皮", "万事通", "百事通", "多面手", "双保险", "三好学生", "千里马",
    "百宝箱", "两头在外", "百家争鸣", "万众一心", "双丰收", "双赢", "三岔口", "一把手", "半拉子", "两公里",
    "百日攻坚", "千层浪", "三不管", "百姓事", "百年老店", "万金油", "双胞胎", "二维码", "三明治", "千斤顶",
    "四合院", "九曲十八弯", "三连击", "六老汉", "盖被子", "开口子",
))  # fmt: skip


def find_shapes(text: str, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield the spans of folded `text` that look like abbreviations, in no order; they may overlap.

    Spans exclude quotation marks.  Each pattern is bounded, so cost is linear in the text.
    """
    for match in _QUOTED.finditer(text):
        reason = _quoted_reason(match[1], text, match.end(), lexicon)
        if reason:
            yield Candidate(match.start(1), match.end(1), reason)
    for match in _ASCII.finditer(text):
        found = match[0]
        if "+" not in found:
            yield Candidate(match.start(), match.end(), "数字代号" if found.isdigit() else "字母缩写")
        elif match.end() == len(text) or text[match.end()] not in _UNITS:
            yield Candidate(match.start(), match.end(), "数字公式")
    for match in _BARE_PAIRED.finditer(text):
        end = _trim(match, lexicon)
        if end and not _straddles(text, match.start(), end, lexicon):
            yield Candidate(match.start(), end, "数字对举")


def _quoted_reason(inner: str, text: str, after: int, lexicon: Lexicon) -> str:
    """Return why a quoted phrase is taken for an abbreviation, empty where it is not."""
    reason = _shape_of(inner) or ("引号内的工程名称" if len(inner) <= 8 and _UNDERTAKING.match(text, after) else "")
    if reason and (
        inner in _METAPHOR or _NOT_A_TERM.search(inner) or (len(inner) >= 4 and lexicon.cost(inner) is not None)
    ):
        return ""
    return reason


def _shape_of(inner: str) -> str:
    """Return the shape of a quoted phrase, empty where it has none of an abbreviation."""
    first = inner[0]
    if "+" in inner and _FORMULA.search(inner):
        return "数字公式"
    if first.isdigit():
        is_code = _DIGITS.fullmatch(inner) and not (len(inner) == 4 and inner[:2] in ("19", "20"))
        return "数字代号" if is_code else ""
    if first not in _N:
        return ""
    if len(inner) >= 4 and _PAIRED.fullmatch(inner):
        return "数字对举"
    if _COUNTS.fullmatch(inner) and (inner[1] not in _UNITS or (inner[1] in _COUNTING and len(inner) >= 3)):
        return "引号内的数字缩略"
    return ""


def _straddles(text: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell whether a common word crosses an edge of a bare span: 统一|…, …多渠|道."""
    return any(lexicon.cost(text[max(0, at - 1) : at + 1]) is not None for at in (start, end) if 0 < at < len(text))


def _trim(match: re.Match[str], lexicon: Lexicon) -> int:
    """Return the end of a bare run of paired numerals that is no count, idiom or list of amounts, else 0."""
    run = match[0]
    pieces = re.findall(rf"[{_N}][^{_N}]+", run)
    if len(pieces) < 2 or len(set(pieces)) < len(pieces) or not _FUNCTION.isdisjoint(run):
        return 0
    if any(piece[1] in _UNITS for piece in pieces) or run.startswith(_NO_COUNTS):
        return 0  # counts, copies (一式两份), and a city before a number (南昌、九江三地)
    if len({piece[1:] for piece in pieces}) == 1:
        return 0  # 两难多难: one thing counted twice
    lengths = [len(piece) - 1 for piece in pieces]
    end = match.end()
    if lengths[-1] > 1 and lengths[0] == 1 and len(pieces) == 2:
        end -= lengths[-1] - 1  # 一制三化改 is 一制三化 and the next word
        run = run[: end - match.start()]
    if lexicon.cost(run) is not None or (lexicon.cost(run[:4]) is not None):
        return 0  # a dictionary word: 四通八达, 一心一意
    if all(piece[-1] in _PLACES for piece in pieces) and len(pieces) == 2:
        return 0  # 一市三县: places counted
    return end
