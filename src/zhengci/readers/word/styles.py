"""Styles of a Word document: which of its paragraphs are headings or quotations, and those that what we add needs."""

from __future__ import annotations

from functools import cached_property

from lxml import etree

from zhengci.document import markup
from zhengci.readers.word.names import W, element, w
from zhengci.readers.word.package import Package

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"
_KIND, _ID = w("type"), w("styleId")
_VALUE, _STYLE, _LEVEL, _ALIGNED = w("val"), w("pStyle"), w("outlineLvl"), w("jc")
_BODY_LEVEL = "9"
_LONGEST_TITLE = 60
_QUOTES = ("quote", "intense quote", "引用", "明显引用")
_HEADINGS = ("heading ", "title", "subtitle", "标题", "副标题")


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


class Styles:
    """The styles of a document.  Ids differ from program to program and language to language, names do not."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._zones = {"": ""}  # by id
        self._ids: dict[str, str] = {}  # of built-in styles, by name

    @cached_property
    def _by_id(self) -> dict[str, etree._Element]:
        part = self._package.target("styles")
        styles = self._package.tree(part).iterchildren(w("style")) if part else ()
        return {style.get(_ID, ""): style for style in styles}

    def zone(self, properties: etree._Element | None, length: int) -> str:
        """Return the kind of zone that a paragraph of these properties (``w:pPr``) and length is, empty for running text."""
        level = aligned = key = ""
        for one in properties if properties is not None else ():
            if one.tag == _STYLE:
                key = _value(one)
            elif one.tag == _LEVEL:
                level = _value(one)
            elif one.tag == _ALIGNED:
                aligned = _value(one)
        if not level and length <= _LONGEST_TITLE and aligned == "center":
            return markup.HEADING  # official documents seldom have styles: a title is what is centred
        if level:
            return markup.HEADING if level < _BODY_LEVEL else ""
        if key not in self._zones:
            self._zones[key] = self._zone(key)
        return self._zones[key]

    def _zone(self, key: str) -> str:
        seen: set[str] = set()
        while key in self._by_id and key not in seen:
            seen.add(key)
            style = self._by_id[key]
            name = _value(style.find(w("name"))).lower()
            level = _value(style.find(f"{w('pPr')}/{w('outlineLvl')}"))
            if name in _QUOTES:
                return markup.QUOTATION
            if level:
                return markup.HEADING if level < _BODY_LEVEL else ""
            if name.startswith(_HEADINGS):
                return markup.HEADING
            if name.startswith("toc "):
                return markup.LINK
            key = _value(style.find(w("basedOn")))
        return ""

    def id_of(self, name: str) -> str:
        """Return the id of the built-in style `name` (``footnote text``), which is made if the document has none."""
        if name not in self._ids:
            self._ids[name] = self._found_or_made(name)
        return self._ids[name]

    def _found_or_made(self, name: str) -> str:
        kind, key, properties = _BUILT_IN[name]
        package = self._package
        part = package.target("styles") or package.add(package.main, "styles", element("styles"), _TYPE)
        if package.mentions(part, name, key):  # else there is no need to parse it
            for taken, style in self._by_id.items():
                if style.get(_KIND) == kind and _value(style.find(w("name"))).lower() == name:
                    return taken
            while key in self._by_id:
                key += "1"
        style = element("style", element("name", val=name), type=kind, styleId=key)  # 17.7.4.17
        style.extend([element("uiPriority", val="99"), element("unhideWhenUsed")])
        style.extend(etree.fromstring(f'<w:x xmlns:w="{W[1:-1]}">{properties}</w:x>'))
        package.append(part, style)
        return key


def _value(element: etree._Element | None) -> str:
    return "" if element is None else str(element.get(_VALUE, ""))
