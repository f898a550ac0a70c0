"""Shows what stands under the pointer: the explanation of a term, and what is wrong there."""

from __future__ import annotations

from lsprotocol import types

from zhengci.linting.finding import Finding
from zhengci.server.cards import Card, tell_finding, tell_former, tell_mention
from zhengci.server.check import Checked
from zhengci.server.session import Server


async def hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
    """Answer ``textDocument/hover``."""
    checked = await ls.checked(params.text_document.uri)
    if checked is None:
        return None
    text = checked.subject.text
    offset = text.offset(params.position)
    card = Card(ls.client.reads_markdown)
    span = _explain(checked, offset, card)
    here = [one for one in checked.findings if one.start <= offset < one.end or one.start == offset == one.end]
    for finding in here:
        card.cut()
        tell_finding(card, finding, also_meaning=span is None)
    if span is None and here:
        span = _narrowest(here)
    if span is None:
        return None
    kind = types.MarkupKind.Markdown if ls.client.reads_markdown else types.MarkupKind.PlainText
    return types.Hover(types.MarkupContent(kind, str(card)), text.range(*span))


def _explain(checked: Checked, offset: int, card: Card) -> tuple[int, int] | None:
    """Put the explanation of what stands at `offset` on the card and return its span."""
    analysis = checked.analysis
    for mention in analysis.mentions:
        if mention.start <= offset < mention.end:
            tell_mention(card, mention, analysis.document.context.date, analysis.glossary)
            return mention.start, mention.end
    for former in analysis.former:
        if former.start <= offset < former.end:
            tell_former(card, former.name, former.former)
            return former.start, former.end
    return None


def _narrowest(findings: list[Finding]) -> tuple[int, int]:
    best = min(findings, key=lambda one: one.end - one.start)
    return best.start, best.end
