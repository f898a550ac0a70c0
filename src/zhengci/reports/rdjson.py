"""reviewdog's Diagnostic Format (rdjson), whose columns count UTF-8 bytes.

https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from zhengci.linting.finding import Edit, Finding
from zhengci.reports import FileResult, brief, relative_path

_START = '{"source": {"name": "zhengci"}, "diagnostics": ['
HEAD, BETWEEN, TAIL = f"{_START}\n  ", ",\n  ", "\n]}\n"


def write(results: Iterable[FileResult], colour: bool = False) -> Iterator[str]:
    """Yield one JSON object, diagnostic by diagnostic."""
    first = True
    for result in results:
        path, places = relative_path(result.path), _Places(result)
        for finding in result.findings:
            row = json.dumps(_diagnostic(result, path, places, finding), ensure_ascii=False)
            yield (HEAD if first else BETWEEN) + row
            first = False
    yield f"{_START}]}}\n" if first else TAIL


class _Places:
    """Offsets as lines and byte columns.  Going on from the place before keeps a text of one long line cheap."""

    def __init__(self, result: FileResult) -> None:
        self._raw = result.raw
        self._lines = result.lines
        self._line, self._offset, self._column = 1, 0, 1  # the place before

    def range(self, start: int, end: int) -> dict[str, dict[str, int]]:
        return {"start": self._place(start), "end": self._place(end)}

    def _place(self, offset: int) -> dict[str, int]:
        line, column = self._lines.place(offset)
        if line != self._line:
            self._line, self._offset, self._column = line, offset - column + 1, 1
        if offset >= self._offset:
            self._column += _bytes(self._raw[self._offset : offset])
        else:
            self._column -= _bytes(self._raw[offset : self._offset])
        self._offset = offset
        return {"line": line, "column": self._column}


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _diagnostic(result: FileResult, path: str, places: _Places, finding: Finding) -> dict[str, Any]:
    told: dict[str, Any] = {
        "message": brief(result, finding),
        "location": {"path": path, "range": places.range(finding.start, finding.end)},
        "severity": finding.severity.upper(),
        "code": {"value": finding.code},
    }
    edit = _as_one(result, finding)
    if edit:
        told["suggestions"] = [{"range": places.range(edit.start, edit.end), "text": edit.text}]
    return told


def _as_one(result: FileResult, finding: Finding) -> Edit | None:
    """Return the fix of a finding as one edit: suggestions are taken one by one, and its edits go together.

    A fix whose edits lie on several lines is not offered, nor one for a file that has no lines.
    """
    if not finding.fix or result.places:
        return None
    edits = sorted(finding.fix.edits)
    start, end = edits[0].start, edits[-1].end
    if len(edits) > 1 and result.lines.place(start)[0] != result.lines.place(end)[0]:
        return None
    text, at = "", start
    for edit in edits:
        text += result.raw[at : edit.start] + edit.text
        at = edit.end
    return Edit(start, end, text)
