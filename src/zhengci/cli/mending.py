"""Mends only what a run reports: ``lint --fix`` or ``--diff`` with a baseline or changed lines.

The checker mends whole files, until nothing is left to mend; here each reported finding is mended once, and the file is
not looked at again.
"""

from __future__ import annotations

from zhengci.cli.checking import Outcome
from zhengci.document.decode import UnreadableFile, read_text, write_text
from zhengci.document.lines import Lines
from zhengci.linting.fixes import after_edits, apply_fixes, safe_edits
from zhengci.readers import is_container
from zhengci.reports import FileResult


def mend_reported(outcome: Outcome, result: FileResult, *, unsafe: bool, write: bool) -> Outcome:
    """Return `outcome` with the text of `result` mended and the findings that are left.

    Raises UnreadableFile where the file changed meanwhile or cannot be written; it is then as it was.
    """
    if is_container(result.path):
        return outcome._replace(result=result)
    edits = safe_edits(result.findings, unsafe=unsafe)
    text = apply_fixes(result.raw, edits)
    if text == result.raw:
        return outcome._replace(result=result)
    if write:
        source = read_text(result.path)
        if source.text != result.raw:
            raise UnreadableFile("在处理期间被改动，未写回")
        write_text(result.path, source, text)
    left = result._replace(raw=text, lines=Lines(text), findings=after_edits(result.findings, edits))
    return outcome._replace(result=left, before=result.raw, mended=len(edits))
