"""What is told of a thing, as markup: a list item, from which the page's script makes the cards as well."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from zhengci.glossary.model import Concept, Edition, Part, Source, describe_parts
from zhengci.mentions import senses
from zhengci.mentions.resolve import Mention
from zhengci.portrait import timeline
from zhengci.portrait.lineage import changes, succession
from zhengci.portrait.words import KINDS, day, region, span, telling
from zhengci.writers.page.escape import plain
from zhengci.writers.page.notes import STATUSES, Note

Find = Callable[[str], "Concept | None"]

_WRITTEN = {"superseded": "，是旧称", "deprecated": "，不宜用"}
#: So many mentions of a thing are linked from the list; the script leads to all of them.
_LINKS = 12
#: So much of a document's own gloss is shown; where an appendix is crafted the rest may be a book.
_GLOSS = 400
#: A reason that says nothing.
_ONLY = ("仅此一义",)


def item(note: Note, find: Find) -> str:
    """Return the list item of a note; `find` returns the concept of an id."""
    mention = note.first
    concept = mention.concept
    about = f' data-field="{plain(concept.field)}" data-region="{plain(region(concept.scope))}" data-kind="{KINDS[concept.kind]}"' \
        if concept else ""  # fmt: skip
    badge = '<span class="badge">未核实</span>' if concept and concept.is_recalled else ""
    number = f'<span class="number">{note.number}</span>' if note.is_known else ""
    more = "".join([*_more(mention, find), why(mention)])
    count = len(note.places)
    return (
        f'<li id="{note.anchor}" class="note {mention.status}"{about}>'
        f'<p class="head">{number}<a class="term" href="#m{note.places[0]}">{plain(note.term)}</a>{badge}'
        f'<span class="status">{STATUSES[mention.status]}</span><span class="count">{count}<span class="unit"> 处</span></span></p>'
        f'<p class="told" id="{note.anchor}t">{_told(mention)}</p>'
        f"<details><summary>详情</summary>{more}{_places(note)}</details></li>\n"
    )


def why(mention: Mention) -> str:
    """Return why a mention has its sense, where there is something to say."""
    return "" if mention.reasons == _ONLY else _row("判定", plain("；".join(mention.reasons)), "why")


def written(mention: Mention) -> str:
    """Return what is to be said of how a mention is written; empty where it is written well."""
    concept = mention.concept
    remark = _WRITTEN.get(mention.form_status, "") if concept and mention.form != concept.term else ""
    return f"文中写作“{mention.form}”{remark}" if remark else ""


def _told(mention: Mention) -> str:
    """Return what a mention stands for, or what there is to say in its place."""
    if mention.concept and mention.edition:
        return plain(mention.edition.definition)
    if mention.status == senses.DEFINED and mention.definition:
        gloss = mention.definition.gloss
        return plain(gloss if len(gloss) <= _GLOSS else gloss[:_GLOSS] + "……")
    if mention.status == senses.AMBIGUOUS:
        return f"有 {len(mention.candidates)} 个义项，据上下文无法判定。"
    if mention.candidates:
        return "词表所收的义项不适用于本文，文中也未解释。"
    return "词表未收，文中未解释。"


def _more(mention: Mention, find: Find) -> Iterable[str]:
    concept, edition = mention.concept, mention.edition
    if not concept or not edition:
        yield _senses("可能的义项" if mention.status == senses.AMBIGUOUS else "词表义项", mention.candidates)
        return
    yield _parts(edition.parts)
    form = written(mention)
    yield f'<p class="written">{plain(form)}</p>' if form else ""
    yield _facts(concept, edition)
    yield _history(concept, edition, find)
    yield _senses("同形异义", [rival for rival in mention.candidates if rival.id != concept.id])
    yield _sources(edition.sources)


def _parts(parts: tuple[Part, ...]) -> str:
    rows = "".join(
        f"<div><dt>{plain(part.name) or '所指'}</dt><dd>{plain(describe_parts((part._replace(name=''),)))}</dd></div>"
        for part in parts
    )
    return f'<dl class="parts">{rows}</dl>' if rows else ""


def _facts(concept: Concept, edition: Edition) -> str:
    english = f'<span lang="en">{plain(concept.english)}</span>' if concept.english else ""
    rows = (
        ("起止", span(edition.since, edition.until)),
        ("发布", plain(concept.issuer)),
        ("地区", plain(region(concept.scope))),
        ("领域", plain(concept.field)),
        ("类别", KINDS[concept.kind]),
        ("英译", english),
        ("说明", plain(concept.note)),
    )
    shown = "".join(
        f"<div{' class=whole' if name in ('英译', '说明') else ''}><dt>{name}</dt><dd>{told}</dd></div>" for name, told in rows if told
    )
    return f'<dl class="facts">{shown}</dl>'


def _history(concept: Concept, used: Edition, find: Find) -> str:
    """Return the time line, the editions with what changed, and what was replaced by what."""
    family = succession(concept, find) if concept.replaces or concept.replaced_by else [concept]
    rows = [
        _row(label, "、".join(_dated(other) for other in map(find, ids) if other))
        for label, ids in (("取代", concept.replaces), ("后为", concept.replaced_by))
    ]
    editions = []
    if len(concept.editions) > 1:
        for number, edition in enumerate(concept.editions):
            differing = changes(edition, concept.editions[number - 1]) if number else ""
            told = (f"比上一版：{plain(differing)}" if differing else plain(describe_parts(edition.parts))) if edition.parts else \
                plain(edition.definition)  # fmt: skip
            here = '<b class="here">本文所用</b>' if edition == used else ""
            editions.append(f"<li><b>{span(edition.since, edition.until) or '时间不详'}</b>{here} {told}</li>")
    listed = f'<ol class="editions">{"".join(editions)}</ol>' if editions else ""
    shown = timeline.draw(concept, family) + "".join(rows) + listed
    return f'<div class="history"><p class="label">沿革</p>{shown}</div>' if shown else ""


def _dated(concept: Concept) -> str:
    since = concept.editions[0].since
    dates = span(since, concept.until) if concept.until else f"{day(since)}起" if since else ""
    return f"<b>{plain(concept.term)}</b>{f' <small>{dates}</small>' if dates else ''}"


def _senses(label: str, concepts: Iterable[Concept]) -> str:
    rows = []
    for concept in concepts:
        how = "；".join(telling(concept))
        members = describe_parts(concept.current.parts)
        told = concept.current.definition + (f"{members}。" if members else "")
        rows.append(
            f"<li><b>{plain(concept.term)}</b><small>{plain(concept.field)}</small> {plain(told)}"
            f"{f'<small class=how>{plain(how)}</small>' if how else ''}</li>"
        )
    return f'<div class="senses"><p class="label">{label}</p><ul>{"".join(rows)}</ul></div>' if rows else ""


def _sources(sources: tuple[Source, ...]) -> str:
    rows = "".join(f"<li>{_source(source)}</li>" for source in sources if source.evidence != "recalled")
    return f'<div class="sources"><p class="label">出处</p><ul>{rows}</ul></div>' if rows else ""


def _source(source: Source) -> str:
    told = plain(source.describe())
    if source.address.lower().startswith(("http://", "https://")):
        told = f'<a href="{escape(source.address)}" rel="noreferrer external">{told}</a>'
    checked = f" <small>{day(source.checked)}查阅</small>" if source.checked else ""
    return told + checked


def _places(note: Note) -> str:
    count = len(note.places)
    links = "".join(
        f'<a href="#m{number}" aria-label="{plain(note.term)}，第 {nth} 处">{nth}</a>'
        for nth, number in enumerate(note.places[:_LINKS], 1)
    )
    rest = f"<span>等 {count} 处</span>" if count > _LINKS else ""
    return f'<p class="places"><span class="label">文中</span>{links}{rest}</p>'


def _row(label: str, markup: str, name: str = "row") -> str:
    return f'<p class="{name}"><span class="label">{label}</span>{markup}</p>' if markup else ""
