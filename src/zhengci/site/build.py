"""All files of the site, as paths and texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zhengci.glossary.opened import Glossary
from zhengci.site import concept, former, index, lists
from zhengci.site.catalogue import Catalogue
from zhengci.site.markup import Page, render

_ASSETS = Path(__file__).with_name("assets")


def files(glossary: Glossary) -> Iterator[tuple[str, str]]:
    """Yield path and text of every file; the index, by which a reader comes in, is the last."""
    catalogue = Catalogue(glossary)
    for asset in sorted(_ASSETS.iterdir()):
        yield asset.name, asset.read_text(encoding="utf-8")
    yield "data.js", index.data(catalogue)
    for page in _pages(catalogue):
        yield page.path, render(page)


def _pages(catalogue: Catalogue) -> Iterator[Page]:
    for one in catalogue.concepts:
        yield concept.page(catalogue, one)
    for field in catalogue.fields:
        yield lists.field_page(catalogue, field)
    for code in catalogue.regions:
        yield lists.region_page(catalogue, code)
    yield lists.regions_page(catalogue)
    yield lists.homonyms_page(catalogue)
    yield former.page(catalogue)
    yield index.page(catalogue)
