"""Runs zhengci beside codespell and textlint with prh on the same files and words (``make bench-peers``)."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent))

import texts
from bench import CODESPELL, CONCEPTS, REPORT, SMALL_REPORT, Bench, machine
from harness import Figure, command, interleave, milliseconds, ratio, table
from install import ROOT

#: Exact versions, so that two runs compare the same things.
PACKAGES = ("textlint@15.8.0", "textlint-rule-prh@6.1.0")


def install_textlint(folder: Path) -> str:
    """Install textlint and prh with npm into `folder`; return why not, empty where it worked."""
    if shutil.which("npm") is None:
        return "npm is not installed"
    folder.mkdir(parents=True)
    (folder / "package.json").write_text('{"private": true}\n')
    done = subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", *PACKAGES], cwd=folder,
                          capture_output=True, text=True, check=False)  # fmt: skip
    return "" if done.returncode == 0 else f"npm could not install {' and '.join(PACKAGES)}: {done.stderr[-300:].strip()}"


def configure_textlint(folder: Path, words: Sequence[str]) -> Path:
    """Write prh's rules for `words` and textlint's configuration; return the latter."""
    rules = ["version: 1", "rules:"]
    for word in words:
        # prh reports what its replacement would change, so each word gets one; it is left as it is where that stands already.
        pattern = re.sub(r"[\\/^$.*+?()\[\]{}|]", r"\\\g<0>", word)
        rules.append(f"  - expected: {json.dumps(word + '〔〕', ensure_ascii=False)}")
        rules.append(f"    pattern: {json.dumps(f'/{pattern}(?!〔)/', ensure_ascii=False)}")
    (folder / "prh.yml").write_text("\n".join(rules) + "\n", encoding="utf-8")
    config = folder / ".textlintrc.json"
    config.write_text(json.dumps({"rules": {"prh": {"rulePaths": [str(folder / "prh.yml")]}}}))
    return config


def count_hits(textlint: Path, config: Path, report: Path) -> int:
    """Return how many words textlint reports in a file: a peer that finds nothing has not been set up right."""
    done = subprocess.run([textlint, "--config", config, "--format", "json", report], capture_output=True, text=True, check=False)
    try:
        return sum(len(result["messages"]) for result in json.loads(done.stdout))
    except ValueError:
        raise RuntimeError(f"textlint does not work: {done.stdout[-300:]}{done.stderr[-600:]}") from None


def versions(bench: Bench, textlint: Path | None) -> str:
    """Return the versions of all that ran."""
    def said(*words: object) -> str:
        done = subprocess.run([str(word) for word in words], env=bench.installed.env, capture_output=True, text=True, check=False)
        return (done.stdout or done.stderr).strip().splitlines()[-1] if done.stdout or done.stderr else "?"

    told = [said(bench.installed.zhengci, "--version")]
    if CODESPELL.exists():
        told.append(f"codespell {said(CODESPELL, '--version')} with its built-in dictionary")
    if textlint:
        told += [f"textlint {said(textlint, '--version')}", PACKAGES[1].replace("@", " "), f"node {said('node', '--version')}"]
    return ", ".join(told)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="interleaved rounds (7)")
    parser.add_argument("--slow-rounds", type=int, default=3, help="rounds of textlint on 200 files (3)")
    parser.add_argument("--checkout", type=Path, default=ROOT, help="measure another checkout of zhengci")
    asked = parser.parse_args()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="zhengci-peers-") as name:
        folder = Path(name)
        bench = Bench(folder, asked.rounds, asked.checkout)
        words = bench.terms
        one = bench.write("one-report.md", texts.report(words, REPORT))
        many = folder / "many"
        for number, text in enumerate(texts.reports(words, 200, SMALL_REPORT)):
            bench.write(f"many/{number:03}.md", text)
        lacking = install_textlint(folder / "npm")
        textlint = None if lacking else folder / "npm" / "node_modules" / ".bin" / "textlint"
        config = configure_textlint(folder / "npm", words) if textlint else None
        hits = count_hits(textlint, config, one) if textlint and config else 0
        env = {**bench.installed.env, "ZHENGCI_CACHE_DIR": os.devnull}  # each round checks anew
        for about, target, rounds in (("one report of 45 KB", one, asked.rounds), ("200 reports of 30 KB", many, asked.slow_rounds)):
            contestants = {"zhengci": command([bench.installed.zhengci, "lint", target], env, (0, 1))}
            if CODESPELL.exists():
                contestants["codespell"] = command([bench.installed.python, CODESPELL, target], env, (0, 65))
            if textlint and config:
                files = sorted(target.glob("*.md")) if target.is_dir() else [target]
                contestants["textlint"] = command([textlint, "--config", config, *files], env, (0, 1))
            times = interleave(contestants, rounds)
            detail = ", ".join(f"{name} {milliseconds(taken)}" for name, taken in times.items())
            if "codespell" in times:
                limit = 1.0 if target is one else 7.5
                figures.append(Figure(f"{about}: zhengci / codespell", ratio(times["zhengci"], times["codespell"]), limit, detail))
            if "textlint" in times:
                faster = ratio(times["textlint"], times["zhengci"])
                least = None if target is one else 10.0
                figures.append(Figure(f"{about}: textlint with prh / zhengci", faster, least, detail, at_least=True))
        print(f"\n{machine()}; {len(words)} words, {CONCEPTS} concepts.\n{versions(bench, textlint)}\n")
        print(table(figures))
        if textlint:
            print(f"\ntextlint reports {hits} words in the one report.")
        if lacking:
            print(f"\ntextlint was left out: {lacking}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
