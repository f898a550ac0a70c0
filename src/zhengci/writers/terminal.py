"""The terminal: the text with its abbreviations marked, a table of explanations, and the unknown ones apart."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from zhengci.document.visible import visible
from zhengci.mentions import senses
from zhengci.mentions.resolve import Analysis
from zhengci.writers.entries import Entry, entries, explanation, facts

_STYLES = {
    senses.EXPLAINED: "bold cyan",
    senses.DEFINED: "bold green",
    senses.AMBIGUOUS: "bold yellow",
    senses.UNKNOWN: "bold magenta",
}
_LEGEND = {"explained": "词表解释", "defined": "本文自注", "ambiguous": "多义待定", "unknown": "词表未收"}


def write(analysis: Analysis, console: Console) -> None:
    """Print the annotated document to `console`."""
    document, context = analysis.document, analysis.document.context
    place = f"{context.place}（{context.jurisdiction_from}）" if context.place else "未知"
    console.print(Rule(escape(visible(document.path or "文稿")), style="dim"))
    console.print(f"[dim]日期 {context.date}（{context.date_from}）　地区 {place}[/dim]\n", highlight=False)
    console.print(_marked(analysis))
    listed = entries(analysis)
    known = [entry for entry in listed if entry.first.status != senses.UNKNOWN]
    if known:
        console.print(Rule("解释", style="dim"))
        console.print(_table(known))
    unknown = [entry for entry in listed if entry.first.status == senses.UNKNOWN]
    if unknown:
        console.print(Rule("像是缩略语，词表未收", style="dim"))
        for entry in unknown:
            console.print(Padding(_unknown(entry), (0, 0, 0, 2)))
    counts = [
        f"[{_STYLES[status]}]{name} {sum(entry.first.status == status for entry in listed)}[/]"
        for status, name in _LEGEND.items()
    ]
    console.print("\n" + "　".join(counts), highlight=False)


def _marked(analysis: Analysis) -> Text:
    raw = analysis.document.raw
    lines = "\t\n\r"
    text, at = Text(), 0
    for mention in analysis.mentions:
        text.append(visible(raw[at : mention.start], lines))
        text.append(visible(raw[mention.start : mention.end], lines), _STYLES[mention.status] + " underline")
        at = mention.end
    text.append(visible(raw[at:], lines))
    return text


def _table(listed: list[Entry]) -> Table:
    table = Table(box=None, padding=(0, 2, 1, 0), show_edge=False, header_style="dim")
    table.add_column("缩略语", min_width=8, max_width=20, overflow="fold")
    table.add_column("含义", ratio=3, overflow="fold")
    table.add_column("起止、发布、出处", ratio=2, style="dim", overflow="fold")
    for entry in listed:
        count = f" [dim]×{len(entry.mentions)}[/dim]" if len(entry.mentions) > 1 else ""
        term = f"[{_STYLES[entry.first.status]}]{escape(visible(entry.term))}[/]{count}"
        told = [value if label == "出处" else f"{label} {value}" for label, value in facts(entry.first)]
        table.add_row(
            term,
            escape(visible(explanation(entry.first))),
            escape("\n".join(told[:4]) or "；".join(entry.first.reasons)),
        )
    return table


def _unknown(entry: Entry) -> Text:
    text = Text(visible(entry.term), _STYLES[senses.UNKNOWN])
    if len(entry.mentions) > 1:
        text.append(f" ×{len(entry.mentions)}", "dim")
    text.append(f"　{'；'.join(entry.first.reasons)}", "dim")
    return text
