"""The documents below the paths of a command line, read and analysed one after another."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence

from zhengci.cli import UsageProblem
from zhengci.cli.options import Inputs, complain, find_documents
from zhengci.document.decode import UnreadableFile
from zhengci.mentions.resolve import Analysis, analyse

#: Fewer files are done before a progress bar could be read.
_MANY = 20


class Folder:
    """Iterates over the analyses; ``read`` and ``failed`` then tell how many files were and could not be read."""

    def __init__(self, paths: Sequence[str], exclude: Sequence[str], inputs: Inputs) -> None:
        """Find the files; raises a usage error where there are none."""
        self._files = find_documents(paths, exclude)
        self._inputs = inputs
        self.read = self.failed = 0
        if not self._files:
            raise UsageProblem("没有找到文稿（.txt、.md、.html、.docx）")

    def __iter__(self) -> Iterator[Analysis]:
        """Yield the analysis of each file; one that cannot be read is complained of and passed over."""
        for path in self._shown():
            try:
                source = self._inputs.read(path)
            except UnreadableFile as error:
                complain(path, error)
                self.failed += 1
                continue
            self.read += 1
            shown = "<标准输入>" if path == "-" else path
            yield analyse(self._inputs.document(source, shown), self._inputs.glossary)

    def _shown(self) -> Iterable[str]:
        """Return the files, with a progress bar on stderr where there are many and somebody is looking."""
        if len(self._files) <= _MANY or not sys.stderr.isatty():
            return self._files
        from rich.console import Console
        from rich.progress import track

        return track(self._files, "分析文稿", console=Console(stderr=True), transient=True)
