"""What a matcher finds in a document, in offsets of its raw text and outside what is not prose."""

from __future__ import annotations

from zhengci.document import markup
from zhengci.document.document import Document
from zhengci.matcher import Match, Matcher

#: Zones in which nothing counts as a mention.
OFF = (markup.CODE, markup.LINK, markup.COMMENT, markup.FRONT_MATTER)


def matches_in(document: Document, matcher: Matcher) -> list[Match]:
    """Return what `matcher` finds in a document: offsets of the raw text, nothing in code, links or comments."""
    healed = document.healed
    matches = matcher.find(healed.text)
    if not healed.is_identity:
        matches = [
            Match(healed.raw(match.start), healed.raw(match.end - 1) + 1, match.pattern, match.quoted)
            for match in matches
        ]
    if document.kind == "text":
        return matches
    return [match for match in matches if not document.zones.within(match.start, *OFF)]
