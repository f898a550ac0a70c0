"""Writers of lint findings, one module a format.  Each offers ``write(results) -> Iterator[str]``."""

from typing import NamedTuple

from zhengci.document.lines import Lines
from zhengci.linting.finding import Finding

FORMATS = ("full", "concise", "json", "github", "sarif")


class FileResult(NamedTuple):
    """What lint found in one file.  ``silenced`` findings are those that directives in the file suppress."""

    path: str
    raw: str
    lines: Lines
    findings: list[Finding]
    silenced: list[Finding]
