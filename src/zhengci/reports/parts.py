"""Makes the report of many files out of parts that were written file by file, perhaps in another process or an earlier run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from zhengci.reports import FileResult, module_of


def part(form: str, result: FileResult, colour: bool) -> str:
    """Return what one file adds to a report of any number of files; empty where it adds nothing."""
    writer: Any = import_module(module_of(form))
    text = "".join(writer.write([result], colour))
    whole = text.startswith(writer.HEAD) and text.endswith(writer.TAIL)
    return text[len(writer.HEAD) : len(text) - len(writer.TAIL)] if whole else ""


def joined(form: str, parts: Iterable[str]) -> Iterator[str]:
    """Yield the report that is made up of `parts`."""
    writer: Any = import_module(module_of(form))
    first = True
    for text in parts:
        if text:
            yield writer.HEAD if first else writer.BETWEEN
            yield text
            first = False
    yield from [writer.TAIL] if not first else writer.write([])
