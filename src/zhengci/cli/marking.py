"""Writes suppressions into the files for what was found: ``lint --add-ignore``."""

from __future__ import annotations

from zhengci.cli.checking import Checker
from zhengci.document.decode import UnreadableFile, read_text, write_text
from zhengci.document.lines import Lines
from zhengci.linting.engine import lint_document
from zhengci.linting.silencing import Seen, silence_in_place
from zhengci.readers import Reading, is_container
from zhengci.reports import FileResult


class Marking:
    """Silences findings in their files, and keeps count."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker
        self.silenced = 0
        self.files = 0

    def marked(self, result: FileResult) -> FileResult:
        """Write directives for the findings of a file, and return what could not be silenced.

        Raises UnreadableFile where the file changed meanwhile or cannot be written; it is then as it was.
        """
        if not result.findings or is_container(result.path):
            return result
        codes = self._checker.codes(result.path)

        def look(text: str) -> Seen:
            analysis = self._checker.analysis(Reading(text), result.path)
            mentions = [(mention.start, mention.end, mention.form, mention.status) for mention in analysis.mentions]
            return Seen(analysis.document, lint_document(analysis, codes), mentions)

        source = read_text(result.path)
        if source.text != result.raw:
            raise UnreadableFile("在处理期间被改动，未写回")
        text, silenced, left = silence_in_place(result.raw, result.findings, look)
        if text != result.raw:
            write_text(result.path, source, text)
            self.silenced += silenced
            self.files += 1
        return FileResult(result.path, text, Lines(text), left, result.silenced)
