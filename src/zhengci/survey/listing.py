"""Discoveries as text for readers and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any
from unicodedata import category

from zhengci import divisions
from zhengci.survey.discover import Discovery, Gloss, Sentence

VERSION = 1


def as_text(discoveries: Sequence[Discovery]) -> Iterator[str]:
    """Yield the lines for each form: counts, sentences, the documents' own explanations, known terms like it."""
    for discovery in discoveries:
        yield visible(f"{discovery.form}（{counted(discovery)}；{discovery.reason}）")
        for label, quoted in (("例句", discovery.sentences), ("释义", discovery.glosses)):
            for one in quoted:
                yield visible(f"  {label}  {one.path}:{one.line}  {one.text}")
        if discovery.near:
            yield f"  相近  {'、'.join(discovery.near)}"


def visible(text: str) -> str:
    """Return one line with control characters as symbols: what a document contains must not steer a terminal or YAML."""
    return text if text.isprintable() else "".join(map(_symbol, text))


def _symbol(ch: str) -> str:
    if ch.isprintable() or category(ch) == "Zs":
        return ch
    return chr(0x2400 + ord(ch)) if ord(ch) < 32 else "\ufffd"


def counted(discovery: Discovery) -> str:
    """Return the counts of a form in Chinese."""
    places = f"{len(discovery.jurisdictions)} 个地区、" if discovery.jurisdictions else ""
    return f"{places}{discovery.documents} 篇、{discovery.mentions} 处"


def as_json(discoveries: Sequence[Discovery], left_out: int) -> str:
    """Return one JSON object; `left_out` is how many forms lie beyond the limit."""
    value = {
        "version": VERSION,
        "left_out": left_out,
        "discoveries": [_discovery(discovery) for discovery in discoveries],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _discovery(discovery: Discovery) -> dict[str, Any]:
    return {
        "form": discovery.form,
        "jurisdictions": [{"code": code, "name": divisions.full_name_of(code)} for code in discovery.jurisdictions],
        "documents": discovery.documents,
        "mentions": discovery.mentions,
        "reason": discovery.reason,
        "sentences": [_placed(sentence) for sentence in discovery.sentences],
        "glosses": [_placed(gloss) for gloss in discovery.glosses],
        "near": list(discovery.near),
    }


def _placed(quotation: Sentence | Gloss) -> dict[str, Any]:
    return {"path": quotation.path, "line": quotation.line, "text": quotation.text}
