"""Measures every figure of docs/performance.md as a ratio within one run, and says which limits hold (``make bench``)."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

sys.path.append(str(Path(__file__).resolve().parent))

import texts
from harness import MB, Figure, command, interleave, measure_child, milliseconds, ratio, table
from inside import CRAFTED
from install import ROOT, Installed, install

CONCEPTS = 2_000
REPORT, SMALL_REPORT = 45_000, 30_000
CORPUS = ROOT.parent / "shared" / "corpus"
#: Nothing of these may be imported by a plain lint.
HEAVY = ("yaml", "rich", "jieba", "lxml", "openpyxl", "zipfile", "pypinyin")
#: Cost a byte at ten times the size: what is linear stays below this (a quadratic cost is at 10).
STRAIGHT = 1.5
#: A crafted text that takes longer than so many seconds is given up.
PATIENCE = 90
CODESPELL = Path(sys.executable).with_name("codespell")


class Bench:
    """The installed program, a folder for texts, and the figures so far."""

    def __init__(self, folder: Path, rounds: int, checkout: Path = ROOT) -> None:
        self.folder = folder
        self.rounds = rounds
        self.figures: list[Figure] = []
        self.notes: list[str] = []
        self.installed: Installed = install(folder / "install", CONCEPTS, checkout)
        self.terms: list[str] = self.inside("terms")

    def inside(self, job: str, *arguments: Any, timeout: float | None = None) -> Any:
        """Run a job of inside.py in the installed environment."""
        script = Path(__file__).with_name("inside.py")
        done = subprocess.run([self.installed.python, script, job, json.dumps(arguments)], env=self.installed.env,
                              capture_output=True, text=True, check=False, timeout=timeout)  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"inside.py {job}:\n{done.stderr[-3000:]}")
        return json.loads(done.stdout)

    def write(self, name: str, text: str) -> Path:
        """Put a text into the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def add(self, name: str, measured: float, limit: float | None, detail: str = "", unit: str = "×") -> None:
        """Keep a figure and show it at once."""
        self.figures.append(Figure(name, measured, limit, detail, unit))
        print(f"  {name}: {measured:.2f} {unit} ({detail}) {self.figures[-1].verdict}", file=sys.stderr, flush=True)

    def cold(self) -> None:
        """One report, one command, from nothing."""
        report = self.write("one-report.md", texts.report(self.terms, REPORT))
        python, env = self.installed.python, self.installed.env
        contestants = {
            "python": command([python, "-c", "pass"], env),
            "click": command([python, "-c", "import click"], env),
            "zhengci": command([self.installed.zhengci, "lint", report], env, (0, 1)),
        }
        if CODESPELL.exists():
            contestants["codespell"] = command([python, CODESPELL, report], env, (0, 65))
        times = interleave(contestants, max(self.rounds, 7) * 3, warm_up=2)
        detail = "，".join(f"{name} {milliseconds(taken)}" for name, taken in times.items()).replace("，", ", ")
        self.add("cold lint, 45 KB / import click", ratio(times["zhengci"], times["click"]), 1.6, detail)
        if "codespell" in times:
            self.add("cold lint, 45 KB / codespell", ratio(times["zhengci"], times["codespell"]), 1.0)
        self.add("cold lint, 45 KB / bare python", ratio(times["zhengci"], times["python"]), None)
        loaded = self.imports(report)
        self.add("heavy modules imported on that path", len(loaded), 0, ", ".join(loaded) or "none", "")

    def imports(self, report: Path) -> list[str]:
        """Return which of the heavy modules a lint imports."""
        done = subprocess.run([self.installed.python, "-X", "importtime", self.installed.zhengci, "lint", report],
                              env=self.installed.env, capture_output=True, text=True, check=False)  # fmt: skip
        names = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
        return sorted(names & set(HEAVY))

    def load(self) -> None:
        """Opening the glossary."""
        found = self.inside("load", 41)
        base = interleave({"python": command([self.installed.python, "-c", "pass"], self.installed.env)}, 21, warm_up=2)
        took, bare = median(found["times"]), median(base["python"])
        detail = (
            f"{took * 1000:.2f} ms, bare python {bare * 1000:.1f} ms; {found['concepts']} concepts, "
            f"{found['patterns']} patterns, {found['bytes'] / MB:.2f} MB"
        )
        self.add("opening the glossary / bare python", took / bare, 5 / 12, detail)

    def pipeline(self) -> None:
        """The warm pipeline against a plain scan."""
        for number, text in enumerate(texts.reports(self.terms, 10 * MB // REPORT, REPORT)):
            self.write(f"ten/{number:03}.txt", text)
        self.against_scan("pipeline, 10 MB of made-up reports / plain iter()", self.folder / "ten")
        if CORPUS.is_dir():
            for number, path in enumerate(sorted(CORPUS.rglob("*.txt"))):
                self.write(f"real/{number:03}.txt", path.read_text(encoding="utf-8", errors="replace"))
            self.against_scan("pipeline, real reports / plain iter()", self.folder / "real")
        else:
            self.notes.append(f"{CORPUS} is not there: the pipeline was not measured on real reports.")

    def against_scan(self, name: str, folder: Path) -> None:
        """Add the figure for the texts of one folder, and a note on where the time goes."""
        found = self.inside("pipeline", str(folder), self.rounds)
        ours, scan = found["times"]["zhengci"], found["times"]["scan"]
        size, characters = found["bytes"] / MB, found["facts"][0]
        detail = (
            f"zhengci {median(ours):.2f} s = {size / median(ours):.1f} MB/s, iter() {median(scan):.2f} s; "
            f"{found['documents']} files, {size:.1f} MB, {found['facts'][1] / characters * 1000:.1f} mentions in 1,000 characters"
        )
        self.add(name, ratio(ours, scan), 2.0, detail)
        base = median(scan)
        shares = ", ".join(f"{stage} {spent / base:.2f}" for stage, spent in found["stages"].items())
        self.notes.append(f"{name}, by stage (1.00 = the plain scan): {shares}.")

    def linear(self, largest: int) -> None:
        """Cost a byte from 1 MB to the largest size, and memory there."""
        sizes = [size for size in (MB, 10 * MB, 100 * MB) if size <= largest]
        found = self.inside("linear", sizes)
        costs = [found[str(size)] for size in sizes]
        detail = ", ".join(f"{size // MB} MB {cost * MB:.2f} s/MB" for size, cost in zip(sizes, costs, strict=True))
        self.add(f"cost a byte, {sizes[-1] // MB} MB / 1 MB", costs[-1] / costs[0], STRAIGHT, detail)
        big = self.write("big.txt", texts.repeated(texts.report(self.terms, MB // 2), largest))
        peak = measure_child([str(self.installed.zhengci), "lint", "--output-format", "concise", str(big)], self.installed.env)
        size = big.stat().st_size
        detail = f"{peak.bytes / MB:.0f} MB, {peak.seconds:.1f} s, exit status {peak.status}"
        self.add(f"memory for a file of {largest // MB} MB / its size", peak.bytes / size, 8.0, detail)
        big.unlink()

    def crafted(self, large: int) -> None:
        """Texts made to be slow."""
        words, _ = texts.overlapping_terms(10_000)
        rows = [
            f"- {{id: lap-{number}, term: {word}, kind: numeral, field: 综合, definition: 虚构。, scope: CN, "
            f"sources: [{{evidence: recalled}}], examples: [{{hit: “{word}”。}}]}}\n"
            for number, word in enumerate(words)
        ]
        layer = self.write("lap.yml", "".join(rows))
        for name in CRAFTED:
            label = f"crafted, cost a byte, {large / MB:g} MB / {large / 10 / MB:g} MB: {name}"
            costs = []
            for size in (large // 10, large):
                try:
                    costs.append(self.inside("crafted", name, size, str(layer), timeout=PATIENCE))
                except subprocess.TimeoutExpired:
                    detail = f"{size / MB:g} MB not done in {PATIENCE} s"
                    self.add(label, float("inf"), STRAIGHT, "; ".join([*(f"{cost * MB:.2f} s/MB" for cost in costs), detail]))
                    break
            else:
                detail = f"{costs[0] * MB:.2f} and {costs[1] * MB:.2f} s/MB"
                self.add(label, costs[1] / costs[0], STRAIGHT, detail)

    def many(self) -> None:
        """Two hundred reports in one command."""
        for number, text in enumerate(texts.reports(self.terms, 200, SMALL_REPORT)):
            self.write(f"many/{number:03}.md", text)
        env, many = {**self.installed.env, "ZHENGCI_CACHE_DIR": os.devnull}, self.folder / "many"  # each round anew
        contestants = {"zhengci": command([self.installed.zhengci, "lint", many], env, (0, 1))}
        if not CODESPELL.exists():
            self.notes.append("codespell is not installed: no figure for 200 reports.")
            return
        contestants["codespell"] = command([self.installed.python, CODESPELL, many], env, (0, 65))
        times = interleave(contestants, self.rounds)
        detail = ", ".join(f"{name} {milliseconds(taken)}" for name, taken in times.items())
        self.add("200 reports of 30 KB / codespell", ratio(times["zhengci"], times["codespell"]), 7.5, detail)

    def again(self) -> None:
        """A second run over 2,000 unchanged reports."""
        for number, text in enumerate(texts.reports(self.terms, 2_000, SMALL_REPORT)):
            self.write(f"again/{number:04}.md", text)
        cache = self.folder / "cache"
        run = command([self.installed.zhengci, "lint", self.folder / "again"],
                      {**self.installed.env, "ZHENGCI_CACHE_DIR": str(cache)}, (0, 1))  # fmt: skip
        first, second = [], []
        for _ in range(max(1, self.rounds // 2)):
            shutil.rmtree(cache, ignore_errors=True)
            for times in (first, second):
                began = time.perf_counter()
                run()
                times.append(time.perf_counter() - began)
        detail = f"{milliseconds(second)} after {milliseconds(first)}"
        self.add("2,000 reports of 30 KB, second run / first", ratio(second, first), 0.1, detail)


def machine() -> str:
    """Describe the machine in general words."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"


def main() -> int:
    """Run what the command line asks for, print the table; exit with 1 where a limit is missed and ``--check`` was given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("figures", nargs="*", metavar="figure", help="cold, load, many, again, pipeline, linear, crafted (default: all)")
    parser.add_argument("--rounds", type=int, default=7, help="interleaved rounds (7)")
    parser.add_argument("--quick", action="store_true", help="10 MB for 100 MB and 1 MB for 10 MB in the last two")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a limit is missed")
    parser.add_argument("--checkout", type=Path, default=ROOT, help="measure another checkout of zhengci")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zhengci-bench-") as folder:
        bench = Bench(Path(folder), asked.rounds, asked.checkout)
        parts = {
            "cold": bench.cold,
            "load": bench.load,
            "many": bench.many,
            "again": bench.again,
            "pipeline": bench.pipeline,
            "linear": lambda: bench.linear(10 * MB if asked.quick else 100 * MB),
            "crafted": lambda: bench.crafted(MB if asked.quick else 10 * MB),
        }
        unknown = set(asked.figures) - set(parts)
        if unknown:
            parser.error(f"no such figure: {', '.join(sorted(unknown))}")
        for name in asked.figures or parts:
            parts[name]()
        print(f"\n{machine()}; a wheel of this checkout in an environment of its own, {bench.installed.concepts} concepts "
              f"({bench.installed.padded} of them made up).\n")  # fmt: skip
        print(table(bench.figures))
        for note in bench.notes:
            print(f"\n{note}")
    return int(asked.check and not all(figure.holds for figure in bench.figures))


if __name__ == "__main__":
    sys.exit(main())
