"""Links the first mention of each concept to the source of its meaning."""

from __future__ import annotations

from lsprotocol import types

from zhengci.server.session import Server


async def links(ls: Server, params: types.DocumentLinkParams) -> list[types.DocumentLink]:
    """Answer ``textDocument/documentLink``: later mentions have no link, or a draft would be underlined throughout."""
    checked = await ls.checked(params.text_document.uri)
    if checked is None:
        return []
    text, seen, found = checked.subject.text, set[str](), list[types.DocumentLink]()
    for mention in checked.analysis.mentions:
        if mention.edition is None or mention.key in seen:
            continue
        seen.add(mention.key)
        source = next((one for one in mention.edition.sources if one.address), None)
        if source:
            tooltip = f"出处：{source.describe()}"
            found.append(types.DocumentLink(text.range(mention.start, mention.end), source.address, tooltip))
    return found
