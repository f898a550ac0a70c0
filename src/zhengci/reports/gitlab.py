"""GitLab's Code Quality report: a JSON list of issues.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from zhengci.linting.fingerprint import fingerprint
from zhengci.reports import FileResult, brief, relative_path

HEAD, BETWEEN, TAIL = "[\n  ", ",\n  ", "\n]\n"
_LEVELS = {"error": "major", "warning": "minor", "info": "info"}


def write(results: Iterable[FileResult], colour: bool = False) -> Iterator[str]:
    """Yield one JSON list.  Of issues with one fingerprint GitLab shows the first alone, so likes in a file are counted."""
    first = True
    for result in results:
        path = relative_path(result.path)
        seen: Counter[str] = Counter()
        for finding in result.findings:
            like = fingerprint(result.raw, finding)
            seen[like] += 1
            issue = {
                "description": brief(result, finding),
                "check_name": f"{finding.code} {finding.name}",
                "fingerprint": fingerprint(result.raw, finding, path, str(seen[like])),
                "severity": _LEVELS[finding.severity],
                "location": {
                    "path": path,
                    "lines": {
                        "begin": result.lines.place(finding.start)[0],
                        "end": result.lines.place(max(finding.start, finding.end - 1))[0],
                    },
                },
            }
            yield (HEAD if first else BETWEEN) + json.dumps(issue, ensure_ascii=False)
            first = False
    yield "[]\n" if first else TAIL
