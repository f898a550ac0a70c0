"""Checks files in several processes.

A worker that dies (killed for want of memory, say) takes only its own file with it: what was under way is done again, each
file in a process of its own, and the one that kills its process again is complained of.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections import Counter
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from zhengci.cli.checking import Checker, Outcome, Plan

_checker: Checker


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Pool:
    """Processes that carry out one plan."""

    def __init__(self, plan: Plan, workers: int) -> None:
        self._plan = plan
        self._workers = workers
        self._executor = _executor(plan, workers)

    def submit(self, path: str) -> Future[Outcome]:
        """Begin to check a file."""
        try:
            return self._executor.submit(_check, path)
        except BrokenProcessPool:
            self._executor = _executor(self._plan, self._workers)
            return self._executor.submit(_check, path)

    def outcome(self, path: str, future: Future[Outcome]) -> Outcome:
        """Return what came of a file; waits for it."""
        try:
            return future.result()
        except BrokenProcessPool:
            with _executor(self._plan, 1) as alone:
                try:
                    return alone.submit(_check, path).result()
                except BrokenProcessPool:
                    return Outcome(path, Counter(), "检查它的进程意外终止（可能是内存不足）")

    def close(self) -> None:
        """Drop what is not begun and end the processes; a file that is being written is finished first."""
        self._executor.shutdown(wait=True, cancel_futures=True)


def _executor(plan: Plan, workers: int) -> ProcessPoolExecutor:
    # A forked worker finds the glossary opened; elsewhere forking is not safe or not there.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    return ProcessPoolExecutor(workers, context, _start, (plan,))


def _start(plan: Plan) -> None:
    global _checker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all processes; the first one ends the others
    _checker = Checker(plan)


def _check(path: str) -> Outcome:
    return _checker.check(path)
