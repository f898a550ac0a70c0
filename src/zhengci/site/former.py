"""The page of former names: what an institution, a law or a place was called until when, and terms that gave way."""

from __future__ import annotations

from collections import defaultdict
from html import escape

from zhengci import divisions
from zhengci.glossary.model import Concept, FormerName
from zhengci.portrait.words import day
from zhengci.site.catalogue import Catalogue
from zhengci.site.markup import Page, citations, term_link


def page(catalogue: Catalogue) -> Page:
    """Return the page: former names by the year in which they changed, the latest first, then replaced terms."""
    years: dict[str, list[FormerName]] = defaultdict(list)
    for former in sorted(catalogue.former, key=lambda one: (one.changed, one.id), reverse=True):
        years[former.changed[:4]].append(former)
    names = sum(len(former.names) for former in catalogue.former)
    replaced = [concept for concept in catalogue.concepts if concept.replaced_by]
    jump = "".join(f'<li><a href="#y{year}">{year}</a></li>' for year in years)
    pieces = [
        "<h1>旧称</h1>\n",
        f'<p class="count">{names} 个旧称，按更名年份排列，新近的在前。某日之后的文稿应当用今称；叙述历史时不在此限。</p>\n',
        f'<nav class="years" aria-label="年份"><ul>{jump}</ul></nav>\n' if len(years) > 3 else "",
    ]
    for year, group in years.items():
        pieces.append(f'<section>\n<h2 id="y{year}">{year} 年</h2>\n{"".join(map(_group, group))}</section>\n')
    if replaced:
        rows = "".join(_replaced(catalogue, concept) for concept in replaced)
        pieces.append(f'<section>\n<h2>被取代的提法</h2>\n<ul class="replaced">{rows}</ul>\n</section>\n')
    return Page("former.html", "旧称", "".join(pieces))


def anchor(former: FormerName) -> str:
    """Return the id of a former name's place on the page."""
    return f"n-{former.id}"


def _group(former: FormerName) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(old)}</th><td>{escape(new)}</td></tr>' for old, new in former.names.items()
    )
    founded = f"{day(former.founded)}起用，" if former.founded else ""
    place = "" if former.scope == divisions.NATION else f" · {_place(former.scope)}"
    note = f"<p>{escape(former.note)}</p>" if former.note else ""
    advice = "" if former.fix == "safe" else "<p>不宜逐字替换，须按文意改写。</p>"
    return (
        f'<article class="former" id="{anchor(former)}">\n'
        f'<p class="when">{founded}{day(former.changed)}起改称{place}</p>\n'
        f"<table><thead><tr><th scope=col>旧称</th><th scope=col>今称</th></tr></thead><tbody>{rows}</tbody></table>\n"
        f'<div class="note">{note}{advice}{citations(former.sources)}</div>\n</article>\n'
    )


def _place(code: str) -> str:
    return escape(divisions.full_name_of(code))


def _replaced(catalogue: Catalogue, concept: Concept) -> str:
    later = [catalogue.by_id[name] for name in concept.replaced_by if name in catalogue.by_id]
    shown = "、".join(
        term_link(catalogue, "", one)
        + (f" <small>{day(one.editions[0].since)}起</small>" if one.editions[0].since else "")
        for one in later
    )
    return f"<li>{term_link(catalogue, '', concept)} → {shown}</li>"
