"""Drafts of slips inside terms and formulas, at their real mentions in the reports."""

from __future__ import annotations

import random
import re
from typing import NamedTuple

import corpus
from field import Field
from formulas import bare
from plants import Draft, spread
from slips import NUMERALS, SLIPS, slip

from zhengci import divisions

_NUMERAL = re.compile(f"[{NUMERALS}两]")
_COUNT = re.compile(f"[{NUMERALS}两][大种项条类批级]")
#: A shorter term with one character changed is as a rule another word.
_SHORTEST = 4
#: Of the slips this share is made in formulas, the others in terms of the glossary.
_IN_FORMULAS = 0.2


def near_misses(field: Field, count: int, rng: random.Random) -> list[Draft]:
    """Return `count` drafts of each kind of slip."""
    terms = _term_sites(field)
    formulas = _formula_sites(field)
    drafts: list[Draft] = []
    for kind in SLIPS:
        share = _slips(kind, field, formulas, round(count * _IN_FORMULAS), rng)
        drafts += share + _slips(kind, field, terms, count - len(share), rng)
    return drafts


class Site(NamedTuple):
    """A place where a term or formula stands; ``counts`` tells whether another numeral in it is wrong for certain."""

    report: int
    start: int
    text: str
    counts: bool


def _term_sites(field: Field) -> list[Site]:
    """Return the mentions of terms that are explained by the glossary, in running prose."""
    sites = []
    for number, sight in enumerate(field.sights):
        for mention in sight.mentions:
            concept = mention.concept
            if concept is None or mention.zone or len(mention.form) < _SHORTEST:
                continue
            raw = field.reports[number].raw[mention.start : mention.end]
            if raw == mention.text and "\n" not in raw and field.is_open(number, mention.start, mention.end):
                is_certain = concept.kind == "numeral" and (concept.scope == divisions.NATION or len(_NUMERAL.findall(raw)) > 1)
                sites.append(Site(number, mention.start, raw, is_certain))
    return sites


def _is_counted_otherwise(field: Field, text: str) -> bool:
    """Tell whether the same is or may be counted with another numeral: 三大板块 is no slip for 四大板块."""
    if _COUNT.match(text):
        return True
    start = text.find(_NUMERAL.search(text)[0])  # type: ignore[index]
    head, own, tail = text[:start], text[start], text[start + 1 :]
    return len(_NUMERAL.findall(text)) == 1 and any(
        not field.is_wrong(head + other + tail) for other in NUMERALS + "两几多各" if other != own
    )


def _formula_sites(field: Field) -> list[Site]:
    return [
        Site(number, start, text, "两个" in text or "“" in text)
        for text in (bare(row["formula"]) for row in corpus.read_list("formulas"))
        for number in range(len(field.reports))
        for start in field.places(number, text)[:2]
    ]


def _slips(kind: str, field: Field, sites: list[Site], count: int, rng: random.Random) -> list[Draft]:
    """Return up to `count` drafts at as many different terms as there are."""
    drafts: list[Draft] = []
    for report, start, text, counts in spread(list(sites), len(sites), rng, key=lambda site: site.text):
        if len(drafts) == count:
            break
        wrong = slip(kind, text, rng) if counts or kind != "numeral" else ""
        if wrong and field.is_wrong(wrong) and not (kind == "numeral" and _is_counted_otherwise(field, text)):
            drafts.append(Draft(kind, (report,), start, start + len(text), "", wrong, "", (text,), text))
    return drafts
