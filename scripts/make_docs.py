"""Writes docs/entry.md and docs/rules.md from the schema and the rules; a test fails where they are stale."""

from pathlib import Path

from zhengci.glossary.reference import entry_reference
from zhengci.linting.reference import rule_reference

DOCS = Path(__file__).resolve().parent.parent / "docs"


def main() -> None:
    (DOCS / "entry.md").write_text(entry_reference(), encoding="utf-8")
    (DOCS / "rules.md").write_text(rule_reference(), encoding="utf-8")


if __name__ == "__main__":
    main()
