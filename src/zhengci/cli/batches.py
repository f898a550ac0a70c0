"""Takes files through the check in their order: known results from the cache, the others here or in several processes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from typing import TYPE_CHECKING

from zhengci.cli.checking import Checker, Outcome

if TYPE_CHECKING:
    from concurrent.futures import Future

    from zhengci.cli.pool import Pool
    from zhengci.cli.results import Results

#: From so many files on several processes may be used, where so many in a batch must be checked.
PARALLEL, UNKNOWN = 100, 64
_BATCH, _BATCH_BYTES = 256, 32_000_000


class Batches:
    """The cache, the processes once they are needed, and what is under way in them; to be closed."""

    def __init__(self, checker: Checker, files: list[str]) -> None:
        self._checker = checker
        self._files = files
        self._stack = ExitStack()
        self._results: Results | None = None
        self._pool: Pool | None = None
        if checker.plan.keep:
            from zhengci.cli.results import Results

            self._results = self._stack.enter_context(closing(Results(checker)))

    def close(self) -> None:
        """End the processes and write the results that are new."""
        self._stack.close()

    def outcomes(self) -> Iterator[Outcome]:
        """Yield what came of each file, in order.  The next batch is under way while one is handed out."""
        before: list[tuple[str, Outcome | Future[Outcome] | None]] = []
        for paths in _cut(self._files):
            batch = self._begun(paths)
            yield from map(self._finished, before)
            before = batch
        yield from map(self._finished, before)

    def _begun(self, paths: list[str]) -> list[tuple[str, Outcome | Future[Outcome] | None]]:
        """Return the files of a batch, each with its known outcome, with one under way, or to be checked here."""
        known = [self._results.find(path) if self._results else None for path in paths]
        pool = self._pool_for(sum(outcome is None for outcome in known))
        return [
            (path, pool.submit(path) if pool and outcome is None and path != "-" else outcome)
            for path, outcome in zip(paths, known, strict=True)
        ]

    def _finished(self, item: tuple[str, Outcome | Future[Outcome] | None]) -> Outcome:
        """Return the outcome of a file of a batch, and keep it where it is new."""
        path, begun = item
        if isinstance(begun, Outcome):
            return begun
        outcome = self._pool.outcome(path, begun) if self._pool and begun else self._checker.check(path)
        if self._results:
            self._results.keep(path, outcome)
        return outcome

    def _pool_for(self, unknown: int) -> Pool | None:
        if len(self._files) < PARALLEL or unknown < UNKNOWN:
            return None
        if self._pool is None:
            from zhengci.cli.pool import Pool, cores

            if cores() > 1:
                self._pool = self._stack.enter_context(closing(Pool(self._checker.plan, cores())))
        return self._pool


def _cut(files: list[str]) -> Iterator[list[str]]:
    """Yield batches of files that are not too large together: what came of two batches is in memory at once."""
    batch: list[str] = []
    size = 0
    for path in files:
        batch.append(path)
        with suppress(OSError):  # the reader will complain
            size += os.stat(path).st_size
        if len(batch) == _BATCH or size > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
