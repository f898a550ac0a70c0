"""Recognises historical statements, in which a former name or term is the right one."""

from __future__ import annotations

from zhengci.patterns import lazy

_SENTENCE_END = "。！？\n"
_CLAUSE_END = "。！？；\n"
_YEAR = lazy(r"((?:19|20)\d\d)(?:年|[-—～~至])|[“]?十([一二三四])五[”]?(?:时期|期间|规划|以来)")
_FORMERLY = lazy(
    r"(?:原|前|原来的|时任|曾任|历任|曾是|曾在|前身(?:是|为)?|更名前的?|撤销|撤并|组建前的?|改革前的?|不再(?:沿用|使用|采用|保留|设立|设置)|取代(?:了)?|代替|替代|整合|合并|重组|划转)[“‘]?$"
)
_RENAMED = lazy(r"^[”’]?(?:更名|改名|改称|改组|改为|撤销|并入|合并|划入|整合|职责|不再保留|（现|\(现|（今|升格|基础上)")
_LOOKING_BACK = lazy(r"(?:当时|那时|过去|历史上|曾经|曾|以往|此前|之前|昔日|改革前|建国初|新中国成立|回顾)")


def is_historical(text: str, start: int, end: int, since: str) -> bool:
    """Tell whether the name at ``text[start:end]``, out of date since `since`, stands in a statement about an earlier time.

    It does behind 原, 时任, 前身为; before 更名为, 并入; or in a sentence that names a year (or plan period) before `since`.
    """
    before = text[max(0, start - 8) : start]
    if _FORMERLY.search(before) or _RENAMED.match(text[end : end + 6]):
        return True
    low = max((text.rfind(mark, max(0, start - 120), start) for mark in _SENTENCE_END), default=-1) + 1
    low = max(low, start - 120)
    clause_end = min((at for mark in _CLAUSE_END if (at := text.find(mark, end, end + 80)) >= 0), default=end + 80)
    sentence = text[low:clause_end]
    if _LOOKING_BACK.search(text[max(low, start - 20) : start]):
        return True
    for match in _YEAR.finditer(sentence):
        year = int(match[1]) if match[1] else 2006 + 5 * "一二三四".index(match[2])
        if year < int(since[:4]) or (year == int(since[:4]) and len(since) > 4):
            return True
    return False
