"""TBX (ISO 30042:2019), dialect TBX-Basic in DCA style: the vocabulary that writer and reader share, and the writer.

What the dialect has no category for stands in notes of the form ``key: value``, the value as in a cell of a table. So does
what a concept replaces: the published versions of the dialect call a link to another concept by different names
(crossReference, relatedConcept), and none of them means “replaces”.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from zhengci.exchange.book import Book, citations, for_xml
from zhengci.exchange.cells import STATUSES, to_cell
from zhengci.glossary.schema import CITATION, CONCEPT, SOURCE

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
#: ``administrativeStatus`` of each status of a form.
ADMINISTRATIVE = {status: f"{status}Term-admn-sts" for status in STATUSES}
#: Keys of a concept for which the dialect has a category, or an element of its own.
_PLACED = ("id", "term", "field", "definition", "forms", "quoted", "english", "sources")
#: Keys of a concept that are written as notes of the concept entry.
NOTED = tuple(key.name for key in CONCEPT if key.name not in _PLACED)
#: Keys of a citation that are written as notes after its source.
CITED = tuple(key.name for key in CITATION if key.name != "doc")
#: Keys of a source that are items of its reference object.
ITEMS = tuple(key.name for key in SOURCE if key.name != "id")
#: What a source without a document is called.
UNVERIFIED = "未核实"

_LANG = "xml:lang"
_IN_URL = r"""(?:[^\s%#\[\]<>"{}|\\^`]|%[0-9A-Fa-f]{2})*"""
#: What XML takes for the address of a page: other addresses are not links.
_URL = re.compile(rf"""https?://[^\s/?#%:@\[\]<>"{{}}|\\^`]+(?::[0-9]+)?(?:[/?]{_IN_URL})?(?:#{_IN_URL})?""")


def write_tbx(book: Book) -> bytes:
    """Return the concepts of `book`, at least one, as a TBX file.

    Raises ExportError where a text has a character that XML cannot hold.
    """
    root = Element("tbx", {"type": "TBX-Basic", "style": "dca", _LANG: "zh", "xmlns": NAMESPACE})
    description = SubElement(SubElement(root, "tbxHeader"), "fileDesc")
    _text(SubElement(description, "titleStmt"), "title", "政词词表")
    _text(SubElement(description, "sourceDesc"), "p", "由 zhengci glossary export 导出")
    text = SubElement(root, "text")
    body = SubElement(text, "body")
    for concept in book.concepts:
        _concept(body, concept, book)
    if book.sources:
        section = SubElement(SubElement(text, "back"), "refObjectSec", {"type": "bibl"})
        for name, source in book.sources.items():
            entry = SubElement(section, "refObject", {"id": source_id(name)})
            for key in ITEMS:
                if key in source:
                    _text(entry, "item", source[key], type=key)
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, "unicode")}\n'.encode()


def concept_id(name: str) -> str:
    """Return a concept's id as an XML name, which no digit may begin."""
    return f"_{name}" if name[:1].isdigit() else name


def source_id(name: str) -> str:
    """Return a source's id as an XML name that no concept can have."""
    return f"doc.{name}"


def is_plain_hit(example: dict[str, Any]) -> bool:
    """Tell whether an example is a sentence and nothing else: a context."""
    return list(example) == ["hit"]


def _concept(body: Element, concept: dict[str, Any], book: Book) -> None:
    entry = SubElement(body, "conceptEntry", {"id": concept_id(concept["id"])})
    _text(entry, "descrip", concept["field"], type="subjectField")
    for address, title in _addresses(concept, book).items():
        _text(entry, "xref", title, type="externalCrossReference", target=address)
    others = [example for example in concept["examples"] if not is_plain_hit(example)]
    for key in NOTED:
        value = others if key == "examples" else concept.get(key)
        if value:
            _text(entry, "note", f"{key}: {to_cell(key, value)}")
    chinese = SubElement(entry, "langSec", {_LANG: "zh"})
    group = SubElement(chinese, "descripGrp")
    _text(group, "descrip", concept["definition"], type="definition")
    for citation in concept["sources"]:
        _citation(group, citation, book)
    preferred = {"text": concept["term"], "is": STATUSES[0], "quoted": concept.get("quoted")}
    for form in (preferred, *concept.get("forms", ())):
        _form(chinese, form, [example["hit"] for example in concept["examples"] if is_plain_hit(example)])
    if "english" in concept:
        section = SubElement(entry, "langSec", {_LANG: "en"})
        _text(SubElement(section, "termSec"), "term", concept["english"])


def _form(section: Element, form: dict[str, Any], contexts: list[str]) -> None:
    term = SubElement(section, "termSec")
    _text(term, "term", form["text"])
    _text(term, "termNote", ADMINISTRATIVE[form["is"]], type="administrativeStatus")
    for context in contexts if form["is"] == STATUSES[0] else ():
        _text(term, "descrip", context, type="context")
    if form.get("quoted"):
        _text(term, "note", "quoted: true")


def _citation(group: Element, citation: dict[str, Any], book: Book) -> None:
    """Add a source and the notes on it; they are not grouped, since the dialect has a source stand beside its text."""
    doc = citation.get("doc")
    if doc is None:
        _text(group, "admin", UNVERIFIED, type="source")
    else:
        _text(group, "admin", book.sources[doc]["title"], type="source", target=source_id(doc))
    for key in CITED:
        if key in citation:
            _text(group, "note", f"{key}: {citation[key]}")


def _addresses(concept: dict[str, Any], book: Book) -> dict[str, str]:
    """Return the addresses of what a concept cites, each with its title: links for those who read only the entry."""
    cited = (book.sources.get(citation.get("doc", ""), {}) for citation in citations(concept))
    return {
        source["address"]: source["title"]
        for source in cited
        if "address" in source and _URL.fullmatch(source["address"])
    }


def _text(parent: Element, tag: str, text: str, **attributes: str) -> None:
    SubElement(parent, tag, attributes).text = for_xml(text)
