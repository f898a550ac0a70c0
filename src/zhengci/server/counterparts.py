"""Finds the other place that a finding speaks of: the explanation that comes too late, the other way of writing, the entry before."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from zhengci.document.definitions import Definition
from zhengci.linting.finding import Finding
from zhengci.mentions.resolve import Analysis, Mention


class Counterpart(NamedTuple):
    """A span of the document (code points, half-open) and, in Chinese, what stands there."""

    start: int
    end: int
    told: str


class Counterparts:
    """The counterparts of the findings of one document; each index is made when the first finding needs it."""

    def __init__(self, analysis: Analysis) -> None:
        self._mentions = analysis.mentions
        self._appendix = analysis.document.appendix

    def of(self, finding: Finding) -> Counterpart | None:
        """Return the counterpart of a finding, ``None`` where its message speaks of no other place."""
        if finding.code in ("ZC102", "ZC401", "ZC402"):
            mention = self._at.get(finding.start)
            return self._of_mention(finding.code, mention) if mention else None
        if finding.code == "ZC502" and finding.related:
            return None  # it stands at the appendix
        if finding.code in ("ZC502", "ZC503", "ZC504") and self._appendix and self._appendix.entries:
            return self._of_entry(finding.code, self._entries.get(finding.start))
        return None

    def _of_mention(self, code: str, mention: Mention) -> Counterpart | None:
        if code == "ZC102":
            definition = mention.definition
            return Counterpart(definition.head_start, definition.end, "解释在这里") if definition else None
        for other in self._alike[mention.key]:
            if code == "ZC401" and other.form != mention.form:
                return Counterpart(other.start, other.end, "另一种写法")
            if code == "ZC402" and other.form == mention.form and other.quoted != mention.quoted:
                return Counterpart(other.start, other.end, "这里加了引号" if other.quoted else "这里没有加引号")
        return None

    def _of_entry(self, code: str, entry: Definition | None) -> Counterpart | None:
        if self._appendix is None:
            return None
        if code == "ZC502":
            return Counterpart(self._appendix.start, self._appendix.entries[0].head_start, "名词解释在这里")
        if entry is None:
            return None
        if code == "ZC503":
            first = self._first_entries[entry.forms[:1]]
            return Counterpart(first.head_start, first.head_end, "前面已有这一条")
        stands = [self._first_mentions[form] for form in entry.forms if form in self._first_mentions]
        return Counterpart(stands[0].start, stands[0].end, "正文首次出现在这里") if stands else None

    @cached_property
    def _at(self) -> dict[int, Mention]:
        return {mention.start: mention for mention in self._mentions}

    @cached_property
    def _alike(self) -> dict[str, list[Mention]]:
        """The first mention of each way of writing a thing, in running prose, by what is the same for all of them."""
        alike: dict[str, dict[tuple[str, bool], Mention]] = defaultdict(dict)
        for mention in self._mentions:
            if not mention.zone:
                alike[mention.key].setdefault((mention.form, mention.quoted), mention)
        return defaultdict(list, {key: list(ways.values()) for key, ways in alike.items()})

    @cached_property
    def _entries(self) -> dict[int, Definition]:
        return {entry.head_start: entry for entry in self._appendix.entries} if self._appendix else {}

    @cached_property
    def _first_entries(self) -> dict[tuple[str, ...], Definition]:
        return {entry.forms[:1]: entry for entry in reversed(list(self._entries.values()))}

    @cached_property
    def _first_mentions(self) -> dict[str, Mention]:
        before = self._appendix.start if self._appendix else 0
        return {mention.form: mention for mention in reversed(self._mentions) if mention.start < before}
