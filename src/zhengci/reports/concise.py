"""One line a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zhengci.reports import FileResult
from zhengci.reports.full import head

HEAD = BETWEEN = TAIL = ""


def write(results: Iterable[FileResult], colour: bool = False) -> Iterator[str]:
    """Yield a line for each finding."""
    for result in results:
        for finding in result.findings:
            yield head(result, finding, colour) + "\n"
