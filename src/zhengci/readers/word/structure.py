"""Which elements of a Word document are shown: choices, text boxes, rows and cells (ECMA-376 Part 1, 17)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from zhengci.readers.word.names import MC, w

ALTERNATIVES = MC + "AlternateContent"
_BOX = w("txbxContent")
_GONE = (w("del"), w("moveFrom"))
_OFF = ("0", "false", "off")


def is_on(element: etree._Element | None) -> bool:
    """Tell whether a property is there and not switched off (17.17.4)."""
    return element is not None and element.get(w("val"), "1") not in _OFF


def is_joined(mark: etree._Element) -> bool:
    """Tell by the properties of a paragraph's mark whether that is deleted or moved away: the next paragraph goes on.

    17.13.5.15, 17.13.5.21.
    """
    return any(child.tag in _GONE for child in mark)


def chosen(alternatives: etree._Element) -> Iterator[etree._Element]:
    """Yield the first choice, else the fallback (ECMA-376 Part 3, 10.2.1): both say the same."""
    for tag in (MC + "Choice", MC + "Fallback"):
        found = alternatives.find(tag)
        if found is not None:
            yield found
            return


def boxes(holder: etree._Element) -> Iterator[etree._Element]:
    """Yield the contents of the text boxes in a drawing, those within them left to them."""
    if holder.tag == _BOX:
        yield holder
    elif holder.tag == ALTERNATIVES:
        for choice in chosen(holder):
            yield from boxes(choice)
    else:
        for child in holder:
            yield from boxes(child)


def rows(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows of a table, also from within content controls, but none that is deleted (17.13.5.12)."""
    for child in table:
        if child.tag == w("tr"):
            if child.find(f"{w('trPr')}/{w('del')}") is None:
                yield child
        elif child.tag in (w("sdt"), w("sdtContent"), w("customXml")):
            yield from rows(child)


def cells(row: etree._Element) -> Iterator[etree._Element]:
    """Yield the cells of a row, also from within content controls."""
    for child in row:
        if child.tag == w("tc"):
            yield child
        elif child.tag in (w("sdt"), w("sdtContent"), w("customXml")):
            yield from cells(child)


def goes_on(cell: etree._Element) -> bool:
    """Tell whether a cell only goes on with the one above it (17.4.84): what it holds is not shown."""
    merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
    return merge is not None and merge.get(w("val")) != "restart"
