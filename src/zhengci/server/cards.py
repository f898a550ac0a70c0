"""Writes what is known of a concept, and what is wrong at a place, as Markdown or plain text for a small window."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengci import divisions
from zhengci.document.markup import without_surrogates
from zhengci.glossary.model import Concept, Edition, FormerName, Source, describe_parts
from zhengci.glossary.opened import Glossary
from zhengci.linting.finding import Finding
from zhengci.linting.reference import LEVELS
from zhengci.mentions import senses
from zhengci.mentions.resolve import Mention

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_SEPARATOR = {True: "\n\n---\n\n", False: "\n\n"}


class Card:
    """The paragraphs of one window; `markdown` tells how they are written."""

    def __init__(self, markdown: bool) -> None:
        self._markdown = markdown
        self._parts: list[list[str]] = [[]]

    def __str__(self) -> str:
        gap = "\n\n" if self._markdown else "\n"
        return without_surrogates(_SEPARATOR[self._markdown].join(gap.join(part) for part in self._parts if part))

    def cut(self) -> None:
        """Begin a part of its own."""
        self._parts.append([])

    def head(self, title: str, *marks: str) -> None:
        """Add a title with remarks."""
        remarks = "　".join(self._plain(mark) for mark in marks if mark)
        self._add(f"**{self._plain(title)}**　{remarks}" if self._markdown else f"{title}　{remarks}")

    def say(self, text: str) -> None:
        """Add a paragraph."""
        self._add(self._plain(text))

    def row(self, label: str, text: str) -> None:
        """Add a labelled paragraph."""
        if text:
            self._add(f"{self._label(label)}{self._plain(text)}")

    def rows(self, label: str, texts: list[str]) -> None:
        """Add a label with a list below it."""
        if texts:
            self._add("\n".join([self._label(label), *(f"- {text}" for text in texts)]))

    def link(self, source: Source) -> str:
        """Return a source as a line, with its address behind it."""
        told = self._plain(source.describe())
        if not source.address:
            return told
        address = source.address.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
        return f"[{told}]({address})" if self._markdown else f"{told} {source.address}"

    def plain(self, text: str) -> str:
        """Return text so that nothing in it is taken for markup."""
        return self._plain(text)

    def _label(self, label: str) -> str:
        return f"**{label}**：" if self._markdown else f"{label}："

    def _plain(self, text: str) -> str:
        return _SPECIAL.sub(r"\\\1", text).replace("\n", " ") if self._markdown else text

    def _add(self, paragraph: str) -> None:
        self._parts[-1].append(paragraph.rstrip("　"))


def tell_mention(card: Card, mention: Mention, date: str, glossary: Glossary) -> None:
    """Add what a mention means in its document, and why it is taken so."""
    if mention.concept and mention.edition:
        tell_concept(card, mention.concept, mention.edition, glossary)
        if mention.definition:
            card.row("本文解释", mention.definition.gloss)
        others = [one for one in mention.candidates if one is not mention.concept]
        if others or mention.reasons != ("仅此一义",):
            card.row("判定", "；".join(mention.reasons))
        card.rows("同形异义", [card.plain(_in_brief(one)) for one in others])
        return
    told = {
        senses.DEFINED: "本文自有解释", senses.AMBIGUOUS: "有几种含义，据上下文无法判定", senses.UNKNOWN: "词表未收，文中也未解释",
    }[mention.status]  # fmt: skip
    card.head(mention.form, told)
    if mention.definition:
        card.say(mention.definition.gloss)
    if mention.status == senses.AMBIGUOUS or mention.candidates:
        label = "可能的含义" if mention.status == senses.AMBIGUOUS else "别处的含义"
        card.rows(label, [card.plain(_in_brief(one, date)) for one in mention.candidates])
    if mention.status != senses.DEFINED:
        card.row("判定", "；".join(mention.reasons))


def tell_concept(card: Card, concept: Concept, edition: Edition, glossary: Glossary) -> None:
    """Add everything that the glossary knows of a concept, as of an edition."""
    place = divisions.full_name_of(concept.scope) if concept.scope != divisions.NATION else ""
    card.head(concept.term, concept.field, place, "未核实" if concept.is_recalled else "")
    card.say(edition.definition)
    if len(edition.parts) > 1:
        card.rows("成员", [card.plain(describe_parts((part,))) for part in edition.parts])
    else:
        card.row("成员", describe_parts(edition.parts))
    card.row("发布", concept.issuer)
    since = concept.editions[0].since
    if since or concept.until:
        card.row("起止", f"{since or '？'} 至 {concept.until or '今'}")
    card.rows("其他版本", [card.plain(told) for told in _editions(concept, edition)])
    for label, names in (("取代", concept.replaces), ("被取代", concept.replaced_by)):
        terms = [other.term for name in names for other in glossary.lookup(name) if other.id == name]
        card.row(label, "、".join(terms))
    card.row("又作", "、".join(form.text for form in concept.forms[1:] if form.status == "admitted"))
    card.row("英译", concept.english)
    card.row("说明", concept.note)
    known = [source for source in edition.sources if source.evidence != "recalled"]
    card.rows("出处", [card.link(source) for source in known])


def tell_former(card: Card, name: str, former: FormerName) -> None:
    """Add what became of a former name."""
    card.head(name, f"{former.changed} 以前的名称")
    present = former.names[name]
    card.row("现状" if present.startswith("（") else "现称", present.strip("（）"))
    card.row("说明", former.note)
    card.rows("出处", [card.link(source) for source in former.sources if source.evidence != "recalled"])


def tell_finding(card: Card, finding: Finding, also_meaning: bool) -> None:
    """Add what is wrong, why and what to do; the meaning only where nothing else on the card tells it."""
    card.head(f"{finding.code} {LEVELS[finding.severity]}", finding.message)
    card.row("含义", finding.meaning if also_meaning else "")
    card.row("依据", finding.grounds)
    card.row("建议", finding.advice)


def _editions(concept: Concept, shown: Edition) -> Iterator[str]:
    for edition in concept.editions:
        if edition is not shown:
            told = describe_parts(edition.parts) or edition.definition
            yield f"{edition.since or '？'} 至 {edition.until or '今'}　{told}"


def _in_brief(concept: Concept, date: str = "") -> str:
    place = divisions.name_of(concept.scope) if concept.scope != divisions.NATION else concept.field
    told = concept.edition_at(date).definition
    return f"{concept.term}（{place}）：{told}" if place else f"{concept.term}：{told}"
