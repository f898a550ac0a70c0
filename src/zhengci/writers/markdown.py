"""Markdown with footnotes, as GitHub, Pandoc and MkDocs read them.

To take the annotations away, cut at the separator comment (the last one in the file) and delete every reference of its
label.
"""

from __future__ import annotations

import re

from zhengci.document import markup
from zhengci.mentions.resolve import Analysis
from zhengci.writers.entries import entries, explanation, facts
from zhengci.writers.text import after_quote

SEPARATOR = "\n\n<!-- 政词注释 -->\n\n"
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_BREAK = re.compile(r"\s+")


def write(analysis: Analysis) -> str:
    """Return the raw text with references ``[^zc1]`` behind first mentions and the footnotes below it.

    A mention in a heading gets its reference there; one in markup that allows none (a table of contents, a link) is
    left to the next mention.
    """
    raw, zones = analysis.document.raw, analysis.document.zones
    label = "zc"
    while f"[^{label}" in raw:
        label += "c"
    pieces, notes, at = [], [], 0
    marks = []
    for entry in entries(analysis):
        if not zones.within(entry.first.start, markup.LINK, markup.CODE):
            marks.append((after_quote(raw, entry), entry))
    for number, (end, entry) in enumerate(sorted(marks, key=lambda mark: mark[0]), 1):
        pieces += [raw[at:end], f"[^{label}{number}]"]
        at = end
        rest = "；".join(f"{name}：{_escape(value)}" for name, value in facts(entry.first))
        told = _escape(explanation(entry.first))
        notes.append(f"[^{label}{number}]: **{_escape(entry.term)}**：{told}" + (f"（{rest}）" if rest else ""))
    pieces.append(raw[at:])
    return "".join(pieces) + SEPARATOR + "\n".join(notes) + "\n"


def strip(annotated: str) -> str:
    """Return the raw text of an annotated one."""
    body, _, notes = annotated.rpartition(SEPARATOR)
    match = re.match(r"\[\^(zc+)1\]:", notes)
    return re.sub(rf"\[\^{match[1]}[0-9]+\]", "", body) if match else body


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", _BREAK.sub(" ", text))
