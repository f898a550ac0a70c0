"""The page of a concept: what it means, what it counts, how it is written, what it was before, and who says so."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from zhengci.glossary.model import Concept, Edition, Part, describe_parts
from zhengci.portrait import timeline
from zhengci.portrait.lineage import changes
from zhengci.portrait.words import KINDS, STATUSES, day, quoted, span, telling
from zhengci.site.catalogue import Catalogue
from zhengci.site.markup import (
    Page,
    badge,
    citations,
    edition_span,
    facts,
    field_link,
    region_link,
    term_link,
)

_ROOT = "../"

def page(catalogue: Catalogue, concept: Concept) -> Page:
    """Return the page of a concept."""
    sections = [
        f"<article>\n<h1>{escape(concept.term)}{badge(concept)}</h1>\n",
        f'<p class="lead">{escape(concept.current.definition)}</p>\n',
        _parts(concept.current.parts),
        _facts(concept),
        _section("说明", f"<p>{escape(concept.note)}</p>\n" if concept.note else ""),
        _section("同形异义", _rivals(catalogue, concept)),
        _section("沿革", _history(catalogue, concept)),
        _section("形式", _forms(concept)),
        _section("出处", citations(concept.current.sources)),
        "</article>\n",
    ]
    return Page(f"concepts/{concept.id}.html", concept.term, "".join(sections))


def _section(title: str, markup: str) -> str:
    return f"<section>\n<h2>{title}</h2>\n{markup}</section>\n" if markup else ""


def _facts(concept: Concept) -> str:
    english = f'<span lang="en">{escape(concept.english)}</span>' if concept.english else ""
    return facts(
        (
            ("起止", span(concept.editions[0].since, concept.until)),
            ("发布", escape(concept.issuer)),
            ("领域", field_link(_ROOT, concept.field)),
            ("地区", region_link(_ROOT, concept.scope)),
            ("类别", KINDS[concept.kind]),
            ("英译", english),
        )
    )


def _parts(parts: tuple[Part, ...]) -> str:
    """Return what the numerals count, one list for each."""
    shown = "".join(
        f"<div><dt>{escape(part.name) or '所指'}</dt><dd><ol>{''.join(map(_member, part.members))}</ol></dd></div>\n"
        for part in parts
    )
    return f'<dl class="parts">\n{shown}</dl>\n' if shown else ""


def _member(wordings: tuple[str, ...]) -> str:
    others = f" <small>又作{escape(quoted(wordings[1:]))}</small>" if len(wordings) > 1 else ""
    return f"<li>{escape(wordings[0])}{others}</li>"


def _forms(concept: Concept) -> str:
    rows = []
    for form in concept.forms:
        status = STATUSES[form.status] + ("，仅见于引号之内" if form.quoted else "")
        rows.append(f'<li class="{form.status}"><b>{escape(form.text)}</b> <small>{status}</small></li>')
    words = (*concept.nouns, *concept.cues)
    only = f"<p>附近出现{escape(quoted(words))}，才作此解。</p>\n" if concept.cued else ""
    return f'<ul class="forms">{"".join(rows)}</ul>\n{only}'


def _rivals(catalogue: Catalogue, concept: Concept) -> str:
    rivals = catalogue.rivals(concept)
    if not rivals:
        return ""
    own = telling(concept)
    told = f"<p>本条：{escape('；'.join(own))}。</p>\n" if own else ""
    return f"{told}{senses(catalogue, _ROOT, rivals)}"


def senses(catalogue: Catalogue, root: str, concepts: Iterable[Concept]) -> str:
    """Return concepts that share a form, each with what tells it from the others."""
    rows = []
    for concept in concepts:
        told = telling(concept)
        how = f'<p class="telling">{escape("；".join(told))}</p>' if told else ""
        rows.append(
            f"<div><dt>{term_link(catalogue, root, concept)}{badge(concept)}</dt>"
            f"<dd>{escape(concept.current.definition)}{how}</dd></div>\n"
        )
    return f'<dl class="entries senses">\n{"".join(rows)}</dl>\n'


def _history(catalogue: Catalogue, concept: Concept) -> str:
    """Return a time line and, in words, the editions with what changed, and what was replaced by what."""
    pieces = [timeline.draw(concept, catalogue.succession(concept))]
    relations = (("取代", concept.replaces), ("后为", concept.replaced_by))
    pieces.append(facts((label, _terms(catalogue, ids)) for label, ids in relations))
    if len(concept.editions) > 1:
        rows = []
        for number, edition in enumerate(concept.editions):
            told = _edition(edition, concept.editions[number - 1] if number else None)
            cited = citations(edition.sources) if edition is not concept.current else ""
            rows.append(f"<li>{told}{cited}</li>\n")
        pieces.append(f'<ol class="editions">\n{"".join(reversed(rows))}</ol>\n')
    return "".join(pieces)


def _terms(catalogue: Catalogue, ids: tuple[str, ...]) -> str:
    shown = []
    for name in ids:
        other = catalogue.by_id.get(name)
        if other:
            since = other.editions[0].since
            dates = span(since, other.until) if other.until else f"{day(since)}起" if since else ""
            shown.append(term_link(catalogue, _ROOT, other) + (f" <small>{dates}</small>" if dates else ""))
    return "、".join(shown)


def _edition(edition: Edition, previous: Edition | None) -> str:
    """Return an edition in words, with what changed; the sources of the present one stand in a section of their own."""
    pieces = [f"<h3>{edition_span(edition)}</h3>\n"]
    if previous is None or edition.definition != previous.definition:
        pieces.append(f"<p>{escape(edition.definition)}</p>\n")
    if edition.parts:
        pieces.append(f"<p>{escape(describe_parts(edition.parts))}</p>\n")
    if previous is not None:
        differing = changes(edition, previous)
        pieces.append(f'<p class="change">比上一版：{escape(differing)}</p>\n' if differing else "")
    return "".join(pieces)
