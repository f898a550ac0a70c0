"""Writers of annotated documents, one module a format."""

FORMATS = ("terminal", "text", "markdown", "html", "json")
#: What explanations can be in a Word document (writers/word/explanations.py), the usual one first.
NATIVE_FORMS = ("comments", "footnotes", "endnotes")
