"""The frame that all pages share, and the small pieces of markup that they are made of; everything shown is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from zhengci.glossary.model import Concept, Edition, Source, describe_parts
from zhengci.portrait.words import day, region, span
from zhengci.site.catalogue import Catalogue, concept_file, field_file, region_file

#: Pages may load their own files and nothing else; ``file:`` stands for a site that is opened from a folder.
_POLICY = (
    "default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src 'self' file:; "
    "base-uri 'none'; object-src 'none'"
)
_PLACES = (
    ("index.html", "词条"),
    ("regions.html", "地区"),
    ("homonyms.html", "同形异义"),
    ("former.html", "旧称"),
)


class Page(NamedTuple):
    """A page to be: where it stands, its title, the markup of its main part, and the scripts it needs (in order)."""

    path: str
    title: str
    main: str
    is_wide: bool = False
    scripts: tuple[str, ...] = ("site.js",)

    @property
    def root(self) -> str:
        """The way from the page to the folder of the site."""
        return "../" * self.path.count("/")


def render(page: Page) -> str:
    """Return the whole page."""
    root = page.root
    title = "政词词表" if page.path == "index.html" else f"{escape(page.title)} · 政词词表"
    places = "".join(
        f'<li><a href="{root}{path}"{" aria-current=page" if path == page.path else ""}>{name}</a></li>'
        for path, name in _PLACES
    )
    scripts = "".join(f'<script defer src="{root}{name}"></script>\n' for name in page.scripts)
    search = "" if page.path == "index.html" else _small_search(root)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f'<title>{title}</title>\n<link rel="icon" href="{root}icon.svg">\n'
        f'<link rel="stylesheet" href="{root}site.css">\n{scripts}</head>\n'
        f'<body{" class=wide" if page.is_wide else ""}>\n<a class="skip" href="#main">跳到正文</a>\n'
        f'<header class="site">\n<a class="seal" href="{root}index.html" aria-label="政词词表首页">政词</a>\n'
        f'<nav aria-label="全站"><ul>{places}</ul></nav>\n{search}</header>\n'
        f'<main id="main">\n{page.main}</main>\n'
        "<footer>政词词表。释义供参考；标有“未核实”的，尚未找到出处。</footer>\n</body>\n</html>\n"
    )


def _small_search(root: str) -> str:
    """Return a form that leads to the index; it needs no script on the page that it stands on."""
    return (
        f'<form class="small" role="search" action="{root}index.html">'
        '<input type="search" name="q" aria-label="检索词条" placeholder="词语或拼音" autocomplete="off" spellcheck="false">'
        "<button>检索</button></form>\n"
    )


def link(root: str, path: str, text: str) -> str:
    """Return a link to a page of the site."""
    return f'<a href="{root}{path}">{escape(text)}</a>'


def term_link(catalogue: Catalogue, root: str, concept: Concept, given: str = "") -> str:
    """Return a link to a concept, with what tells it from others of the same term (see ``Catalogue.hint``)."""
    hint = catalogue.hint(concept, given)
    return link(root, concept_file(concept), concept.term) + (f" <small>{escape(hint)}</small>" if hint else "")


def term_list(catalogue: Catalogue, root: str, concepts: Iterable[Concept], given: str) -> str:
    """Return concepts of one field or region as a list of bare terms in columns."""
    links = (term_link(catalogue, root, one, given) for one in concepts)
    return f'<ul class="terms">{"".join(f"<li>{one}</li>" for one in links)}</ul>\n'


def entry_list(catalogue: Catalogue, root: str, concepts: Iterable[Concept], given: str) -> str:
    """Return concepts of one field or region as a list of terms with their definitions."""
    return f'<dl class="entries">\n{"".join(_entry(catalogue, root, one, given) for one in concepts)}</dl>\n'


def _entry(catalogue: Catalogue, root: str, concept: Concept, given: str) -> str:
    edition = concept.current
    about = [describe_parts(edition.parts), span(concept.editions[0].since, concept.until)]
    told = "".join(f"<p>{escape(fact)}</p>" for fact in about if fact)
    return (
        f"<div><dt>{term_link(catalogue, root, concept, given)}{badge(concept)}</dt>"
        f"<dd>{escape(edition.definition)}{told}</dd></div>\n"
    )


def badge(concept: Concept) -> str:
    """Return the mark of a concept whose meaning rests on memory alone."""
    return ' <span class="badge">未核实</span>' if concept.is_recalled else ""


def field_link(root: str, field: str) -> str:
    """Return a link to a field."""
    return link(root, field_file(field), field)


def region_link(root: str, code: str) -> str:
    """Return a link to a region, by its full name."""
    return link(root, region_file(code), region(code))


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """Return labels and values (markup) as a list; empty values are left out."""
    shown = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in rows if value)
    return f'<dl class="facts">{shown}</dl>\n' if shown else ""


def _citation(source: Source, is_alone: bool) -> str:
    """Return a source, with its address where that is one of the web, and how good the evidence is."""
    if source.evidence == "recalled":
        return f'<span class="badge">未核实</span> {"" if is_alone else "部分内容"}凭记忆写成，尚未找到出处'
    told = escape(source.describe())
    if source.address.lower().startswith(("http://", "https://")):
        told = f'<a href="{escape(source.address)}" rel="noreferrer external">{told}</a>'
    evidence = "据文献" if source.evidence == "document" else "据网页"
    checked = f"，{day(source.checked)}查阅" if source.checked else ""
    return f"{told} <small>{evidence}{checked}</small>"


def citations(sources: Sequence[Source]) -> str:
    """Return sources as a list."""
    rows = "".join(f"<li>{_citation(source, len(sources) == 1)}</li>" for source in sources)
    return f'<ul class="sources">{rows}</ul>\n' if rows else ""


def edition_span(edition: Edition) -> str:
    """Return the dates of an edition in words."""
    return span(edition.since, edition.until) or "时间不详"
