"""Plain text with endnotes: a mark behind each first mention, the notes after the text.

To take the annotations away, cut at the separator line (the last one in the file) and delete every mark of its tag.
"""

from __future__ import annotations

from zhengci.mentions.resolve import Analysis, Mention
from zhengci.writers.entries import Entry, entries, explanation, facts

SEPARATOR = "\n\n—— 政词注释 ——\n"


def write(analysis: Analysis) -> str:
    """Return the raw text with marks 〔注1〕 and the notes below it."""
    raw = analysis.document.raw
    noted = entries(analysis)
    tag = free_tag(raw)
    pieces, at = [], 0
    for entry in noted:
        end = after_quote(raw, entry)
        pieces += [raw[at:end], f"〔{tag}{entry.number}〕"]
        at = end
    pieces.append(raw[at:])
    notes = [f"〔{tag}{entry.number}〕{entry.term}：{_note(entry)}" for entry in noted]
    return "".join(pieces) + SEPARATOR + "\n".join(notes or ["（没有发现缩略语）"]) + "\n"


def strip(annotated: str) -> str:
    """Return the raw text of an annotated one."""
    import re

    body, _, notes = annotated.rpartition(SEPARATOR)
    match = re.match("〔(注+)1〕", notes)
    return re.sub(f"〔{match[1]}[0-9]+〕", "", body) if match else body


def free_tag(raw: str) -> str:
    """Return a tag for marks that the text itself has none of: 注, else 注注, …"""
    tag = "注"
    while f"〔{tag}" in raw:
        tag += "注"
    return tag


def after_quote(raw: str, entry: Entry) -> int:
    """Return the offset behind an entry's first mention and the quotation mark that closes on it."""
    return closing_of(raw, entry.first)


def closing_of(raw: str, mention: Mention) -> int:
    """Return the offset behind a mention and the quotation mark that closes on it."""
    return mention.end + (mention.quoted and raw[mention.end : mention.end + 1] in tuple('”’」』"'))


def _note(entry: Entry) -> str:
    told = explanation(entry.first)
    rest = "；".join(f"{label}：{value}" for label, value in facts(entry.first))
    return f"{told}［{rest}］" if rest else told
