"""JUnit's XML, for services that show test results: a suite for each file, a failed case for each finding.

A finding of level ``info`` does not fail; a file without findings is one case that passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zhengci.linting.finding import Finding
from zhengci.reports import FileResult, placed, relative_path
from zhengci.reports.xml import DECLARATION, Xml

HEAD, BETWEEN, TAIL = DECLARATION + '<testsuites name="zhengci">', "", "</testsuites>\n"


def write(results: Iterable[FileResult], colour: bool = False) -> Iterator[str]:
    """Yield one document, file by file."""
    xml = Xml()
    xml.start("testsuites", {"name": "zhengci"})
    for result in results:
        _suite(xml, result)
        yield xml.taken()
    xml.end("testsuites")
    yield xml.taken()


def _suite(xml: Xml, result: FileResult) -> None:
    path = relative_path(result.path)
    failures = sum(finding.severity != "info" for finding in result.findings)
    with xml.element(
        "testsuite", name=path, tests=max(1, len(result.findings)), failures=failures, errors=0, skipped=0
    ):
        for finding in result.findings:
            line, column = result.lines.place(finding.start)
            with xml.element("testcase", classname=path, name=f"{finding.code} {finding.name} {line}:{column}"):
                _outcome(xml, placed(result, finding), finding)
        if not result.findings:
            with xml.element("testcase", classname=path, name="zhengci lint"):
                pass


def _outcome(xml: Xml, message: str, finding: Finding) -> None:
    told = "\n".join(part for part in (message, finding.meaning, finding.grounds, finding.advice) if part)
    if finding.severity == "info":
        with xml.element("system-out"):
            xml.text(told)
    else:
        with xml.element("failure", type=finding.severity, message=message):
            xml.text(told)
