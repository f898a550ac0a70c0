"""How often a form stands in a collection of documents, in how many of them and of how many places."""

from __future__ import annotations

from collections import Counter

from zhengci.document.document import Document
from zhengci.mentions.resolve import Mention


class Tally:
    """The mentions of one form, counted by status, with the documents and jurisdictions that have them."""

    def __init__(self, form: str) -> None:
        self.form = form
        self.statuses: Counter[str] = Counter()
        self.documents: set[str] = set()
        self.jurisdictions: set[str] = set()

    def add(self, mention: Mention, document: Document) -> None:
        """Count a mention.  A document of no known place counts as a document only."""
        self.statuses[mention.status] += 1
        self.documents.add(document.path)
        if document.context.jurisdiction:
            self.jurisdictions.add(document.context.jurisdiction)

    @property
    def mentions(self) -> int:
        """How many mentions there are, of any status."""
        return self.statuses.total()

    @property
    def rank(self) -> tuple[int, int, int, str]:
        """A key that sorts first what most places, then most documents, then most mentions have."""
        return (-len(self.jurisdictions), -len(self.documents), -self.mentions, self.form)
