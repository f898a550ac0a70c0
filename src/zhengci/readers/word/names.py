"""Names of WordprocessingML elements and attributes (ECMA-376 Part 1, 17) as lxml writes them."""

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PRESERVE = "preserve"


def w(name: str) -> str:
    """Return the name of an element or attribute of the main namespace."""
    return W + name


def element(name: str, /, *children: etree._Element | str, **attributes: str) -> etree._Element:
    """Return a new element of the main namespace, with attributes of it; text is kept with its blanks."""
    made = etree.Element(w(name), {w(key): value for key, value in attributes.items()}, nsmap={"w": W[1:-1]})
    for child in children:
        if isinstance(child, str):
            made.text = child
            made.set(XML_SPACE, PRESERVE)
        else:
            made.append(child)
    return made
