"""Finds out of what date and place a document is, from its title, delivery line, signature, name, or what it speaks of."""

import os
import re
import time
from collections.abc import Iterator
from typing import NamedTuple

from zhengci import divisions
from zhengci.patterns import HAN, lazy

#: A title and a delivery line stand within this many characters, behind any navigation.
_HEAD = 3000
_TAIL = 600
_HAN_DIGITS = {ch: str(number) for number, ch in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0", "Ｏ": "0"}
_DAY = (
    r"(?:(?P<y>(?:19|20)\d\d)\s*年\s*(?P<m>\d{1,2})\s*月(?:\s*(?P<d>\d{1,2})\s*日)?"
    r"|(?P<hy>[一二][〇○零一二三四五六七八九Ｏ]{3})年(?P<hm>[一二三四五六七八九十]{1,2})月(?:(?P<hd>[一二三四五六七八九十]{1,3})日)?)"
)
_NAME = rf"{HAN}{{1,14}}?"
_DELIVERY = lazy(rf"{_DAY}\s*(?:上午|下午)?在(?P<name>{_NAME})第?[一二三四五六七八九十]{{1,3}}届人民代表大会")
_TITLES = (
    lazy(rf"(?P<y>(?:19|20)\d\d)\s*年(?P<name>{_NAME})(?:人民)?政府工作报告"),
    lazy(rf"(?P<name>{_NAME})(?P<y>(?:19|20)\d\d)\s*年(?:人民)?政府工作报告"),
    lazy(rf"(?P<name>{_NAME})人民政府工作报告\s*[（(]{_DAY}[）)]"),
)
_ON_BEHALF = lazy(rf"我代表(?P<name>国务院|{_NAME}(?:省|市|自治区|区|县|旗|州|盟)(?=人民政府))")
_PLAN = lazy(r"((?:19|20)\d\d)\s*年(?:度)?(?:的)?(?:工作安排|重点工作|主要工作|工作打算|工作思路|工作部署|政府工作)")
_REVIEW = lazy(r"((?:19|20)\d\d)\s*年?(?:度)?(?:的)?(?:工作回顾|工作总结|主要工作完成情况)")
_SIGNED = lazy(rf"^[ \t\u3000]*{_DAY}[ \t\u3000\r]*$", re.MULTILINE)
_YEAR = lazy(r"([12](?<![到至前\d—\-–－~][12])(?:(?<=1)9|(?<=2)0)\d\d)年(?![前底末—\-–至])")
_FILE_YEAR = lazy(r"(?<!\d)((?:19|20)\d\d)(?:-?(\d{2})-?(\d{2}))?(?!\d)")
_CONGRESS = lazy(r"中国共产党第(十[二三四五六七八九]|二十)次全国代表大会|[（(](十[二三四五六七八九]|二十)大[）)]")
_CONGRESS_DATES = {
    "十二": "1982-09", "十三": "1987-10", "十四": "1992-10", "十五": "1997-09", "十六": "2002-11", "十七": "2007-10",
    "十八": "2012-11", "十九": "2017-10", "二十": "2022-10",
}  # fmt: skip


#: Where a date comes from when the document does not tell it: the latest year it speaks of, or today.
GUESSED = ("文中最晚年份", "今日")


class Context(NamedTuple):
    """A document's date and jurisdiction, each with where it was read off.

    ``date`` has year, month or day precision and is empty only where even today was not wanted; ``jurisdiction`` is a
    GB/T 2260 code, ``000000`` for the centre, or empty where it could not be told.
    """

    date: str = ""
    date_from: str = ""
    jurisdiction: str = ""
    jurisdiction_from: str = ""

    @property
    def place(self) -> str:
        """The jurisdiction's name, empty where it is unknown."""
        return divisions.full_name_of(self.jurisdiction) if self.jurisdiction else ""


def today() -> str:
    """Return today's date."""
    return time.strftime("%Y-%m-%d")


def detect(text: str, path: str = "") -> Context:
    """Return the context that folded `text` (and its file name) tells; what cannot be told is dated today, of no place."""
    head = text[:_HEAD]
    marks = _marks(head)
    date, date_from = _date(text, head, path, marks)
    place, place_from = _place(text, head, path, marks)
    return Context(date, date_from, place, place_from)


class _Marks(NamedTuple):
    """The delivery line and the titles found at the head of a document."""

    delivery: re.Match[str] | None
    titles: list[re.Match[str]]


def _marks(head: str) -> _Marks:
    """Find delivery line and titles round the words that they all have: a search from every character would be slow."""
    delivery = None
    for at in _places(head, "人民代表大会"):
        delivery = _DELIVERY.search(head, max(0, at - 70), at + 6)
        if delivery:
            break
    titles = []
    for at in _places(head, "政府工作报告"):
        line = max(head.rfind("\n", 0, at) + 1, at - 40)
        dated = head[at + 6 : at + 8].strip()[:1] in ("（", "(")  # …政府工作报告（2025年1月7日）
        for pattern in _TITLES if dated else _TITLES[:2]:
            match = pattern.search(head, line, at + 40)
            if match:
                titles.append(match)
                break
    return _Marks(delivery, titles)


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _date(text: str, head: str, path: str, marks: _Marks) -> tuple[str, str]:
    if marks.delivery:
        return _day(marks.delivery), "报告日期"
    if marks.titles:
        return _day(marks.titles[0]), "标题"
    congress = _CONGRESS.search(head[:400])
    if congress:
        return _CONGRESS_DATES[congress[1] or congress[2]], "会议"
    plan = _PLAN.search(head)
    if plan:
        return plan[1], "小标题"
    review = _REVIEW.search(head)
    if review:
        return str(int(review[1]) + 1), "小标题"
    signed = list(_SIGNED.finditer(text, max(0, len(text) - _TAIL)))
    if signed:
        return _day(signed[-1]), "落款"
    named = _FILE_YEAR.search(os.path.basename(path))
    if named:
        return "-".join(part for part in named.groups() if part), "文件名"
    now = today()
    years = [year for year in _YEAR.findall(text[:200_000]) if year <= now]
    if years and int(max(years)) < int(now[:4]) - 1:
        return max(years), GUESSED[0]
    return now, GUESSED[1]


def _day(match: re.Match[str]) -> str:
    """Return the date of a match with the groups of ``_DAY`` (or ``y`` alone), at the precision it has."""
    parts = match.groupdict()
    if parts.get("hy"):
        year = "".join(_HAN_DIGITS[ch] for ch in parts["hy"])
        rest = [_han_number(parts[key]) for key in ("hm", "hd") if parts.get(key)]
    else:
        year = parts["y"]
        rest = [int(parts[key]) for key in ("m", "d") if parts.get(key)]
    return "-".join([year, *(f"{number:02d}" for number in rest)])


def _han_number(text: str) -> int:
    """Return the value of a Han numeral below 100: 二十九."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(_HAN_DIGITS[text])
    return (int(_HAN_DIGITS[tens]) if tens else 1) * 10 + (int(_HAN_DIGITS[ones]) if ones else 0)


def _place(text: str, head: str, path: str, marks: _Marks) -> tuple[str, str]:
    if marks.delivery and (code := _code(marks.delivery["name"], head)):
        return code, "报告地点"
    for title in marks.titles:
        if code := _code(title["name"], head):
            return code, "标题"
    behalf = next((found for at in _places(head, "我代表") if (found := _ON_BEHALF.match(head, at))), None)
    if behalf:
        if behalf["name"] == "国务院":
            return divisions.CENTRE, "报告人"
        if code := _code(behalf["name"], head):
            return code, "报告人"
    if _CONGRESS.search(head[:400]):
        return divisions.CENTRE, "会议"
    stem = _FILE_YEAR.sub("", os.path.splitext(os.path.basename(path))[0]).strip(" _-年政府工作报告")
    if stem and (code := _code(stem, head)):
        return code, "文件名"
    return _spoken_of(text)


def _code(name: str, head: str) -> str:
    """Return the code of a name found in running text, whose beginning may be other words; empty where it is not one."""
    if name in ("国务院", "全国"):
        return divisions.CENTRE
    for start in range(len(name) - 1):
        found = divisions.resolve_name(name[start:])
        if len(found) > 1:  # several districts of one name: the one whose city or province is named nearby
            found = [
                code for code in found if any(divisions.name_of(up) in head for up in divisions.path_of(code)[1:-1])
            ]
        if len(found) == 1:
            return found[0]
    return ""


def _spoken_of(text: str) -> tuple[str, str]:
    """Return the province that a text without a title speaks of again and again, if one stands out."""
    sample = text[:3_000]
    counts = sorted(((sample.count(short), code) for code, short in divisions.provinces()), reverse=True)
    (most, province), (next_most, _) = counts[:2]
    if most < 4 or most < 3 * next_most:
        return "", ""
    return province, "文中反复提到"
