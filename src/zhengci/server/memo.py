"""Keeps the near misses of each line of a document, so that an edit has only the lines searched that it changed.

No wording of the glossary holds a line break, and none is looked for across one: what a line holds depends on its text alone.
"""

from __future__ import annotations

from zhengci.glossary.opened import Glossary
from zhengci.nearmiss import Found, NearMiss, find_near

#: Longer texts are searched as a whole: what bounds the work that crafted text can make is a share of the text searched.
_LONGEST = 200_000


class Memo:
    """What was found in the lines of one document, of the last search only."""

    def __init__(self) -> None:
        self._known: dict[str, Found] = {}
        self._digest = ""

    def find(self, text: str, glossary: Glossary) -> Found:
        """Return what ``find_near`` returns."""
        if len(text) > _LONGEST:
            return find_near(text, glossary)
        known = self._known if glossary.digest == self._digest else {}
        kept: dict[str, Found] = {}
        near: list[NearMiss] = []
        exact: set[tuple[int, int]] = set()
        at = 0
        for line in text.split("\n"):
            found = kept.get(line) or known.get(line)
            if found is None:
                found = find_near(line, glossary)
            kept[line] = found
            near += [one._replace(start=one.start + at, end=one.end + at, at=one.at + at) for one in found.near]
            exact.update((start + at, end + at) for start, end in found.exact)
            at += len(line) + 1
        self._known, self._digest = kept, glossary.digest
        return Found(near, exact)
