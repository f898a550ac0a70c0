"""The wheel, built and installed once: what users get has the compiled glossary and its sources, and works."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(folder), "."]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target), str(wheel)]
    subprocess.run(command, check=True, capture_output=True)
    return target


def _python(installed: Path, cache: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run the installed package alone: -P and a foreign folder keep the checkout out of the way."""
    environment = {**os.environ, "PYTHONPATH": str(installed), "ZHENGCI_CACHE_DIR": str(cache), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-P", *arguments], cwd=cache, env=environment, input=stdin, capture_output=True, text=True
    )


def test_the_wheel_holds_the_compiled_glossary_its_sources_and_type_information(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "zhengci/data/glossary.bin",
        "zhengci/data/glossary/cn/state-assets.yml",
        "zhengci/data/terms/institutions.yml",
        "zhengci/divisions.tsv",
        "zhengci/py.typed",
        *(f"zhengci/writers/page/assets/{name}" for name in ("page.css", "page.js", "live.js")),
    } <= names
    assert not [name for name in names if name.startswith(("tests/", "bench/"))]


def test_the_installed_package_explains_without_writing_a_cache(installed: Path, tmp_path: Path) -> None:
    code = "import zhengci; print(zhengci.__file__); print(zhengci.explain('两新组织')[0].status)"
    done = _python(installed, tmp_path, "-c", code)
    assert done.returncode == 0, done.stderr
    where, status = done.stdout.splitlines()
    assert where.startswith(str(installed))
    assert status == "explained"
    assert list(tmp_path.iterdir()) == []


def test_the_installed_command_lints_standard_input(installed: Path, tmp_path: Path) -> None:
    done = _python(
        installed, tmp_path, "-m", "zhengci", "lint", "--date", "2025-03", "--output-format", "concise", "-",
        stdin="会同银保监会开展检查。",
    )  # fmt: skip
    assert done.stdout == "<标准输入>:1:3: ZC302 错误 “银保监会”自 2023-05-18 起称“金融监管总局”\n"
    assert done.returncode == 1


def test_the_installed_package_checks_its_own_glossary(installed: Path, tmp_path: Path) -> None:
    done = _python(installed, tmp_path, "-m", "zhengci", "glossary", "check", "--no-examples")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr.startswith("没有问题：")


def test_what_compiles_the_glossary_is_there_when_a_wheel_is_built_apart() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = {_name(requirement) for requirement in project["project"]["dependencies"]} - {"rich"}  # it only prints
    assert needed <= {_name(requirement) for requirement in project["build-system"]["requires"]}


def _name(requirement: str) -> str:
    return re.split("[<>=~! ]", requirement)[0]
