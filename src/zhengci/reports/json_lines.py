"""The rows of the JSON contract (docs/output.md), one on a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from zhengci.reports import FileResult
from zhengci.reports.json import row

HEAD = BETWEEN = TAIL = ""


def write(results: Iterable[FileResult], colour: bool = False) -> Iterator[str]:
    """Yield a JSON object and a line break for each finding."""
    for result in results:
        for finding in result.findings:
            yield json.dumps(row(result, finding), ensure_ascii=False) + "\n"
