"""Names of WordprocessingML elements and attributes (ECMA-376 Part 1, 17) as lxml writes them."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PRESERVE = "preserve"


def w(name: str) -> str:
    """Return the name of an element or attribute of the main namespace."""
    return W + name
