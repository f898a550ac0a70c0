"""Decides whether a short Han form that is not in quotation marks stands as a word of its own where it was found.

First guards: 这两新…, 第三农…, 十五五.  Then the characters that the dictionary knows to straddle a border.  Only where one of
them stands there is the neighbourhood segmented, with the lexicon stored in the glossary; jieba itself is asked only
where that comes out nearly even.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from zhengci.glossary.artefact import Pattern
from zhengci.glossary.lexicon import MAX_LENGTH, Lexicon
from zhengci.glossary.opened import Glossary
from zhengci.glossary.store import cache_folder
from zhengci.patterns import is_han

_NUMERALS = "一二三四五六七八九十百千万亿两〇零几数"
_DETERMINERS = "第这那每某哪近前后"
_MEASURES = "个名位家项次年月日天岁人元吨亩米里点分秒条张座所只件套种类级层辆台篇章节届批号倍成度斤"

#: How many characters on each side are segmented.
_WINDOW = 5
#: A term of the glossary weighs, in a policy document, as a word seen this often in jieba's counts of 60 million.
_TERM_COST = 10.3
#: The cost of a character that the lexicon does not know.
_UNKNOWN_COST = 16.0
#: Where words cross both borders, as in 船 | 长护险 | 滩, the term must be so much the better reading.
_BOTH_COST = 3.0
#: Below this difference of costs the lexicon's answer is a coin toss and jieba is asked.
_NARROW = 0.35


def stand(text: str, start: int, end: int, pattern: Pattern, glossary: Glossary, opens: bool, closes: bool) -> bool:
    """Tell whether `pattern` at ``text[start:end]`` is a word of its own.

    `opens` and `closes` tell that a quotation mark stands before or after it: that border is not in doubt.
    """
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    if not opens and before and (pattern.text[0] in _NUMERALS and (before in _NUMERALS or before in _DETERMINERS)):
        return False
    if not opens and pattern.text[0] in _NUMERALS and before.isdigit():
        return False
    if not closes and pattern.text[-1] in _NUMERALS and after and (after in _NUMERALS or after in _MEASURES):
        return False
    doubt_before = bool(not opens and before and any(before in glossary.border(number) for number in pattern.left))
    doubt_after = bool(not closes and after and any(after in glossary.border(number) for number in pattern.right))
    if not doubt_before and not doubt_after:
        return True
    low = start if opens else _run(text, start, -1)
    high = end if closes else _run(text, end, 1)
    return _is_word(text[low:high], start - low, end - low, glossary)


def _run(text: str, at: int, step: int) -> int:
    """Return how far the Han run goes from `at` in one direction, at most a window's width."""
    for _ in range(_WINDOW):
        neighbour = at - 1 if step < 0 else at
        if not 0 <= neighbour < len(text) or not is_han(text[neighbour]):
            break
        at += step
    return at


def _is_word(window: str, start: int, end: int, glossary: Glossary) -> bool:
    """Compare the best segmentation of `window` that keeps the form whole with the best that straddles a border."""
    lexicon = glossary.lexicon
    form = window[start:end]
    form_cost = min(_TERM_COST, lexicon.cost(form) or _TERM_COST)
    whole = _best(window[:start], lexicon) + form_cost + _best(window[end:], lexicon)
    if _straddled(window, start, lexicon) and _straddled(window, end, lexicon):
        whole += _BOTH_COST
    split = _best(window, lexicon)
    if abs(whole - split) > _NARROW:
        return whole < split
    return _jieba_keeps(window, start, end)


def _straddled(window: str, border: int, lexicon: Lexicon) -> bool:
    """Tell whether some common word crosses `border`."""
    return any(
        lexicon.cost(window[start:end]) is not None
        for start in range(max(0, border - MAX_LENGTH + 1), border)
        for end in range(border + 1, min(len(window), start + MAX_LENGTH) + 1)
    )


def _best(text: str, lexicon: Lexicon) -> float:
    """Return the cost of the cheapest segmentation of `text` (unigram model, dynamic programming)."""
    costs = [0.0]
    for end in range(1, len(text) + 1):
        options = []
        for start in range(max(0, end - MAX_LENGTH), end):
            word = text[start:end]
            cost = lexicon.cost(word)
            if cost is None and end - start == 1:
                cost = _UNKNOWN_COST
            if cost is not None:
                options.append(costs[start] + cost)
        costs.append(min(options))
    return costs[-1]


@cache
def _tokenizer() -> Any:
    import logging

    import jieba

    jieba.setLogLevel(logging.CRITICAL)
    tokenizer = jieba.Tokenizer()
    folder = cache_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        tokenizer.tmp_dir = str(folder)  # jieba's own default is a folder that everybody can write to
    except OSError:
        pass
    return tokenizer


def _jieba_keeps(window: str, start: int, end: int) -> bool:
    """Tell whether jieba, knowing the whole dictionary, puts word borders at both ends of the form."""
    edges, at = {0}, 0
    for word in _tokenizer().cut(window, HMM=False):
        at += len(word)
        edges.add(at)
    return start in edges and end in edges
