"""Workflow commands of GitHub Actions, errors first (only so many are shown there)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zhengci.linting.finding import SEVERITIES
from zhengci.reports import FileResult, brief

_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def write(results: Iterable[FileResult], colour: bool = False) -> Iterator[str]:
    """Yield a command for each finding; columns count from 1, the end column is the last one marked."""
    rows = [(result, finding) for result in results for finding in result.findings]
    rows.sort(key=lambda row: -SEVERITIES.index(row[1].severity))
    for result, finding in rows:
        line, column = result.lines.place(finding.start)
        end_line, end_column = result.lines.place(max(finding.start, finding.end - 1))
        properties = {
            "title": f"{finding.code} {finding.name}", "file": result.path.replace("\\", "/"), "line": line,
            "col": column, "endLine": end_line, "endColumn": end_column,
        }  # fmt: skip
        told = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
        yield f"::{_LEVELS[finding.severity]} {told}::{_data(brief(result, finding))}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
