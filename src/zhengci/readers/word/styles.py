"""Styles of a Word document: which of its paragraphs are headings or quotations, and those that what we add needs."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from zhengci.document import markup
from zhengci.readers.word.names import W, element, w
from zhengci.readers.word.package import Package

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"
_BODY_LEVEL = "9"
_LONGEST_TITLE = 60
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

    def zone(self, properties: etree._Element | None, length: int) -> str:
        """Return the kind of zone that a paragraph of these properties (``w:pPr``) and length is, empty for running text."""
        level, key = "", self._default
        if properties is not None:
            level = _value(properties.find(w("outlineLvl")))
            if not level and length <= _LONGEST_TITLE and _value(properties.find(w("jc"))) == "center":
                return markup.HEADING  # official documents seldom have styles: a title is what is centred
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


#: Built-in styles that a document may lack, by their names: type, id, properties.  Word makes them like this.
_SMALL = '<w:sz w:val="{0}"/><w:szCs w:val="{0}"/>'
_PLAIN = (
    '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/>'
)
_RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
_BUILT_IN = {
    "annotation text": ("paragraph", "CommentText", f"<w:pPr>{_PLAIN}</w:pPr><w:rPr>{_SMALL.format(21)}</w:rPr>"),
    "annotation reference": ("character", "CommentReference", f"<w:rPr>{_SMALL.format(21)}</w:rPr>"),
    "footnote text": ("paragraph", "FootnoteText", f"<w:pPr>{_PLAIN}</w:pPr><w:rPr>{_SMALL.format(18)}</w:rPr>"),
    "footnote reference": ("character", "FootnoteReference", _RAISED),
    "endnote text": ("paragraph", "EndnoteText", f"<w:pPr>{_PLAIN}</w:pPr><w:rPr>{_SMALL.format(18)}</w:rPr>"),
    "endnote reference": ("character", "EndnoteReference", _RAISED),
}


def style_id(package: Package, name: str) -> str:
    """Return the id of the built-in style `name` (``footnote text``), which is made if the document has none."""
    part = package.target("styles")
    if part is None:
        part = package.add(package.main, "styles", element("styles"), _TYPE)
    root = package.tree(part)
    kind, key, properties = _BUILT_IN[name]
    taken, default = set(), ""
    for style in root.iterchildren(w("style")):
        if _value(style.find(w("name"))).lower() == name and style.get(w("type")) == kind:
            return style.get(w("styleId"), "")
        taken.add(style.get(w("styleId")))
        if style.get(w("type")) == kind and style.get(w("default")) in ("1", "true", "on"):
            default = style.get(w("styleId"), "")
    while key in taken:
        key += "1"
    made = element("style", element("name", val=name), type=kind, styleId=key)  # 17.7.4.17
    if default:
        made.append(element("basedOn", val=default))
    made.extend([element("uiPriority", val="99"), element("unhideWhenUsed")])
    made.extend(etree.fromstring(f'<w:x xmlns:w="{W[1:-1]}">{properties}</w:x>'))
    root.append(made)
    package.touch(part)
    return key
