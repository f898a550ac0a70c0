"""Drafts of sentences that spell a term's members out, in the ways of reports: right ones as controls, and spoilt ones."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from field import Field
from plants import Draft, by_subject, spread
from slips import homophones, look_alikes

from zhengci import divisions
from zhengci.glossary.model import Concept, Edition

KINDS = ("member-dropped", "member-garbled", "member-foreign", "member-doubled", "other-edition")
#: Sentences round a term T and the list L of its members.
_BEHIND = (
    "全面落实“{T}”（{L}）要求，推动各项任务落地见效。",
    "深入推进{T}（{L}）工作。",
    "抓好“{T}”（即{L}）各项任务。",
    "坚持“{T}”，即{L}，不断提高工作水平。",
    "准确把握“{T}”：{L}。",
    "“{T}”包括{L}。",
    "“{T}”是指{L}。",
    "统筹抓好“{T}”——{L}。",
)
_BEFORE = (
    "统筹抓好{L}（“{T}”）工作。",
    "扎实推进{L}（以下简称“{T}”）各项任务。",
    "牢牢把握{L}这“{T}”，形成工作合力。",
)
_JOINTS = ("和", "以及", "及其", "与")
_PREFIXES = ("坚持", "推进")
_PUNCTUATION = re.compile(r"[、，；。：（）“”《》和与及=]")


class Members(NamedTuple):
    """A concept's members at a date, in order: their first wordings, and all that are accepted."""

    first: tuple[str, ...]
    accepted: frozenset[str]
    wordings: tuple[tuple[str, ...], ...]


class Sentence(NamedTuple):
    """A way of writing members out: what stands before and behind the list, how its members are parted and led in."""

    before: str
    after: str
    mark: str
    joint: str
    prefix: str

    def list(self, members: Sequence[str]) -> str:
        led = [self.prefix + member for member in members]
        if self.joint and len(led) > 1:
            return self.mark.join(led[:-1]) + self.joint + led[-1]
        return self.mark.join(led)


def _members(edition: Edition) -> Members | None:
    """Return the members of an edition that can be written out in one list."""
    wordings = tuple(wordings for part in edition.parts for wordings in part.members)
    first = tuple(each[0] for each in wordings)
    fits = 2 <= len(first) <= 9 and len(set(first)) == len(first) and all(2 <= len(each) <= 20 for each in first)
    if not fits or any(_PUNCTUATION.search(each) for each in first):
        return None
    return Members(first, frozenset(word for each in wordings for word in each), wordings)


def _sentence(term: str, count: int, rng: random.Random) -> Sentence:
    pattern = rng.choice(_BEHIND if rng.random() < 0.7 else _BEFORE)
    if "“" in term:
        pattern = pattern.replace("“{T}”", "{T}")
    before, after = pattern.replace("{T}", term).split("{L}")
    if pattern in _BEFORE:
        mark, joint = "、", rng.choice(("", "", "和", "与"))
    elif before.endswith(("（", "：", "—")):
        mark, joint = rng.choice((("、", ""), ("、", ""), ("，", ""), ("；", ""), ("、", "和"), ("，", "以及"), ("、", "及其")))
    else:
        mark, joint = "、", rng.choice(("", *_JOINTS))
    if count == 2 and not joint:
        mark, joint = "、", rng.choice(("", "和"))
    prefix = rng.choice(_PREFIXES) if rng.random() < 0.1 and pattern in _BEHIND else ""
    return Sentence(before, after, mark, joint, prefix)


def _cases(field: Field) -> Iterator[tuple[int, Concept, Edition, Members]]:
    """Yield for each report the concepts in force there whose members are known for certain and whose term is no other's."""
    for number, report in enumerate(field.reports):
        path = divisions.path_of(report.place)
        for concept in field.glossary:
            in_force = concept.has_begun(report.date) and not concept.ended_before(report.date)
            here = concept.scope == divisions.NATION or concept.scope in path
            known = not concept.is_recalled and not concept.cued and field.owners[concept.term] == 1
            if not (known and in_force and here) or concept.replaced_by or len(concept.term) > 14:
                continue
            edition = concept.edition_at(report.date)
            members = _members(edition)
            if members and (len(members.first) > 2 or concept.kind == "numeral"):
                yield number, concept, edition, members


def expansions(field: Field, count: int, rng: random.Random) -> list[Draft]:
    """Return `count` drafts of each kind of wrong list of members."""
    cases = list(_cases(field))
    foreign = _by_field(field)
    drafts: list[Draft] = []
    for kind in KINDS:
        if kind == "other-edition":
            pool = [
                draft
                for number, concept, edition, members in cases
                if len(concept.editions) > 1
                for draft in _of_other_editions(number, field.reports[number].date[:4], concept, edition, members, rng)
            ]
            drafts += spread(pool, count, rng, by_subject)
            continue
        made: list[Draft] = []
        for number, concept, _, members in spread(list(cases), len(cases), rng, key=lambda case: case[1].id):
            if len(made) == count:
                break
            spoilt = _spoil(kind, field, members, foreign.get(concept.field, []), rng)
            if spoilt:
                made.append(_draft(kind, number, concept, _sentence(concept.term, len(members.first), rng), *spoilt))
        drafts += made
    return drafts


def _by_field(field: Field) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for concept in field.glossary:
        members = _members(concept.current)
        found.setdefault(concept.field, []).extend(members.first if members else ())
    return found


def _spoil(
    kind: str, field: Field, members: Members, foreign: list[str], rng: random.Random
) -> tuple[list[str], list[str]] | None:
    """Return the members spoilt and as they should be; ``None`` where they do not admit it."""
    right, at = list(members.first), rng.randrange(len(members.first))
    wrong = list(right)
    if kind == "member-dropped":
        if len(right) < 3:
            return None
        del wrong[at]
    elif kind == "member-doubled":
        wrong.insert(rng.choice([place for place in range(len(right) + 1) if place not in (at, at + 1)]), right[at])
    elif kind == "member-foreign":
        strangers = [
            each
            for each in foreign
            if abs(len(each) - len(right[at])) <= 3 and not any(set(each) & set(word) for word in members.accepted)
        ]
        if not strangers:
            return None
        wrong[at] = rng.choice(strangers)
    else:
        wrong[at] = _garble(field, members, right[at], rng)
        if not wrong[at]:
            return None
    return wrong, right


def _garble(field: Field, members: Members, member: str, rng: random.Random) -> str:
    if len(member) < 3:
        return ""
    for _ in range(8):
        at = rng.randrange(len(member))
        others = (homophones if rng.random() < 0.6 else look_alikes)(member[at])
        made = member[:at] + rng.choice(others[:6]) + member[at + 1 :] if others else ""
        if made and made not in members.accepted and field.is_wrong(made):
            return made
    return ""


def _of_other_editions(
    number: int, year: str, concept: Concept, edition: Edition, members: Members, rng: random.Random
) -> Iterator[Draft]:
    """Yield sentences with the members of another edition than that of the report's year, in several ways of writing."""
    for other in concept.editions:
        elsewhere = _members(other)
        if other is edition or elsewhere is None or all(word in members.accepted for word in elsewhere.first):
            continue
        if other.since[:4] <= year <= (other.until[:4] or "9999"):
            continue  # in the year of the change either may stand
        for _ in range(3):
            sentence = _sentence(concept.term, len(elsewhere.first), rng)
            yield _draft("other-edition", number, concept, sentence, list(elsewhere.first), list(members.first))


def _draft(
    kind: str, number: int, concept: Concept, sentence: Sentence, wrong: list[str], right: list[str],
    *, is_control: bool = False,
) -> Draft:  # fmt: skip
    """Return the draft of a sentence; its wrong text is the list."""
    listed = sentence.list(wrong)
    return Draft(
        kind, (number,), -1, -1, sentence.before, listed, sentence.after, (sentence.list(right),), concept.term,
        is_control, is_wide=True,
    )  # fmt: skip


def expansion_controls(field: Field, count: int, rng: random.Random) -> list[Draft]:
    """Return right sentences: members in another order, in other accepted wordings, and in part, ended by 等."""
    pool = []
    for number, concept, _, members in _cases(field):
        right = [rng.choice(wordings) for wordings in members.wordings] if rng.random() < 0.5 else list(members.first)
        if rng.random() < 0.3:
            rng.shuffle(right)
        sentence = _sentence(concept.term, len(right), rng)
        if len(right) >= 3 and rng.random() < 0.2 and sentence.before.endswith(("（", "包括", "即")):
            right.pop()
            sentence = sentence._replace(joint="", after="等" + sentence.after)
        pool.append(_draft("expansion", number, concept, sentence, right, right, is_control=True))
    return spread(pool, count, rng, by_subject)
