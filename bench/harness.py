"""Times things side by side: interleaved rounds, medians, ratios within one run, and a table of figures with limits."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

MB = 1_000_000


class Figure(NamedTuple):
    """One line of the table: what was measured, how it came out, and what it must not exceed (``None``: only told)."""

    name: str
    measured: float
    limit: float | None
    detail: str = ""
    unit: str = "×"
    at_least: bool = False  # the limit is a minimum

    @property
    def holds(self) -> bool:
        """Whether the limit is kept; a figure without one always holds."""
        if self.limit is None:
            return True
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    @property
    def verdict(self) -> str:
        """The last column."""
        return "-" if self.limit is None else "ok" if self.holds else "MISSED"


def interleave(
    contestants: Mapping[str, Callable[[], object]],
    rounds: int,
    *,
    warm_up: int = 1,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, list[float]]:
    """Return the seconds that each contestant took in each round; they run in turn, A B A B, after `warm_up` rounds."""
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(-warm_up, rounds):
        for name, run in contestants.items():
            began = clock()
            made = run()
            took = clock() - began
            del made  # taking the result apart is not what was asked for
            if number >= 0:
                times[name].append(took)
    return times


def ratio(times: Sequence[float], base: Sequence[float]) -> float:
    """Return the median of the ratios of rounds that ran side by side: a machine that slows down slows both."""
    return median(one / other for one, other in zip(times, base, strict=True))


def milliseconds(times: Sequence[float]) -> str:
    """Return the median for reading."""
    value = median(times) * 1000
    return f"{value:.1f} ms" if value < 100 else f"{value:.0f} ms"


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as a Markdown table, readable as it is."""
    rows = [("figure", "measured", "limit", "verdict", "medians")]
    for figure in figures:
        limit = "" if figure.limit is None else f"{'≥' if figure.at_least else '≤'} {figure.limit:g} {figure.unit}".rstrip()
        measured = f"{figure.measured:.2f} {figure.unit}".rstrip()
        rows.append((figure.name, measured, limit, figure.verdict, figure.detail))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return "\n".join(lines)


class Peak(NamedTuple):
    """What a child process used."""

    seconds: float
    bytes: int
    status: int


def measure_child(command: Sequence[str], env: Mapping[str, str]) -> Peak:
    """Run a command with its output thrown away; return its wall time and its largest resident set."""
    began = time.perf_counter()
    with open(os.devnull, "wb") as nothing:
        child = subprocess.Popen(list(command), env=dict(env), stdout=nothing, stderr=nothing)
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return Peak(time.perf_counter() - began, usage.ru_maxrss * 1024, child.returncode)


def command(arguments: Sequence[str | Path], env: Mapping[str, str], good: Sequence[int] = (0,)) -> Callable[[], None]:
    """Return a contestant that runs a command; an exit status outside `good` is an error, as its time means nothing."""
    words = [str(word) for word in arguments]

    def run() -> None:
        done = subprocess.run(words, env=dict(env), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        if done.returncode not in good:
            raise RuntimeError(f"{' '.join(words[:4])} … left with {done.returncode}: {done.stderr.decode()[-400:]}")

    return run
