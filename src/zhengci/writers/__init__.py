"""Writers of annotated documents, one module a format."""

FORMATS = ("terminal", "text", "markdown", "html", "json")
