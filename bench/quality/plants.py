"""Errors to plant, and their planting: drafts are set well apart into copies of reports."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

#: Characters between two plants in one copy of a report, at least.
SPACING = 250
#: Plants in one copy of a report, at most.
CROWD = 30
_T = TypeVar("_T")


class Draft(NamedTuple):
    """An error to be planted: ``before + wrong + after`` takes the place of the report's text at ``start``–``end``.

    A draft without a place (``start`` is -1) is a sentence, put behind any sentence of one of ``reports``.  ``rights``
    are the texts any of which mends ``wrong``; a control's ``wrong`` is right.  A finding counts when it overlaps
    ``wrong``, for ``is_wide`` drafts when it overlaps anything of the three.  ``subject`` is what it is about: a copy of a
    report has one draft of a subject.
    """

    kind: str
    reports: tuple[int, ...]
    start: int
    end: int
    before: str
    wrong: str
    after: str
    rights: tuple[str, ...]
    subject: str
    is_control: bool = False
    is_wide: bool = False

    @property
    def text(self) -> str:
        return self.before + self.wrong + self.after


class Plant(NamedTuple):
    """A draft in its place.  Spans are code points of the copy, half-open: of the wrong text, and where a finding counts."""

    draft: Draft
    start: int
    end: int
    reach_start: int
    reach_end: int


class Copy(NamedTuple):
    """A copy of a report (by its number) with its plants, in order."""

    report: int
    text: str
    plants: tuple[Plant, ...]


class Ground(NamedTuple):
    """What of a report can be planted in: ends of sentences of running prose, by offset."""

    raw: str
    ends: tuple[int, ...]


class _Bed:
    """A copy being filled."""

    def __init__(self, report: int) -> None:
        self.report = report
        self.subjects: set[str] = set()
        self.placed: list[tuple[int, int, Draft]] = []

    def admits(self, start: int, end: int, subject: str) -> bool:
        if len(self.placed) >= CROWD or subject in self.subjects:
            return False
        at = bisect_left(self.placed, (start, end))
        beside = self.placed[max(0, at - 1) : at + 1]
        return all(start - other[1] >= SPACING or other[0] - end >= SPACING for other in beside)

    def take(self, start: int, end: int, draft: Draft) -> None:
        self.placed.insert(bisect_left(self.placed, (start, end)), (start, end, draft))
        self.subjects.add(draft.subject)


def plant(drafts: Iterable[Draft], grounds: Sequence[Ground], rng: random.Random) -> list[Copy]:
    """Return copies of the reports with every draft planted in one of them."""
    beds: list[list[_Bed]] = [[] for _ in grounds]
    for draft in drafts:
        report = rng.choice(draft.reports)
        for bed in beds[report]:
            place = _place(draft, bed, grounds[report], rng)
            if place:
                break
        else:
            bed = _Bed(report)
            beds[report].append(bed)
            place = _place(draft, bed, grounds[report], rng)
            if place is None:
                raise ValueError(f"no place for {draft}")
        bed.take(*place, draft)
    return [_grow(bed, grounds[bed.report].raw) for row in beds for bed in row]


def _place(draft: Draft, bed: _Bed, ground: Ground, rng: random.Random) -> tuple[int, int] | None:
    if draft.start >= 0:
        return (draft.start, draft.end) if bed.admits(draft.start, draft.end, draft.subject) else None
    for _ in range(12):
        at = rng.choice(ground.ends)
        if bed.admits(at, at, draft.subject):
            return at, at
    return None


def _grow(bed: _Bed, raw: str) -> Copy:
    pieces: list[str] = []
    plants: list[Plant] = []
    at = length = 0
    for start, end, draft in bed.placed:
        pieces += [raw[at:start], draft.text]
        begin = length + start - at
        wrong = begin + len(draft.before)
        stop = wrong + len(draft.wrong)
        length = begin + len(draft.text)
        reach = (begin, length) if draft.is_wide else (wrong, stop)
        plants.append(Plant(draft, wrong, stop, *reach))
        at = end
    return Copy(bed.report, "".join([*pieces, raw[at:]]), tuple(plants))


def spread(items: list[_T], count: int, rng: random.Random, key: Callable[[_T], str]) -> list[_T]:
    """Return `count` of the items, or all, in a random order in which each `key` comes up as evenly as can be."""
    rng.shuffle(items)
    turns: dict[str, int] = {}
    ranked = []
    for item in items:
        turn = turns[key(item)] = turns.get(key(item), 0) + 1
        ranked.append((turn, item))
    ranked.sort(key=lambda pair: pair[0])
    return [item for _, item in ranked[:count]]


def by_subject(draft: Draft) -> str:
    return draft.subject
