"""Regular expressions that cost a start nothing: compiled when they are first used, from classes that compile fast."""

from __future__ import annotations

import re
from typing import Any, cast

#: A Han character, near enough: any letter that is not ASCII.  An explicit range costs half a millisecond to compile.
HAN = r"[^\W\d_A-Za-z]"

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split")


class _Lazy:
    """Stands for a compiled pattern; its methods appear with the first use of any of them."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(*self._source)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what behaves as ``re.compile(pattern, flags)`` does, as far as searching goes, and compiles it later."""
    return cast("re.Pattern[str]", _Lazy(pattern, flags))


def is_han(ch: str) -> bool:
    """Tell whether a character is a Han character of the Unified Ideographs or their extensions."""
    return "\u3400" <= ch <= "\u9fff" or "\uf900" <= ch <= "\ufaff" or ch >= "\U00020000"


#: The numerals that count the members of an abbreviation.
NUMERALS = "一二三四五六七八九十两双"


def skeleton(text: str) -> str:
    """Return `text` with N for each numeral."""
    return "".join("N" if character in NUMERALS else character for character in text)
