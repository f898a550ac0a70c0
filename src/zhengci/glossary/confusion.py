"""Which characters are taken for one another: by sound, by shape, or on a 五笔 keyboard.

The sounds are pypinyin's readings without tones, folded over the distinctions that many speakers do not make (zh/z, n/l,
ing/in).  The shapes are 五笔 (86) codes, of which one key differs by a slip of the finger or by one component, and components
that two characters share or of which the one is the other.
"""

from __future__ import annotations

import os
from functools import cache

#: Characters that look alike though their codes do not.
_LOOK_ALIKE = (
    "己已巳", "未末", "戊戌戍戎", "土士", "日曰", "人入", "天夭", "干千于", "大太", "刀力", "贝见", "田由甲申", "毛手", "市币巾",
    "今令", "乌鸟", "折拆析", "拔拨", "侯候", "免兔", "冶治", "准淮", "即既", "竞竟", "崇祟", "籍藉", "辨辩辫瓣", "燥躁操澡",
    "撤撒", "徒徙", "戴载栽裁", "壁璧臂", "密蜜", "赢嬴羸", "茶荼", "晴睛", "暑署", "历厉", "幅副福辐", "坐座", "偏遍编篇",
    "部陪", "官宫", "县具", "科料", "住往佳", "设没", "住任", "王主玉", "体休", "困因囚", "园圆", "束東朿", "拣练炼", "抑仰",
    "迁迂", "钓钩", "爪瓜", "臼白", "士土", "予子", "矛予", "卯印", "昂昴", "弛驰", "待侍", "诉拆", "违韦", "里理", "环坏", "场扬杨",
)  # fmt: skip
_READINGS = 3  # so many readings of a character are kept
_PARTS = 5  # so many telling components, the character itself among them
_COMMON = 4  # so many of the others
_CODE_AT = 2 + 2 * _READINGS
_PARTS_AT = _CODE_AT + 4
_COMMON_AT = _PARTS_AT + 2 * _PARTS
_WIDTH = _COMMON_AT + 2 * _COMMON
_FOLDS = (("zh", "z"), ("ch", "c"), ("sh", "s"))


@cache
def table() -> bytes:
    """Return the table of confusable characters for the artefact.

    Fixed-width records in the order of the characters: UTF-16 character, readings as numbers (0 for none), 五笔 code,
    components as numbers.
    """
    from pypinyin import Style, pinyin

    numbers: dict[str, int] = {}
    parts: dict[str, int] = {}
    records = []
    with open(os.path.join(os.path.dirname(__file__), "characters.tsv"), encoding="utf-8") as file:
        lines = file.read().splitlines()
    for line in lines:
        character, code, telling, common = line.split("\t")
        readings = dict.fromkeys(_fold(one) for one in pinyin(character, style=Style.NORMAL, heteronym=True)[0])
        known = [numbers.setdefault(reading, len(numbers) + 1) for reading in readings][:_READINGS]
        known += [0] * (_READINGS - len(known))
        records.append(
            character.encode("utf-16-be")
            + b"".join(number.to_bytes(2, "big") for number in known)
            + code.encode("ascii").ljust(4)[:4]
            + b"".join(
                b"".join(parts.setdefault(part, len(parts) + 1).to_bytes(2, "big") for part in shown[:most]).ljust(2 * most, b"\0")
                for shown, most in ((character + telling, _PARTS), (common, _COMMON))
            )
        )
    return b"".join(sorted(records))


def _fold(reading: str) -> str:
    """Return a reading without the distinctions that are not made everywhere."""
    for exact, loose in _FOLDS:
        if reading.startswith(exact):
            reading = loose + reading[len(exact) :]
            break
    if reading.startswith("l") and len(reading) > 1:
        reading = "n" + reading[1:]
    return reading[:-1] if reading.endswith("ng") else reading


#: Readings, 五笔 code, telling components, common components.
_Facts = tuple[frozenset[bytes], str, frozenset[bytes], frozenset[bytes]]


class Confusion:
    """Reads the table that :func:`table` made, by binary search in the bytes."""

    __slots__ = ("_data", "_kinds", "_known")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._known: dict[str, _Facts] = {}
        self._kinds: dict[str, str] = {}

    def kind(self, one: str, other: str) -> str:
        """Return how two characters are confused: ``sound``, ``shape``, ``part`` (a common component), or an empty string."""
        kind = self._kinds.get(one + other)
        if kind is None:
            kind = self._kinds[one + other] = self._compared(one, other)
        return kind

    def _compared(self, one: str, other: str) -> str:
        sounds, code, parts, common = self._facts(one)
        other_sounds, other_code, other_parts, other_common = self._facts(other)
        if sounds & other_sounds:
            return "sound"
        if parts & other_parts or other in _alike().get(one, ""):
            return "shape"
        if len(code) > 2 and len(other_code) > 2 and _one_apart(code, other_code):
            return "shape"
        return "part" if (parts | common) & (other_parts | other_common) else ""

    def _facts(self, character: str) -> _Facts:
        found = self._known.get(character)
        if found is None:
            found = self._known[character] = self._search(character)
        return found

    def _search(self, character: str) -> _Facts:
        key = character.encode("utf-16-be", "surrogatepass")
        low, high = 0, len(self._data) // _WIDTH
        while low < high:
            middle = (low + high) // 2
            at = middle * _WIDTH
            here = self._data[at : at + 2]
            if here == key:
                code = self._data[at + _CODE_AT : at + _PARTS_AT].decode("ascii").rstrip()
                parts, common = self._numbers(at + _PARTS_AT, _PARTS), self._numbers(at + _COMMON_AT, _COMMON)
                return self._numbers(at + 2, _READINGS), code, parts, common
            if here < key:
                low = middle + 1
            else:
                high = middle
        return frozenset(), "", frozenset(), frozenset()

    def _numbers(self, at: int, count: int) -> frozenset[bytes]:
        found = (self._data[at + 2 * number : at + 2 * number + 2] for number in range(count))
        return frozenset(number for number in found if number != b"\0\0")


@cache
def _alike() -> dict[str, str]:
    alike: dict[str, str] = {}
    for group in _LOOK_ALIKE:
        for character in group:
            alike[character] = alike.get(character, "") + group.replace(character, "")
    return alike


def _one_apart(code: str, other: str) -> bool:
    """Tell whether one key changed, lost or added makes the one code the other (or they are the same)."""
    if len(code) > len(other):
        code, other = other, code
    at = 0
    while at < len(code) and code[at] == other[at]:
        at += 1
    if len(code) == len(other):
        return code[at + 1 :] == other[at + 1 :]
    return len(other) == len(code) + 1 and code[at:] == other[at + 1 :]
