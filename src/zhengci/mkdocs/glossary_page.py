"""The glossary page of a site: everything explained on its pages, in order of pinyin, with sources and the pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import Any, NamedTuple

from zhengci.glossary.model import Edition, Part, Source
from zhengci.mentions.resolve import Mention
from zhengci.mkdocs.marks import Explained
from zhengci.site.readings import order, syllables
from zhengci.writers.entries import explanation, facts

#: An entry of MkDocs' tables of contents.
Token = dict[str, Any]


class Use(NamedTuple):
    """A page that mentions something: its title and its address from the glossary page."""

    title: str
    address: str


class Term(NamedTuple):
    """What the glossary page tells of one thing, and where it is mentioned."""

    anchor: str
    mention: Mention
    uses: list[Use]

    @property
    def name(self) -> str:
        """The preferred form, or the form that the pages define."""
        return self.mention.concept.term if self.mention.concept else self.mention.form


def collect(pages: Iterable[tuple[Use, Iterable[Explained]]]) -> list[Term]:
    """Return the terms of all pages, sorted by pinyin."""
    terms: dict[str, Term] = {}
    for use, explained in pages:
        for anchor, mention in explained:
            term = terms.setdefault(anchor, Term(anchor, mention, []))
            if use not in term.uses:
                term.uses.append(use)
    return sorted(terms.values(), key=lambda term: order(term.name))


def render(title: str, terms: list[Term]) -> tuple[str, list[Token]]:
    """Return the HTML of the page and the tokens of its table of contents."""
    pieces = [f'<h1 id="glossary">{escape(title)}</h1>\n']
    if not terms:
        pieces.append("<p>本站各页没有用到词表中的缩略语。</p>\n")
    tokens: list[Token] = []
    for initial, group in groupby(terms, key=_initial):
        anchor = f"zc-{initial.lower()}" if initial != "#" else "zc-0"
        pieces.append(f'<h2 id="{anchor}">{initial}</h2>\n')
        children = []
        for term in group:
            pieces += ['<section class="zhengci-entry">\n', *_entry(term), "</section>\n"]
            children.append(_token(3, term.anchor, term.name))
        tokens.append({**_token(2, anchor, initial), "children": children})
    body = "".join(pieces)
    top = {**_token(1, "glossary", title), "children": tokens}
    return f'<div role="doc-glossary" class="zhengci-glossary">\n{body}</div>\n', [top]


def _token(level: int, anchor: str, name: str) -> Token:
    return {"level": level, "id": anchor, "name": escape(name), "html": escape(name), "data-toc-label": "", "children": []}


def _initial(term: Term) -> str:
    first = next(iter(syllables(term.name)), "#")[0].upper()
    return first if first.isascii() and first.isalpha() else "#"


def _entry(term: Term) -> Iterator[str]:
    concept = term.mention.concept
    yield f'<h3 id="{term.anchor}">{escape(term.name)}</h3>\n'
    if concept is None:
        yield f"<p>{escape(explanation(term.mention))}</p>\n"
        yield _facts([("出自", "站内文稿自有的解释")])
    else:
        edition = concept.current
        recalled = "（未核实）" if concept.is_recalled else ""
        yield f"<p>{recalled}{escape(edition.definition)}</p>\n"
        others = [form.text for form in concept.forms if form.text != concept.term and form.status in ("preferred", "admitted")]
        shown = term.mention._replace(edition=edition)
        rows = [*_members(edition.parts), ("又作", escape("、".join(others)))]
        rows += [(name, escape(value)) for name, value in facts(shown) if name != "出处"]
        rows.append(("英译", f'<span lang="en">{escape(concept.english)}</span>' if concept.english else ""))
        rows.append(("出处", "<br>\n".join(map(_source, edition.sources))))
        yield _facts(rows)
        yield from _former(concept.editions[:-1])
    links = "、".join(f'<a href="{escape(use.address)}">{escape(use.title)}</a>' for use in term.uses)
    yield f'<p class="zhengci-uses">见于：{links}</p>\n'


def _members(parts: tuple[Part, ...]) -> list[tuple[str, str]]:
    return [(escape(part.name or "所指"), escape("、".join(wordings[0] for wordings in part.members))) for part in parts]


def _facts(rows: list[tuple[str, str]]) -> str:
    """Return labels and values (HTML) as a list; those without a value are left out."""
    shown = "".join(f"<dt>{name}</dt><dd>{value}</dd>\n" for name, value in rows if value)
    return f'<dl class="zhengci-facts">\n{shown}</dl>\n' if shown else ""


def _source(source: Source) -> str:
    told = escape(source.describe())
    if source.address.lower().startswith(("http://", "https://")):
        return f'<a href="{escape(source.address)}" rel="external noreferrer">{told}</a>'
    return told


def _former(editions: tuple[Edition, ...]) -> Iterator[str]:
    """Yield the editions before the present one, the latest first."""
    for edition in reversed(editions):
        span = f"{edition.since or '？'} 至 {edition.until or '？'}"
        yield f"<p>此前（{escape(span)}）：{escape(edition.definition)}</p>\n{_facts(_members(edition.parts))}"
