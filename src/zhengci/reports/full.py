"""The report for people: place and message, the source line with a caret, then meaning, grounds and advice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from unicodedata import east_asian_width

from zhengci.document.visible import visible
from zhengci.linting.finding import Finding
from zhengci.patterns import lazy
from zhengci.reports import FileResult, placed

HEAD = BETWEEN = TAIL = ""
_NAMES = {"error": "错误", "warning": "警告", "info": "提示"}
_COLOURS = {"error": "31", "warning": "33", "info": "36"}
#: So many characters of a long line are shown on each side of a finding.
_CONTEXT = 24
_BREAK = lazy("[\r\n]")


def write(results: Iterable[FileResult], colour: bool = False) -> Iterator[str]:
    """Yield the report, finding by finding."""
    for result in results:
        for finding in result.findings:
            yield _finding(result, finding, colour)


def head(result: FileResult, finding: Finding, colour: bool) -> str:
    """Return ``文件:行:列: 代码 级别 消息``, with the name of the place before the message where it has one."""
    line, column = result.lines.place(finding.start)
    level = _NAMES[finding.severity]
    path, message = visible(result.path), visible(placed(result, finding))
    if colour:
        paint = _COLOURS[finding.severity]
        return (
            f"\x1b[1m{path}\x1b[0m:{line}:{column}: \x1b[{paint};1m{finding.code}\x1b[0m "
            f"\x1b[{paint}m{level}\x1b[0m {message}"
        )
    return f"{path}:{line}:{column}: {finding.code} {level} {message}"


def _finding(result: FileResult, finding: Finding, colour: bool) -> str:
    rows = [head(result, finding, colour)]
    _, column = result.lines.place(finding.start)
    low = max(finding.start - column + 1, finding.start - _CONTEXT)
    high = finding.end + _CONTEXT
    text = _BREAK.split(result.raw[low : high + 1], 1)[0]  # no more of the line than is shown: it may be very long
    lead = "…" if low > finding.start - column + 1 else ""
    more = "…" if len(text) > high - low else ""
    shown = visible(text[: high - low])
    pad = _width(lead + shown[: finding.start - low])
    marked = _width(shown[finding.start - low : finding.end - low])
    caret = "^" * max(1, marked)
    if colour:
        caret = f"\x1b[{_COLOURS[finding.severity]};1m{caret}\x1b[0m"
    rows.append(f"    {lead}{shown}{more}")
    rows.append(f"    {' ' * pad}{caret}")
    for label, told in (("含义", finding.meaning), ("依据", finding.grounds), ("建议", finding.advice)):
        if told:
            rows.append(f"    {label}：{visible(told)}")
    return "\n".join(rows) + "\n\n"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(ch) in "WF" else 1 for ch in text)
