"""Finds the YAML files of a glossary, without reading them: a start must be able to tell whether they changed."""

from __future__ import annotations

from pathlib import Path


def builtin_roots() -> list[Path]:
    """Return the folders ``glossary`` and ``terms`` that belong to this program.

    In a wheel they lie in ``zhengci/data``; in a checkout at the top of the repository, above ``src``.

    Raises FileNotFoundError where neither is there.
    """
    package = Path(__file__).resolve().parent.parent
    for base in (package / "data", package.parent.parent):
        if (base / "glossary").is_dir() and (base / "terms").is_dir():
            return [base / "glossary", base / "terms"]
    raise FileNotFoundError("找不到随程序安装的词表（glossary/ 和 terms/），请重新安装 zhengci")


def list_files(root: Path) -> list[Path]:
    """Return the YAML files of `root` (a folder, searched through, or one file), sorted; templates (``_*``) left out."""
    if not root.is_dir():
        return [root]
    files = [*root.rglob("*.yml"), *root.rglob("*.yaml")]
    return sorted(file for file in files if not file.name.startswith("_"))


def kind_of(path: Path) -> str:
    """Tell from its place what a file holds: a key of ``schema.RECORDS``."""
    if path.parent.name == "sources":
        return "source"
    for kind in ("institution", "shield", "set-phrase", "usage", "confusable", "vocabulary"):
        if path.stem.startswith(kind):
            return kind
    return "concept"
