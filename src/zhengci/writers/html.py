"""One self-contained HTML page: the text with its mentions marked, a card beside each mark, a list of explanations.

To take the annotations away, read ``<main class="document">`` with an HTML parser: drop every element of class ``card``
with all that is in it, put the character of that (decimal) code point in the place of every element that has
``data-char``, and take the text of the rest.  That is the raw text, character for character.

The page loads nothing, which a content security policy makes sure of.  Cards open by CSS alone, on hover, focus and
tap; the script only lets Escape, or a tap elsewhere, close them.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from html import escape
from pathlib import PurePath
from typing import NamedTuple

from zhengci import divisions
from zhengci.document.document import Document
from zhengci.glossary.model import Concept, Part, Source, describe_parts
from zhengci.mentions import senses
from zhengci.mentions.resolve import Analysis, Mention

_NAMES = {
    senses.EXPLAINED: "词表解释",
    senses.DEFINED: "本文自注",
    senses.AMBIGUOUS: "多义待定",
    senses.UNKNOWN: "词表未收",
}
_WRITTEN = {"superseded": "，是旧称", "deprecated": "，不宜用"}

#: So many mentions of a thing have a card with everything; the later ones tell what it is and point to the list.
_FULL_CARDS = 8
#: So many sources stand in a card; the list has them all.
_CARD_SOURCES = 2
#: So many mentions of a thing are linked from the list.
_LINKS = 12
#: So much of a document's own gloss is shown; where an appendix is crafted the rest may be a book.
_GLOSS = 400

_HEADING = re.compile("^# +([^\n]{1,80})$", re.MULTILINE)
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")


class _Note(NamedTuple):
    """A distinct thing that the document mentions, numbered within its list, with the numbers of its mentions."""

    number: int
    first: Mention
    places: list[int]

    @property
    def is_known(self) -> bool:
        """Whether it stands in the list of explanations, else in that of unknown abbreviations."""
        return self.first.status != senses.UNKNOWN

    @property
    def anchor(self) -> str:
        """The id of its list item."""
        return f"{'n' if self.is_known else 'u'}{self.number}"


def write(analysis: Analysis, title: str = "") -> str:
    """Return the page; `title` is shown above the text, else the heading of a Markdown file, else the file's name."""
    title = _plain(title or _title(analysis.document))
    text, notes = _text(analysis)
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{_digest(_SCRIPT)}'; base-uri 'none'"
    return "".join(
        [
            '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            '<meta name="referrer" content="no-referrer">\n',
            f"<title>{title} · 政词标注</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n",
            '<a class="skip" href="#notes">跳到解释</a>\n',
            _header(analysis, title, len(notes)),
            f'<main class="document">{text}</main>\n',
            _list(notes),
            "<footer>政词标注。释义供参考；标有“未核实”的，尚未找到出处。</footer>\n",
            f"<script>{_SCRIPT}</script>\n</body>\n</html>\n",
        ]
    )


def _title(document: Document) -> str:
    heading = _HEADING.search(document.raw) if document.kind == "markdown" else None
    return heading[1] if heading else PurePath(document.path).stem or "文稿"


def _text(analysis: Analysis) -> tuple[str, list[_Note]]:
    """Return the marked text and, in order of first mention, what is mentioned in it."""
    raw = analysis.document.raw
    notes: dict[tuple[str, str], _Note] = {}
    listed: Counter[bool] = Counter()
    cards: dict[tuple[object, ...], str] = {}
    pieces, at = ["<p>"], 0
    for number, mention in enumerate(analysis.mentions, 1):
        key = (mention.key, mention.status)
        note = notes.get(key)
        if note is None:
            is_unknown = mention.status == senses.UNKNOWN
            listed[is_unknown] += 1
            note = notes[key] = _Note(listed[is_unknown], mention, [])
        note.places.append(number)
        full = len(note.places) <= _FULL_CARDS
        variant = (key, full, mention.form, mention.reasons, tuple(rival.id for rival in mention.candidates))
        card = cards.get(variant)
        if card is None:
            card = cards[variant] = _card(mention, note, full)
        reference = f' data-note="{note.number}"' if note.is_known else ""
        pieces += [
            _flowing(raw[at : mention.start]),
            f'<span class="m {mention.status}"><mark id="m{number}" tabindex="0" aria-describedby="c{number}"',
            f"{reference}>{_exact(raw[mention.start : mention.end])}</mark>",
            f'<span class="card" role="note" id="c{number}">{card}</span></span>',
        ]
        at = mention.end
    pieces += [_flowing(raw[at:]), "</p>"]
    text = "".join(pieces)
    for empty in ("\n", "&#13;\n"):
        text = text.replace(f"<p>{empty}</p>", f'<p class="blank">{empty}</p>')
    return text.removesuffix("<p></p>"), list(notes.values())


def _card(mention: Mention, note: _Note, full: bool) -> str:
    told = _body(mention, _CARD_SOURCES) if full else _heading(mention) + _told(mention)
    return f'{told}<a class="more" href="#{note.anchor}">{"解释" if note.is_known else "未收"} {note.number} ↓</a>'


def _flowing(text: str) -> str:
    """Return raw text between mentions as markup; every line is a paragraph that ends with its line break."""
    return _exact(text).replace("\n", "\n</p><p>")


def _exact(text: str) -> str:
    """Return raw text as markup that a parser turns into the same characters, those that it would lose as elements."""
    return _ODD.sub(_kept, escape(text))


def _kept(odd: re.Match[str]) -> str:
    if odd[0] == "\r":
        return "&#13;"
    code = ord(odd[0])
    return f'<span class="char" data-char="{code}" title="U+{code:04X}">{_picture(odd)}</span>'


def _plain(text: str) -> str:
    """Return text on one line as markup, odd characters as pictures."""
    return escape(_ODD.sub(_picture, " ".join(text.split())))


def _picture(odd: re.Match[str]) -> str:
    code = ord(odd[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def _body(mention: Mention, sources: int | None = None) -> str:
    """Return all that is told of a mention: what it is, since when, by whom, where that stands, and why it is that."""
    pieces = [_heading(mention), _told(mention)]
    concept, edition = mention.concept, mention.edition
    if concept and edition:
        facts = [_span(edition.since, edition.until), concept.issuer, _place(concept)]
        pieces.append(_line("facts", _plain(" · ".join(fact for fact in facts if fact))))
        cited = [source for source in edition.sources if source.evidence != "recalled"]
        pieces += map(_source, cited[:sources])
    else:
        pieces += [_candidate(rival) for rival in mention.candidates]
    pieces.append(_line("why", _plain("判定：" + "；".join(mention.reasons)) if mention.reasons else ""))
    return "".join(pieces)


def _heading(mention: Mention) -> str:
    concept = mention.concept
    term = concept.term if concept else mention.form
    badge = _line("badge", "未核实") if concept and concept.is_recalled else ""
    status = _line("status", _NAMES[mention.status])
    return _line("head", f"<dfn>{_plain(term)}</dfn>{badge}{status}")


def _told(mention: Mention) -> str:
    """Return what a mention stands for, or what there is to say in its place."""
    concept, edition = mention.concept, mention.edition
    if concept and edition:
        written = _WRITTEN.get(mention.form_status, "") if mention.form != concept.term else ""
        return "".join(
            [
                _line("told", _plain(edition.definition)),
                *map(_part, edition.parts),
                _line("written", _plain(f"文中写作“{mention.form}”{written}") if written else ""),
            ]
        )
    if mention.status == senses.DEFINED and mention.definition:
        gloss = mention.definition.gloss
        return _line("told", _plain(gloss if len(gloss) <= _GLOSS else gloss[:_GLOSS] + "……"))
    if mention.status == senses.AMBIGUOUS:
        return _line("told", f"有 {len(mention.candidates)} 个义项，据上下文无法判定。")
    if mention.candidates:
        return _line("told", "词表所收的义项不适用于本文，文中也未解释。")
    return _line("none", "词表未收，文中未解释。")


def _part(part: Part) -> str:
    members = _plain(describe_parts((part._replace(name=""),)))
    return _line("part", f"<b>{_plain(part.name)}</b>：{members}" if part.name else members)


def _candidate(concept: Concept) -> str:
    edition = concept.current
    facts = [concept.field, _place(concept), _span(edition.since, edition.until)]
    about = " · ".join(fact for fact in facts if fact)
    told = edition.definition + describe_parts(edition.parts)
    return _line("sense", f"<b>{_plain(concept.term)}</b>{_plain((f'（{about}）' if about else '') + told)}")


def _source(source: Source) -> str:
    told = _plain(source.describe())
    if source.address.lower().startswith(("http://", "https://")):
        told = f'<a href="{_plain(source.address)}">{told}</a>'
    return _line("source", told)


def _line(name: str, markup: str) -> str:
    return f'<span class="{name}">{markup}</span>' if markup else ""


def _place(concept: Concept) -> str:
    return "" if concept.scope == divisions.NATION else divisions.full_name_of(concept.scope)


def _span(since: str, until: str) -> str:
    """Return a span of dates in words: 2023年1月至2024年12月, 2025年1月起."""
    if until:
        return f"{_day(since)}至{_day(until)}"
    return f"{_day(since)}起" if since else ""


def _day(date: str) -> str:
    return "".join(f"{int(part)}{unit}" for part, unit in zip(date.split("-"), "年月日", strict=False)) if date else ""


def _header(analysis: Analysis, title: str, things: int) -> str:
    context = analysis.document.context
    counts = Counter(mention.status for mention in analysis.mentions)
    legend = "".join(
        f'<li class="{status}"><mark>{name}</mark> {counts[status]}</li>' for status, name in _NAMES.items()
    )
    return (
        f'<header>\n<p class="seal" aria-hidden="true">政词</p>\n<h1>{title}</h1>\n<dl>'
        f"<div><dt>日期</dt><dd>{_known(_day(context.date), context.date_from)}</dd></div>"
        f"<div><dt>地区</dt><dd>{_known(context.place, context.jurisdiction_from)}</dd></div>"
        f"<div><dt>缩略语</dt><dd>{things} 种，{len(analysis.mentions)} 处</dd></div></dl>\n"
        f'<ul class="legend" aria-label="标记与处数">{legend}</ul>\n</header>\n'
    )


def _known(fact: str, ground: str) -> str:
    if not fact:
        return "未识别"
    return _plain(fact) + (f"<small>（依据：{_plain(ground)}）</small>" if ground else "")


def _list(notes: list[_Note]) -> str:
    told = "".join(_item(note) for note in notes if note.is_known)
    unknown = "".join(_item(note) for note in notes if not note.is_known)
    pieces = [
        '<section class="notes" id="notes" role="doc-endnotes" aria-labelledby="told">\n<h2 id="told">解释</h2>\n',
        f"<ol>\n{told}</ol>\n" if told else "<p>没有可以解释的缩略语。</p>\n",
        "</section>\n",
    ]
    if unknown:
        pieces += [
            '<section class="notes" aria-labelledby="unknown">\n<h2 id="unknown">未收的缩略语</h2>\n',
            f"<p>像是缩略语，词表没有收，文中也没有解释。</p>\n<ol>\n{unknown}</ol>\n</section>\n",
        ]
    return "".join(pieces)


def _item(note: _Note) -> str:
    count = len(note.places)
    links = " ".join(
        f'<a href="#m{number}" role="doc-backlink" aria-label="回到第 {nth} 处">{nth}</a>'
        for nth, number in enumerate(note.places[:_LINKS], 1)
    )
    rest = "等" if count > _LINKS else ""
    places = f'<span class="places"><span class="links">↩ {links} {rest} </span>{count} 处</span>'
    return f'<li id="{note.anchor}" class="{note.first.status}">{_body(note.first)}{places}</li>\n'


def _digest(script: str) -> str:
    return b64encode(sha256(script.encode()).digest()).decode()


_STYLE = """
:root {
  color-scheme: light dark;
  --paper: #fbfaf6; --ink: #26231e; --muted: #6a6458; --rule: #e2dccd; --sheet: #fffefb; --tint: #f1ecdf;
  --explained: #1d6a78; --defined: #4a6b1f; --ambiguous: #9a5200; --unknown: #b0342a; --link: #1d6a78;
  --shadow: 0 .1rem .2rem rgb(60 50 30 / .08), 0 .6rem 1.8rem rgb(60 50 30 / .16);
  --song: "Source Han Serif SC", "Noto Serif CJK SC", "Songti SC", STSong, NSimSun, SimSun, serif;
  --hei: "PingFang SC", "Microsoft YaHei", "Source Han Sans SC", "Noto Sans CJK SC", "Heiti SC", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #1a1917; --ink: #e4dfd3; --muted: #a59d8d; --rule: #3a362f; --sheet: #25231f; --tint: #2e2b25;
    --explained: #7fc4d0; --defined: #a9cc7c; --ambiguous: #e9ac62; --unknown: #f0958a; --link: #7fc4d0;
    --shadow: 0 .1rem .2rem rgb(0 0 0 / .3), 0 .6rem 1.8rem rgb(0 0 0 / .5);
  }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 47rem; padding: 3rem 1.25rem; font: 1.0625rem/1.9 var(--song);
  line-break: strict; overflow-wrap: anywhere; text-autospace: normal; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .2em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 1px; border-radius: 2px; }
.skip { position: absolute; left: 1rem; top: -4rem; padding: .2rem .8rem; background: var(--sheet); z-index: 3; }
.skip:focus { top: 1rem; }

header { margin-bottom: 2rem; padding-bottom: 1.1rem; border-bottom: 1px solid var(--rule); }
.seal { float: right; margin: .35rem 0 0 1.2rem; padding: .3rem .22rem; border-radius: 3px; background: #a8322a;
  color: #fff; font: 600 1rem/1.15 var(--song); letter-spacing: .06em; writing-mode: vertical-rl;
  print-color-adjust: exact; }
h1 { margin: 0 0 .7rem; font-size: 1.75rem; line-height: 1.4; font-weight: 600; text-wrap: balance; }
dl, .legend { display: flex; flex-wrap: wrap; gap: .1rem 1.6rem; margin: 0; padding: 0; font: .875rem/1.9 var(--hei); }
dl div { display: flex; gap: .6em; }
dt, dd small { color: var(--muted); font-size: inherit; }
dd { margin: 0; }
.legend { list-style: none; color: var(--muted); }
.legend mark { margin-right: .3em; }

mark { background: none; color: inherit; text-decoration: underline 1px var(--explained); text-underline-offset: .3em;
  text-decoration-skip-ink: none; }
.defined mark { text-decoration: underline double 1px var(--defined); }
.ambiguous mark { text-decoration: underline wavy 1px var(--ambiguous); }
.unknown mark { text-decoration: underline dotted 2px var(--unknown); }

.document { position: relative; white-space: pre-wrap; text-align: justify; tab-size: 4; }
.document p { margin: 0; }
.document .blank { line-height: .9; }
.document mark { padding-block: .1em .3em; cursor: help; scroll-margin-block: 4rem; }
.document mark:target, .m:is(:hover, :focus-within) > mark { background: var(--tint); }
.char { color: var(--muted); }
.m { anchor-scope: --mark; }
.m:is(:hover, :focus-within) > mark { anchor-name: --mark; }
.m:is(:hover, :focus-within):not(.shut) > .card { display: block; }
.m:focus-within > .card { animation: none; }
.m:hover > .card { z-index: 2; }
.card { display: none; position: absolute; z-index: 1; left: 0; width: min(25rem, 100%); max-height: min(28rem, 44vh);
  overflow-y: auto; overscroll-behavior: contain; padding: .8rem 1rem .7rem; border: 1px solid var(--rule);
  border-radius: 6px; background: var(--sheet); box-shadow: var(--shadow); text-align: left; white-space: normal;
  cursor: auto; font: .875rem/1.7 var(--hei); animation: appear .12s .12s both; }
@keyframes appear { from { opacity: 0; visibility: hidden; } }
@supports (anchor-name: --mark) {
  .card { position: fixed; position-anchor: --mark; top: anchor(bottom); left: .5rem; right: .5rem;
    width: min(25rem, 100% - 1rem); justify-self: anchor-center; position-try-fallbacks: flip-block; }
}
@media (hover: none) { .document mark { cursor: pointer; } }
@media (prefers-reduced-motion: reduce) { .card { animation: none; } }

.head { display: flex; align-items: baseline; flex-wrap: wrap; gap: 0 .6em; }
.head dfn { font: 600 1.0625rem/1.7 var(--song); }
.status { margin-left: auto; font-size: .75rem; color: var(--explained); }
.defined .status { color: var(--defined); }
.ambiguous .status { color: var(--ambiguous); }
.unknown .status { color: var(--unknown); }
.badge { padding: 0 .4em; border: 1px solid currentColor; border-radius: 3px; font-size: .75rem; line-height: 1.5;
  color: var(--ambiguous); }
.told, .none, .part, .sense, .written, .facts, .source, .why { display: block; }
.part { margin-top: .2rem; }
.part b, .sense b { font-weight: 600; }
.sense { margin-top: .4rem; padding-top: .4rem; border-top: 1px solid var(--rule); }
.facts, .source, .why, .written, .more { font-size: .8125rem; color: var(--muted); }
.facts, .why, .written { margin-top: .35rem; }
.source { padding-left: 3em; text-indent: -3em; }
.source::before { content: "出处　"; }
.source + .source::before { visibility: hidden; }
.more { display: inline-block; margin-top: .25rem; color: var(--link); }

.notes { margin-top: 3.5rem; font: .9375rem/1.75 var(--hei); }
h2 { margin: 0 0 1rem; padding-bottom: .4rem; border-bottom: 1px solid var(--rule); font: 600 1.25rem/1.5 var(--song); }
ol { margin: 0; padding: 0 0 0 2.4em; }
.notes li { margin-bottom: 1.1rem; scroll-margin-block: 2rem; }
.notes li::marker { color: var(--muted); font-variant-numeric: tabular-nums; }
.notes li:target { background: var(--tint); box-shadow: 0 0 0 .5rem var(--tint); }
.notes .explained .status, .notes .unknown .status { display: none; }
.notes .why { display: inline; margin-right: 1.2em; }
.notes .none { display: none; }
.notes .unknown .head { display: inline-flex; margin-right: 1em; }
.notes p { margin: 0 0 1rem; color: var(--muted); }
.places { font-size: .8125rem; color: var(--muted); }
.links a { display: inline-block; min-width: 1.5em; text-align: center; }
footer { margin-top: 3rem; padding-top: .8rem; border-top: 1px solid var(--rule); font: .8125rem/1.7 var(--hei);
  color: var(--muted); }

@media print {
  :root { --paper: #fff; --ink: #000; --muted: #444; --rule: #bbb; --sheet: #fff; --tint: #fff; }
  @page { margin: 22mm 20mm; }
  html { font-size: 10pt; }
  body { max-width: none; padding: 0; line-height: 1.75; }
  .card, .skip, .links { display: none !important; }
  .document mark[data-note]::after { content: attr(data-note); font: .6em/1 var(--hei); vertical-align: super; }
  .notes { margin-top: 2rem; font-size: .9rem; }
  .notes li { margin-bottom: .7rem; }
  .notes li, h2 { break-inside: avoid; }
  h2 { break-after: avoid; }
  .notes a { color: inherit; text-decoration: none; }
}
"""

_SCRIPT = """
addEventListener("keydown", event => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll(".m:hover, .m:focus-within")) {
    if (open.contains(document.activeElement)) open.firstChild.focus();
    open.classList.add("shut");
  }
});
for (const leaving of ["pointerout", "focusout"]) {
  addEventListener(leaving, event => {
    const left = event.target.closest?.(".m");
    if (left && !left.contains(event.relatedTarget)) left.classList.remove("shut");
  });
}
addEventListener("pointerdown", event => {
  if (!event.target.closest?.(".m")) document.activeElement?.blur();
});
"""
