"""ZC202: a document that defines a term otherwise than its issuer does at that date."""

from __future__ import annotations

from collections.abc import Iterator

from zhengci import divisions
from zhengci.glossary.model import Concept, Edition, describe_parts
from zhengci.linting.expansions import Expansion, Item, expansions
from zhengci.linting.finding import Finding, Rule
from zhengci.linting.rules.expansion import WRONG_EXPANSION
from zhengci.linting.rules.explanation import ground_of
from zhengci.mentions import senses
from zhengci.mentions.resolve import Analysis, Mention
from zhengci.patterns import lazy

#: A list without a guiding word (a bracket) may be about something else; with so many members it hardly is.
_MIN_LISTED = 3
#: A gloss shorter than this says too little to contradict anything.
_MIN_GLOSS = 8
#: Two explanations have next to nothing in common below this share of the shorter one's character pairs.
_NOTHING = 0.12
#: Between a term and its bracket stand a closing mark and a noun at most.
_LEAD = 12
_BRACKET = lazy("[（(]")
#: So far on each side words speak for the issuer's sense.
_AROUND = 90
#: 三个一批, 五大行动, 两新: anybody may coin these anew.
_COINABLE = lazy("[一二两双三四五六七八九十百千万0-9]+(?:[个大项条类种][^一二三四五六七八九十]{1,3}|[^一二三四五六七八九十]{1,2})")
_PLAIN = frozenset(("", "、", "和", "及", "与", "以及", "及其"))
_LONGEST_ITEM = 20


#: A definition at odds with the issuer's: where it stands, of what, and what the issuer says.
_Conflict = tuple[int, int, Mention, Concept, Edition]


def _conflicting(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    conflicts = list(_conflicts(analysis))
    if not conflicts:
        return
    told = [(finding.start, finding.end) for finding in WRONG_EXPANSION.check(WRONG_EXPANSION, analysis)]
    for start, end, mention, concept, edition in conflicts:
        if any(start < high and low < end for low, high in told):
            continue
        place = "通行" if concept.scope == divisions.NATION else f"{divisions.name_of(concept.scope)}通行"
        whose = f"{concept.issuer}的规定" if concept.issuer else f"{place}的解释"
        members = describe_parts(edition.parts)
        yield rule.finding(
            start, end, f"{mention.label}在本文的解释与{whose}不同",
            concept=concept.id, meaning=edition.definition + (f"（{members}）" if members else ""),
            grounds=ground_of(edition), advice="核对出处；确是另一回事的，换个名称，或写明与通行的含义不同",
        )  # fmt: skip


def _conflicts(analysis: Analysis) -> Iterator[_Conflict]:
    text = analysis.document.text
    done: set[tuple[int, str]] = set()
    for mention in analysis.mentions:
        definition = mention.definition
        if (definition is None or definition.where == "beside") and not _BRACKET.search(text, mention.end, mention.end + _LEAD):
            continue
        concept = _issued(analysis, mention)
        if concept is None:
            continue
        for expansion in expansions(text, mention):
            if expansion.where not in ("definition", "bracket") or (expansion.start, concept.id) in done:
                continue
            done.add((expansion.start, concept.id))
            if _differs(text, mention, concept, expansion):
                edition = concept.edition_at(analysis.document.context.date)
                yield expansion.start, expansion.end, mention, concept, edition


def _issued(analysis: Analysis, mention: Mention) -> Concept | None:
    """Return the one concept that a form has nationally or in the document's place, where it is hardly anything else's."""
    if len(mention.candidates) != 1 or mention.status not in (senses.DEFINED, senses.EXPLAINED):
        return None
    concept = mention.candidates[0]
    context = analysis.document.context
    if concept.cued or concept.is_recalled or concept.kind == "institution":
        return None
    if any(form.text == mention.form and (form.quoted or form.status not in ("preferred", "admitted")) for form in concept.forms):
        return None
    if context.date and (concept.begins_after(context.date) or concept.ended_before(context.date)):
        return None
    if concept.scope != divisions.NATION and concept.scope not in divisions.path_of(context.jurisdiction or divisions.CENTRE):
        return None
    if _COINABLE.fullmatch(mention.form) and not concept.well_known and not _spoken_for(analysis, mention, concept):
        return None
    return concept


def _spoken_for(analysis: Analysis, mention: Mention, concept: Concept) -> bool:
    """Tell whether words near a form that anybody may coin are those of the issuer's sense."""
    text = analysis.document.text
    around = text[max(0, mention.start - _AROUND) : mention.end + _AROUND]
    if mention.definition:
        around += "\n" + mention.definition.gloss
    return any(word in around for word in (*concept.cues, *concept.nouns, concept.issuer) if word)


def _differs(text: str, mention: Mention, concept: Concept, expansion: Expansion) -> bool:
    """Tell whether a definition says something else than every edition of a concept; open lists (等) never do."""
    gloss = text[expansion.start : expansion.end]
    if expansion.is_open or len(gloss) < _MIN_GLOSS:
        return False
    listed = all(_lists_others(edition, expansion.items) for edition in concept.editions)
    if expansion.where == "definition" and mention.status == senses.DEFINED:
        return listed or all(_pairs_shared(gloss, _told(concept, edition)) < _NOTHING for edition in concept.editions)
    return listed and expansion.where in ("definition", "bracket")


def _lists_others(edition: Edition, items: tuple[Item, ...]) -> bool:
    """Tell whether a plain list has the length of an edition's and yet most of its items are none of the members."""
    members = [wordings for part in edition.parts for wordings in part.members]
    if len(items) != len(members) or len(members) < _MIN_LISTED:
        return False
    if any(item.separator not in _PLAIN or len(item.text) > _LONGEST_ITEM for item in items):
        return False
    alike = sum(any(_touch(item.text, wording) for wordings in members for wording in wordings) for item in items)
    return 2 * alike < len(members)


def _touch(one: str, other: str) -> bool:
    return one in other or other in one or any(one[at : at + 2] in other for at in range(len(one) - 1))


def _told(concept: Concept, edition: Edition) -> str:
    members = (wording for part in edition.parts for wordings in part.members for wording in wordings)
    return "\n".join((edition.definition, *members, *concept.cues))


def _pairs_shared(one: str, other: str) -> float:
    first = {one[at : at + 2] for at in range(len(one) - 1)}
    second = {other[at : at + 2] for at in range(len(other) - 1)}
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


CONFLICTING = Rule(
    "ZC202",
    "conflicting-definition",
    "warning",
    "本文对术语的解释与发布机关的规定不同",
    "通行的提法由发布机关定义；本文另作解释，读者会误解。只是详略、措辞不同，列举未完（等），或者地方自拟的同形缩略语，不在此列。",
    "2025年，落实“一利五率”，即营业收入、市场份额、客户满意度、员工人数、研发人数、专利数量。",
    "2025年，落实“一利五率”，即利润总额、净资产收益率、营业收现率、资产负债率、研发经费投入强度、全员劳动生产率。",
    "不提供自动修正。",
    _conflicting,
)
