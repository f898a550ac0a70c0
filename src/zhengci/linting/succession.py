"""Which present concept or form a mention should give way to, at its document's date."""

from __future__ import annotations

from zhengci.glossary.model import Concept
from zhengci.linting.history import is_historical
from zhengci.mentions.resolve import Analysis, Mention


def replacement(analysis: Analysis, mention: Mention) -> Concept | None:
    """Return the concept whose preferred form should stand instead of `mention`, ``None`` where it may stand.

    It is the concept itself where a superseded or deprecated form was used, else the latest one that had taken its
    place.  In a historical statement, or without a date, everything may stand.
    """
    concept, date = mention.concept, analysis.document.context.date
    if concept is None or not date:
        return None
    if mention.form_status in ("superseded", "deprecated"):
        present = concept if concept.has_begun(date) else None
        since = concept.since or date
    else:
        present = _successor(analysis, concept, date)
        since = present.editions[0].since if present else ""
    if present is None or is_historical(analysis.document.text, mention.start, mention.end, since):
        return None
    return present


def _successor(analysis: Analysis, concept: Concept, date: str) -> Concept | None:
    """Return the latest concept that had taken the place of `concept` at `date`, following the chain."""
    seen = {concept.id}
    found: Concept | None = None
    queue = list(concept.replaced_by)
    while queue:
        name = queue.pop(0)
        for candidate in analysis.glossary.lookup(name):
            if candidate.id == name and name not in seen and candidate.has_begun(date):
                seen.add(name)
                found = candidate
                queue.extend(candidate.replaced_by)
    return found
