"""The time line of a concept: labels stay within the picture, whatever is long."""

from __future__ import annotations

import re

import pytest

from zhengci.glossary.model import Concept
from zhengci.glossary.store import open_glossary
from zhengci.portrait import timeline


def dated(concept: Concept, term: str, *dates: tuple[str, str]) -> Concept:
    editions = tuple(concept.current._replace(since=since, until=until) for since, until in dates)
    return concept._replace(term=term, editions=editions)


@pytest.mark.parametrize("term", ["短", "富强民主文明和谐美丽的社会主义现代化强国", "长" * 60])
@pytest.mark.parametrize(("first", "turn"), [("1980", "1981"), ("1980", "2005-03"), ("2010-01", "2025-06")])
def test_labels_stay_within_the_picture(term: str, first: str, turn: str) -> None:
    concept = dated(next(iter(open_glossary())), term, (first, turn), (turn, ""))
    labels = re.findall(r'<text x="([\d.]+)%" y="\d+" text-anchor="(\w+)">([^<]+)</text>', timeline.draw(concept, [concept]))
    assert len(labels) == 2
    for at, anchor, label in labels:
        width = sum(12 if ord(character) > 127 else 7.2 for character in label) / 252 * 100
        left = float(at) if anchor == "start" else float(at) - width
        assert left >= -0.01
        assert left + width <= 100.01
        assert label.startswith(term[:3])
        assert re.search(r"　\d{4}(\.\d\d)?—?$", label)
