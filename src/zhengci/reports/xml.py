"""XML in pieces, for the formats that are XML: well formed whatever a draft contains."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

#: What every document begins with.
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
#: What XML 1.0 cannot hold, not even escaped.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Xml:
    """Writes elements, and hands out what was written so far."""

    def __init__(self) -> None:
        self._buffer = io.StringIO()
        self._out = XMLGenerator(self._buffer, "UTF-8", short_empty_elements=True)
        self._out.startDocument()

    @contextmanager
    def element(self, name: str, /, **attributes: str | int) -> Iterator[None]:
        """Open an element, and close it when the block ends."""
        self.start(name, attributes)
        yield
        self.end(name)

    def start(self, name: str, attributes: Mapping[str, str | int]) -> None:
        """Open an element."""
        self._out.startElement(name, AttributesImpl({key: _legal(str(value)) for key, value in attributes.items()}))

    def end(self, name: str) -> None:
        """Close an element, and begin a new line."""
        self._out.endElement(name)
        self._out.ignorableWhitespace("\n")

    def text(self, text: str) -> None:
        """Write text."""
        self._out.characters(_legal(text))

    def taken(self) -> str:
        """Return what was written since the last call."""
        text = self._buffer.getvalue()
        self._buffer.seek(0)
        self._buffer.truncate()
        return text


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)
