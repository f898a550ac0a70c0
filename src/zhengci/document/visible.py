"""Shows control characters: what a draft contains must not steer the terminal that a report is read on."""

from __future__ import annotations

from zhengci.patterns import lazy

#: C0, DEL and C1: U+009B alone begins a control sequence on many terminals.
_CONTROL = lazy("[\x00-\x1f\x7f-\x9f]")


def visible(text: str, keep: str = "") -> str:
    """Return `text` with a symbol for each control character but those in `keep`: ␛ for ESC, U+FFFD for C1."""
    return _CONTROL.sub(lambda match: match[0] if match[0] in keep else _symbol(match[0]), text)


def _symbol(control: str) -> str:
    if control < " ":
        return chr(0x2400 + ord(control))
    return "\u2421" if control == "\x7f" else "\ufffd"
