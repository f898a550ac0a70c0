"""Shows on a terminal how far a long run has come."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import TypeVar

T = TypeVar("T")

#: From so many files on a run may be long.
_MANY = 50
_DELAY, _STEP = 0.5, 0.1  # seconds


class Progress:
    """A bar on stderr, where that is a terminal and there is much to do.  It makes way for what is printed."""

    def __init__(self, total: int, wanted: bool) -> None:
        self._total = total
        self._wanted = wanted and total >= _MANY and sys.stderr.isatty()
        self._bar: Bar | None = None

    def over(self, items: Iterable[T]) -> Iterator[T]:
        """Yield `items`, and show how many there were."""
        if not self._wanted:
            yield from items
            return
        shown = monotonic() + _DELAY - _STEP
        try:
            for number, item in enumerate(items, 1):
                if monotonic() - shown >= _STEP:
                    shown = monotonic()
                    self._bar = self._bar or Bar(self._total)
                    self._bar.show(number)
                yield item
        finally:
            self.hide()

    def hide(self) -> None:
        """Take the bar away, to print; it comes back with the next items."""
        if self._bar:
            self._bar.hide()


class Bar:
    """The bar itself, drawn by rich, without a thread of its own: worker processes are forked while it stands."""

    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._progress = Progress(
            TextColumn("检查"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=Console(stderr=True),
            auto_refresh=False, transient=True, redirect_stdout=False, redirect_stderr=False,
        )  # fmt: skip
        self._task = self._progress.add_task("", total=total)
        self._stands = False

    def show(self, done: int) -> None:
        """Draw the bar."""
        if not self._stands:
            self._progress.start()
            self._stands = True
        self._progress.update(self._task, completed=done)
        self._progress.refresh()

    def hide(self) -> None:
        """Wipe the bar."""
        if self._stands:
            self._progress.stop()
            self._stands = False
