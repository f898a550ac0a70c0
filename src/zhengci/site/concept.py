"""The page of a concept: what it means, what it counts, how it is written, what it was before, and who says so."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from zhengci import divisions
from zhengci.glossary.model import Concept, Edition, Part, describe_parts
from zhengci.site import timeline
from zhengci.site.catalogue import Catalogue
from zhengci.site.markup import (
    Page,
    badge,
    citations,
    day,
    edition_span,
    facts,
    field_link,
    region_link,
    span,
    term_link,
)

_ROOT = "../"
_KINDS = {
    "numeral": "数字缩略", "contraction": "紧缩", "formula": "公式口诀", "programme": "工程项目", "plan": "规划",
    "institution": "机构简称",
}  # fmt: skip
#: What each status of a form is called.
STATUSES = {"preferred": "规范形式", "admitted": "又作", "superseded": "旧称", "deprecated": "不宜用"}


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
            ("类别", _KINDS[concept.kind]),
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
    others = f" <small>又作{escape(_quoted(wordings[1:]))}</small>" if len(wordings) > 1 else ""
    return f"<li>{escape(wordings[0])}{others}</li>"


def _forms(concept: Concept) -> str:
    rows = []
    for form in concept.forms:
        status = STATUSES[form.status] + ("，仅见于引号之内" if form.quoted else "")
        rows.append(f'<li class="{form.status}"><b>{escape(form.text)}</b> <small>{status}</small></li>')
    words = (*concept.nouns, *concept.cues)
    only = f"<p>附近出现{escape(_quoted(words))}，才作此解。</p>\n" if concept.cued else ""
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


def telling(concept: Concept) -> list[str]:
    """Return, in words, what tells a concept from its homonyms: region, dates, the words after it and around it."""
    told = []
    if concept.scope != divisions.NATION:
        told.append(f"用于{divisions.full_name_of(concept.scope)}")
    dates = span(concept.editions[0].since, concept.until)
    if dates:
        told.append(dates)
    if concept.nouns:
        told.append(f"后接{_quoted(concept.nouns)}")
    if concept.cues:
        told.append(f"上下文有{_quoted(concept.cues)}")
    return told


def _quoted(words: tuple[str, ...]) -> str:
    return "".join(f"“{word}”" for word in words)


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
        changes = "；".join(
            f"{verb}{'、'.join(names)}"
            for verb, names in (("新增", _missing(edition, previous)), ("不再列", _missing(previous, edition)))
            if names
        )
        pieces.append(f'<p class="change">比上一版：{escape(changes)}</p>\n' if changes else "")
    return "".join(pieces)


def _missing(edition: Edition, other: Edition) -> list[str]:
    """Return the members of `edition` that `other` does not have in any wording."""
    there = {wording for part in other.parts for wordings in part.members for wording in wordings}
    return [
        wordings[0] for part in edition.parts for wordings in part.members if other.parts and there.isdisjoint(wordings)
    ]
