"""What the styles of a Word document say of its paragraphs: which are headings, which quote."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from zhengci.document import markup
from zhengci.readers.word.names import w

_BODY_LEVEL = "9"
_QUOTES = ("quote", "intense quote", "引用", "明显引用")
_HEADINGS = ("heading ", "title", "subtitle", "标题", "副标题")


class _Style(NamedTuple):
    name: str
    base: str
    level: str  # outline level, empty where the style says none


class Styles:
    """The paragraph styles by id.  Ids differ from program to program and language to language, names do not."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._zones: dict[str, str] = {}
        self._default = ""
        for style in root.iterchildren(w("style")) if root is not None else ():
            if style.get(w("type")) != "paragraph":
                continue
            key = style.get(w("styleId"), "")
            self._styles[key] = _Style(
                _value(style.find(w("name"))).lower(),
                _value(style.find(w("basedOn"))),
                _value(style.find(f"{w('pPr')}/{w('outlineLvl')}")),
            )
            if style.get(w("default")) in ("1", "true", "on"):
                self._default = key

    def zone(self, properties: etree._Element | None) -> str:
        """Return the kind of zone that a paragraph with these properties (``w:pPr``) is, empty for running text."""
        level, key = "", self._default
        if properties is not None:
            level = _value(properties.find(w("outlineLvl")))
            key = _value(properties.find(w("pStyle"))) or key
        if level:
            return markup.HEADING if level < _BODY_LEVEL else ""
        if key not in self._zones:
            self._zones[key] = self._zone(key)
        return self._zones[key]

    def _zone(self, key: str) -> str:
        seen: set[str] = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            name, base, level = self._styles[key]
            if name in _QUOTES:
                return markup.QUOTATION
            if level:
                return markup.HEADING if level < _BODY_LEVEL else ""
            if name.startswith(_HEADINGS):
                return markup.HEADING
            if name.startswith("toc "):
                return markup.LINK
            key = base
        return ""


def _value(element: etree._Element | None) -> str:
    return "" if element is None else str(element.get(w("val"), ""))
