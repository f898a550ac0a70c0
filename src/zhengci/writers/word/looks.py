"""What a Word document's own headings and paragraphs look like, for what is added to it.

Where a document says nothing of its looks, those of GB/T 9704—2012 (7.3.1, 7.3.3, 7.3.6: kinds and sizes of letters, 28 points
from line to line, paragraphs set in by two characters) are given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from copy import deepcopy
from typing import NamedTuple

from lxml import etree

from zhengci.readers.word.flow import Flow, Paragraph
from zhengci.readers.word.names import element, w

#: Paragraphs shorter than this are headings, dates and signatures rather than running text.
_SHORTEST_BODY = 15
_LARGE = 36  # half-points: 小二 and larger is a title
#: So many of the first paragraphs may be the title.
_TITLE_WITHIN = 10
_HEADING_NAMES = ("heading 1", "标题 1")
#: What a paragraph has for reasons of its own (17.3.1).
_OWN_OF_PARAGRAPH = frozenset(map(w, (
    "keepNext", "keepLines", "pageBreakBefore", "framePr", "numPr", "sectPr", "pPrChange", "outlineLvl", "divId", "cnfStyle",
)))  # fmt: skip
#: What a run has for reasons of its own (17.3.2): emphasis, marks and history.
_OWN_OF_RUN = frozenset(map(w, (
    "ins", "del", "moveFrom", "moveTo", "rPrChange", "rStyle", "b", "bCs", "i", "iCs", "u", "color", "highlight", "shd", "vertAlign",
    "em", "strike", "dstrike", "vanish", "bdr", "effect", "lang", "fitText", "webHidden", "specVanish",
)))  # fmt: skip
_HISTORY = frozenset(map(w, ("ins", "del", "moveFrom", "moveTo", "rPrChange", "vanish")))

_ASCII = {"ascii": "Times New Roman", "hAnsi": "Times New Roman"}
_LINES = {"line": "560", "lineRule": "exact"}


class Looks(NamedTuple):
    """Properties of a paragraph (``w:pPr``) and of the runs in it (``w:rPr``)."""

    paragraph: etree._Element
    run: etree._Element

    def made(self, text: str, *, new_page: bool = False) -> etree._Element:
        """Return a paragraph of `text`."""
        properties = deepcopy(self.paragraph)
        if new_page:
            _put_in_order(properties, element("pageBreakBefore"))  # 17.3.1.23
        row = element("p")
        if len(properties):
            row.append(properties)
        run = element("r")
        letters = deepcopy(self.run)
        fonts = letters.find(w("rFonts"))
        if fonts is None:
            fonts = element("rFonts")
            letters.insert(0 if letters.find(w("rStyle")) is None else 1, fonts)
        fonts.set(w("hint"), "eastAsia")  # 17.3.2.26: quotation marks are Chinese ones
        run.append(letters)
        run.append(element("t", text))
        row.append(run)
        return row


def body_looks(flow: Flow) -> Looks:
    """Return what most running text of a document looks like."""
    weights: Counter[bytes] = Counter()
    found: dict[bytes, Looks] = {}
    set_apart = {zone.start for zone in flow.zones}  # headings, quotations, tables of contents
    for paragraph in flow.paragraphs:
        size = paragraph.end - paragraph.start
        if paragraph.where != "body" or size < _SHORTEST_BODY or paragraph.start in set_apart or _is_listed(paragraph):
            continue
        looks = Looks(
            _without(paragraph.element.find(w("pPr")), "pPr", _OWN_OF_PARAGRAPH),
            _without(_properties_of_most(paragraph), "rPr", _OWN_OF_RUN),
        )
        key = etree.tostring(looks.paragraph) + etree.tostring(looks.run)
        weights[key] += size
        found[key] = looks
    if found:
        looks = found[max(weights, key=lambda key: weights[key])]
        if len(looks.paragraph) or len(looks.run):
            return looks
    if _styles_say_something(flow):
        return Looks(element("pPr"), element("rPr"))
    fonts = element("rFonts", eastAsia="仿宋_GB2312", **_ASCII)
    return Looks(
        element("pPr", element("spacing", **_LINES), element("ind", firstLineChars="200", firstLine="640"), element("jc", val="both")),
        element("rPr", fonts, *_size(32)),
    )


def title_looks(flow: Flow) -> Looks:
    """Return what a section's title looks like: as the first headings do, else as the document's own title does."""
    names = _heading_styles(flow)
    for paragraph in flow.paragraphs:
        if paragraph.where == "body" and paragraph.end > paragraph.start and _style_of(paragraph) in names:
            properties = _without(paragraph.element.find(w("pPr")), "pPr", _OWN_OF_PARAGRAPH)
            if names[_style_of(paragraph)]:  # 17.9.18: a section that is not counted
                _put_in_order(properties, element("numPr", element("numId", val="0")))
            return Looks(properties, _without(_properties_of_most(paragraph), "rPr", _HISTORY))
    first = [one for one in flow.paragraphs if one.where == "body" and one.end > one.start][:_TITLE_WITHIN]
    for paragraph in first:
        run = _without(_properties_of_most(paragraph), "rPr", _HISTORY)
        if _value(paragraph.element.find(f"{w('pPr')}/{w('jc')}")) == "center" and _half_points(run) >= _LARGE:
            return Looks(_without(paragraph.element.find(w("pPr")), "pPr", _OWN_OF_PARAGRAPH), run)
    fonts = element("rFonts", eastAsia="方正小标宋简体", **_ASCII)
    return Looks(
        element("pPr", element("spacing", **_LINES), element("jc", val="center"), element("outlineLvl", val="0")),
        element("rPr", fonts, *_size(44)),
    )


def label_looks(body: Looks) -> Looks:
    """Return what 附件 looks like before a title: 7.3.6, in 黑体 at the left edge, else as running text."""
    properties = deepcopy(body.paragraph)
    for name in ("ind", "jc"):
        for child in properties.findall(w(name)):
            properties.remove(child)
    _put_in_order(properties, element("ind", firstLineChars="0", firstLine="0"))
    run = deepcopy(body.run)
    for child in run.findall(w("rFonts")):
        run.remove(child)
    run.insert(0, element("rFonts", eastAsia="黑体", **_ASCII))
    return Looks(properties, run)


def looks_at(flow: Flow, paragraph: Paragraph, offset: int) -> Looks:
    """Return what a paragraph looks like, its text as the character at `offset`, list numbers and all."""
    piece = next((one for one in flow.pieces if one.start <= offset < one.end), None)
    run = None if piece is None else piece.element.getparent()
    own = _OWN_OF_PARAGRAPH - {w("numPr"), w("keepLines")}
    return Looks(
        _without(paragraph.element.find(w("pPr")), "pPr", own),
        _without(None if run is None else run.find(w("rPr")), "rPr", _HISTORY),
    )


def _without(properties: etree._Element | None, kind: str, left_out: Collection[object]) -> etree._Element:
    made = element(kind) if properties is None else deepcopy(properties)
    made.tail = None
    for child in list(made):
        if child.tag in left_out or not isinstance(child.tag, str):
            made.remove(child)
        elif child.tag == w("rPr"):  # of the paragraph's mark
            for mark in [one for one in child if one.tag in _HISTORY]:
                child.remove(mark)
    return made


def _properties_of_most(paragraph: Paragraph) -> etree._Element | None:
    """Return the properties of the run with most text."""
    runs = [(sum(len(text.text or "") for text in run.iterchildren(w("t"))), run) for run in paragraph.element.iter(w("r"))]
    return max(runs, key=lambda pair: pair[0])[1].find(w("rPr")) if runs else None


def _is_listed(paragraph: Paragraph) -> bool:
    properties = paragraph.element.find(w("pPr"))
    return properties is not None and properties.find(w("numPr")) is not None


def _style_of(paragraph: Paragraph) -> str:
    return _value(paragraph.element.find(f"{w('pPr')}/{w('pStyle')}"))


def _styles(flow: Flow) -> Iterator[etree._Element]:
    part = flow.package.target("styles")
    if part is not None:
        yield from flow.package.tree(part).iterchildren(w("style"))


def _heading_styles(flow: Flow) -> dict[str, bool]:
    """Return the ids of the styles of headings of the first level, each with whether it numbers them."""
    found: dict[str, bool] = {}
    for style in _styles(flow):
        level = _value(style.find(f"{w('pPr')}/{w('outlineLvl')}"))
        if style.get(w("type")) == "paragraph" and (_value(style.find(w("name"))).lower() in _HEADING_NAMES or level == "0"):
            found[style.get(w("styleId"), "")] = style.find(f"{w('pPr')}/{w('numPr')}") is not None
    return found


def _styles_say_something(flow: Flow) -> bool:
    """Tell whether the defaults or the usual paragraph style name a font or a size."""
    part = flow.package.target("styles")
    if part is None:
        return False
    usual = [style for style in _styles(flow) if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true", "on")]
    defaults = flow.package.tree(part).find(f"{w('docDefaults')}/{w('rPrDefault')}")
    places = [*usual, *([] if defaults is None else [defaults])]
    return any(place.find(f".//{w(name)}") is not None for place in places for name in ("sz", "rFonts"))


def _size(half_points: int) -> tuple[etree._Element, etree._Element]:
    return element("sz", val=str(half_points)), element("szCs", val=str(half_points))


def _half_points(run: etree._Element) -> int:
    size = _value(run.find(w("sz")))
    return int(size) if size.isdecimal() else 0


def _value(found: etree._Element | None) -> str:
    return "" if found is None else str(found.get(w("val"), ""))


#: CT_PPrBase (17.3.1.26): the order of its children.
_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers", "pBdr", "shd",
    "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi",
    "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc",
)  # fmt: skip


def _put_in_order(properties: etree._Element, child: etree._Element) -> None:
    """Put a property among those of a paragraph where the schema wants it."""
    before = {w(name) for name in _ORDER[: _ORDER.index(etree.QName(child).localname)]}
    at = sum(1 for one in properties if one.tag in before)
    properties.insert(at, child)
