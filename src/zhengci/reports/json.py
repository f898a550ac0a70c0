"""The JSON contract of docs/output.md: one list of findings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from zhengci.linting.finding import Finding
from zhengci.reports import FileResult

HEAD, BETWEEN, TAIL = "[\n  ", ",\n  ", "\n]\n"


def write(results: Iterable[FileResult], colour: bool = False) -> Iterator[str]:
    """Yield one JSON list, finding by finding."""
    first = True
    for result in results:
        for finding in result.findings:
            text = json.dumps(row(result, finding), ensure_ascii=False)
            yield (HEAD if first else BETWEEN) + text
            first = False
    yield "[]\n" if first else TAIL


def row(result: FileResult, finding: Finding) -> dict[str, Any]:
    """Return a finding as the contract has it; spans are code points of the text as read."""
    line, column = result.lines.place(finding.start)
    end_line, end_column = result.lines.place(finding.end)
    fix = finding.fix and {
        "applicability": finding.fix.applicability,
        "edits": [{"start": edit.start, "end": edit.end, "text": edit.text} for edit in finding.fix.edits],
    }
    place = {"place": result.places.name(finding.start)} if result.places else {}
    return {
        "code": finding.code, "name": finding.name, "severity": finding.severity, "path": result.path,
        "start": finding.start, "end": finding.end, "line": line, "column": column,
        "end_line": end_line, "end_column": end_column, "message": finding.message,
        "concept": finding.concept or None, "fix": fix, **place,
    }  # fmt: skip
