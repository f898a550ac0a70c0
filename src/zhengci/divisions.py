"""Administrative divisions of GB/T 2260: names and short names to codes, and the path from a district up to the nation.

The table (code, name, short name; provinces, prefectures and counties) is a text of 90 KB that is searched as it is:
nothing is parsed, so a run that needs one name pays for one search.
"""

from __future__ import annotations

import os
from functools import cache

CENTRE = "000000"
NATION = "CN"


@cache
def _table() -> str:
    with open(os.path.join(os.path.dirname(__file__), "divisions.tsv"), encoding="utf-8") as file:
        return "\n" + file.read()


@cache
def name_of(code: str) -> str:
    """Return the name of a division, ``全国`` for ``CN``, ``中央`` for ``000000``; the code itself where it is unknown."""
    if code in (NATION, CENTRE):
        return "全国" if code == NATION else "中央"
    at = _table().find(f"\n{code}\t")
    if at < 0:
        return code
    start = at + len(code) + 2
    return _table()[start : _table().index("\t", start)]


@cache
def full_name_of(code: str) -> str:
    """Return the name of a division after those it lies in: 天津市蓟州区."""
    chain = [name_of(part) for part in reversed(path_of(code)) if part != NATION]
    return "".join(chain) or name_of(code)


def codes_of(name: str, *, short: bool = False) -> list[str]:
    """Return the codes of all divisions with the full name `name` (or, if `short`, with that short name)."""
    table, needle, found, at = _table(), f"\t{name}\n" if short else f"\t{name}\t", [], 0
    while (at := table.find(needle, at)) >= 0:
        line = table.rfind("\n", 0, at + 1) + 1
        found.append(table[line : line + 6])
        at += len(needle) - 1
    return found


@cache
def path_of(code: str) -> tuple[str, ...]:
    """Return `code` and the divisions it lies in, the nearest first, ending in ``CN``.

    Codes that GB/T 2260 leaves out (the prefecture level of a municipality) are left out here.
    """
    if code in (NATION, CENTRE):
        return (NATION,)
    chain = [code]
    for parent in (code[:4] + "00", code[:2] + "0000"):
        if parent not in chain and name_of(parent) != parent:
            chain.append(parent)
    return (*chain, NATION)


@cache
def provinces() -> list[tuple[str, str]]:
    """Return code and short name of every division of the first level."""
    rows = (line.split("\t") for line in _table().split("\n") if line[2:6] == "0000")
    return [(code, short) for code, _, short in rows]


def parse(text: str) -> str:
    """Return the code for a user's `text`: a code, ``CN``, a name (天津市蓟州区, 蓟州区) or a short name (天津).

    Raises ValueError with a Chinese message where there is no such division, or several.
    """
    text = text.strip()
    if text.upper() == NATION or text in ("中央", "国家", "全国", CENTRE):
        return CENTRE
    if text.isdigit():
        if len(text) == 6 and name_of(text) != text:
            return text
        raise ValueError(f"没有行政区划代码“{text}”（GB/T 2260 六位代码，如 120000）")
    found = resolve_name(text)
    if not found:
        raise ValueError(f"认不出地区“{text}”，请用全称（天津市蓟州区）或六位区划代码")
    if len(found) > 1:
        shown = "、".join(f"{full_name_of(code)}（{code}）" for code in found[:6])
        raise ValueError(f"地区“{text}”不止一处：{shown}；请写明上级地区或用代码")
    return found[0]


def resolve_name(text: str) -> list[str]:
    """Return the codes that a name may mean; a name may be led by the names of what it lies in.

    Provinces come before prefectures and counties of the same name, so 吉林 is the province.
    """
    for short in (False, True):
        found = codes_of(text, short=short)
        if found:
            rank = min(_level(code) for code in found)
            return [code for code in found if _level(code) == rank]
    for cut in range(2, len(text) - 1):  # 天津市 + 蓟州区
        above, rest = resolve_name(text[:cut]) if _is_name(text[:cut]) else [], text[cut:]
        if above:
            below = [code for code in resolve_name(rest) if any(up in path_of(code) for up in above)]
            if below:
                return below
    return []


def _is_name(text: str) -> bool:
    return f"\t{text}\t" in _table() or f"\t{text}\n" in _table()


def _level(code: str) -> int:
    return 0 if code.endswith("0000") else 1 if code.endswith("00") else 2
