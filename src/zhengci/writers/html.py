"""The annotated document as a page for readers (see ``writers.page``)."""

from __future__ import annotations

from zhengci.mentions.resolve import Analysis
from zhengci.writers.page import frame


def write(analysis: Analysis, title: str = "") -> str:
    """Return the page; `title` names it instead of the document's own title or the name of its file."""
    return frame.render(analysis, title)
