"""Layers, imports and registration: what no single test would notice being lost."""

from __future__ import annotations

import ast
import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import zhengci
from zhengci import reports, writers
from zhengci.cli.commands import _COMMANDS
from zhengci.linting import rules
from zhengci.linting.engine import ALL_RULES, CODES
from zhengci.linting.finding import SEVERITIES, Rule

PACKAGE = Path(zhengci.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
NAMES = [name for _, name, _ in pkgutil.walk_packages([str(PACKAGE)], "zhengci.") if name != "zhengci.__main__"]


def python(program: str, *arguments: str, stdin: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, input=stdin, check=True, timeout=120
    )
    return done.stdout


def test_layers_are_kept() -> None:
    """The contracts of importlinter.ini: everything flows one way, and only two modules know the matching engine."""
    config = Path(__file__).with_name("importlinter.ini")
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(config_filename=sys.argv[1], no_cache=True))"
    done = subprocess.run([sys.executable, "-c", program, str(config)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_only_two_modules_import_the_matching_engine() -> None:
    importing = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Import) and any(alias.name == "ahocorasick" for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module == "ahocorasick")
    }
    assert importing <= {"matcher.py", "glossary/artefact.py"}
    assert importing


def test_importing_the_package_imports_nothing_else_of_it_and_nothing_of_others() -> None:
    told = python("import sys, typing; before = set(sys.modules); import zhengci; print(*sorted(set(sys.modules) - before))")
    assert [name for name in told.split() if name != "__future__"] == ["zhengci"]


def test_a_cold_lint_of_a_plain_text_loads_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    """Start-up is the cost of most runs (design §6)."""
    draft = tmp_path / "draft.txt"
    draft.write_text("抓好“两新”（大规模设备更新、消费品以旧换新）工作。\n" * 30, encoding="utf-8")
    program = (
        "import sys\nfrom zhengci.cli import main\n"
        "try:\n    main(['lint', sys.argv[1], '--isolated', '-q', '--date', '2025', '--region', 'CN'])\n"
        "except SystemExit:\n    print('\\0', *sorted(sys.modules))\n"
    )
    python(program, str(draft))  # warms the cache
    loaded = set(python(program, str(draft)).split("\0")[1].split())
    assert "zhengci.linting.engine" in loaded
    heavy = {
        "yaml", "rich", "jieba", "lxml", "pyromark", "pypinyin", "tomllib", "html.parser", "asyncio", "sqlite3", "subprocess",
        "multiprocessing", "concurrent.futures", "xml", "difflib", "zhengci.cli.batches", "zhengci.cli.changed",
        "zhengci.cli.progress", "zhengci.linting.baseline", "zhengci.readers.word",
    }  # fmt: skip
    assert set() == loaded & heavy


def test_the_overview_of_commands_loads_no_command() -> None:
    program = (
        "import sys\nfrom zhengci.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    print('\\0', *sorted(sys.modules))\n"
    )
    loaded = python(program).split("\0")[1].split()
    commands = {module for module, _ in _COMMANDS.values()}
    assert [name for name in loaded if name in commands or name.startswith(("zhengci.glossary", "zhengci.document"))] == []


def test_the_public_names_are_complete_sorted_and_there() -> None:
    assert sorted(zhengci.__all__) == zhengci.__all__
    for name in zhengci.__all__:
        assert getattr(zhengci, name).__module__.startswith("zhengci."), name
    assert {"explain", "annotate", "lint", "fix", "load"} <= set(zhengci.__all__)
    with pytest.raises(AttributeError, match=r"^module 'zhengci' has no attribute 'explian'$"):
        _ = zhengci.explian  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_every_rule_that_is_defined_is_registered_once() -> None:
    defined = {
        value
        for name in NAMES
        if name.startswith("zhengci.linting")
        for value in vars(import_module(name)).values()
        if isinstance(value, Rule)
    }
    assert defined == set(ALL_RULES)
    assert len(CODES) == len(ALL_RULES) == len({rule.name for rule in ALL_RULES})
    assert [rule.code for rule in ALL_RULES] == sorted(CODES)


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
def test_every_rule_is_documented(rule: Rule) -> None:
    assert rule.severity in SEVERITIES
    assert all((rule.title, rule.why, rule.bad, rule.good, rule.fixing))
    assert rule.bad != rule.good
    assert not rule.title.endswith("。")


def test_every_command_format_and_rule_has_its_module() -> None:
    for module, _ in _COMMANDS.values():
        assert import_module(module).command.name
    for form in reports.FORMATS:
        assert callable(import_module(reports.module_of(form)).write)
    for form in writers.FORMATS:
        assert callable(import_module(f"zhengci.writers.{form}").write)
    modules = {name for _, name, _ in pkgutil.iter_modules(rules.__path__)}
    assert modules == {rule.check.__module__.rsplit(".", 1)[1] for rule in rules.RULES}


def test_the_divisions_are_well_formed() -> None:
    rows = [line.split("\t") for line in (PACKAGE / "divisions.tsv").read_text(encoding="utf-8").splitlines()]
    assert {3} == {len(row) for row in rows}
    codes = [row[0] for row in rows]
    assert sorted(set(codes)) == codes
    assert 31 <= len([code for code in codes if code.endswith("0000")]) <= 34
    assert all(len(code) == 6 and code.isdigit() for code in codes)
