"""What programs need of an opened glossary: words for a segmenter, abbreviations for web pages, all of it as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from zhengci import divisions
from zhengci.glossary.model import Concept, FormerName, describe_parts
from zhengci.glossary.opened import Glossary

#: What jieba can take for one word: other characters part its blocks.
_JIEBA_WORD = re.compile(r"[\u4e00-\u9fd5A-Za-z0-9+#&._%-]+")
_ABBREVIATION = re.compile(r"[^\[\]\\]+")


def select(glossary: Glossary, field: str = "", region: str = "") -> list[Concept]:
    """Return the concepts of a field (all for none) and of a region with what lies in it (all for none).

    `region` is a code of GB/T 2260; ``000000`` and ``CN`` stand for what is valid nationwide.
    """
    return [
        concept
        for concept in glossary
        if (not field or concept.field == field) and (not region or lies_in(concept.scope, region))
    ]


def lies_in(scope: str, region: str) -> bool:
    """Tell whether a scope is `region` or part of it; the nation's is only what is valid nationwide."""
    if region in (divisions.NATION, divisions.CENTRE):
        return scope in (divisions.NATION, divisions.CENTRE)
    return region in divisions.path_of(scope)


def write_jieba(concepts: Iterable[Concept]) -> bytes:
    """Return a user dictionary: ``word frequency nz``, the frequency just high enough for the word not to be cut.

    Forms that count only in quotation marks are left out, and those with characters at which jieba always cuts.
    """
    import jieba

    jieba.setLogLevel("WARNING")
    forms = dict.fromkeys(form.text for concept in concepts for form in concept.forms if not form.quoted)
    words = [form for form in forms if _JIEBA_WORD.fullmatch(form)]
    return "".join(f"{word} {jieba.suggest_freq(word)} nz\n" for word in words).encode()


def write_mkdocs_abbr(concepts: Iterable[Concept]) -> bytes:
    """Return ``*[form]: definition`` lines; the definitions of homonyms are joined by ；, in the order of the glossary.

    Blank lines part them: Python-Markdown needs seconds a page for thousands of definitions in one block.
    """
    definitions: dict[str, list[str]] = {}
    for concept in concepts:
        for form in concept.forms:
            if _ABBREVIATION.fullmatch(form.text):
                definitions.setdefault(form.text, []).append(_gloss(concept))
    lines = (f"*[{form}]: {'；'.join(glosses)}。\n" for form, glosses in definitions.items())
    return "\n".join(lines).encode()


def write_json(glossary: Glossary, concepts: Iterable[Concept], former: Iterable[FormerName]) -> bytes:
    """Return the model as JSON: ``{"version", "digest", "concepts": […], "former_names": […]}``; see docs/exchange.md."""
    value = {
        "version": 1,
        "digest": glossary.digest,
        "concepts": [_plain(concept) for concept in concepts],
        "former_names": [_plain(name) for name in former],
    }
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _gloss(concept: Concept) -> str:
    """Return a definition without its full stop, and the members that it does not name itself."""
    edition = concept.current
    definition = edition.definition.rstrip("。")
    told = all(any(wording in definition for wording in wordings) for wordings in _members(concept))
    return definition if told else f"{definition}（{describe_parts(edition.parts)}）"


def _members(concept: Concept) -> Iterator[tuple[str, ...]]:
    return (wordings for part in concept.current.parts for wordings in part.members)


def _plain(value: Any) -> Any:
    """Return named tuples as mappings, all the way down."""
    if hasattr(value, "_asdict"):
        return {key: _plain(inner) for key, inner in value._asdict().items()}
    return [_plain(inner) for inner in value] if isinstance(value, tuple) else value
