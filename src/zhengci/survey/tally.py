"""How often a form stands in a collection of documents, in how many of them and of how many places."""

from __future__ import annotations

from zhengci.document.document import Document


class Tally:
    """The mentions of one form, counted, with the documents and jurisdictions that have them."""

    def __init__(self, form: str) -> None:
        self.form = form
        self.mentions = 0
        self.documents: set[str] = set()
        self.jurisdictions: set[str] = set()

    def add(self, document: Document, mentions: int) -> None:
        """Count the mentions of a document; one of no known place counts for no jurisdiction."""
        self.mentions += mentions
        self.documents.add(document.path)
        if document.context.jurisdiction:
            self.jurisdictions.add(document.context.jurisdiction)

    @property
    def rank(self) -> tuple[int, int, int, str]:
        """A key that sorts first what most places, then most documents, then most mentions have."""
        return (-len(self.jurisdictions), -len(self.documents), -self.mentions, self.form)
