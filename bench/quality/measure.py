"""Runs lint on the injected texts and the untouched ones, and tells what of the plants was found and mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import corpus
from field import JUDGED, Field, look_at
from plants import Copy, Plant

from zhengci.glossary.opened import Glossary
from zhengci.linting.finding import Edit, Finding
from zhengci.linting.fixes import apply_fixes

#: The kinds of error, in the order of the table, and the rules that may report each.
FITTING: dict[str, frozenset[str]] = {
    **dict.fromkeys(("homophone", "look-alike", "wubi", "lost", "doubled", "swapped"), frozenset({"ZC303", "ZC304"})),
    "numeral": frozenset({"ZC201", "ZC303", "ZC304"}),
    "member-garbled": frozenset({"ZC201", "ZC202", "ZC303", "ZC304"}),
    **dict.fromkeys(("member-dropped", "member-foreign", "member-doubled", "other-edition"), frozenset({"ZC201", "ZC202"})),
    **dict.fromkeys(("superseded", "former-name"), frozenset({"ZC301", "ZC302"})),
    **dict.fromkeys(("formula-order", "formula-lost", "formula-added", "formula-synonym"), frozenset({"ZC303", "ZC304"})),
    "discouraged": frozenset({"ZC303", "ZC304", "ZC305"}),
    "confusable": frozenset({"ZC303", "ZC304", "ZC305"}),
}


class Verdict(NamedTuple):
    """What came of a plant: the new findings on it, whether one fits, and what its fix makes of the text (``None``: no fix)."""

    report: str
    plant: Plant
    findings: tuple[Finding, ...]
    is_found: bool
    mended: str | None
    is_right: bool
    context: str


class Stray(NamedTuple):
    """A new finding beside all plants, or one on an untouched text."""

    report: str
    finding: Finding
    text: str
    context: str


class Outcome(NamedTuple):
    """All verdicts, and the findings that the plants set off elsewhere."""

    verdicts: list[Verdict]
    strays: list[Stray]


def judge(field: Field, copies: Iterable[Copy]) -> Outcome:
    """Lint every copy and return what was found of its plants."""
    verdicts: list[Verdict] = []
    strays: list[Stray] = []
    for copy in copies:
        report = field.reports[copy.report]
        found = [one for one in look_at(report.name, copy.text, field.glossary).findings if one.code in JUDGED]
        old = [one for one in field.sights[copy.report].findings if one.code in JUDGED]
        known = Counter((one.code, report.raw[one.start : one.end]) for one in old)
        for plant in copy.plants:
            draft = plant.draft
            there = {one.code for one in old if one.start < draft.end and draft.start < one.end}  # before it was planted
            on_it = tuple(
                one
                for one in found
                if one.start < plant.reach_end and plant.reach_start < one.end and one.code not in there
            )
            verdicts.append(_verdict(report.name, copy.text, plant, on_it))
        reaches = [(plant.reach_start, plant.reach_end) for plant in copy.plants]
        for one in found:
            if any(one.start < end and start < one.end for start, end in reaches):
                continue
            key = (one.code, copy.text[one.start : one.end])
            if known[key]:
                known[key] -= 1
            else:
                strays.append(Stray(report.name, one, key[1], around(copy.text, one.start, one.end)))
    return Outcome(verdicts, strays)


def _verdict(report: str, text: str, plant: Plant, findings: tuple[Finding, ...]) -> Verdict:
    fitting = [one for one in findings if one.code in FITTING.get(plant.draft.kind, ())]
    edits = [edit for one in fitting if one.fix for edit in one.fix.edits]
    mended, is_right = None, False
    if edits:
        mended, is_right = _mend(text, plant, edits)
    return Verdict(
        report, plant, findings, bool(fitting), mended, is_right, around(text, plant.reach_start, plant.reach_end)
    )


def _mend(text: str, plant: Plant, edits: list[Edit]) -> tuple[str, bool]:
    """Return what `edits` make of a plant with a few characters round it, and whether that is right.

    Of edits that overlap the first is carried out, as ``--fix`` does it.
    """
    disjoint: list[Edit] = []
    for edit in sorted(edits):
        if not disjoint or disjoint[-1].end <= edit.start:
            disjoint.append(edit)
    low = max(0, min(plant.start, disjoint[0].start) - 4)
    high = max(plant.end, disjoint[-1].end) + 4
    made = apply_fixes(text[low:high], [Edit(edit.start - low, edit.end - low, edit.text) for edit in disjoint])
    head, tail = text[low : plant.start], text[plant.end : high]
    return made, any(made == head + right + tail for right in plant.draft.rights)


def around(text: str, start: int, end: int, width: int = 24) -> str:
    """Return a span with what stands round it, on one line, the span in brackets."""
    left, right = text[max(0, start - width) : start], text[end : end + width]
    return f"{left}【{text[start:end]}】{right}".replace("\n", "⏎").replace("\t", " ")


class Untouched(NamedTuple):
    """Findings on real documents as they are, and how many characters these have."""

    characters: int
    findings: list[Stray]


def untouched(reports: Iterable[corpus.Report], glossary: Glossary) -> Untouched:
    """Lint documents as they are."""
    characters, found = 0, []
    for report in reports:
        characters += len(report.raw)
        for one in look_at(report.name, report.raw, glossary).findings:
            found.append(
                Stray(report.name, one, report.raw[one.start : one.end], around(report.raw, one.start, one.end))
            )
    return Untouched(characters, found)
