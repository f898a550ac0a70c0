"""Working with lint in a project: baseline, changed lines, statistics, what is in force, per-path rules, layered glossaries."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengci.linting.baseline import Baseline, UnusableBaseline, read_baseline
from zhengci.linting.finding import Edit, Finding, Fix
from zhengci.linting.fingerprint import identify
from zhengci.linting.fixes import after_edits, apply_fixes, safe_edits
from zhengci.reports import FORMATS

Run = Callable[..., tuple[int, str, str]]
WHERE = ("--date", "2025-06", "--region", "CN", "--isolated")
RULES = ("--select", "ZC301,ZC302,ZC104")
CONCISE = (*WHERE, *RULES, "--output-format", "concise", "-q")
BANK, FOUR, SENSES = "会同银保监会检查𠮷林工作。\n", "落实“两利四率”考核。\n", "加强“三资”管理。\n"


def write(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def places(out: str) -> list[str]:
    """Return file, line and code of each row of a concise report."""
    return [f"{match[1]}:{match[2]} {match[3]}" for match in re.finditer(r"^(.*?):(\d+):\d+: (ZC\d+)", out, re.MULTILINE)]


# Baseline ------------------------------------------------------------------------------------------------------------------


def test_a_baseline_silences_what_stood_before_and_nothing_new(run: Run, tmp_path: Path) -> None:
    write(tmp_path, a=BANK + FOUR, b=SENSES)
    status, out, err = run("lint", ".", "--baseline", "base.json", "--update-baseline", *CONCISE)
    assert (status, out, err) == (0, "", "基线 base.json 记下 3 处\n")
    assert run("lint", ".", "--baseline", "base.json", *CONCISE) == (0, "", "")
    write(tmp_path, a=f"新的一段。\n\n{SENSES}\n{BANK}新增。\n{FOUR}", b="")
    status, out, err = run("lint", ".", "--baseline", "base.json", *WHERE, *RULES, "--output-format", "concise")
    assert (status, out) == (0, "")  # moved to other lines and to another file
    assert err == "检查 2 个文件：没有发现问题，基线略去 3 处\n"
    write(tmp_path, b="再次会同银保监会检查𠮷林工作。\n")
    status, out, _ = run("lint", ".", "--baseline", "base.json", *CONCISE)
    assert (status, places(out)) == (1, ["./b.txt:1 ZC302"])


def test_of_findings_alike_as_many_are_silenced_as_there_were(run: Run, tmp_path: Path) -> None:
    write(tmp_path, a=BANK * 2)
    run("lint", "a.txt", "--baseline", "base.json", "--update-baseline", *CONCISE)
    rows = json.loads((tmp_path / "base.json").read_text(encoding="utf-8"))["findings"]
    assert [(row["code"], row["text"], row["count"]) for row in rows] == [("ZC302", "银保监会", 2)]
    write(tmp_path, a=BANK * 3)
    assert places(run("lint", "a.txt", "--baseline", "base.json", *CONCISE)[1]) == ["a.txt:3 ZC302"]


def test_an_entry_that_no_longer_matches_is_no_error_and_goes_with_the_next_update(run: Run, tmp_path: Path) -> None:
    write(tmp_path, a=BANK + FOUR)
    run("lint", "a.txt", "--baseline", "base.json", "--update-baseline", *CONCISE)
    write(tmp_path, a=BANK)
    assert run("lint", "a.txt", "--baseline", "base.json", *CONCISE) == (0, "", "")
    assert run("lint", "a.txt", "--baseline", "base.json", "--update-baseline", *CONCISE)[2] == "基线 base.json 记下 1 处\n"


def test_a_baseline_file_is_sorted_and_the_same_whatever_the_order_of_the_files(run: Run, tmp_path: Path) -> None:
    write(tmp_path, a=BANK + FOUR, b=SENSES + BANK)
    written = []
    for order in (["a.txt", "b.txt"], ["b.txt", "a.txt"]):
        run("lint", *order, "--baseline", "base.json", "--update-baseline", *CONCISE)
        written.append((tmp_path / "base.json").read_bytes())
    assert written[0] == written[1]
    rows = json.loads(written[0])["findings"]
    assert rows == sorted(rows, key=lambda row: tuple(row[key] for key in ("code", "concept", "text", "context")))
    assert sorted(os.listdir(tmp_path)) == ["a.txt", "b.txt", "base.json"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (None, "基线文件 base.json 读不出来：文件不存在（用 --update-baseline 生成）"),
        (b"", "基线文件 base.json 不是完好的 JSON（第 1 行第 1 列）"),
        (b'{"version": 1,\n "findings": [', "基线文件 base.json 不是完好的 JSON（第 2 行第 15 列）"),
        (b"{\xff}", "基线文件 base.json 不是完好的 JSON（编码有误）"),
        (b"[]", "base.json 不是 zhengci 的基线文件"),
        (b'{"version": 1}', "base.json 不是 zhengci 的基线文件"),
        (b'{"version": 7, "findings": []}', "基线文件 base.json 的版本是 7，本程序认得版本 1"),
        (b'{"version": 1, "findings": [{"code": "ZC1"}]}', "基线文件 base.json 第 1 条不对：应有 code、concept、text、context、count"),
        (
            b'{"version": 1, "findings": [{"code": "a", "concept": "", "text": "", "context": "", "count": true}]}',
            "基线文件 base.json 第 1 条不对：应有 code、concept、text、context、count",
        ),
    ],
)
@pytest.mark.parametrize("more", [[], ["--update-baseline"]])
def test_a_baseline_that_cannot_be_used_is_named_and_not_overwritten(
    run: Run, tmp_path: Path, data: bytes | None, told: str, more: list[str]
) -> None:
    if data is None and more:
        pytest.skip("a new baseline is made")
    write(tmp_path, a=BANK)
    if data is not None:
        (tmp_path / "base.json").write_bytes(data)
    status, out, err = run("lint", "a.txt", "--baseline", "base.json", *more, *CONCISE)
    assert (status, out, err) == (2, "", f"zhengci：{told}\n用法见：zhengci lint --help\n")
    assert data is None or (tmp_path / "base.json").read_bytes() == data


def test_a_baseline_is_not_written_when_a_file_could_not_be_read(run: Run, tmp_path: Path) -> None:
    write(tmp_path, a=BANK)
    status, _, err = run("lint", "a.txt", "no.txt", "--baseline", "base.json", "--update-baseline", *CONCISE)
    assert (status, err) == (2, "zhengci：no.txt：文件不存在\nzhengci：有文件没能检查，基线没有更新\n")
    assert not (tmp_path / "base.json").exists()


def test_a_baseline_that_cannot_be_written_is_a_failure(run: Run, tmp_path: Path) -> None:
    write(tmp_path, a=BANK)
    status, _, err = run("lint", "a.txt", "--baseline", "no/base.json", "--update-baseline", *CONCISE)
    assert (status, err.splitlines()[0]) == (2, "zhengci：基线文件 no/base.json 写不进去：No such file or directory")


LINES = st.lists(st.sampled_from(["会同银保监会。", "会同银保监会检查", "银保监会银保监会", "𠮷", ""]), max_size=8)


def _findings(raw: str) -> list[Finding]:
    return [Finding("ZC302", "former-name", "error", match.start(), match.end(), "", "x") for match in re.finditer("银保监会", raw)]


@given(LINES, LINES)
def test_what_is_new_is_what_exceeds_the_counts(before: list[str], after: list[str]) -> None:
    old, new = "\n".join(before), "\n".join(after)
    baseline = Baseline()
    baseline.add(old, _findings(old))
    known = Counter(identify(old, finding) for finding in _findings(old))
    fresh = Baseline(known).new(new, _findings(new))
    now = Counter(identify(new, finding) for finding in _findings(new))
    assert Counter(identify(new, finding) for finding in fresh) == now - known
    assert len(baseline) == known.total()


@settings(max_examples=25)
@given(st.lists(st.text(max_size=8), max_size=5))
def test_a_written_baseline_reads_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    raw = "".join(texts)
    findings = [Finding("ZC1", "n", "error", at, at + len(text), "") for text in texts for at in [raw.index(text)]]
    baseline = Baseline()
    baseline.add(raw, findings)
    path = str(tmp_path_factory.mktemp("base") / "base.json")
    baseline.write(path)
    back = read_baseline(path)
    assert (len(back), back.new(raw, findings)) == (len(findings), [])
    with pytest.raises(UnusableBaseline):
        read_baseline(path + "x")


# Changed lines ---------------------------------------------------------------------------------------------------------------


def git(where: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "core.autocrlf=false"]
    subprocess.run(["git", *identity, *arguments], cwd=where, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    (tmp_path / "子 目录").mkdir()
    write(tmp_path, old=BANK + FOUR + SENSES, same=BANK, renamed=f"{BANK}一。\n二。\n三。\n{FOUR}")
    (tmp_path / "子 目录" / "\"甲\"\t乙.txt").write_text(BANK * 3, encoding="utf-8")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    return tmp_path


def changed(run: Run, *more: str, cwd: Path, base: str = "HEAD") -> list[str]:
    status, out, err = run("lint", *(more or (".",)), "--diff-base", base, *CONCISE, cwd=cwd)
    assert (status, err) == (1 if out else 0, "")
    return places(out)


def test_only_findings_on_changed_lines_are_reported(run: Run, repository: Path) -> None:
    assert changed(run, cwd=repository) == []
    write(repository, old=f"{BANK}{FOUR}新。\n再次{SENSES}++ 会同银保监会。\n-- x\n", new=BANK)
    assert changed(run, cwd=repository) == ["./new.txt:1 ZC302", "./old.txt:4 ZC104", "./old.txt:5 ZC302"]
    git(repository, "add", "-A")
    assert changed(run, cwd=repository) == ["./new.txt:1 ZC302", "./old.txt:4 ZC104", "./old.txt:5 ZC302"]
    git(repository, "commit", "-qm", "second")
    assert changed(run, cwd=repository) == []
    assert changed(run, cwd=repository, base="HEAD~1") == ["./new.txt:1 ZC302", "./old.txt:4 ZC104", "./old.txt:5 ZC302"]


def test_a_renamed_file_is_compared_with_what_it_was(run: Run, repository: Path) -> None:
    (repository / "renamed.txt").rename(repository / "名 称.txt")
    text = f"{BANK}一。\n二。\n三。\n{FOUR}{SENSES}"
    (repository / "名 称.txt").write_text(text, encoding="utf-8")
    git(repository, "add", "-A")
    assert changed(run, cwd=repository) == ["./名 称.txt:6 ZC104"]


def test_a_subfolder_and_names_that_git_quotes(run: Run, repository: Path) -> None:
    below = repository / "子 目录"
    (below / "\"甲\"\t乙.txt").write_text(BANK + "改。\n" + SENSES + BANK, encoding="utf-8")
    write(below, other=BANK)
    write(repository, old=SENSES * 2)
    assert changed(run, cwd=below) == ["./\"甲\"␉乙.txt:3 ZC104", "./other.txt:1 ZC302"]
    assert changed(run, "../old.txt", str(below / "other.txt"), cwd=below) == [
        "../old.txt:1 ZC104", f"{below / 'other.txt'}:1 ZC302",
    ]  # fmt: skip


def test_an_untracked_ignored_or_binary_file_is_reported_wholly(run: Run, repository: Path) -> None:
    write(repository, ignored=BANK)
    (repository / ".gitignore").write_text("ignored.txt\n")
    (repository / "wide.txt").write_bytes(b"\xff\xfe" + BANK.encode("utf-16-le"))
    git(repository, "add", "wide.txt")
    git(repository, "commit", "-qm", "wide")
    assert changed(run, cwd=repository) == ["./ignored.txt:1 ZC302"]
    (repository / "wide.txt").write_bytes(b"\xff\xfe" + (BANK + SENSES).encode("utf-16-le"))
    assert changed(run, cwd=repository) == ["./ignored.txt:1 ZC302", "./wide.txt:1 ZC302", "./wide.txt:2 ZC104"]


def test_standard_input_is_reported_wholly(run: Run, repository: Path) -> None:
    done = run("lint", "-", "--stdin-filename", "same.txt", "--diff-base", "HEAD", *CONCISE, cwd=repository, stdin=BANK)
    assert places(done[1]) == ["same.txt:1 ZC302"]


def test_a_finding_over_two_lines_counts_when_either_changed(run: Run, repository: Path) -> None:
    from zhengci.cli.changed import Changes

    write(repository, old=BANK + "改。\n" + SENSES)
    raw = BANK + "改。\n" + SENSES
    here = os.getcwd()
    os.chdir(repository)
    try:
        changes = Changes("HEAD")
        middle = raw.index("改")
        spans = [(middle - 2, middle + 1), (middle + 1, middle + 4), (middle - 2, middle), (middle + 3, middle + 4), (0, len(raw))]
        findings = [Finding("ZC1", "n", "error", start, end, "") for start, end in spans]
        kept = changes.on_changed_lines("old.txt", raw, findings)
    finally:
        os.chdir(here)
    assert [finding.start for finding in kept] == [middle - 2, middle + 1, 0]


def test_configuration_of_git_does_not_matter(run: Run, repository: Path) -> None:
    for setting in ("diff.noprefix=true", "diff.mnemonicPrefix=true", "diff.relative=true", "color.ui=always", "diff.context=5",
                    "core.quotePath=true", "diff.renames=false"):  # fmt: skip
        git(repository, "config", *setting.split("="))
    write(repository, old=f"{BANK}{FOUR}新。\n再次{SENSES}")
    assert changed(run, cwd=repository) == ["./old.txt:4 ZC104"]
    assert changed(run, "../old.txt", cwd=repository / "子 目录") == ["../old.txt:4 ZC104"]


@pytest.mark.parametrize("revision", ["nope", "", "--help", "HEAD:old.txt", "HEAD~9"])
def test_an_unknown_revision_is_named(run: Run, repository: Path, revision: str) -> None:
    status, out, err = run("lint", ".", f"--diff-base={revision}", *CONCISE, cwd=repository)
    assert (status, out) == (2, "")
    if revision:  # an option needs a value
        assert err.startswith(f"zhengci：--diff-base：仓库里没有“{revision}”这个版本\n")


def test_outside_a_repository_and_without_git_is_a_failure(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, a=BANK)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    status, out, err = run("lint", ".", "--diff-base", "HEAD", *CONCISE)
    assert (status, out) == (2, "")
    assert err.startswith("zhengci：--diff-base：当前文件夹不在 git 仓库中（fatal: not a git repository")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run("lint", ".", "--diff-base", "HEAD", *CONCISE) == (
        2, "", "zhengci：--diff-base 要用 git，而这里没有装 git\n用法见：zhengci lint --help\n",
    )  # fmt: skip


# Mending what is reported ------------------------------------------------------------------------------------------------------


def test_only_what_is_reported_on_changed_lines_is_mended(run: Run, repository: Path) -> None:
    text = f"{BANK}{FOUR}新。\n再次{BANK}{SENSES}"
    write(repository, old=text)
    status, out, err = run("lint", ".", "--diff", "--diff-base", "HEAD", *CONCISE, cwd=repository)
    assert (status, err) == (1, "")
    assert [row for row in out.splitlines() if row.startswith(("-", "+"))] == [
        "--- ./old.txt", "+++ ./old.txt", "-再次会同银保监会检查𠮷林工作。", "+再次会同金融监管总局检查𠮷林工作。",
    ]  # fmt: skip
    assert (repository / "old.txt").read_text(encoding="utf-8") == text
    told = run("lint", ".", "--fix", "--diff-base", "HEAD", *WHERE, *RULES, cwd=repository)
    assert told == (0, "", "检查 4 个文件：没有发现问题，改正 1 处\n")
    mended = f"{BANK}{FOUR}新。\n再次{BANK.replace('银保监会', '金融监管总局')}{SENSES}"
    assert (repository / "old.txt").read_text(encoding="utf-8") == mended
    told = run("lint", ".", "--fix", "--diff-base", "HEAD", *WHERE, *RULES, cwd=repository)
    assert told == (0, "", "检查 4 个文件：没有发现问题\n")
    assert run("lint", ".", "--diff", "--diff-base", "HEAD", *CONCISE, cwd=repository) == (0, "", "")


def test_what_the_baseline_leaves_out_is_not_mended(run: Run, tmp_path: Path) -> None:
    write(tmp_path, a=FOUR)
    run("lint", "a.txt", "--baseline", "b.json", "--update-baseline", *CONCISE)
    text = f"{BANK}{FOUR}{SENSES}".replace("\n", "\r\n")
    (tmp_path / "a.txt").write_bytes(text.encode("gb18030"))
    status, out, err = run("lint", "a.txt", "--baseline", "b.json", "--fix", *WHERE, *RULES, "--output-format", "concise")
    assert (tmp_path / "a.txt").read_bytes() == text.replace("银保监会", "金融监管总局").encode("gb18030")
    assert (status, places(out)) == (1, ["a.txt:3 ZC104"])
    assert err == "检查 1 个文件：错误 0，警告 1，提示 0，改正 1 处，基线略去 1 处\n"


@given(st.lists(st.tuples(st.integers(0, 6), st.text("甲乙", max_size=5), st.booleans()), max_size=6))
def test_findings_keep_their_words_when_others_are_mended(pieces: list[tuple[int, str, bool]]) -> None:
    raw, findings = "", []
    for number, (gap, text, is_mended) in enumerate(pieces):
        raw += "丙" * (gap + 1)
        start = len(raw)
        raw += f"《{number}》"
        fix = Fix("safe", (Edit(start, len(raw), text),)) if is_mended else None
        findings.append(Finding("ZC1", "n", "error", start, len(raw), "", fix=fix))
    edits = safe_edits(findings)
    text = apply_fixes(raw, edits)
    left = after_edits(findings, edits)
    assert [text[finding.start : finding.end] for finding in left] == [
        f"《{number}》" for number, (_, _, is_mended) in enumerate(pieces) if not is_mended
    ]


# Exit statuses -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_the_exit_status_with_filters_is_the_same_in_every_format(run: Run, repository: Path, form: str) -> None:
    options = (*WHERE, *RULES, "--output-format", form, "-q")
    assert run("lint", ".", "--baseline", "b.json", "--update-baseline", *options, cwd=repository)[0] == 0
    assert run("lint", ".", "--baseline", "b.json", *options, cwd=repository)[0] == 0
    assert run("lint", ".", "--diff-base", "HEAD", *options, cwd=repository)[0] == 0
    write(repository, old="另外会同银保监会。\n")
    assert run("lint", ".", "--baseline", "b.json", *options, cwd=repository)[0] == 1
    assert run("lint", ".", "--diff-base", "HEAD", *options, cwd=repository)[0] == 1
    assert run("lint", ".", "no.txt", "--diff-base", "HEAD", *options, cwd=repository)[0] == 2
    assert run("lint", ".", "--diff-base", "nope", *options, cwd=repository)[0] == 2
    assert run("lint", ".", "--baseline", "none.json", *options, cwd=repository)[0] == 2


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--update-baseline"], "--update-baseline 要与 --baseline 文件 同用"),
        (["--update-baseline", "--baseline", "b", "--diff-base", "HEAD"], "--update-baseline 要看全部发现，不能与 --diff-base 同用"),
        (["--update-baseline", "--baseline", "b", "--add-ignore"], "--update-baseline 与 --add-ignore 只能用一个"),
        (["--update-baseline", "--baseline", "b", "--diff"], "--update-baseline 记下现有的发现，不能与 --fix、--diff 同用"),
        (["-", "--fix", "--baseline", "b"], "改正标准输入时不能用 --baseline、--diff-base"),
        (["-", "--diff", "--diff-base", "HEAD"], "改正标准输入时不能用 --baseline、--diff-base"),
        (["--fix", "--add-ignore"], "--add-ignore 不能与 --fix、--diff 同用：先改正，再忽略余下的"),
        (["-", "--add-ignore"], "--add-ignore 要写文件，不能用于标准输入"),
        (["--statistics", "--output-format", "sarif"], "--statistics 只有 full、concise、json 三种输出格式"),
    ],
)
def test_what_does_not_go_together_is_refused(run: Run, tmp_path: Path, options: list[str], told: str) -> None:
    write(tmp_path, a=BANK)
    assert run("lint", "a.txt", *options) == (2, "", f"zhengci：{told}\n用法见：zhengci lint --help\n")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == BANK


# Statistics, settings ----------------------------------------------------------------------------------------------------------


def test_statistics_count_by_rule_the_commonest_first(run: Run, tmp_path: Path) -> None:
    write(tmp_path, a=BANK * 10 + FOUR, b=SENSES)
    status, out, err = run("lint", ".", "--statistics", *RULES, *WHERE)
    assert (status, err) == (1, "检查 2 个文件：错误 11，警告 1，提示 0\n")
    rows = out.splitlines()
    assert rows[0].startswith("10  ZC302  错误  former-name：")
    assert [row[:14] for row in rows[1:]] == [" 1  ZC104  警告 ", " 1  ZC301  错误 "]
    status, out, err = run("lint", ".", "--statistics", *RULES, *WHERE, "--output-format", "json")
    assert (status, err) == (1, "")
    assert [(row["code"], row["name"], row["count"]) for row in json.loads(out)] == [
        ("ZC302", "former-name", 10), ("ZC104", "ambiguous-abbreviation", 1), ("ZC301", "superseded-term", 1),
    ]  # fmt: skip
    assert run("lint", "a.txt", "--statistics", "--ignore", "ALL", *WHERE)[:2] == (0, "")


def test_verbose_says_on_stderr_what_a_run_goes_by(run: Run, tmp_path: Path) -> None:
    (tmp_path / "zhengci.toml").write_text('region = "天津市"\n', encoding="utf-8")
    write(tmp_path, a="2025年吉林省政府工作报告\n" + BANK)
    status, out, err = run("lint", "a.txt", "-v", "-q", "--output-format", "concise")
    assert (status, places(out)) == (1, ["a.txt:2 ZC302"])
    rows = err.splitlines()
    assert rows[0] == f"配置文件：{tmp_path / 'zhengci.toml'}"
    assert f"region = 天津市　（{tmp_path / 'zhengci.toml'}）" in rows
    assert rows[-1] == "a.txt：日期 2025（标题），地区 天津市（指定）"
    assert any(row.startswith("启用的规则：ZC101、") for row in rows)


def test_show_settings_checks_nothing(run: Run, tmp_path: Path) -> None:
    write(tmp_path, a=BANK)
    status, out, err = run("lint", "a.txt", "--show-settings", "--select", "ZC302", "--isolated")
    assert (status, err) == (0, "")
    rows = out.splitlines()
    assert rows[0] == "配置文件：（无）"
    assert "select = ZC302　（命令行）" in rows
    assert "启用的规则：ZC302" in rows
    assert rows[-1].startswith("结果缓存：") and rows[-1].endswith("results.sqlite3")
    assert run("config", "--isolated")[1].splitlines()[-1] == rows[-1]


# Rules by path -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for folder in ("archive/2020", "drafts"):
        (tmp_path / folder).mkdir(parents=True)
        write(tmp_path / folder, a=BANK + FOUR)
    write(tmp_path, a=BANK + FOUR)
    return tmp_path


@pytest.mark.parametrize(
    ("table", "left"),
    [
        ('"archive/*" = ["ZC302"]', ["a 302", "a 301", "archive 301", "drafts 302", "drafts 301"]),
        ('"archive" = ["ZC3"]', ["a 302", "a 301", "drafts 302", "drafts 301"]),
        ('"a.txt" = ["zc302"]', ["a 301", "archive 301", "drafts 301"]),
        ('"drafts/a.txt" = ["ALL"]', ["a 302", "a 301", "archive 302", "archive 301"]),
        ('"archive/**" = ["ZC301"]\n"*/2020/*" = ["ZC302"]', ["a 302", "a 301", "drafts 302", "drafts 301"]),
        ('"archive/*" = []', ["a 302", "a 301", "archive 302", "archive 301", "drafts 302", "drafts 301"]),
    ],
)
def test_rules_are_switched_off_for_paths_relative_to_the_configuration(
    run: Run, project: Path, table: str, left: list[str]
) -> None:
    (project / "zhengci.toml").write_text(f"[per-file-ignores]\n{table}\n", encoding="utf-8")

    def reported(*paths: str, cwd: Path) -> list[str]:
        out = run("lint", *paths, "--select", "ZC3", "--date", "2025", "--output-format", "concise", "-q", cwd=cwd)[1]
        rows = [row.split(":") for row in out.splitlines()]
        below = [(cwd / row[0]).resolve().relative_to(project.resolve()) for row in rows]
        return [f"{path.parts[0].removesuffix('.txt')} {row[3][3:6]}" for path, row in zip(below, rows, strict=True)]

    assert reported(".", cwd=project) == left
    assert reported(str(project), cwd=project / "archive") == left
    assert reported("../a.txt", "../archive", ".", cwd=project / "drafts") == left


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[per-file-ignores]\n"a" = ["ZC7"]', "没有以“ZC7”开头的规则；现有：ZC101、"),
        ('per-file-ignores = ["ZC1"]', "“per-file-ignores”应是通配符到规则列表的表（\"archive/*\" = [\"ZC301\"]）"),
        ('[per-file-ignores]\n"a" = "ZC1"', "“per-file-ignores”应是通配符到规则列表的表"),
    ],
)
def test_a_wrong_table_of_paths_ends_with_2(run: Run, tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "zhengci.toml").write_text(text, encoding="utf-8")
    write(tmp_path, a="无事。\n")
    status, out, err = run("lint", "a.txt")
    assert (status, out) == (2, "")
    assert told in err


def test_the_table_of_paths_cannot_come_from_the_environment(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENGCI_PER_FILE_IGNORES", "a:ZC1")
    assert run("lint")[2].startswith("zhengci：“per-file-ignores”只能写在配置文件里，不能用环境变量\n")


def test_the_table_of_paths_is_shown(run: Run, tmp_path: Path) -> None:
    (tmp_path / "zhengci.toml").write_text('[per-file-ignores]\n"b/*" = ["ZC1", "ZC301"]\n"c" = []\n', encoding="utf-8")
    told = f"per-file-ignores = b/*：ZC1、ZC301；c：（无）　（{tmp_path / 'zhengci.toml'}）"
    assert told in run("config")[1].splitlines()


# Layers of glossaries ------------------------------------------------------------------------------------------------------------

CONCEPT = """\
- id: {id}
  term: {term}
  kind: numeral
  field: 综合
  definition: {definition}
  scope: CN
  sources:
    - {{evidence: recalled}}
  examples:
    - hit: 推进“{term}”建设。
"""


def test_each_layer_overrides_those_below_by_id_and_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "province.yml").write_text(
        "# 省\n" + CONCEPT.format(id="yi-li-wu-lv", term="一利五率", definition="省里的说法。")
        + CONCEPT.format(id="qi-zong-ba-heng", term="七纵八横", definition="省里的道路。"), encoding="utf-8"
    )  # fmt: skip
    (tmp_path / "unit.yml").write_text(
        CONCEPT.format(id="qi-zong-ba-heng", term="七纵八横", definition="单位里的道路。"), encoding="utf-8"
    )
    (tmp_path / "zhengci.toml").write_text('glossary = ["province.yml", "unit.yml"]\n', encoding="utf-8")
    assert "省里的说法" in run("explain", "一利五率")[1]
    told = run("explain", "七纵八横")[1]
    assert ("单位里的道路" in told, "省里的道路" in told) == (True, False)
    status, out, err = run("config")
    assert (status, err) == (0, "")
    rows = out.splitlines()
    at = rows.index(f"叠加 {tmp_path / 'province.yml'}：2 条词条，覆盖下层 1 条")
    assert re.fullmatch(r"自带词表：\d{4,} 条词条", rows[at - 1])
    assert re.fullmatch(r"  yi-li-wu-lv“一利五率”：province.yml:2 覆盖 glossary/cn/\S+\.yml:\d+", rows[at + 1])
    assert rows[at + 2] == f"叠加 {tmp_path / 'unit.yml'}：1 条词条，覆盖下层 1 条"
    assert rows[at + 3] == "  qi-zong-ba-heng“七纵八横”：unit.yml:1 覆盖 province.yml:12"
    write(tmp_path, a="无事。\n")
    verbose = run("lint", "a.txt", "-v")[2].splitlines()
    assert rows[at - 1 : at + 4] == [row for row in verbose if row in rows[at - 1 : at + 4]]


def test_a_missing_layer_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "zhengci.toml").write_text('glossary = ["no.yml"]\n', encoding="utf-8")
    status, _, err = run("config")
    assert (status, err) == (2, f"zhengci：找不到词表：{tmp_path / 'no.yml'}\n")
