"""Checks the text of an open document: what the command line would find, kept with the text that it was found in."""

from __future__ import annotations

from itertools import count
from typing import NamedTuple

from zhengci.document.document import Document
from zhengci.linting.engine import lint_document
from zhengci.linting.finding import Finding
from zhengci.linting.silencing import Seen
from zhengci.mentions.resolve import Analysis, analyse
from zhengci.server.memo import Memo
from zhengci.server.settings import Setup
from zhengci.server.text import Text

_numbers = count(1)


class Subject(NamedTuple):
    """A text to be checked, and how."""

    text: Text
    version: int
    path: str
    kind: str
    setup: Setup


class Checked(NamedTuple):
    """What was found in a subject; ``number`` tells one check from all others."""

    subject: Subject
    analysis: Analysis
    findings: list[Finding]
    number: int


def check(subject: Subject, memo: Memo | None = None) -> Checked:
    """Return what stands in a text and what is wrong with it; `memo` is the document's own."""
    setup = subject.setup
    document = Document(
        subject.text.raw, path=subject.path, kind=subject.kind, date=setup.date, jurisdiction=setup.jurisdiction
    )
    analysis = analyse(document, setup.glossary, (memo or Memo()).find)
    codes = setup.choice.of(subject.path) if subject.path else setup.choice.codes
    return Checked(subject, analysis, lint_document(analysis, codes), next(_numbers))


def look(subject: Subject, raw: str) -> Seen:
    """Return what would be found in the document if its text were `raw`."""
    checked = check(subject._replace(text=Text(raw)))
    mentions = [(one.start, one.end, one.form, one.status) for one in checked.analysis.mentions]
    return Seen(checked.analysis.document, checked.findings, mentions)
