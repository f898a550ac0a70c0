"""Mends what was read until nothing is left to mend, and keeps what the reader knows of it in step."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from zhengci.document.markup import Remark, Zone
from zhengci.linting.finding import Edit
from zhengci.linting.fixes import PASSES
from zhengci.linting.revision import Revision
from zhengci.mentions.resolve import Analysis
from zhengci.readers import Reading


class Revised(NamedTuple):
    """A text when it has settled: the edits that led there, what it holds, and what the reader would say of it."""

    revision: Revision
    analysis: Analysis
    reading: Reading


def revise(
    reading: Reading,
    look: Callable[[Reading], Analysis],
    choose: Callable[[Analysis, Revision, Reading], list[Edit]],
) -> Revised:
    """Carry out the edits that `choose` finds, again and again: mending one thing may bring another to light."""
    revision, now = Revision(reading.text), reading
    for number in range(PASSES):
        analysis = look(now)
        edits = choose(analysis, revision, now)
        before = revision.text
        if number < PASSES - 1:
            revision.mend(edits)
        if revision.text == before:
            break
        now = _moved(reading, revision)
    return Revised(revision, analysis, now)


def _moved(reading: Reading, revision: Revision) -> Reading:
    """Return what a reader would say of the text as it is now."""

    def span(start: int, end: int) -> tuple[int, int]:
        return revision.now(start), revision.now(end)

    places = reading.places
    return reading._replace(
        text=revision.text,
        zones=tuple(Zone(*span(zone.start, zone.end), zone.kind) for zone in reading.zones),
        remarks=tuple(Remark(*span(remark.start, remark.end), remark.text) for remark in reading.remarks),
        places=places and places._replace(starts=tuple(map(revision.now, places.starts))),
        body=None if reading.body is None else revision.now(reading.body),
    )
