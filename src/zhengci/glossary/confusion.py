"""Which characters are taken for one another: by sound, by shape, or on a 五笔 keyboard.

The sounds are pypinyin's readings without tones, folded over the distinctions that many speakers do not make (zh/z, n/l,
ing/in).  The shapes are 五笔 (86) codes, which spell out the components of a character: codes that differ in one key belong to
characters that differ in one component, or to a slip of the finger.
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
_WIDTH = 2 + 2 * _READINGS + 4
_FOLDS = (("zh", "z"), ("ch", "c"), ("sh", "s"))


@cache
def table() -> bytes:
    """Return the table of confusable characters for the artefact.

    Fixed-width records in the order of the characters: UTF-16 character, readings as numbers (0 for none), 五笔 code.
    """
    from pypinyin import Style, pinyin

    numbers: dict[str, int] = {}
    records = []
    with open(os.path.join(os.path.dirname(__file__), "wubi.tsv"), encoding="utf-8") as file:
        lines = file.read().splitlines()
    for line in lines:
        character, code = line.split("\t")
        readings = dict.fromkeys(_fold(one) for one in pinyin(character, style=Style.NORMAL, heteronym=True)[0])
        known = [numbers.setdefault(reading, len(numbers) + 1) for reading in readings][:_READINGS]
        known += [0] * (_READINGS - len(known))
        records.append(
            character.encode("utf-16-be")
            + b"".join(number.to_bytes(2, "big") for number in known)
            + code.encode("ascii").ljust(4)[:4]
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


class Confusion:
    """Reads the table that :func:`table` made, by binary search in the bytes."""

    __slots__ = ("_data", "_known")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._known: dict[str, tuple[frozenset[bytes], str]] = {}

    def kind(self, one: str, other: str) -> str:
        """Return how two characters are confused: ``sound``, ``shape``, or an empty string."""
        sounds, code = self._facts(one)
        other_sounds, other_code = self._facts(other)
        if sounds & other_sounds:
            return "sound"
        if other in _alike().get(one, "") or (len(code) > 2 and len(other_code) > 2 and _one_apart(code, other_code)):
            return "shape"
        return ""

    def _facts(self, character: str) -> tuple[frozenset[bytes], str]:
        found = self._known.get(character)
        if found is None:
            found = self._known[character] = self._search(character)
        return found

    def _search(self, character: str) -> tuple[frozenset[bytes], str]:
        key = character.encode("utf-16-be", "surrogatepass")
        low, high = 0, len(self._data) // _WIDTH
        while low < high:
            middle = (low + high) // 2
            at = middle * _WIDTH
            here = self._data[at : at + 2]
            if here == key:
                sounds = (self._data[at + 2 + 2 * n : at + 4 + 2 * n] for n in range(_READINGS))
                return frozenset(sound for sound in sounds if sound != b"\0\0"), self._data[
                    at + 2 + 2 * _READINGS : at + _WIDTH
                ].decode("ascii").rstrip()
            if here < key:
                low = middle + 1
            else:
                high = middle
        return frozenset(), ""


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
