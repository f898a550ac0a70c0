"""What the structure of a document is handed on as: tags, and the pieces of the raw text between them, none left out."""

from __future__ import annotations

from typing import NamedTuple

OPEN, CLOSE, TEXT, GAP = "open", "close", "text", "gap"

#: Elements that must not hold text of their own; a parser would put it elsewhere.
_NO_TEXT = frozenset({"ul", "ol", "table", "thead", "tbody", "tr"})


class Token(NamedTuple):
    """A tag (``OPEN`` or ``CLOSE`` of the element ``name``) or a piece of raw text, shown (``TEXT``) or not (``GAP``).

    ``start`` and ``end`` are code points of the raw text, half-open; ``markup`` is the tag.  A gap with the name ``unseen``
    is not to be seen even as a blank.
    """

    kind: str
    start: int = 0
    end: int = 0
    name: str = ""
    markup: str = ""


def opening(name: str, attributes: str = "") -> Token:
    """Return the start tag of an element."""
    return Token(OPEN, name=name, markup=f"<{name}{f' {attributes}' if attributes else ''}>")


def closing(name: str) -> Token:
    """Return the end tag of an element."""
    return Token(CLOSE, name=name, markup=f"</{name}>")


def settled(tokens: list[Token]) -> list[Token]:
    """Return `tokens` in the same order of text, with gaps moved out of elements that must hold none.

    A gap goes back into the cell or item before it, or on into the next one where there is none before.
    """
    done: list[Token] = []
    opened: list[str] = []
    waiting: list[Token] = []
    for token in tokens:
        if token.kind == GAP and opened and opened[-1] in _NO_TEXT:
            at = len(done)
            while at and done[at - 1].kind == CLOSE and done[at - 1].name in _NO_TEXT:
                at -= 1
            if at and done[at - 1].kind == CLOSE and done[at - 1].name in ("li", "td", "th"):
                done.insert(at - 1, token)
            else:
                waiting.append(token)
            continue
        done.append(token)
        if token.kind == OPEN and not token.markup.startswith(("<br", "<hr")):
            opened.append(token.name)
            if waiting and token.name not in _NO_TEXT:
                done += waiting
                waiting = []
        elif token.kind == CLOSE:
            opened.pop()
    return done + waiting
