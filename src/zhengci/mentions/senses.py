"""Chooses among the concepts that own a form: by the document's definition, by date, by place, by the words around.

Every step leaves a reason in Chinese that ``explain`` can show; where nothing decides the answer is *ambiguous*, never a
silent guess.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from zhengci import divisions
from zhengci.document.context import Context
from zhengci.glossary.model import Concept

EXPLAINED, DEFINED, AMBIGUOUS, UNKNOWN = "explained", "defined", "ambiguous", "unknown"

#: So much of the members (or of the wording) of a concept must stand in a gloss for the two to be the same.
_FIT_MEMBERS = 0.5
_FIT_WORDING = 0.3
#: A cue in the clause of the form speaks as loudly as so many elsewhere: 延包……，宅基地“三权分置”改革，……承包.
_SAME_CLAUSE = 3
_ONLY = ("仅此一义",)
_CLAUSE_END = re.compile("[，,。；;！？\n]")


class Sense(NamedTuple):
    """What a form means in its place: a status, the concept where one was chosen, the rivals, and why."""

    status: str
    concept: Concept | None
    candidates: tuple[Concept, ...]
    reasons: tuple[str, ...]


def choose(
    concepts: Sequence[Concept],
    context: Context,
    *,
    gloss: str = "",
    following: str = "",
    before: str = "",
    form: str = "",
) -> Sense:
    """Return the sense of a form that `concepts` own.

    `gloss` is the document's own explanation, `before` and `following` the text on either side of the form (and of its
    quotation marks).  Without rivals these do not matter, so callers may leave them out.  A cue in `form` itself lets a
    ``cued`` concept stand, too.
    """
    rivals = tuple(concepts)
    if len(rivals) == 1 and not gloss and _is_plain(rivals[0], context.date):
        return Sense(EXPLAINED, rivals[0], rivals, _ONLY)  # as the steps below would come out, for most of all mentions
    reasons: list[str] = []
    if gloss:
        fitting = [concept for concept in rivals if fits(concept, gloss)]
        if len(fitting) == 1:
            return Sense(EXPLAINED, fitting[0], rivals, ("与本文自己的解释相符",))
        if not fitting:
            return Sense(DEFINED, None, rivals, ("本文自有解释，与词表各义项不同",))
        concepts, reasons = fitting, ["本文自己的解释与几个义项相符"]

    existing = [concept for concept in concepts if not (context.date and concept.begins_after(context.date))]
    around = before + "\n" + following
    if not existing:
        if not any(_stands(concept, around, following, form) for concept in concepts):
            return Sense(UNKNOWN, None, (), (*reasons, "附近没有支持已知义项的词语"))
        begins = min(concept.editions[0].since for concept in concepts)
        return Sense(UNKNOWN, None, rivals, (f"已知义项始于 {begins}，晚于本文日期 {context.date}",))
    if len(existing) < len(concepts):
        reasons.append(f"按本文日期 {context.date} 排除尚未出现的义项")

    if len(rivals) > 1 and following:
        named = [concept for concept in existing if any(following.startswith(noun) for noun in concept.nouns)]
        if len(named) == 1:
            return Sense(EXPLAINED, named[0], rivals, (*reasons, "由后接词语判定"))

    backed = [concept for concept in existing if _stands(concept, around, following, form)]
    if not backed:
        return Sense(UNKNOWN, None, rivals, (*reasons, "附近没有支持已知义项的词语"))
    if len(backed) < len(existing):
        existing, reasons = backed, [*reasons, "排除附近没有词语支持的义项"]

    in_force = [concept for concept in existing if not (context.date and concept.ended_before(context.date))]
    if in_force and len(in_force) < len(existing):
        reasons.append(f"按本文日期 {context.date} 排除已停用的义项")
    fitting = in_force or existing
    here = _of_place(fitting, context)
    if not here:
        places = "、".join(dict.fromkeys(divisions.name_of(concept.scope) for concept in existing))
        return Sense(UNKNOWN, None, rivals, (*reasons, f"已知义项限于{places}，与本文地区（{context.place}）不符"))
    if len(rivals) == 1:
        ended = context.date and here[0].ended_before(context.date)
        only = f"仅此一义（已于 {here[0].until} 停用）" if ended else "仅此一义"
        return Sense(EXPLAINED, here[0], rivals, (*reasons, only))
    return _by_cues(here, len(here) < len(fitting), rivals, reasons, context, before, following)


def _by_cues(
    here: list[Concept], others_elsewhere: bool, rivals: tuple[Concept, ...], reasons: list[str], context: Context,
    before: str, following: str,
) -> Sense:  # fmt: skip
    """Choose among the concepts of the document's place, which stand from the most specific jurisdiction upwards."""
    clause = _CLAUSE_END.split(before)[-1] + "\n" + _CLAUSE_END.split(following, maxsplit=1)[0]
    spoken = [_spoken(concept.cues, before + "\n" + following) for concept in here]
    scores = [sum(_SAME_CLAUSE if cue in clause else 1 for cue in cues) for cues in spoken]
    near = [position for position, concept in enumerate(here) if concept.scope == here[0].scope]
    if not context.jurisdiction:
        near = list(range(len(here)))
    best = max(scores)
    if best >= _SAME_CLAUSE and scores.count(best) == 1 and max(scores[position] for position in near) < _SAME_CLAUSE:
        near = [scores.index(best)]  # words right beside the form speak for the wider sense: 广东国企“双百行动”
    elif len(near) < len(here) or others_elsewhere:
        reasons = [*reasons, f"按本文地区（{context.place}）取{divisions.name_of(here[0].scope)}的义项"]
    best = max(scores[position] for position in near)
    leading = [position for position in near if scores[position] == best]
    if best and len(leading) == 1:
        told = "、".join(spoken[leading[0]][:3])
        return Sense(EXPLAINED, here[leading[0]], rivals, (*reasons, f"由上下文词语“{told}”判定"))
    if len(near) == 1:
        only = here[near[0]]
        if only.scope != divisions.NATION or not only.cues or not others_elsewhere:
            return Sense(EXPLAINED, only, rivals, tuple(reasons) or ("仅此一义适用",))
    why = "上下文中没有能判定义项的词语" if not best else "上下文对几个义项同样支持"
    open_rivals = rivals if len(near) == 1 else tuple(here[position] for position in near)
    return Sense(AMBIGUOUS, None, open_rivals, (*reasons, why))


def _is_plain(concept: Concept, date: str) -> bool:
    """Tell whether neither date nor place nor cues could speak against a concept without rivals."""
    if concept.scope != divisions.NATION or concept.cued:
        return False
    return not (date and (concept.begins_after(date) or concept.ended_before(date)))


def _stands(concept: Concept, around: str, following: str, form: str) -> bool:
    """Tell whether a concept may be meant at all: a ``cued`` one only near its cues or nouns, or with one in the form."""
    return (
        not concept.cued
        or any(cue in around or cue in form for cue in concept.cues)
        or any(following.startswith(noun) or noun in form for noun in concept.nouns)
    )


def _spoken(cues: Sequence[str], around: str) -> list[str]:
    """Return the cues that stand in `around`; one that is part of another counts once (承包 in 承包地)."""
    there = [cue for cue in cues if cue in around]
    return [cue for cue in there if not any(cue in other and cue != other for other in there)]


def _of_place(concepts: Sequence[Concept], context: Context) -> list[Concept]:
    """Return the concepts on the path district → city → province → nation, the most specific first.

    A concept of a place inside the document's own (a district's term in the city's report) counts where nothing on the
    path does.  Where the document's place is unknown all are returned.
    """
    if not context.jurisdiction:
        return list(concepts)
    path = divisions.path_of(context.jurisdiction)
    found = sorted((concept for concept in concepts if concept.scope in path), key=lambda one: path.index(one.scope))
    if found or context.jurisdiction == divisions.CENTRE:
        return found
    return [concept for concept in concepts if context.jurisdiction in divisions.path_of(concept.scope)]


def fits(concept: Concept, gloss: str) -> bool:
    """Tell whether a document's gloss speaks of `concept`: its members, in any edition, or the wording of its definition."""
    for edition in concept.editions:
        members = [wordings for part in edition.parts for wordings in part.members]
        if members:
            found = sum(any(wording in gloss for wording in wordings) for wordings in members)
            if found >= _FIT_MEMBERS * len(members):
                return True
        if _likeness(gloss, edition.definition) >= _FIT_WORDING:
            return True
    return False


def _likeness(one: str, other: str) -> float:
    """Return the share of the shorter text's character pairs that the longer one has, too."""
    first = {one[at : at + 2] for at in range(len(one) - 1)}
    second = {other[at : at + 2] for at in range(len(other) - 1)}
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0
