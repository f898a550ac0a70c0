"""``zhengci explain``: one term, or the abbreviations of one sentence."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import click

from zhengci import divisions
from zhengci.cli import EXIT_FAILURE, EXIT_FINDINGS
from zhengci.cli.chinese import Command
from zhengci.cli.options import Inputs, context_options, settings
from zhengci.folding import fold
from zhengci.glossary.model import Concept, describe_parts
from zhengci.glossary.opened import Glossary
from zhengci.mentions import senses
from zhengci.mentions.resolve import Analysis, analyse
from zhengci.readers import Reading
from zhengci.writers.entries import entries, explanation


@click.command(cls=Command, name="explain", options_metavar="[选项]")
@click.argument("text", metavar="词语")
@context_options
def command(text: str, config_path: str | None, isolated: bool, **given: Any) -> int:
    """解释一个缩略语：含义、成员、发布者、起止、历次版本、取代关系、同形义项、出处。

    给出句子时解释其中的每个缩略语。不认得的，列出相近的词条，以 1 退出。
    """
    if not text.strip():
        click.echo("zhengci：没有给出词语", err=True)
        return EXIT_FAILURE
    inputs = Inputs(settings(config_path, isolated, **given))
    glossary = inputs.glossary
    term = fold(text.strip()).strip("“”‘’")
    concepts = glossary.lookup(term)
    analysis = analyse(inputs.document(Reading(f"“{term}”" if concepts else text)), glossary)
    if concepts:
        sys.stdout.write("\n".join(_card(concepts, analysis, glossary)) + "\n")
        return 0
    found = entries(analysis)
    for entry in found:
        click.echo(f"{entry.term}：{explanation(entry.first)}")
        click.echo(f"    判定：{'；'.join(entry.first.reasons)}")
    if any(entry.first.status != senses.UNKNOWN for entry in found):
        return 0
    near = nearest(term, glossary)
    click.echo(f"zhengci：词表没有“{term}”" + (f"；相近的有：{'、'.join(near)}" if near else ""), err=True)
    return EXIT_FINDINGS


def nearest(term: str, glossary: Glossary) -> list[str]:
    """Return up to five terms of the glossary that look like `term`."""
    from difflib import get_close_matches

    known = [name for name in glossary.index if not name.isascii()]
    close = get_close_matches(term, known, 5, 0.5)
    return close or [name for name in known if term in name][:5]


def _card(concepts: list[Concept], analysis: Analysis, glossary: Glossary) -> Iterator[str]:
    """Yield the lines of the full entry; the sense that fits the context first, its rivals after it."""
    mention = next(iter(analysis.mentions), None)
    chosen = mention.concept if mention else None
    context = analysis.document.context
    if chosen and len(concepts) > 1:
        concepts = [chosen, *(concept for concept in concepts if concept is not chosen)]
    for number, concept in enumerate(concepts):
        if number:
            yield ""
        label = f"（{number + 1}/{len(concepts)}）" if len(concepts) > 1 else ""
        yield f"{concept.term}{label}　{concept.field}　{divisions.full_name_of(concept.scope)}"
        yield from _body(concept, context.date if context.date_from == "指定" else "", glossary)
    if mention and len(concepts) > 1:
        place = f"、地区 {context.place}" if context.place else ""
        told = "；".join(mention.reasons)
        name = "第 1 义" if chosen else "多义待定"
        yield f"\n判定（日期 {context.date}{place}）：{name}——{told}"


def _body(concept: Concept, date: str, glossary: Glossary) -> Iterator[str]:
    edition = concept.edition_at(date)
    unproven = "（未核实）" if concept.is_recalled else ""
    yield f"  释义：{unproven}{edition.definition}"
    if edition.parts:
        yield f"  成员：{describe_parts(edition.parts)}"
    if concept.issuer:
        yield f"  发布：{concept.issuer}"
    if concept.editions[0].since or concept.until:
        yield f"  起止：{concept.editions[0].since or '？'} 至 {concept.until or '今'}"
    for other in concept.editions:
        if other is not edition:
            told = describe_parts(other.parts) or other.definition
            yield f"  版本：{other.since or '？'} 至 {other.until or '今'}　{told}"
    for label, names in (("取代", concept.replaces), ("被取代", concept.replaced_by)):
        for name in names:
            for other_concept in glossary.lookup(name):
                when = other_concept.editions[0].since if label == "被取代" else concept.editions[0].since
                yield f"  {label}：{other_concept.term}" + (f"（{when}）" if when else "")
    others = [form.text for form in concept.forms[1:]]
    if others:
        yield f"  又作：{'、'.join(others)}"
    if concept.english:
        yield f"  英译：{concept.english}"
    if concept.note:
        yield f"  说明：{concept.note}"
    for source in edition.sources:
        address = f" {source.address}" if source.address else ""
        yield f"  出处：{source.describe()}{address}"
