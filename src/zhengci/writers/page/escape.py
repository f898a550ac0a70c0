"""Text as markup: exactly, so that a parser gives the same characters back, or plainly, to be read on one line."""

from __future__ import annotations

import re
from html import escape

_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")


def exact(text: str) -> str:
    """Return raw text as markup that a parser turns into the same characters, those that it would lose as elements."""
    return _ODD.sub(_kept, escape(text))


def hidden(text: str, *, may_be_blank: bool = True) -> str:
    """Return raw text that a reader need not see; blanks between blocks may stay as they are, for nobody sees them."""
    return text if may_be_blank and not text.strip(" \t\n") else f"<span hidden>{exact(text)}</span>"


def _kept(odd: re.Match[str]) -> str:
    if odd[0] == "\r":
        return "<span hidden>&#13;</span>"
    code = ord(odd[0])
    return f'<span class="char" data-char="{code}" title="U+{code:04X}">{_picture(odd)}</span>'


def plain(text: str) -> str:
    """Return text on one line as markup, odd characters as pictures."""
    return escape(_ODD.sub(_picture, " ".join(text.split())))


def _picture(odd: re.Match[str]) -> str:
    code = ord(odd[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"
