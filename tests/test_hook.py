"""The hooks, run by the real pre-commit on a temporary repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

#: The hooks as shipped, but run by this interpreter: making a virtual environment needs the network and minutes.
CONFIG = """\
repos:
  - repo: local
    hooks:
{hooks}
"""


def _hooks() -> str:
    """Return the shipped hook definitions, each with its entry started by this interpreter."""
    text = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    assert text.count("language: python") == 4
    text = re.sub(r"  additional_dependencies: .*\n", "", text)  # they are for an environment of its own
    text = text.replace("language: python", "language: system")
    text = text.replace("entry: zhengci", f"entry: {sys.executable} -m zhengci")
    return "".join(f"      {line}\n" for line in text.splitlines())


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    _git(tmp_path, "init", "-q")
    (tmp_path / ".pre-commit-config.yaml").write_text(CONFIG.format(hooks=_hooks()), encoding="utf-8")
    return tmp_path


def _git(where: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=where, check=True, capture_output=True)


def _run_hook(where: Path, hook: str) -> subprocess.CompletedProcess[str]:
    _git(where, "add", "-A")
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", hook, "--all-files", "--verbose"],
        cwd=where,
        env={**os.environ, "PRE_COMMIT_HOME": str(where / ".cache"), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_a_draft_with_an_outdated_name_fails_the_hook(repository: Path) -> None:
    (repository / "draft.md").write_text("# 2025年天津市政府工作报告\n\n会同银保监会开展检查。\n", encoding="utf-8")
    done = _run_hook(repository, "zhengci-lint")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "draft.md:3:3: ZC302 错误" in done.stdout


def test_a_clean_draft_passes_the_hook(repository: Path) -> None:
    (repository / "draft.md").write_text("# 2025年天津市政府工作报告\n\n会同金融监管总局开展检查。\n", encoding="utf-8")
    done = _run_hook(repository, "zhengci-lint")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_word_draft_is_checked_by_a_hook_of_its_own(repository: Path) -> None:
    import docx

    draft = docx.Document()
    draft.add_paragraph("2025年天津市政府工作报告")
    draft.add_paragraph("会同银保监会开展检查。")
    draft.save(str(repository / "draft.docx"))
    done = _run_hook(repository, "zhengci-lint-word")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "draft.docx:2:3: ZC302 错误 （第 2 段）" in done.stdout


def test_the_fixing_hook_mends_the_draft_and_then_passes(repository: Path) -> None:
    draft = repository / "draft.txt"
    draft.write_bytes("2025年天津市政府工作报告\r\n会同银保监会开展检查。\r\n".encode("gb18030"))
    first = _run_hook(repository, "zhengci-fix")
    assert first.returncode == 1  # pre-commit fails a hook that changed files
    assert draft.read_bytes() == "2025年天津市政府工作报告\r\n会同金融监管总局开展检查。\r\n".encode("gb18030")
    second = _run_hook(repository, "zhengci-fix")
    assert second.returncode == 0, second.stdout + second.stderr


def test_files_that_the_project_excludes_are_passed_over(repository: Path) -> None:
    (repository / "archive").mkdir()
    (repository / "archive" / "old.md").write_text("2025年，会同银保监会开展检查。\n", encoding="utf-8")
    (repository / "zhengci.toml").write_text('exclude = ["archive"]\n', encoding="utf-8")
    done = _run_hook(repository, "zhengci-lint")
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_shipped_hook_is_documented() -> None:
    import yaml

    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [hook["id"] for hook in hooks] == ["zhengci-lint", "zhengci-lint-word", "zhengci-fix", "zhengci-glossary"]
    assert all(hook["id"] in readme for hook in hooks[:3])
    # what reading Word files needs is said twice: hooks cannot ask for an extra
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert hooks[1]["additional_dependencies"] == extras["docx"]
