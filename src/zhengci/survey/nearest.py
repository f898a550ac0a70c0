"""Known terms that look like a given one."""

from __future__ import annotations

from collections import Counter, defaultdict
from difflib import SequenceMatcher

from zhengci.folding import fold
from zhengci.glossary.opened import Glossary

#: difflib is slow, so it judges only so many forms: those that have most characters in common with the given one.
_TRIED = 24
_LIKE = 0.6


class Neighbours:
    """The forms of a glossary, indexed by their characters."""

    def __init__(self, glossary: Glossary) -> None:
        self._forms = sorted({fold(form.text) for concept in glossary for form in concept.forms})
        self._holders: dict[str, list[int]] = defaultdict(list)
        for number, form in enumerate(self._forms):
            for ch in set(form):
                self._holders[ch].append(number)

    def of(self, text: str, count: int = 3) -> tuple[str, ...]:
        """Return up to `count` forms that look like `text` and are not `text`, the nearest first."""
        shared = Counter(number for ch in set(text) for number in self._holders.get(ch, ()))
        length = len(set(text))
        likely = sorted(
            shared, key=lambda number: (-shared[number] / (length + len(set(self._forms[number]))), self._forms[number])
        )
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(text)
        judged = []
        for form in (self._forms[number] for number in likely[:_TRIED]):
            matcher.set_seq1(form)
            judged.append((-matcher.ratio(), form))
        return tuple(form for ratio, form in sorted(judged) if -ratio >= _LIKE and form != text)[:count]
