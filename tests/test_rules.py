"""The rules: golden folders under cases/lint, suppression, and fixes that settle at once.

A folder holds ``draft.txt`` (or .md, .html), ``expected.txt`` (the concise report) and ``options.txt``.  A rule's two
folders are named ``CODE-fires…`` and ``CODE-silent…``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengci import api
from zhengci.glossary.opened import Glossary
from zhengci.linting.engine import ALL_RULES, CODES, selected
from zhengci.linting.finding import Edit, Finding, Fix
from zhengci.linting.fixes import apply_fixes, safe_edits

CASES = Path(__file__).parent / "cases" / "lint"
FOLDERS = sorted(folder for folder in CASES.iterdir() if folder.is_dir())
Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_draft_is_reported_exactly_as_expected(run: Run, folder: Path) -> None:
    (draft,) = folder.glob("draft.*")
    options = (folder / "options.txt").read_text(encoding="utf-8").split()
    status, out, err = run("lint", draft.name, "--output-format", "concise", "-q", "--isolated", *options, cwd=folder)
    expected = (folder / "expected.txt").read_text(encoding="utf-8")
    assert (expected, "") == (out, err)
    assert (" 警告 " in expected or " 错误 " in expected) == status


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_rule_has_a_draft_on_which_it_fires_and_one_on_which_it_is_silent(code: str) -> None:
    def reports(kind: str) -> list[bool]:
        return [
            code in (folder / "expected.txt").read_text(encoding="utf-8")
            for folder in FOLDERS
            if folder.name.startswith(f"{code}-{kind}")
        ]

    assert reports("fires"), f"{code} has no folder {code}-fires"
    assert reports("silent"), f"{code} has no folder {code}-silent"
    assert all(reports("fires"))
    assert not any(reports("silent"))


@pytest.mark.parametrize(
    "code", ["ZC101", "ZC103", "ZC104", "ZC201", "ZC202", "ZC301", "ZC302", "ZC305"]
)
def test_the_examples_of_a_rule_s_documentation_are_true(glossary: Glossary, code: str) -> None:
    """Those that are whole sentences; what a rule says of itself is what it does."""
    rule = next((rule for rule in ALL_RULES if rule.code == code), None)
    if rule is None:
        pytest.skip("not a rule yet")
    dated = {"date": "2025-06", "jurisdiction": "CN", "glossary": glossary}
    assert code in {finding.code for finding in api.lint(rule.bad, **dated)}  # type: ignore[arg-type]
    assert code not in {finding.code for finding in api.lint(rule.good, **dated)}  # type: ignore[arg-type]


def test_codes_are_selected_by_prefix_and_the_longer_prefix_wins() -> None:
    assert selected() == CODES
    assert {"ZC101", "ZC102", "ZC104"} == selected(["ZC1"], ["ZC103"])
    assert {"ZC103"} == selected(["ZC103"], ["ZC1"])
    assert CODES - {"ZC302"} == selected(["ALL"], ["zc302"])
    assert {"ZC901", "ZC302"} == selected(["ZC9"], [], ["ZC302"])
    with pytest.raises(ValueError, match=r"^没有以“ZC7”开头的规则；现有："):
        selected(["ZC7"])


# Findings do not depend on how the text is written down ------------------------------------------------------------------

PHRASES = (
    "会同银保监会开展检查。", "落实“两利四率”考核。", "对照两利四率查找差距。", "抓好“两重”建设。", "原银保监会印发通知。",
    "推进“七纵八横”提升。", "加强“三资”管理。", "做好“三农”工作。", "《“两利四率”考核办法》印发。", "2019年，银保监会成立。",
    "他强调：“要会同银保监会，抓好‘两重’建设，推动各项工作再上新台阶。”", "落实“一利五率”（利润总额、净资产收益率、营业收现率、"
    "资产负债率、研发经费投入强度、全员劳动生长率）要求。", "抓好“两新”（大规模设备更新、消费品以旧换新）。", "𠮷林😀片区",
    "%% zhengci-ignore ZC302: 引用\n", "\n", "\n\n", "一、总体要求\n", "`银保监会`", "[银保监会](http://a.cn)",
)  # fmt: skip
DRAFTS = st.lists(st.sampled_from(PHRASES), max_size=8).map("".join)
KINDS = st.sampled_from(["text", "markdown", "html"])
LIMIT = settings(max_examples=60, deadline=None)


def lint(glossary: Glossary, text: str, kind: str = "text") -> list[Finding]:
    return api.lint(text, date="2025-06", jurisdiction="CN", glossary=glossary, kind=kind)


@given(DRAFTS, KINDS)
@LIMIT
def test_findings_are_in_order_each_once_and_about_the_words_that_they_name(
    glossary: Glossary, text: str, kind: str
) -> None:
    findings = lint(glossary, text, kind)
    keys = [(finding.start, finding.code, finding.end, finding.message) for finding in findings]
    assert sorted(set(keys)) == keys
    for finding in findings:
        assert 0 <= finding.start < finding.end <= len(text)
        if finding.code in ("ZC101", "ZC103", "ZC104", "ZC301", "ZC302"):
            assert f"“{text[finding.start : finding.end]}”" in finding.message


@given(DRAFTS, KINDS)
@LIMIT
def test_no_words_are_reported_by_two_rules_that_ask_for_different_things(
    glossary: Glossary, text: str, kind: str
) -> None:
    """Each thing once (conventions, most wanted 9): a term that is to be replaced need not be explained, too."""
    spans = [(finding.start, finding.end) for finding in lint(glossary, text, kind) if finding.severity != "info"]
    assert sorted(set(spans)) == sorted(spans)


@given(DRAFTS, KINDS)
@LIMIT
def test_windows_newlines_change_no_finding(glossary: Glossary, text: str, kind: str) -> None:
    dos = text.replace("\n", "\r\n")
    raw = [(finding.code, finding.start + text.count("\n", 0, finding.start)) for finding in lint(glossary, text, kind)]
    assert raw == [(finding.code, finding.start) for finding in lint(glossary, dos, kind)]


def test_an_appendix_with_windows_newlines_is_compared_with_the_body(glossary: Glossary) -> None:
    text = (CASES / "ZC501-fires" / "draft.txt").read_text(encoding="utf-8").replace("\n", "\r\n")
    assert [finding.code for finding in lint(glossary, text) if finding.code.startswith("ZC5")] == ["ZC501"]


QUOTED_IN_PART = """\
- {id: a-b, term: “五彩八音”地块, kind: numeral, field: 综合, definition: 虚构。, scope: CN, sources: [{evidence: recalled}],
   examples: [{hit: “五彩八音”地块。}]}
- {id: c-d, term: 园区六个样, kind: numeral, field: 综合, definition: 虚构。, scope: CN, sources: [{evidence: recalled}],
   examples: [{hit: 园区六个样。}]}
- {id: e-f, term: 办成七件事, kind: numeral, field: 综合, definition: 虚构。, scope: CN, sources: [{evidence: recalled}],
   examples: [{hit: 办成七件事。}]}
"""


@pytest.mark.parametrize(
    ("body", "heads", "told"),
    [
        ("盘活“五彩八音”地块。", ["“五彩八音”地块", "别的"], ["ZC501 别的"]),
        ("盘活“五彩八音地块”。", ["“五彩八音”地块", "“五彩八音”"], []),
        ("推进园区“六个样”全覆盖，抓好别的。", ["“六个样”全覆盖", "别的"], []),
        ("推进园区“六个样”，抓好别的。", ["“七个样”全覆盖", "别的"], ["ZC502 园区六个样", "ZC501 七个样全覆盖"]),
        ("办成七件事，抓好别的，开展“七件事”专项整治。", ["别的", "“七件事”专项整治"], ["ZC502 办成七件事"]),
        ("开展“七件事”专项整治，抓好别的。", ["别的", "“七件事”专项整治"], ["ZC504 别的"]),
        ("出台稳增长“21条”“18条”。", ["稳增长“21”条", "稳增长“18”条"], []),
        ("增长18.5%，抓好别的。", ["稳增长“18”条", "别的"], ["ZC501 稳增长18条"]),
        ("办好10件民生实事，抓好别的。", ["别的", "2026年10件民生实事"], []),
        ("推进金融“三新四旧”、“甲乙丙丁”。", ["金融“三新四旧”", "甲乙丙丁", "“三新四旧”"], ["ZC504 甲乙丙丁"]),
    ],
)
def test_a_headword_that_is_quoted_in_part_is_found_where_the_quotation_marks_stand_elsewhere(
    make_glossary: Callable[..., Glossary], body: str, heads: list[str], told: list[str]
) -> None:
    text = body + "\n\n名词解释\n" + "".join(f"{number}.{head}：释义。\n" for number, head in enumerate(heads, 1))
    found = lint(make_glossary(QUOTED_IN_PART), text)
    named = [
        f"{finding.code} {re.findall('“(.+?)”(?:，|的次序)', finding.message)[0]}"
        for finding in found
        if finding.code.startswith("ZC5")
    ]
    assert told == named


# Fixes -------------------------------------------------------------------------------------------------------------------


@given(DRAFTS, KINDS, st.booleans())
@LIMIT
def test_fixing_twice_is_fixing_once_and_leaves_nothing_to_fix(
    glossary: Glossary, text: str, kind: str, unsafe: bool
) -> None:
    def fix(text: str) -> str:
        return api.fix(text, date="2025-06", jurisdiction="CN", glossary=glossary, kind=kind, unsafe=unsafe)

    once = fix(text)
    assert once == fix(once)
    left = [finding for finding in lint(glossary, once, kind) if finding.fix and (unsafe or finding.fix.applicability == "safe")]
    assert left == []


@given(DRAFTS, KINDS)
@LIMIT
def test_a_fix_touches_no_title_speech_code_link_or_directive(glossary: Glossary, text: str, kind: str) -> None:
    fixed = api.fix(text, date="2025-06", jurisdiction="CN", glossary=glossary, kind=kind, unsafe=True)
    for kept in PHRASES:
        off_limits = kept.startswith(("《", "他强调", "%%", "原")) or (kind == "markdown" and kept.startswith(("`", "[")))
        if off_limits:
            assert text.count(kept) == fixed.count(kept)


@pytest.mark.parametrize(
    ("bad", "good"),
    [
        ("会同银保监会开展检查，并请银保监会督办。", "会同金融监管总局开展检查，并请金融监管总局督办。"),
        ("会同「银保监会」检查。", "会同「金融监管总局」检查。"),
        ("会同银保\u3000监会检查。", "会同银保\u3000监会检查。"),
        ("𠮷林😀会同银保监会检查。\r\n", "𠮷林😀会同金融监管总局检查。\r\n"),
        ("落实“两利四率”和两利四率考核。", "落实“一利五率”和“一利五率”考核。"),
        ("由银保监会更名而来。会同原银保监会检查。", "由银保监会更名而来。会同原银保监会检查。"),
    ],
)
def test_safe_fixes_change_just_the_words_that_are_wrong(glossary: Glossary, bad: str, good: str) -> None:
    assert good == api.fix(bad, date="2025-06", jurisdiction="CN", glossary=glossary)


def test_an_unsafe_fix_puts_the_gloss_behind_the_closing_mark(glossary: Glossary) -> None:
    fixed = api.fix("抓好“两重”建设，再抓“两重”。", date="2025-06", jurisdiction="CN", glossary=glossary, unsafe=True)
    assert re.fullmatch(r"抓好“两重”（[^）]*国家重大战略[^）]*重点领域安全能力建设[^）]*）建设，再抓“两重”。", fixed)


def test_a_silenced_finding_is_not_fixed(glossary: Glossary) -> None:
    text = "%% zhengci-ignore ZC302: 引用\n会同银保监会检查。\n"
    assert text == api.fix(text, date="2025-06", jurisdiction="CN", glossary=glossary)


@given(st.text("甲乙𠮷", min_size=1, max_size=20), st.data())
def test_edits_that_overlap_are_not_both_carried_out(text: str, data: st.DataObject) -> None:
    spans = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, 4)), max_size=12))
    findings = [
        Finding("ZC302", "", "error", start, end, "", fix=Fix("safe", (Edit(start, end, "丙"),)))
        for start, size in spans
        if (end := min(start + size, len(text))) > start
    ]
    findings.sort(key=lambda finding: finding.start)
    edits = safe_edits(findings)
    assert all(one.end <= other.start for one, other in pairwise(edits))
    kept = len(text) - sum(edit.end - edit.start for edit in edits)
    assert kept + len(edits) == len(apply_fixes(text, edits))


def test_unsafe_edits_are_carried_out_only_when_asked_for() -> None:
    finding = Finding("ZC101", "", "warning", 0, 1, "", fix=Fix("unsafe", (Edit(1, 1, "（注）"),)))
    assert safe_edits([finding]) == []
    assert apply_fixes("甲", safe_edits([finding], unsafe=True)) == "甲（注）"


# Suppression -------------------------------------------------------------------------------------------------------------

WRONG = "会同银保监会检查。"


@pytest.mark.parametrize(
    ("kind", "text", "left"),
    [
        ("markdown", f"{WRONG}<!-- zhengci-ignore ZC302: 原文 -->\n", []),
        ("markdown", f"{WRONG}<!-- zhengci-ignore zc302 -->\n", []),
        ("markdown", f"{WRONG}<!-- zhengci-ignore ZC101, ZC302 -->\n", ["ZC901"]),
        ("markdown", f"<!-- zhengci-ignore ZC302 -->\n{WRONG}\n\n{WRONG}\n", ["ZC302"]),
        ("markdown", f"<!-- zhengci-disable ZC302 -->\n\n{WRONG}\n\n{WRONG}\n", []),
        ("markdown", f"<!-- zhengci-disable ZC302 -->\n\n{WRONG}\n\n<!-- zhengci-enable ZC302 -->\n\n{WRONG}\n", ["ZC302"]),
        ("markdown", f"{WRONG}\n\n<!-- zhengci-ignore-file ZC302: 旧稿 -->\n", []),
        ("markdown", f"<!--\nzhengci-ignore-file ZC302: 旧稿\n-->\n\n{WRONG}\n", []),
        ("markdown", f"`<!-- zhengci-ignore-file ZC302 -->` {WRONG}\n", ["ZC302"]),
        ("markdown", f"<!-- zhengci-ignores ZC302 -->\n\n{WRONG}\n", ["ZC302"]),
        ("html", f"<p>{WRONG}</p><!-- zhengci-ignore ZC302 -->", []),
        ("html", f"<!-- zhengci-ignore-file ZC302 --><p>{WRONG}</p>", []),
        ("html", f"<!-- zhengci-disable-next-line ZC302 -->\n<p>{WRONG}</p>\n<p>{WRONG}</p>", ["ZC302"]),
        ("text", f"%% zhengci-ignore-file ZC302: 旧稿\n{WRONG}\n{WRONG}\n", []),
        ("text", f"  %% zhengci-ignore ZC302\n{WRONG}\n续行{WRONG}\n\n{WRONG}\n", ["ZC302"]),
        ("text", f"正文 %% zhengci-ignore ZC302\n{WRONG}\n", ["ZC302"]),
        ("text", f"%% zhengci-enable ZC302\n{WRONG}\n", ["ZC302"]),
    ],
)
def test_a_directive_silences_its_rule_where_it_says(glossary: Glossary, kind: str, text: str, left: list[str]) -> None:
    assert left == [finding.code for finding in lint(glossary, text, kind) if finding.code in ("ZC302", "ZC901")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("%% zhengci-ignore ZC302: 引用\n无事。\n", "这处忽略 ZC302 没有作用"),
        ("%% zhengci-ignore ZC999\n无事。\n", "没有规则 ZC999"),
        ("%% zhengci-ignore 引用原文\n无事。\n", "没有写明要忽略的规则代码"),
        ("%% zhengci-disable ZC302\n无事。\n", "这处忽略 ZC302 没有作用"),
    ],
)
def test_a_directive_without_effect_is_itself_reported(glossary: Glossary, text: str, told: str) -> None:
    assert [("ZC901", told)] == [(finding.code, finding.message) for finding in lint(glossary, text)]


def test_a_directive_for_a_rule_that_does_not_run_is_not_called_unused(glossary: Glossary) -> None:
    text = "%% zhengci-ignore ZC302: 引用\n无事。\n"
    assert api.lint(text, date="2025", jurisdiction="CN", glossary=glossary, codes={"ZC101", "ZC901"}) == []
