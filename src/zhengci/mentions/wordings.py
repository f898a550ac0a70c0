"""Finds the wrong and discouraged wordings of a document, for the rules that report them."""

from __future__ import annotations

from typing import NamedTuple

from zhengci.document.document import Document
from zhengci.glossary.model import Wording
from zhengci.glossary.opened import Glossary
from zhengci.matcher import Matcher
from zhengci.mentions.matching import matches_in


class WordingMention(NamedTuple):
    """A wrong or discouraged wording, found at a span of the raw text."""

    start: int
    end: int
    text: str
    wording: Wording


def find_wordings(document: Document, glossary: Glossary) -> list[WordingMention]:
    """Return the wordings in `document` that the glossary warns of, in order."""
    found = []
    for match in matches_in(document, Matcher(glossary, wordings=True)):
        pattern = glossary.pattern(match.pattern)
        wording = glossary.wording(pattern.wordings[0])
        found.append(WordingMention(match.start, match.end, pattern.text, wording))
    return found
