"""Drafts of altered 固定提法: members in another order, a character lost or added, a word replaced by a near-synonym."""

from __future__ import annotations

import random
import re
from itertools import pairwise

import corpus
from field import Field
from plants import Draft, by_subject, spread

KINDS = ("formula-order", "formula-lost", "formula-added", "formula-synonym")
#: Characters that slip into a formula when it is quoted from memory.
_FILLERS = "的和之新大与地了"
_MEMBER = re.compile(r"\[([^\]]*)\]")


def bare(formula: str) -> str:
    """Return a formula without the brackets round members that can change places."""
    return formula.replace("[", "").replace("]", "")


def altered(kind: str, row: dict[str, str]) -> list[str]:
    """Return every alteration of a kind of a formula of the list."""
    formula, text = row["formula"], bare(row["formula"])
    if kind == "formula-synonym":
        return [wrong for wrong in row["synonym"].split("|") if wrong]
    if kind == "formula-order":
        return _reordered(formula)
    if kind == "formula-lost":
        return [
            text[:at] + text[at + 1 :]
            for at in range(1, len(text) - 1)
            if _is_han(text[at]) and text[at] not in (text[at - 1], text[at + 1])
        ]
    return [
        text[:at] + filler + text[at:]
        for at in range(2, len(text) - 1)
        for filler in _FILLERS
        if _is_han(text[at]) and _is_han(text[at - 1]) and filler not in text[at - 1 : at + 1]
    ]


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _reordered(formula: str) -> list[str]:
    """Return the formula with two neighbouring members in each other's place."""
    found, members = [], list(_MEMBER.finditer(formula))
    for one, other in pairwise(members):
        between = formula[one.end() : other.start()]
        found.append(bare(formula[: one.start()] + other[1] + between + one[1] + formula[other.end() :]))
    return found


def formulas(field: Field, count: int, rng: random.Random) -> list[Draft]:
    """Return `count` drafts of each kind, at real places of the formulas."""
    rows = corpus.read_list("formulas")
    sites = {
        bare(row["formula"]): [
            (number, start)
            for number in range(len(field.reports))
            for start in field.places(number, bare(row["formula"]))
        ]
        for row in rows
    }
    drafts: list[Draft] = []
    for kind in KINDS:
        pool = []
        for row in rows:
            text = bare(row["formula"])
            wrongs = altered(kind, row)
            wrongs = [wrong for wrong in rng.sample(wrongs, min(len(wrongs), 6)) if field.is_wrong(wrong)]
            pool += [
                Draft(kind, (number,), start, start + len(text), "", rng.choice(wrongs), "", (text,), text)
                for number, start in sites[text]
                if wrongs
            ]
        drafts += spread(pool, count, rng, by_subject)
    return drafts


def formula_controls(field: Field, count: int, rng: random.Random) -> list[Draft]:
    """Return sentences with formulas as they should be, and with a formula's members quoted in part."""
    everywhere = tuple(range(len(field.reports)))
    drafts = []
    for row in corpus.read_list("formulas"):
        text = bare(row["formula"])
        quoted = [text]
        if "，" not in text and text.count("、") >= 2:
            quoted.append(text.rpartition("、")[0])
        drafts += [
            Draft("formula", everywhere, -1, -1, "各级各部门都要牢牢把握", each, "的要求。", (each,), text, is_control=True)
            for each in quoted
        ]
    return spread(drafts, count, rng, key=lambda draft: draft.wrong)
