"""Lints one file for ``zhengci lint``: reads it, finds what is wrong, mends it where that is asked for."""

import sys
from collections import Counter
from typing import NamedTuple

from zhengci.cli import UsageProblem
from zhengci.cli.inputs import Inputs
from zhengci.config import Settings
from zhengci.document.context import Context
from zhengci.document.decode import UnreadableFile, write_text
from zhengci.document.lines import Lines
from zhengci.linting.choice import Choice, choose
from zhengci.linting.engine import lint_with_silenced
from zhengci.linting.finding import Finding
from zhengci.linting.fixes import PASSES, apply_fixes, safe_edits
from zhengci.mentions.resolve import Analysis, analyse
from zhengci.readers import Reading
from zhengci.reports import FileResult


class Plan(NamedTuple):
    """What one call of the command does with every file; plain values, so that it can be sent to other processes."""

    chosen: Settings
    choice: Choice
    stdin_name: str
    fix: bool = False
    unsafe: bool = False
    write: bool = False  # what is mended, back into the file
    #: The Word file to write: the only input with its fixes as tracked changes and, if `comments`, its findings as comments.
    target: str = ""
    comments: bool = False
    #: A format in which to write the part of each file in the report; empty: keep the findings themselves.
    form: str = ""
    colour: bool = False
    keep: bool = False


class Outcome(NamedTuple):
    """What came of one file: its part of the report or its findings, according to the plan."""

    path: str  # as shown
    counts: Counter[tuple[str, str]]  # by code and severity
    error: str = ""  # why the file could not be used
    context: Context = Context()
    mended: int = 0
    fixable: int = 0  # 2: a safe fix is left, 1: an unsafe one, 0: none
    before: str = ""  # the text before mending, where that changed it
    shown: str | None = None
    result: FileResult | None = None
    digest: bytes = b""  # of the file's content as it is now, where the plan is to keep results
    notes: tuple[str, ...] = ()  # what else the user should know, in Chinese


def make_plan(chosen: Settings, stdin_name: str) -> Plan:
    """Return the plan that the settings ask for; raises UsageProblem for codes that do not exist."""
    try:
        return Plan(chosen, choose(chosen), stdin_name)
    except ValueError as error:
        raise UsageProblem(str(error)) from None


class Checker:
    """Carries out a plan, file by file."""

    def __init__(self, plan: Plan) -> None:
        """Open the glossary; raises GlossaryError and UsageProblem."""
        self.plan = plan
        self.inputs = Inputs(plan.chosen)

    def shown(self, path: str) -> str:
        """Return the name under which a file is reported."""
        return self.plan.stdin_name if path == "-" else path

    def codes(self, path: str) -> frozenset[str]:
        """Return the rules that hold for a file."""
        return self.plan.choice.of(path)

    def check(self, path: str) -> Outcome:
        """Read a file (``-``: standard input) and return what came of it, also where it cannot be used."""
        plan, shown = self.plan, self.shown(path)
        try:
            source = self.inputs.read(path)
            places, notes = source.places, tuple[str, ...]()
            if plan.target:
                from zhengci.cli.wordcopy import copy_with_findings

                text, mended, analysis, findings, silenced, places, notes = copy_with_findings(self, path, shown, source)
            else:
                text, mended, analysis, findings, silenced = self._settle(source, shown)
            file = source.decoded
            digest = digest_of(file.encode(text)) if plan.keep and file else b""
            if plan.write and path == "-" and file:
                sys.stdout.buffer.write(file.encode(text))
            elif plan.write and text != source.text and file:
                write_text(path, file, text)
        except UnreadableFile as error:
            return Outcome(shown, Counter(), str(error))
        result = FileResult(shown, text, Lines(text), findings, silenced, places)
        outcome = Outcome(
            shown,
            count(findings),
            context=analysis.document.context,
            mended=mended,
            fixable=max((1 + (finding.fix.applicability == "safe") for finding in findings if finding.fix), default=0),
            before=source.text if text != source.text else "",
            digest=digest,
            notes=notes,
        )
        return self.rendered(outcome, result)

    def rendered(self, outcome: Outcome, result: FileResult) -> Outcome:
        """Return `outcome` with its part of the report, or with the findings, according to the plan."""
        if not self.plan.form:
            return outcome._replace(result=result)
        from zhengci.reports.parts import part

        return outcome._replace(shown=part(self.plan.form, result, self.plan.colour))

    def analysis(self, reading: Reading, shown: str) -> Analysis:
        """Return what a text holds, as a document of the settings' context."""
        return analyse(self.inputs.document(reading, shown), self.inputs.glossary)

    def _settle(self, reading: Reading, shown: str) -> tuple[str, int, Analysis, list[Finding], list[Finding]]:
        """Return the text (mended, if the plan is to fix), how many edits that took, and what is left in it."""
        codes = self.codes(shown)
        text = reading.text
        mended = 0
        for number in range(PASSES):
            analysis = self.analysis(reading._replace(text=text), shown)
            findings, silenced = lint_with_silenced(analysis, codes)
            more = self.plan.fix and reading.decoded and number < PASSES - 1
            edits = safe_edits(findings, unsafe=self.plan.unsafe) if more else []
            better = apply_fixes(text, edits)
            if better == text:
                break
            mended += len(edits)
            text = better
        return text, mended, analysis, findings, silenced


def digest_of(content: bytes) -> bytes:
    """Return what stands for the content of a file."""
    from hashlib import blake2b

    return blake2b(content, digest_size=20).digest()


def count(findings: list[Finding]) -> Counter[tuple[str, str]]:
    """Count findings by code and severity."""
    return Counter((finding.code, finding.severity) for finding in findings)
