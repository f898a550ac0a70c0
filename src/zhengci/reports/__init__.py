"""Writers of lint findings, one module a format.  Each offers ``write(results, colour) -> Iterator[str]``.

A report of many files is ``HEAD``, the findings of each file with ``BETWEEN`` between them, and ``TAIL`` (see ``parts``).
"""

import contextlib
import os
from typing import NamedTuple

from zhengci.document.lines import Lines, Places
from zhengci.linting.finding import Finding

FORMATS = (
    "full", "concise", "json", "json-lines", "sarif", "github", "gitlab", "rdjson", "checkstyle", "junit",
)  # fmt: skip
#: Formats whose report is not made up of those of the files: it is sorted throughout.
SORTED = frozenset({"github"})


class FileResult(NamedTuple):
    """What lint found in one file.  ``silenced`` findings are those that directives in the file suppress."""

    path: str
    raw: str
    lines: Lines
    findings: list[Finding]
    silenced: list[Finding]
    places: Places | None = None  # where the document has paragraphs or pages rather than lines


def module_of(form: str) -> str:
    """Return the name of the module that writes a format."""
    return f"zhengci.reports.{form.replace('-', '_')}"


def relative_path(path: str) -> str:
    """Return a path relative to the working folder, with slashes, as services that know the repository want it."""
    with contextlib.suppress(ValueError):  # another drive
        path = os.path.relpath(path)
    return path.replace(os.sep, "/")


def placed(result: FileResult, finding: Finding) -> str:
    """Return what a finding says, with the name of its place before it where the document has such names."""
    return f"（{result.places.name(finding.start)}）{finding.message}" if result.places else finding.message


def brief(result: FileResult, finding: Finding) -> str:
    """Return what a finding says and advises, for formats that have room for one text."""
    return placed(result, finding) + (f"。{finding.advice}" if finding.advice else "")
