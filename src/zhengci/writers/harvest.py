"""A document's own 名词解释 as glossary YAML with provenance, ready for review."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence

import yaml

from zhengci import divisions
from zhengci.document.context import Context, today
from zhengci.document.definitions import Definition
from zhengci.mentions import senses
from zhengci.mentions.resolve import Analysis

#: Stands above every entry that is written from a document.
REVIEW = "# 待审：核对 field、kind；释义是原文，请改写成自己的话。\n"

_NUMERALS = {ch: number for number, ch in enumerate("〇一二三四五六七八九十")} | {"两": 2, "双": 2}
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；]?")


def harvest(analysis: Analysis, include_known: bool = False) -> tuple[str, str, int]:
    """Return concepts YAML, sources YAML, and how many definitions were left out because the glossary has them.

    `include_known` keeps those as well.
    """
    document = analysis.document
    source_id = slug(os.path.splitext(os.path.basename(document.path))[0] or "document")
    known = {
        mention.definition.head_start
        for mention in analysis.mentions
        if mention.definition and mention.status == senses.EXPLAINED
    }
    definitions = list({definition.head_start: definition for definition in analysis.definitions.values()}.values())
    if document.appendix:
        definitions = [*document.appendix.entries, *(one for one in definitions if one.where != "appendix")]
    kept = [one for one in definitions if one.forms and (include_known or one.head_start not in known)]
    concepts = "".join(_entry(analysis, definition, source_id) for definition in kept)
    return concepts, dump([source_record(document.path, document.context, source_id)]), len(definitions) - len(kept)


def source_record(path: str, context: Context, source_id: str) -> dict[str, str]:
    """Return a document as a record of ``sources/``."""
    return {
        "id": source_id,
        "title": os.path.basename(path) or "文稿",
        **({"publisher": context.place} if context.jurisdiction else {}),
        "date": context.date,
    }


def _entry(analysis: Analysis, definition: Definition, source_id: str) -> str:
    term = definition.forms[-1] if len(definition.forms) == 1 else definition.forms[0]
    scope = scope_of([analysis.document.context.jurisdiction])
    record = stub(term, slug(term), scope, _example(analysis, definition, term), definition, source_id)
    return REVIEW + dump([record]) + "\n"


def stub(
    term: str, record_id: str, scope: str, example: str, definition: Definition | None = None, source_id: str = ""
) -> dict[str, object]:
    """Return a concept as far as a document tells it; without a definition the reviewer has that and the source to add."""
    record: dict[str, object] = {"id": record_id, "term": term, "kind": _kind(term), "field": "综合"}
    if definition:
        gloss = re.sub(r"\s+", "", definition.gloss)
        record["definition"] = gloss if gloss.endswith("。") else gloss.rstrip("；;，,.") + "。"
        members = _members(term, gloss)
        if members:
            record["parts"] = members
    record["scope"] = scope
    others = [form for form in definition.forms if form != term] if definition else []
    if others:
        record["forms"] = [{"text": form, "is": "admitted", "quoted": True} for form in others]
    if len(term) <= 3:
        record["quoted"] = True
    if definition:
        at = "名词解释" if definition.where == "appendix" else "正文"
        record["sources"] = [{"doc": source_id, "at": at, "evidence": "page", "checked": today()}]
    record["examples"] = [{"hit": example}]
    return record


def scope_of(jurisdictions: Sequence[str]) -> str:
    """Return the smallest division that all `jurisdictions` lie in: the nation for none, an unknown one or the centre's."""
    paths = [divisions.path_of(code or divisions.NATION) for code in (jurisdictions or [divisions.NATION])]
    return next(code for code in paths[0] if all(code in path for path in paths))


def dump(value: object) -> str:
    """Return a value as YAML, its keys in their order and its Chinese readable."""
    text: str = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000)
    return text


def _kind(term: str) -> str:
    if "+" in term or re.search(r"\d", term):
        return "formula"
    return "numeral" if re.search("[一二三四五六七八九十百千两双]", term) else "programme"


def _members(term: str, gloss: str) -> list[str]:
    """Return the members of a gloss that is nothing but a list of as many items as the term's numeral counts."""
    items = [item for item in re.split("[、，,；;]|和|及", gloss.rstrip("。；;")) if item]
    return items if len(items) == _NUMERALS.get(term[0], 0) and all(2 <= len(item) <= 20 for item in items) else []


def _example(analysis: Analysis, definition: Definition, term: str) -> str:
    """Return a short sentence of the body with the term quoted, for the reviewer to rewrite; else a plain one."""
    text = analysis.document.text
    for match in _sentences_with(text, term):
        if len(match) <= 40 and f"“{term}”" in match:
            return match
    return f"推进“{term}”工作。"


def _sentences_with(text: str, term: str) -> Iterator[str]:
    at = text.find(term)
    while at >= 0:
        start = max(text.rfind(mark, 0, at) for mark in "。！？；\n,，") + 1
        match = _SENTENCE.match(text, start)
        if match:
            yield match[0].strip()
        at = text.find(term, at + 1)


def slug(text: str) -> str:
    """Return an id: pinyin syllables, letters and digits joined by hyphens."""
    from pypinyin import lazy_pinyin

    words = []
    for part in lazy_pinyin(text, v_to_u=False):
        words += re.findall("[a-z0-9]+", part.lower().replace("ü", "v"))
    return "-".join(words) or "term"
