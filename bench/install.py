"""Sets up what a user has: a wheel of this checkout, its glossary padded to a given size, in a virtual environment of its own."""

from __future__ import annotations

import os
import shutil
import site
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import NamedTuple

from texts import made_up_terms

ROOT = Path(__file__).resolve().parent.parent
_COPIED = ("src", "glossary", "terms", "build_glossary.py", "pyproject.toml", "README.md", "README.zh-CN.md", "LICENSE")


class Installed(NamedTuple):
    """The environment to measure: its interpreter, its commands, and what to set in the environment of a child."""

    python: Path
    zhengci: Path
    env: dict[str, str]
    concepts: int
    padded: int


def install(folder: Path, concepts: int, checkout: Path = ROOT) -> Installed:
    """Build and install a wheel of `checkout` whose glossary is the built-in one, padded to `concepts` concepts where it has fewer.

    The environment is new and holds the wheel; its dependencies are those of the running interpreter.  Nothing outside
    `folder` is written, and the caches that zhengci and jieba keep are there, too.
    """
    source = folder / "source"
    source.mkdir(parents=True)
    for name in _COPIED:
        here = checkout / name
        ignored = shutil.ignore_patterns("__pycache__", "glossary.bin")
        if here.is_dir():
            shutil.copytree(here, source / name, ignore=ignored)
        else:
            shutil.copy(here, source / name)
    has, taken = _count(source)
    padded = max(0, concepts - has)
    if padded:
        (source / "glossary" / "cn" / "zz-padding.yml").write_text(_padding(padded, taken), encoding="utf-8")

    place = folder / "venv"
    _quietly([sys.executable, "-m", "venv", "--without-pip", place])
    python = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    _quietly([*pip, "wheel", source, "--no-build-isolation", "--no-deps", "-w", folder / "wheel"])
    wheel = next((folder / "wheel").glob("*.whl"))
    _quietly([*pip, "--python", python, "install", "--no-deps", "--no-index", wheel])
    own = Path(subprocess.run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
                              capture_output=True, text=True, check=True).stdout.strip())  # fmt: skip
    # A path in a .pth file lends the packages there without running their own .pth files: not the editable install.
    (own / "lent.pth").write_text("\n".join(_site_packages()) + "\n", encoding="utf-8")
    env = {key: value for key, value in os.environ.items() if not key.startswith(("ZHENGCI_", "PYTHON"))}
    env |= {"ZHENGCI_CACHE_DIR": str(folder / "cache"), "XDG_CONFIG_HOME": str(folder / "config"), "NO_COLOR": "1"}
    return Installed(python, python.with_name("zhengci"), env, has + padded, padded)


def _site_packages() -> list[str]:
    return list(dict.fromkeys([*site.getsitepackages(), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]))


def _count(source: Path) -> tuple[int, set[str]]:
    """Return how many concepts the sources hold, and their terms."""
    from zhengci.glossary.sources import read_sources

    found = read_sources([source / "glossary"]).concepts
    return len(found), {str(record.get("term")) for record in found}


def _padding(count: int, taken: set[str]) -> str:
    """Return YAML of `count` made-up concepts as rich as the real ones: parts, two forms, cues, a source, an example."""
    rows = []
    for number, term in enumerate(made_up_terms(count, taken)):
        rows.append(
            f"- id: bench-{number}\n"
            f"  term: {term}\n"
            "  kind: numeral\n"
            "  field: 综合\n"
            f"  definition: 基准测试所用的第 {number} 个虚构词条，模仿真实词条的长短和栏目，不指任何实际政策。\n"
            f"  parts: [虚构成员甲{number}, 虚构成员乙{number}, 虚构成员丙{number}]\n"
            "  scope: CN\n"
            "  issuer: 虚构的机关\n"
            '  since: "2015"\n'
            f"  forms: [{{text: {term}专项方案, is: admitted}}]\n"
            "  cues: [虚构, 基准]\n"
            "  sources: [{evidence: recalled}]\n"
            f"  examples: [{{hit: 抓好“{term}”落实。}}]\n"
        )
    return "".join(rows)


def _quietly(words: list[str | Path]) -> None:
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(str(word) for word in words)}:\n{done.stdout[-1000:]}{done.stderr[-3000:]}")
