"""How far a glossary reaches in a collection of documents: the statuses of its mentions and of its distinct forms."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from zhengci.mentions import senses
from zhengci.mentions.resolve import Analysis
from zhengci.survey.tally import Tally
from zhengci.writers.entries import entries

#: From the best to the worst.
STATUSES = (senses.EXPLAINED, senses.DEFINED, senses.AMBIGUOUS, senses.UNKNOWN)


class Share(NamedTuple):
    """Mentions and types (distinct forms) by status, every status present.

    A form with several statuses counts as a type of that which most of its mentions have; of the worse where two tie.
    """

    mentions: dict[str, int]
    types: dict[str, int]


class Coverage:
    """Takes documents one by one; appendices are left out, as their headwords explain and are no use of a form."""

    def __init__(self) -> None:
        self.documents = 0
        self.jurisdictions: set[str] = set()
        self._forms: dict[str, dict[str, Tally]] = {}  # form → status → tally

    def add(self, analysis: Analysis) -> None:
        """Count the mentions of a document."""
        self.documents += 1
        if analysis.document.context.jurisdiction:
            self.jurisdictions.add(analysis.document.context.jurisdiction)
        for entry in entries(analysis):
            for form, count in Counter(mention.form for mention in entry.mentions).items():
                tallies = self._forms.setdefault(form, {})
                tallies.setdefault(entry.first.status, Tally(form)).add(analysis.document, count)

    def share(self, min_jurisdictions: int = 0) -> Share:
        """Return the counts by status, of forms that documents of at least so many jurisdictions have."""
        mentions, types = dict.fromkeys(STATUSES, 0), dict.fromkeys(STATUSES, 0)
        for tallies in self._forms.values():
            places = set[str]().union(*(tally.jurisdictions for tally in tallies.values()))
            if len(places) >= min_jurisdictions:
                for status, tally in tallies.items():
                    mentions[status] += tally.mentions
                types[max(tallies, key=lambda status: (tallies[status].mentions, STATUSES.index(status)))] += 1
        return Share(mentions, types)

    def commonest(self, status: str, count: int = 10) -> list[Tally]:
        """Return the forms with most mentions of `status`, counted in that status alone, the most frequent first."""
        having = [tallies[status] for tallies in self._forms.values() if status in tallies]
        return sorted(having, key=lambda tally: (-tally.mentions, tally.rank))[:count]
