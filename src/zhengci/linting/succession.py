"""Which present concept or form a mention should give way to, at its document's date."""

from __future__ import annotations

from zhengci.glossary.model import Concept
from zhengci.linting.history import is_historical
from zhengci.mentions.resolve import Analysis, Mention

#: How far on each side a sentence is read.
_SENTENCE = 120


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
    if present is not concept and _tells_both(analysis.document.text, mention, present):
        return None
    return present


def _tells_both(text: str, mention: Mention, present: Concept) -> bool:
    """Tell whether the sentence names what took the place, too: 服贸会原称京交会, 从“两利四率”到“一利五率”."""
    low = max(0, mention.start - _SENTENCE)
    start = 1 + max(low - 1, *(text.rfind(mark, low, mention.start) for mark in "。！？\n"))
    high = min(len(text), mention.end + _SENTENCE)
    end = min((at for mark in "。！？\n" if (at := text.find(mark, mention.end, high)) >= 0), default=high)
    around = text[start : mention.start] + "\n" + text[mention.end : end]
    return any(form.text in around for form in present.forms if form.status in ("preferred", "admitted"))


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
