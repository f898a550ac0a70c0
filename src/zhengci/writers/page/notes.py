"""The distinct things that a document mentions, in order of first mention, with all their mentions."""

from __future__ import annotations

from typing import NamedTuple

from zhengci.mentions import senses
from zhengci.mentions.resolve import Analysis, Mention

STATUSES = {
    senses.EXPLAINED: "词表解释",
    senses.DEFINED: "本文自注",
    senses.AMBIGUOUS: "多义待定",
    senses.UNKNOWN: "词表未收",
}
#: Kinds of concepts that are names rather than abbreviations of what they count or list; their marks look otherwise.
NAMES = frozenset({"programme", "plan", "institution"})


class Note(NamedTuple):
    """A distinct thing that the document mentions, with the numbers of its mentions (from 1).

    ``number`` counts what can be told of; what nobody knows is counted apart.
    """

    number: int
    first: Mention
    places: list[int]

    @property
    def is_known(self) -> bool:
        """Whether there is something to tell of it."""
        return self.first.status != senses.UNKNOWN

    @property
    def anchor(self) -> str:
        """The id of its list item."""
        return f"{'n' if self.is_known else 'u'}{self.number}"

    @property
    def term(self) -> str:
        """The preferred form, or the form as it stands where no concept was chosen."""
        return self.first.concept.term if self.first.concept else self.first.form


def notes_of(analysis: Analysis) -> tuple[list[Note], list[Note]]:
    """Return the notes in order, and for each mention the note that tells of it."""
    notes: dict[tuple[str, str], Note] = {}
    told = []
    counts = {True: 0, False: 0}
    for number, mention in enumerate(analysis.mentions, 1):
        key = (mention.key, mention.status)
        note = notes.get(key)
        if note is None:
            is_known = mention.status != senses.UNKNOWN
            counts[is_known] += 1
            note = notes[key] = Note(counts[is_known], mention, [])
        note.places.append(number)
        told.append(note)
    return list(notes.values()), told


def is_name(mention: Mention) -> bool:
    """Tell whether a mention is the name of a programme, a plan or an institution."""
    return mention.concept is not None and mention.concept.kind in NAMES
