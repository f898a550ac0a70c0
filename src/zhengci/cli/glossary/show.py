"""``zhengci glossary show``: the concepts of a field or a region, or all that is known of one."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import chain

import click

from zhengci import divisions
from zhengci.cli.chinese import Command
from zhengci.cli.options import settings, wants_colour
from zhengci.glossary.model import Concept, Edition, describe_parts
from zhengci.glossary.opened import Glossary
from zhengci.glossary.store import open_glossary

#: A line of a listing: pieces of text, each with a style of rich (empty for none).
Line = list[tuple[str, str]]

_STATUSES = {"admitted": "许用", "superseded": "旧称", "deprecated": "不宜用"}


@click.command(cls=Command, name="show", options_metavar="[选项]")
@click.argument("name", metavar="领域|地区|词条")
@click.option("--glossary", multiple=True, metavar="词表", help="叠加自己的词表（文件或文件夹，可多次给出）")
@click.option("--config", "config_path", metavar="文件", help="使用这个配置文件")
@click.option("--isolated", is_flag=True, help="不读任何配置文件")
def command(name: str, glossary: tuple[str, ...], config_path: str | None, isolated: bool) -> int:
    """列出一个领域（国资国企）或一个地区（天津、120000）的词条，或一个词条（标识或词语）的全部内容。"""
    from zhengci.exchange.model import select
    from zhengci.glossary.schema import FIELDS

    opened = open_glossary(settings(config_path, isolated, glossary=glossary).get("glossary", ()))
    if name in FIELDS:
        _print(_listing(select(opened, field=name), opened))
        return 0
    found = opened.lookup(name)
    if found:
        _print(chain.from_iterable(_details(concept, opened) for concept in found))
        return 0
    try:
        code = divisions.parse(name)
    except ValueError as error:
        raise click.UsageError(_unknown(name, str(error), opened)) from None
    _print(_listing(select(opened, region=code), opened))
    return 0


def _unknown(name: str, reason: str, glossary: Glossary) -> str:
    """Return what to say of a name that is no field, no concept and no single region."""
    from zhengci.glossary.schema import FIELDS, did_you_mean

    if divisions.resolve_name(name):
        return reason  # it is several regions
    known = chain(FIELDS, glossary.index, chain.from_iterable(divisions.provinces()))
    return f"没有叫“{name}”的领域、地区或词条{did_you_mean(name, known)}"


def _listing(concepts: list[Concept], glossary: Glossary) -> Iterator[Line]:
    for concept in concepts:
        yield [(concept.term, "bold cyan"), (f"  {concept.id}", "dim")]
        facts = [_status(concept, glossary), _span(concept.editions[0].since, concept.until), _scope(concept)]
        yield [("  " + "；".join(filter(None, facts)), "")]
        yield [("  " + (describe_parts(concept.current.parts) or concept.current.definition), "")]
        yield []
    yield [(f"共 {len(concepts)} 条", "bold")]


def _details(concept: Concept, glossary: Glossary) -> Iterator[Line]:
    forms = (f"{form.text}（{_STATUSES[form.status]}）" for form in concept.forms[1:])
    edition = concept.current
    rows = {
        "释义": edition.definition,
        "成员": describe_parts(edition.parts),
        "状态": _status(concept, glossary),
        "起止": _span(edition.since, concept.until),
        "领域": concept.field,
        "适用": divisions.full_name_of(concept.scope),
        "提出者": concept.issuer,
        "其他指称": "、".join(forms),
        "取代": _names(concept.replaces, glossary),
        "英译": concept.english,
        "备注": concept.note,
    }
    yield [(concept.term, "bold cyan"), (f"  {concept.id}", "dim")]
    yield from ([(f"  {label}：", "dim"), (told, "")] for label, told in rows.items() if told)
    yield from _sources(edition)
    for former in reversed(concept.editions[:-1]):
        members = describe_parts(former.parts)
        told = former.definition if not members or former.definition != edition.definition else ""
        yield [(f"  {_span(former.since, former.until)}：", "dim"), (told + members, "")]
        yield from _sources(former)
    yield []


def _sources(edition: Edition) -> Iterator[Line]:
    for source in edition.sources:
        address = f" {source.address}" if source.address else ""
        yield [("  出处：", "dim"), (source.describe() + address, "")]


def _status(concept: Concept, glossary: Glossary) -> str:
    successors = _names(concept.replaced_by, glossary)
    told = f"已由{successors}取代" if successors else "已停用" if concept.until else "现行"
    return f"{told}（未核实）" if concept.is_recalled else told


def _span(since: str, until: str) -> str:
    return (f"{since} 起" if since else "") + (f"至 {until}" if until else "")


def _scope(concept: Concept) -> str:
    return "" if concept.scope == divisions.NATION else divisions.full_name_of(concept.scope)


def _names(ids: Iterable[str], glossary: Glossary) -> str:
    return "、".join(found.term for name in ids for found in glossary.lookup(name) if found.id == name)


def _print(lines: Iterator[Line]) -> None:
    """Write lines to stdout: in colours and wrapped by rich where it is a terminal, else as they are."""
    if not (sys.stdout.isatty() and wants_colour("auto", sys.stdout)):
        sys.stdout.writelines("".join(text for text, _ in line) + "\n" for line in lines)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for line in lines:
        console.print(Text.assemble(*line))
