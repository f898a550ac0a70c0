"""SARIF 2.1.0 (OASIS), for code scanning."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from zhengci import __version__
from zhengci.linting.engine import ALL_RULES
from zhengci.linting.finding import Finding
from zhengci.linting.fingerprint import fingerprint
from zhengci.reports import FileResult, relative_path

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def write(results: Iterable[FileResult], colour: bool = False) -> Iterator[str]:
    """Yield one SARIF log with one run; suppressed findings are kept in it, marked as such."""
    first = True
    for result in results:
        uri = quote(relative_path(result.path), errors="surrogateescape")
        for findings, silenced in ((result.findings, False), (result.silenced, True)):
            for finding in findings:
                row = json.dumps(_result(result, uri, finding, silenced), ensure_ascii=False)
                yield (HEAD if first else BETWEEN) + row
                first = False
    yield _frame([]) if first else TAIL


def _frame(rows: list[str]) -> str:
    """Return a log with `rows` for results."""
    driver = {
        "name": "zhengci",
        "version": __version__,
        "semanticVersion": __version__,
        "language": "zh-CN",
        "rules": [_rule(number) for number in range(len(ALL_RULES))],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": rows}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _rule(number: int) -> dict[str, Any]:
    rule = ALL_RULES[number]
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.why}\n差：{rule.bad}\n好：{rule.good}\n修正：{rule.fixing}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(result: FileResult, uri: str, finding: Finding, silenced: bool) -> dict[str, Any]:
    number = next(number for number, rule in enumerate(ALL_RULES) if rule.code == finding.code)
    row: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": number,
        "level": _LEVELS[finding.severity],
        "message": {"text": "\n".join(part for part in (finding.message, finding.meaning, finding.advice) if part)},
        "locations": [_location(result, uri, finding)],
        "partialFingerprints": {"zhengci/v2": fingerprint(result.raw, finding)},
    }
    if finding.fix and not result.places:  # offsets in a container are nothing to edit by
        replacements = [
            {
                "deletedRegion": {"charOffset": edit.start, "charLength": edit.end - edit.start},
                "insertedContent": {"text": edit.text},
            }
            for edit in finding.fix.edits
        ]
        row["fixes"] = [
            {
                "description": {"text": finding.advice or finding.message},
                "artifactChanges": [{"artifactLocation": {"uri": uri}, "replacements": replacements}],
            }
        ]
    if silenced:
        row["suppressions"] = [{"kind": "inSource"}]
    return row


def _location(result: FileResult, uri: str, finding: Finding) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": uri}, "region": _region(result, finding)}
    }
    if result.places:
        location["logicalLocations"] = [{"name": result.places.name(finding.start)}]
    return location


def _region(result: FileResult, finding: Finding) -> dict[str, int | dict[str, str]]:
    line, column = result.lines.place(finding.start)
    end_line, end_column = result.lines.place(finding.end)
    return {
        "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column,
        "charOffset": finding.start, "charLength": finding.end - finding.start,
        "snippet": {"text": result.raw[finding.start : finding.end]},
    }  # fmt: skip


_ROW = "row"
HEAD, TAIL = _frame([_ROW]).rsplit(json.dumps(_ROW), 1)
BETWEEN = ",\n    "
