"""Checkstyle's XML, which many services read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zhengci.reports import FileResult, brief, relative_path
from zhengci.reports.xml import DECLARATION, Xml

HEAD, BETWEEN, TAIL = DECLARATION + '<checkstyle version="4.3">', "", "</checkstyle>\n"


def write(results: Iterable[FileResult], colour: bool = False) -> Iterator[str]:
    """Yield one document with a ``file`` for each file in which something was found; columns are code points."""
    xml = Xml()
    xml.start("checkstyle", {"version": "4.3"})
    for result in results:
        if not result.findings:
            continue
        with xml.element("file", name=relative_path(result.path)):
            for finding in result.findings:
                line, column = result.lines.place(finding.start)
                with xml.element(
                    "error", line=line, column=column, severity=finding.severity, message=brief(result, finding),
                    source=f"zhengci.{finding.code}",
                ):  # fmt: skip
                    pass
        yield xml.taken()
    xml.end("checkstyle")
    yield xml.taken()
