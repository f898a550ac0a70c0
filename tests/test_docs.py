"""Documents that are made from the program are as the program makes them, and both READMEs say the same."""

from __future__ import annotations

import re
from pathlib import Path

from zhengci.glossary.reference import entry_reference
from zhengci.linting.reference import rule_reference

ROOT = Path(__file__).resolve().parent.parent


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_entry_reference_is_fresh() -> None:
    assert entry_reference() == _read("docs/entry.md"), "run make docs"


def test_the_rule_reference_is_fresh() -> None:
    assert rule_reference() == _read("docs/rules.md"), "run make docs"


def test_both_readmes_carry_the_same_commands() -> None:
    def commands(name: str) -> list[str]:
        blocks = re.findall(r"```(?:sh|python|toml|yaml)\n(.*?)```", _read(name), re.DOTALL)
        return [re.sub(r"\s*#.*", "", line) for block in blocks for line in block.splitlines()]

    english, chinese = commands("README.md"), commands("README.zh-CN.md")
    strip = [line for line in english if line.strip() and not line.strip().startswith("%%")]
    assert strip == [line for line in chinese if line.strip() and not line.strip().startswith("%%")]


def test_the_python_example_of_the_readme_does_what_it_says(capsys: object) -> None:
    block = re.search(r"```python\n(.*?)```", _read("README.md"), re.DOTALL)
    assert block
    scope: dict[str, object] = {}
    exec(block[1], scope)
    assert scope["text"] == "会同金融监管总局开展检查。"


def test_links_in_documents_lead_somewhere() -> None:
    for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))):
        base = (ROOT / name).parent
        for target in re.findall(r"\]\(([^)#:]+)\)", _read(name)):
            assert (base / target).exists(), f"{name}: {target}"


def test_the_template_is_a_valid_entry() -> None:
    from zhengci.glossary.nodes import parse_nodes
    from zhengci.glossary.schema import CONCEPT, read_records

    file, node = parse_nodes(_read("glossary/_template.yml"), "_template.yml")
    records = read_records(file, node, CONCEPT)
    assert file.problems == []
    assert {key.name for key in CONCEPT} - set(records[0].keys_at) == {"until", "quoted", "cued"}
