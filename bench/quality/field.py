"""What the bench looks up while it makes drafts: the reports, what stands in them, and what is said or known already."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import NamedTuple

import corpus
import jieba
from plants import Ground

from zhengci.document import markup
from zhengci.document.document import Document
from zhengci.folding import fold
from zhengci.glossary.opened import Glossary
from zhengci.glossary.store import open_glossary
from zhengci.linting.engine import lint_document
from zhengci.linting.finding import Finding
from zhengci.mentions.resolve import Mention, analyse

_OFF_LIMITS = (markup.QUOTATION, markup.TITLE, markup.APPENDIX)
#: The rules that the bench judges.
JUDGED = ("ZC201", "ZC202", "ZC301", "ZC302", "ZC303", "ZC304", "ZC305")


class Sight(NamedTuple):
    """A report as zhengci sees it untouched."""

    document: Document
    mentions: list[Mention]
    findings: list[Finding]


def look_at(name: str, raw: str, glossary: Glossary) -> Sight:
    """Return what zhengci finds in a text, called as a user calls it: date and place are those that the text tells."""
    analysis = analyse(Document(raw, path=name), glossary)
    return Sight(analysis.document, analysis.mentions, lint_document(analysis))


class Field:
    """The reports that errors are planted in, looked at."""

    def __init__(self, reports: list[corpus.Report], others: list[corpus.Report]) -> None:
        """Look at `reports`; `others` are further documents whose wording is taken for good."""
        self.glossary = open_glossary()
        self.reports = reports
        self.sights = [look_at(report.name, report.raw, self.glossary) for report in reports]
        self._said = fold("\n".join(report.raw for report in (*reports, *others)))

    @cached_property
    def listed(self) -> frozenset[str]:
        """Every string that the glossary holds: forms, former names, wrong wordings."""
        return frozenset(self.glossary.pattern(number).text for number in range(self.glossary.pattern_count))

    @cached_property
    def owners(self) -> Counter[str]:
        """How many concepts each form stands for."""
        return Counter(text for concept in self.glossary for text in {form.text for form in concept.forms} | {concept.term})

    @cached_property
    def terms(self) -> frozenset[str]:
        """The forms that stand for a concept."""
        return frozenset(self.owners)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of jieba's dictionary."""
        with jieba.get_dict_file() as file:
            return frozenset(line.decode("utf-8").split(" ")[0] for line in file)

    def is_wrong(self, text: str) -> bool:
        """Tell whether `text` is nothing that is a term, a word, or said in any real document at hand."""
        folded = fold(text)
        bare = folded.replace("“", "").replace("”", "").replace("、", "")
        return not (folded in self._said or {folded, bare} & self.terms or {folded, bare} & self.words)

    def is_dated_after(self, number: int, since: str) -> bool:
        """Tell whether a report is surely later than `since`."""
        date = self.reports[number].date
        width = min(len(since), len(date))
        return date[:width] > since[:width]

    def is_open(self, number: int, start: int, end: int) -> bool:
        """Tell whether a span of a report is running prose; what lint reports there plays no part, or plants would change with it."""
        zones = self.sights[number].document.zones
        return not (zones.within(start, *_OFF_LIMITS) or zones.within(end - 1, *_OFF_LIMITS))

    @cached_property
    def grounds(self) -> list[Ground]:
        """For each report the ends of sentences, behind which a sentence can be put."""
        return [Ground(report.raw, tuple(self._ends(number, report.raw))) for number, report in enumerate(self.reports)]

    def _ends(self, number: int, raw: str) -> list[int]:
        ends, first = [], raw.find("。")
        at = first
        while at >= 0:
            line = raw[raw.rfind("\n", 0, at) + 1 : at]
            closed = all(line.count(one) == line.count(other) for one, other in ("“”", "（）", "《》", "‘’"))
            if closed and at > 600 and raw[at + 1 : at + 2] not in ("”", "）", "’") and self.is_open(number, at, at + 1):
                ends.append(at + 1)
            at = raw.find("。", at + 1)
        return ends

    def places(self, number: int, text: str) -> list[int]:
        """Return where `text` stands in the running prose of a report."""
        raw, found, at = self.reports[number].raw, [], self.reports[number].raw.find(text)
        while at >= 0:
            if self.is_open(number, at, at + len(text)):
                found.append(at)
            at = raw.find(text, at + 1)
        return found
