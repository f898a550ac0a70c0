"""Discoveries as glossary YAML: entries begun, for a curator to complete."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence

from zhengci.glossary.opened import Glossary
from zhengci.survey.discover import Discovery
from zhengci.survey.listing import counted, visible
from zhengci.writers.harvest import REVIEW, dump, scope_of, slug, source_record, stub

#: Longer sentences are no examples.
_EXAMPLE = 40
_INCOMPLETE = "# 待补：definition、sources（文稿没有解释，须另找依据）。\n"


def as_yaml(discoveries: Sequence[Discovery], glossary: Glossary) -> str:
    """Return an entry for each discovery and, commented out, the records of the documents that they cite.

    What no document explains lacks its definition and sources, so that ``glossary check`` asks for them: nothing is
    made up.
    """
    ids = _Ids(glossary.index)
    sources: dict[str, str] = {}  # path → id
    source_ids = _Ids(())
    entries, records = [], []
    for discovery in discoveries:
        gloss = discovery.glosses[0] if discovery.glosses else None
        if gloss and gloss.path not in sources:
            stem = os.path.splitext(os.path.basename(gloss.path))[0]
            sources[gloss.path] = source_ids.new(stem)
            records.append(source_record(gloss.path, gloss.context, sources[gloss.path]))
        record = stub(
            discovery.form, ids.new(discovery.form), scope_of(discovery.jurisdictions), _example(discovery),
            gloss.definition if gloss else None, sources[gloss.path] if gloss else "",
        )  # fmt: skip
        entries.append(_notes(discovery) + (REVIEW if gloss else _INCOMPLETE) + dump([record]))
    if records:
        entries.append("# 出处条目，放入词表文件夹的 sources/ 之下：\n" + _commented(dump(records).splitlines()))
    return "\n".join(entries)


class _Ids:
    """Gives out ids that nothing has yet: homophones get a number."""

    def __init__(self, taken: Collection[str]) -> None:
        self._taken = taken
        self._given: set[str] = set()

    def new(self, text: str) -> str:
        base = slug(text)
        name, number = base, 1
        while name in self._taken or name in self._given:
            number += 1
            name = f"{base}-{number}"
        self._given.add(name)
        return name


def _notes(discovery: Discovery) -> str:
    """Return what the documents have, as comments."""
    rows = [f"{discovery.form}：{counted(discovery)}"]
    rows += [f"例句 {sentence.path}:{sentence.line} {sentence.text}" for sentence in discovery.sentences]
    rows += [f"释义 {gloss.path}:{gloss.line} {gloss.text}" for gloss in discovery.glosses]
    return _commented(rows)


def _commented(rows: Iterable[str]) -> str:
    return "".join(f"# {visible(row)}\n" for row in rows)


def _example(discovery: Discovery) -> str:
    """Return a short whole sentence with the form in quotation marks, for the reviewer to rewrite; else a plain one."""
    for sentence in discovery.sentences:
        if f"“{discovery.form}”" in sentence.text and len(sentence.text) <= _EXAMPLE and "…" not in sentence.text:
            return sentence.text
    return f"推进“{discovery.form}”工作。"
