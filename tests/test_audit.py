"""The audit finds citations that their document does not bear out, and nothing else."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent

CORPUS = """- {id: report, title: 报告, file: reports/a.txt}
- {id: lost, title: 遗失, file: reports/lost.txt}
"""
WEB = "- {id: web, title: 网页, file: reports/a.txt}\n"
REPORT = "落实“一利\n五率”考核（利润总额、净资产 收益率）。原甲管理局撤销。推进“１＋Ｘ”证书。"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", ROOT / "scripts" / "audit.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def audit(
    script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, list[str]]]:
    """Return a function that audits the concepts of one file; it tells the exit status and the lines."""

    def call(concepts: str, institutions: str = "") -> tuple[int, list[str]]:
        files = {
            "corpus/reports/a.txt": REPORT, "glossary/cn/a.yml": concepts, "glossary/sources/corpus.yml": CORPUS,
            "glossary/sources/web.yml": WEB, "terms/institutions.yml": institutions,
        }  # fmt: skip
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        status: int = script.main(tmp_path, tmp_path / "corpus")
        return status, capsys.readouterr().out.splitlines()

    return call


def concept(sources: str, term: str = "一利五率", more: str = "") -> str:
    return f"- id: a\n  term: {term}\n{more}  sources:\n    - {sources}\n"


PARTS = "  parts:\n    一利: [利润总额]\n    五率: [收益率|净资产收益率, 营业收现率]\n"
CITED = "{doc: report, evidence: document}"


def test_a_document_that_holds_the_term_bears_it_out(audit: Callable[..., tuple[int, list[str]]]) -> None:
    assert audit(concept(CITED)) == (0, ["核对文献引证 1 处、成员 0 个：0 处不符"])


def test_quotation_marks_widths_and_breaks_do_not_matter(audit: Callable[..., tuple[int, list[str]]]) -> None:
    assert audit(concept(CITED, "“1+X”证书"))[0] == 0


def test_a_form_will_do(audit: Callable[..., tuple[int, list[str]]]) -> None:
    assert audit(concept(CITED, "两利四率", "  forms: [{text: 一利五率, is: admitted}]\n"))[0] == 0


def test_a_false_citation_is_caught_with_its_line(audit: Callable[..., tuple[int, list[str]]]) -> None:
    assert audit(concept(CITED, "两利四率")) == (
        1, ["glossary/cn/a.yml:4: report 中没有“两利四率”", "核对文献引证 1 处、成员 0 个：1 处不符"],
    )  # fmt: skip


def test_a_missing_member_is_caught(audit: Callable[..., tuple[int, list[str]]]) -> None:
    assert audit(concept(CITED, more=PARTS)) == (
        1, ["glossary/cn/a.yml:7: 一利五率：report 中没有成员“营业收现率”", "核对文献引证 1 处、成员 3 个：1 处不符"],
    )  # fmt: skip


@pytest.mark.parametrize("beside", ["{doc: web, evidence: page}", "{evidence: recalled}"])
def test_members_that_another_citation_may_carry_are_not_asked_for(
    audit: Callable[..., tuple[int, list[str]]], beside: str
) -> None:
    assert audit(concept(f"{CITED}\n    - {beside}", more=PARTS))[0] == 0


def test_the_same_document_cited_twice_is_no_other_citation(audit: Callable[..., tuple[int, list[str]]]) -> None:
    status, lines = audit(concept(f"{CITED}\n    - {CITED}", more=PARTS))
    assert (status, len(lines)) == (1, 2)


def test_earlier_editions_are_audited(audit: Callable[..., tuple[int, list[str]]]) -> None:
    earlier = f'  earlier:\n    - {{since: "2020", until: "2021", parts: [营业现金比率], sources: [{CITED}]}}\n'
    assert audit(concept(CITED, more=earlier))[1][0] == "glossary/cn/a.yml:4: 一利五率：report 中没有成员“营业现金比率”"


def test_former_names_are_audited(audit: Callable[..., tuple[int, list[str]]]) -> None:
    former = f"- id: b\n  names: {{%s: 丙管理局}}\n  sources: [{CITED}]\n"
    assert audit("", former % "甲管理局")[0] == 0
    assert audit("", former % "乙管理局")[1][0] == "terms/institutions.yml:3: report 中没有“乙管理局”或“丙管理局”"


@pytest.mark.parametrize(
    ("doc", "reason"),
    [
        ("nowhere", "glossary/sources/ 中没有“nowhere”"),
        ("web", "“web”不是 glossary/sources/corpus.yml 中有 file 的文献"),
        ("lost", "reports/lost.txt 文件不存在"),
    ],
)
def test_the_document_must_be_one_of_the_collection(
    audit: Callable[..., tuple[int, list[str]]], doc: str, reason: str
) -> None:
    assert audit(concept(f"{{doc: {doc}, evidence: document}}"))[1][0] == f"glossary/cn/a.yml:4: {reason}"


def test_without_the_collection_nothing_is_audited(
    script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert script.main(tmp_path, tmp_path / "corpus") == 0
    assert "不作核对" in capsys.readouterr().out
