"""The command line as its users meet it: help, exit statuses, messages, streams, files and machine formats."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from zhengci import writers
from zhengci.cli.commands import _COMMANDS
from zhengci.reports import FORMATS

Run = Callable[..., tuple[int, str, str]]
CLEAN = "做好“三农”工作。\n"
WARNING = "加强𠮷林“三资”管理。\n"
ERROR = "会同𠮷林银保监会检查，落实“两利四率”考核。\n"
MENDED = "会同𠮷林金融监管总局检查，落实“一利五率”考核。\n"
INFO = "抓好“三农”工作。\n做好“三农”事业。\n推进三农发展。\n"
WHERE = ("--date", "2025-06", "--region", "CN")
LINT = (*WHERE, "--ignore", "ZC101")


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    for name, text in {"clean.txt": CLEAN, "warning.txt": WARNING, "error.txt": ERROR, "info.txt": INFO}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def process(*args: str, cwd: Path, stdin: bytes = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run the real entry point."""
    return subprocess.run(
        [sys.executable, "-m", "zhengci", *args], cwd=cwd, input=stdin, capture_output=True, timeout=120, env=os.environ | more
    )


# Help --------------------------------------------------------------------------------------------------------------------

PAGES = [[], *([name] for name in _COMMANDS), ["glossary", "check"]]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: " ".join(page) or "zhengci")
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_is_chinese_and_explains_every_option(run: Run, page: list[str], flag: str) -> None:
    status, out, err = run(*page, flag)
    assert (status, err) == (0, "")
    assert out.startswith("用法：zhengci")
    for english in ("Usage", "Options", "Commands", "Show this message", "required", "default:"):
        assert english not in out
    told = re.split(r"\n(?=  -)", out)
    for option in told[1:]:
        assert re.search("[\u4e00-\u9fff]", option.split(maxsplit=2)[-1]), f"no help for {option}"


def test_the_overview_lists_every_command(run: Run) -> None:
    out = run("--help").stdout  # type: ignore[attr-defined]
    for name, (_, about) in _COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(about)}$", out, re.MULTILINE)


def test_the_version_is_one_line(run: Run) -> None:
    assert run("--version") == (0, "zhengci 0.1.0\n", "")


# Exit statuses -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("name", "options", "status"),
    [
        ("clean.txt", [], 0), ("warning.txt", [], 1), ("error.txt", [], 1), ("info.txt", [], 0),
        ("info.txt", ["--fail-on", "info"], 1), ("warning.txt", ["--fail-on", "error"], 0), ("error.txt", ["--fail-on", "error"], 1),
        ("error.txt", ["--exit-zero"], 0), ("no.txt", [], 2), ("no.txt", ["--exit-zero"], 2),
    ],
)  # fmt: skip
def test_the_exit_status_is_the_same_in_every_format(
    run: Run, drafts: Path, form: str, name: str, options: list[str], status: int
) -> None:
    assert status == run("lint", name, "--output-format", form, *WHERE, *options, cwd=drafts)[0]


USAGE = [
    (["lnit"], "没有“lnit”这个命令；是不是 lint？（zhengci --help 列出全部命令）\n用法见：zhengci --help"),
    (["xyz"], "没有“xyz”这个命令（zhengci --help 列出全部命令）\n用法见：zhengci --help"),
    (["glossary", "chek"], "没有“chek”这个命令；是不是 check？（zhengci glossary --help 列出全部命令）\n用法见：zhengci glossary --help"),
    (["lint", "--fxi"], "没有选项 --fxi；是不是 --fix？\n用法见：zhengci lint --help"),
    (
        ["lint", "--output-format", "xml", "a"],
        f"--output-format 应是下列之一：{'、'.join(FORMATS)}\n用法见：zhengci lint --help",
    ),
    (
        ["annotate", "--format", "pdf", "a"],
        f"--format 应是下列之一：{'、'.join(writers.FORMATS)}\n用法见：zhengci annotate --help",
    ),
    (["annotate"], "缺少参数 文件…\n用法见：zhengci annotate --help"),
    (["explain"], "缺少参数 词语\n用法见：zhengci explain --help"),
    (["explain", " "], "没有给出词语"),
    (["rule", "ZC999"], "没有规则“ZC999”；zhengci rule 列出全部\n用法见：zhengci rule --help"),
    (["lint", "--date", "二五年", "a"], '日期“二五年”不对，应写作 "2025"、"2025-01" 或 "2025-01-03"\n用法见：zhengci lint --help'),
    (["lint", "--date", "2025-02-30", "a"], '日期“2025-02-30”不对，应写作 "2025"、"2025-01" 或 "2025-01-03"\n用法见：zhengci lint --help'),
    (["lint", "--date", "2025-1-3", "a"], '日期“2025-1-3”不对，应写作 "2025"、"2025-01" 或 "2025-01-03"\n用法见：zhengci lint --help'),
    (["lint", "--region", "火星", "a"], "认不出地区“火星”，请用全称（天津市蓟州区）或六位区划代码\n用法见：zhengci lint --help"),
    (["lint", "--region", "999999", "a"], "没有行政区划代码“999999”（GB/T 2260 六位代码，如 120000）\n用法见：zhengci lint --help"),
    (
        ["lint", "--region", "朝阳区", "a"],
        "地区“朝阳区”不止一处：北京市朝阳区（110105）、吉林省长春市朝阳区（220104）；请写明上级地区或用代码\n用法见：zhengci lint --help",
    ),
    (["lint", "--glossary", "no.yml", "a"], "找不到词表：{cwd}/no.yml"),
    (["annotate", "-o", "x", "a", "b"], "-o 只能与一个输入文件同用\n用法见：zhengci annotate --help"),
    (["glossary", "check", "no.yml"], "找不到词表：no.yml\n用法见：zhengci glossary check --help"),
]  # fmt: skip


@pytest.mark.parametrize(("args", "told"), USAGE, ids=[" ".join(args) for args, _ in USAGE])
def test_a_wrong_call_says_what_is_wrong_in_chinese_and_ends_with_2(
    run: Run, tmp_path: Path, args: list[str], told: str
) -> None:
    wanted = f"zhengci：{told}\n".replace("{cwd}", str(tmp_path.resolve()))
    assert (2, "", wanted) == run(*args)


def test_an_unknown_rule_prefix_names_the_rules_that_exist(run: Run, drafts: Path) -> None:
    status, out, err = run("lint", "--select", "ZC7", "clean.txt", cwd=drafts)
    assert (status, out) == (2, "")
    assert err.startswith("zhengci：没有以“ZC7”开头的规则；现有：ZC101、")


@pytest.mark.parametrize("value", ["--date", "--select", "--fail-on"])
def test_an_option_without_its_value_is_named(run: Run, value: str) -> None:
    status, out, err = run("lint", value)
    assert (status, out) == (2, "")
    assert value in err
    assert not re.search("requires|argument|Error", err)


# Files -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["lint", "annotate", "appendix", "harvest"])
@pytest.mark.parametrize(
    ("data", "told"),
    [
        (None, "文件不存在"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "实为 PNG 图片，不是文本"),
        ("好\n好\n".encode() + b"\xff\xff\n", "不是 UTF-8、GB18030 或 UTF-16 文本（第 3 行，第 8 字节起不能解码）"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(
    run: Run, tmp_path: Path, command: str, data: bytes | None, told: str
) -> None:
    if data is not None:
        (tmp_path / "a.txt").write_bytes(data)
    options = ["-q"] if command == "lint" else []
    assert (2, "", f"zhengci：a.txt：{told}\n") == run(command, "a.txt", *options)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_read_permission_is_named(run: Run, drafts: Path) -> None:
    (drafts / "clean.txt").chmod(0)
    assert run("lint", "clean.txt", "-q", cwd=drafts) == (2, "", "zhengci：clean.txt：没有读取权限\n")


def test_a_folder_without_documents_is_a_failure(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "a.pdf").write_bytes(b"%PDF")
    told = "zhengci：没有找到可检查的文件（.txt、.md、.html、.docx）\n"
    assert (2, "", told) == run("lint", "empty") == run("lint")


def test_the_other_files_are_still_checked_when_one_cannot_be_read(run: Run, drafts: Path) -> None:
    status, out, err = run("lint", "no.txt", "error.txt", "--output-format", "concise", *LINT, cwd=drafts)
    assert status == 2
    assert re.findall(r"error.txt:1:\d+: (ZC\d+) ", out) == ["ZC302", "ZC301"]
    assert err.startswith("zhengci：no.txt：文件不存在\n")


def test_a_run_that_could_read_nothing_does_not_say_that_nothing_is_wrong(run: Run, tmp_path: Path) -> None:
    status, _, err = run("lint", "no.txt")
    assert status == 2
    assert "没有发现问题" not in err


def test_the_summary_counts_the_files_that_were_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("无事。\n", encoding="utf-8")
    err = run("lint", "no.txt", "a.txt", "b.txt")[2]
    assert err.endswith("检查 1 个文件：没有发现问题\n")


def test_an_empty_file_is_clean_for_lint_and_nothing_to_annotate(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    assert run("lint", "a.txt") == (0, "", "检查 1 个文件：没有发现问题\n")
    assert run("annotate", "a.txt") == (2, "", "zhengci：a.txt：是空文件，没有可以注释的内容\n")


def test_a_folder_is_searched_and_excluded_files_are_left_out(run: Run, drafts: Path) -> None:
    assert run("lint", "--show-files", cwd=drafts) == (0, "./clean.txt\n./error.txt\n./info.txt\n./warning.txt\n", "")
    assert "./error.txt" not in run("lint", "--show-files", "--exclude", "err*", cwd=drafts)[1]
    assert run("lint", "error.txt", "--exclude", "err*", "--force-exclude", cwd=drafts) == (0, "", "")


def test_a_report_goes_to_the_file_named_and_nowhere_else(run: Run, drafts: Path) -> None:
    status, out, err = run("lint", "error.txt", "-o", "report.json", "--output-format", "json", *LINT, cwd=drafts)
    assert (status, out, err) == (1, "", "")
    report = json.loads((drafts / "report.json").read_text(encoding="utf-8"))
    assert [row["code"] for row in report] == ["ZC302", "ZC301"]


def test_a_report_that_cannot_be_written_is_a_failure(run: Run, drafts: Path) -> None:
    status, _, err = run("lint", "error.txt", "-o", "no/report.txt", cwd=drafts)
    assert status == 2
    assert err.startswith("zhengci：写不进 no/report.txt：")
    status, _, err = run("annotate", "error.txt", "-o", "no/report.txt", cwd=drafts)
    assert status == 2
    assert "写不进 no/report.txt：" in err


# Fixing ----------------------------------------------------------------------------------------------------------------------


def test_fix_writes_the_file_and_reports_what_is_left(run: Run, drafts: Path) -> None:
    status, out, err = run("lint", "error.txt", "--fix", "--select", "ZC3", *WHERE, cwd=drafts)
    assert (status, out, err) == (0, "", "检查 1 个文件：没有发现问题，改正 2 处\n")
    assert (drafts / "error.txt").read_text(encoding="utf-8") == MENDED
    assert run("lint", "error.txt", "--fix", "--select", "ZC3", *WHERE, cwd=drafts) == (0, "", "检查 1 个文件：没有发现问题\n")


@pytest.mark.parametrize(("mark", "encoding"), [(b"\xff\xfe", "utf-16-le"), (b"", "gb18030"), (b"\xef\xbb\xbf", "utf-8")])
def test_fix_keeps_encoding_mark_and_newlines(run: Run, tmp_path: Path, mark: bytes, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(mark + ERROR.replace("\n", "\r\n").encode(encoding))
    assert run("lint", "a.txt", "--fix", "--select", "ZC3", *WHERE)[0] == 0
    assert mark + MENDED.replace("\n", "\r\n").encode(encoding) == (tmp_path / "a.txt").read_bytes()


def test_diff_shows_the_change_writes_nothing_and_ends_with_1(run: Run, drafts: Path) -> None:
    status, out, err = run("lint", "error.txt", "clean.txt", "--diff", "--select", "ZC3", *WHERE, cwd=drafts)
    assert (status, err) == (1, "")
    assert f"--- error.txt\n+++ error.txt\n@@ -1 +1 @@\n-{ERROR}+{MENDED}" == out
    assert (drafts / "error.txt").read_text(encoding="utf-8") == ERROR
    assert run("lint", "clean.txt", "--diff", cwd=drafts) == (0, "", "")


def test_fix_of_standard_input_writes_the_text_to_standard_output(run: Run) -> None:
    status, out, err = run("lint", "-", "--fix", "-q", "--select", "ZC3", *WHERE, stdin=ERROR)
    assert (status, out, err) == (0, MENDED, "")


def test_unsafe_fixes_are_made_only_when_asked_for(run: Run, drafts: Path) -> None:
    text = "抓好“两重”建设。\n"
    (drafts / "a.txt").write_text(text, encoding="utf-8")
    assert (1, text) == (run("lint", "a.txt", "--fix", *WHERE, cwd=drafts)[0], (drafts / "a.txt").read_text(encoding="utf-8"))
    assert run("lint", "a.txt", "--fix", "--unsafe-fixes", *WHERE, cwd=drafts)[0] == 0
    assert (drafts / "a.txt").read_text(encoding="utf-8").startswith("抓好“两重”（")


# Streams ---------------------------------------------------------------------------------------------------------------------


def test_standard_input_is_read_under_the_name_given_to_it(run: Run) -> None:
    status, out, _ = run("lint", "-", "--stdin-filename", "稿.md", "--output-format", "concise", "-q", *WHERE,
                         stdin="`银保监会`\n\n会同银保监会检查。\n")  # fmt: skip
    assert (status, out) == (1, "稿.md:3:3: ZC302 错误 “银保监会”自 2023-05-18 起称“金融监管总局”\n")


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ERROR * 3000, encoding="utf-8")
    command = f"{sys.executable} -m zhengci lint a.txt --output-format concise -q --date 2025 2>err | head -1"
    done = subprocess.run(["bash", "-c", f"{command}; echo ${{PIPESTATUS[0]}}"], cwd=tmp_path, capture_output=True, text=True, timeout=120)
    first, status = done.stdout.splitlines()
    assert first.startswith("a.txt:1:")
    assert ((tmp_path / "err").read_text(), int(status) in (0, 1)) == ("", True)


def test_the_real_entry_point_ends_with_the_status_of_the_run(drafts: Path) -> None:
    done = process("lint", "-", "--output-format", "concise", "-q", *WHERE, cwd=drafts, stdin=ERROR.encode("gb18030"))
    assert done.returncode == 1
    assert "<标准输入>:1:5: ZC302 错误" in done.stdout.decode()
    assert process("lint", "no.txt", cwd=drafts).returncode == 2
    assert process("annotate", "clean.txt", cwd=drafts).returncode == 0


def test_a_terminal_that_lacks_the_characters_does_not_end_the_run(drafts: Path) -> None:
    done = process("lint", "error.txt", *WHERE, cwd=drafts, PYTHONIOENCODING="ascii")
    assert (done.returncode, b"Traceback" in done.stderr) == (1, False)


def test_colour_is_used_only_where_it_is_wanted(drafts: Path) -> None:
    plain = process("lint", "error.txt", *WHERE, cwd=drafts)
    assert b"\x1b" not in plain.stdout
    for options, variables, coloured in (
        (["--color", "always"], {}, True),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
    ):
        done = process("lint", "error.txt", *WHERE, *options, cwd=drafts, **variables)  # type: ignore[arg-type]
        assert coloured is (b"\x1b[" in done.stdout)
        assert plain.stdout == re.sub(rb"\x1b\[[\d;]*m", b"", done.stdout)


def test_control_characters_of_a_draft_do_not_reach_the_terminal(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\x1b[31m会同银保监会\x07检查。\x9b31m\n", encoding="utf-8")
    for args in (["lint", "a.txt"], ["annotate", "--format", "terminal", "a.txt"]):
        out = run(*args, *WHERE)[1]
        assert not set(out) & {"\x1b", "\x07", "\x9b"}


# Reports ---------------------------------------------------------------------------------------------------------------------


def test_the_full_report_points_at_the_words_and_says_what_to_do(run: Run, drafts: Path) -> None:
    rows = run("lint", "error.txt", "--select", "ZC302", *WHERE, cwd=drafts)[1].splitlines()
    assert rows[0] == "error.txt:1:5: ZC302 错误 “银保监会”自 2023-05-18 起称“金融监管总局”"
    assert rows[1:3] == ["    会同𠮷林银保监会检查，落实“两利四率”考核。", "            ^^^^^^^^"]
    assert "    建议：改为“金融监管总局”；说的是以往情况时，加“原”字或写明年份" in rows


def test_json_follows_its_contract(run: Run, drafts: Path) -> None:
    rows = json.loads(run("lint", "error.txt", "warning.txt", "--output-format", "json", *LINT, cwd=drafts)[1])
    keys = {"code", "name", "severity", "path", "start", "end", "line", "column", "end_line", "end_column", "message", "concept", "fix"}
    assert [
        (row["code"], {"error.txt": ERROR, "warning.txt": WARNING}[row["path"]][row["start"] : row["end"]]) for row in rows
    ] == [("ZC302", "银保监会"), ("ZC301", "两利四率"), ("ZC104", "三资")]
    assert all(keys == row.keys() for row in rows)
    first = rows[0]
    assert tuple(first[key] for key in ("start", "end", "line", "column", "end_line", "end_column")) == (4, 8, 1, 5, 1, 9)
    assert first["fix"] == {"applicability": "safe", "edits": [{"start": 4, "end": 8, "text": "金融监管总局"}]}
    assert (first["name"], first["severity"], rows[2]["fix"]) == ("former-name", "error", None)


def test_json_of_a_clean_file_is_an_empty_list(run: Run, drafts: Path) -> None:
    assert run("lint", "clean.txt", "--output-format", "json", cwd=drafts) == (0, "[]\n", "")


def test_annotate_json_follows_its_contract(run: Run, drafts: Path) -> None:
    status, out, err = run("annotate", "warning.txt", "--format", "json", *WHERE, cwd=drafts)
    told = json.loads(out)
    assert (0, "", {"version", "path", "context", "mentions"}) == (status, err, set(told))
    assert (
        told["context"] | {"jurisdiction": told["context"]["jurisdiction"] | {"name": "中央"}}
    ) == {"date": "2025-06", "date_from": "指定", "jurisdiction": {"code": "000000", "name": "中央"}, "jurisdiction_from": "指定"}
    (mention,) = told["mentions"]
    assert {
        "start", "end", "line", "column", "text", "quoted", "status", "concept", "term", "definition", "parts", "explanation",
        "sources", "candidates", "reason",
    } == set(mention)  # fmt: skip
    assert (
        WARNING[mention["start"] : mention["end"]], mention["text"], mention["quoted"], mention["status"], mention["concept"],
    ) == ("三资", "三资", True, "ambiguous", None)  # fmt: skip
    assert len(mention["candidates"]) >= 2


def test_sarif_counts_code_points_and_marks_full_regions(run: Run, drafts: Path) -> None:
    (drafts / "子 目录").mkdir()
    (drafts / "子 目录" / "a.txt").write_text(f"%% zhengci-ignore ZC301: 引用\n{ERROR}", encoding="utf-8")
    log = json.loads(run("lint", "子 目录/a.txt", "--output-format", "sarif", *LINT, cwd=drafts)[1])
    (result_run,) = log["runs"]
    assert (log["version"], result_run["columnKind"]) == ("2.1.0", "unicodeCodePoints")
    results = result_run["results"]
    assert [result["ruleId"] for result in results] == ["ZC302", "ZC301"]
    assert ["suppressions" in result for result in results] == [False, True]
    location = results[0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "%E5%AD%90%20%E7%9B%AE%E5%BD%95/a.txt"
    offset = len("%% zhengci-ignore ZC301: 引用\n") + 4
    assert {
        "startLine": 2, "startColumn": 5, "endLine": 2, "endColumn": 9, "charOffset": offset, "charLength": 4,
        "snippet": {"text": "银保监会"},
    } == location["region"]  # fmt: skip
    for result in results:
        assert result["ruleId"] == result_run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"]
        assert result["partialFingerprints"]


def test_a_fingerprint_survives_lines_added_above(run: Run, tmp_path: Path) -> None:
    prints = []
    for above in ("", "新加的一段。\n\n"):
        (tmp_path / "a.txt").write_text(f"{above}开头一句话，再说一句。\n{ERROR}", encoding="utf-8")
        log = json.loads(run("lint", "a.txt", "--output-format", "sarif", *LINT)[1])
        prints.append([result["partialFingerprints"] for result in log["runs"][0]["results"]])
    assert prints[0] == prints[1]
    assert len({json.dumps(one) for one in prints[0]}) == len(prints[0])


def test_sarif_rows_have_what_the_standard_requires(run: Run, drafts: Path) -> None:
    """The parts of the 2.1.0 schema that code scanning rejects a log for."""
    position = {"type": "integer", "minimum": 1}
    region = {
        "type": "object", "additionalProperties": False, "required": ["startLine", "startColumn", "endLine", "endColumn"],
        "properties": dict.fromkeys(("startLine", "startColumn", "endLine", "endColumn"), position)
        | {"charOffset": {"type": "integer", "minimum": 0}, "charLength": {"type": "integer", "minimum": 0}, "snippet": {"type": "object"}},
    }  # fmt: skip
    place = {"required": ["artifactLocation", "region"], "properties": {"region": region}}
    schema = {
        "type": "object", "required": ["ruleId", "message", "locations"],
        "properties": {
            "level": {"enum": ["none", "note", "warning", "error"]},
            "message": {"type": "object", "required": ["text"]},
            "locations": {"items": {"properties": {"physicalLocation": place}}},
            "fixes": {"items": {"required": ["artifactChanges"]}},
        },
    }  # fmt: skip
    log = json.loads(run("lint", ".", "--output-format", "sarif", *LINT, cwd=drafts)[1])
    assert {"error", "warning", "note"} == {result["level"] for result in log["runs"][0]["results"]}
    for result in log["runs"][0]["results"]:
        jsonschema.validate(result, schema)


def test_github_commands_escape_what_the_runner_would_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "50%,甲:乙.txt").write_text(INFO + WARNING + ERROR, encoding="utf-8")
    status, out, err = run("lint", "50%,甲:乙.txt", "--output-format", "github", *LINT)
    rows = out.splitlines()
    assert (status, err) == (1, "")
    assert [row.split()[0].strip(":") for row in rows] == ["error", "error", "warning", "notice"]
    assert rows[0].startswith(
        "::error title=ZC302 former-name,file=50%25%2C甲%3A乙.txt,line=5,col=5,endLine=5,endColumn=8::“银保监会”自"
    )
    assert all(re.fullmatch(r"::\w+ [^:\r\n]*::[^\r\n]*", row) for row in rows)


# Other commands --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_an_annotated_text_gives_back_its_original(run: Run, drafts: Path, form: str) -> None:
    from importlib import import_module

    original = ERROR + WARNING + "## 标题 [^zc1] 〔注1〕\n"
    (drafts / "a.md").write_text(original, encoding="utf-8")
    status, out, err = run("annotate", "a.md", "--format", form, *WHERE, cwd=drafts)
    assert (status, err) == (0, "")
    assert original != out
    assert original == import_module(f"zhengci.writers.{form}").strip(out)


def test_explain_tells_meaning_members_editions_and_sources(run: Run) -> None:
    status, out, err = run("explain", "一利五率")
    assert (status, err) == (0, "")
    for label in (
        "释义：", "成员：一利：利润总额；五率：", "发布：国务院国资委", "起止：2023-01 至 今", "版本：2023-01 至 2024-12",
        "取代：两利四率", "出处：",
    ):  # fmt: skip
        assert label in out


def test_explain_takes_marks_and_widths_as_they_come(run: Run) -> None:
    plain = run("explain", "两重")
    assert plain == run("explain", "“两重”") == run("explain", " 「两重」")
    assert plain[0] == 0


def test_explain_of_an_unknown_term_suggests_others_and_ends_with_1(run: Run) -> None:
    status, _, err = run("explain", "一利六率")
    assert status == 1
    assert re.match("zhengci：词表没有“一利六率”；相近的有：一利五率", err)


def test_rule_lists_all_rules_and_explains_one(run: Run) -> None:
    from zhengci.linting.engine import ALL_RULES

    status, out, _ = run("rule")
    assert (0, [rule.code for rule in ALL_RULES]) == (status, re.findall(r"^ZC\d+", out, re.MULTILINE))
    for name in ("ZC302", "zc302", "former-name"):
        status, out, _ = run("rule", name)
        assert (status, out.startswith("ZC302 former-name（错误）\n")) == (0, True)
    assert "zhengci-ignore ZC302" in out


def test_appendix_is_made_and_checked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("抓好“两重”建设，推进“七纵八横”。\n", encoding="utf-8")
    status, out, err = run("appendix", "a.txt", *WHERE)
    assert (status, out.startswith("名词解释\n\n1.“两重”：")) == (0, True)
    assert err == "zhengci：以下 1 个要由作者自己解释：“七纵八横”\n"
    assert run("appendix", "a.txt", "--check") == (2, "", "zhengci：a.txt：没有找到名词解释（至少要有标题和两个词条）\n")
    with open(tmp_path / "a.txt", "a", encoding="utf-8") as file:
        file.write("\n名词解释\n1.“两重”：国家重大战略实施、重点领域安全能力建设。\n2.“七纵八横”：道路，共十五条。\n")
    assert run("appendix", "a.txt", "--check", *WHERE) == (0, "", "名词解释 2 条，0 处与正文不符\n")


def test_harvested_entries_are_a_glossary_that_works(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "推进“七纵八横”。\n\n名词解释\n1.“七纵八横”：七条纵向、八条横向通道。\n2.“益企成长”：培育企业的做法。\n", encoding="utf-8"
    )
    assert run("harvest", "a.txt", "-o", "own", *WHERE)[0] == 0
    status, out, err = run("explain", "七纵八横", "--glossary", "own")
    assert (status, err) == (0, "")
    assert "七条纵向、八条横向通道" in out


def test_glossary_check_reports_a_user_s_own_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_text("- id: a\n  trem: 五彩\n", encoding="utf-8")
    status, out, err = run("glossary", "check", "own.yml", "--no-examples", "--output-format", "concise")
    assert status == 2
    assert "own.yml:2:3 ZG101 没有“trem”这个键；是不是“term”？" in out.splitlines()
    assert re.match(r"共 \d+ 处问题（1 条词条）\n", err)


# Configuration ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('selct = ["ZC1"]', "没有“selct”这一项；是不是 select？"),
        ('select = "ZC1"', "“select”应是文字的列表"),
        ("force-exclude = 1", "“force-exclude”应是true 或 false"),
        ("date = 2025", "“date”应是文字"),
        ("glossary = [1]", "“glossary”应是文件路径的列表"),
    ],
)
def test_a_wrong_setting_names_file_and_key(run: Run, tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "zhengci.toml").write_text(text, encoding="utf-8")
    status, out, err = run("config")
    assert (status, out) == (2, "")
    assert err.startswith(f"zhengci：配置文件 {tmp_path / 'zhengci.toml'}：{told}")


def test_a_configuration_that_is_no_toml_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "zhengci.toml").write_text("select = [", encoding="utf-8")
    status, _, err = run("lint")
    assert status == 2
    assert err.startswith(f"zhengci：配置文件 {tmp_path / 'zhengci.toml'} 写法有误：")


def test_a_missing_configuration_file_is_named(run: Run) -> None:
    status, _, err = run("lint", "--config", "no.toml")
    assert status == 2
    assert err.startswith("zhengci：配置文件 no.toml 读不出来：")


@pytest.mark.parametrize("setting", ['fail-on = "fatal"', 'output-format = "xml"', 'date = "昨天"', 'region = "火星"', 'select = ["ZC7"]'])
def test_a_setting_with_a_wrong_value_ends_with_2(run: Run, tmp_path: Path, setting: str) -> None:
    (tmp_path / "a.txt").write_text(CLEAN, encoding="utf-8")
    (tmp_path / "zhengci.toml").write_text(setting, encoding="utf-8")
    status, out, err = run("lint", "a.txt")
    assert (status, out, err.startswith("zhengci：")) == (2, "", True)


def test_command_line_beats_environment_beats_project_beats_user(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = tmp_path / "xdg" / "zhengci"
    user.mkdir(parents=True)
    (user / "zhengci.toml").write_text('date = "2021"\nregion = "浙江省"\nfail-on = "info"\nselect = ["ZC1"]\n', encoding="utf-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    below = tmp_path / "project" / "below"
    below.mkdir(parents=True)
    (tmp_path / "project" / "pyproject.toml").write_text(
        '[tool.zhengci]\ndate = "2022"\nregion = "江苏省"\nfail-on = "error"\n', encoding="utf-8"
    )
    (below / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    monkeypatch.setenv("ZHENGCI_DATE", "2023")
    monkeypatch.setenv("ZHENGCI_REGION", "安徽省")
    status, out, _ = run("config", "--date", "2024", cwd=below)
    rows = out.splitlines()
    assert status == 0
    assert "date = 2024　（命令行）" in rows
    assert "region = 安徽省　（环境变量 ZHENGCI_REGION）" in rows
    assert f"fail-on = error　（{tmp_path / 'project' / 'pyproject.toml'}）" in rows
    assert f"select = ZC1　（{user / 'zhengci.toml'}）" in rows
    assert "exclude　（未设置）" in rows
    isolated = run("config", "--isolated", cwd=below)[1]
    assert "fail-on　（未设置）" in isolated.splitlines()


def test_paths_of_a_configuration_are_relative_to_its_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "zhengci.toml").write_text('glossary = ["own.yml"]\n', encoding="utf-8")
    (tmp_path / "below").mkdir()
    out = run("config", cwd=tmp_path / "below")[1]
    assert f"glossary = {tmp_path / 'own.yml'}　（{tmp_path / 'zhengci.toml'}）" in out.splitlines()


def test_a_broken_layer_shows_all_its_problems_and_ends_with_2(run: Run, tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_text("- id: A\n  kind: x\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text(CLEAN, encoding="utf-8")
    status, out, err = run("lint", "a.txt", "--glossary", "own.yml")
    assert (status, out) == (2, "")
    assert "own.yml:1:7 ZG104 标识“A”只能用小写字母、数字和连字符\n    - id: A\n" in err
    assert re.search(r"^zhengci：词表有 \d+ 处问题$", err, re.MULTILINE)


def test_the_quick_reader_of_lint_knows_just_the_options_of_the_command() -> None:
    import click

    from zhengci.cli import quick
    from zhengci.cli.lint import command

    flags, values, lists, choices = {}, {}, {}, {}
    for option in command.params:
        if isinstance(option, click.Option):
            table = flags if option.is_flag else lists if option.multiple else values
            table.update(dict.fromkeys(option.opts, option.name))
            if isinstance(option.type, click.Choice):
                choices[option.name] = tuple(option.type.choices)
    assert (flags, values, lists, choices) == (quick.FLAGS, quick.VALUES, quick.LISTS, quick.CHOICES)


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["a.md", "-"], ["--fix", "--diff", "-q", "a"], ["--date", "2025", "--region=天津", "a"], ["-o", "x", "a"],
        ["--glossary", "g", "--glossary=h", "--exclude", "e"], ["--output-format", "sarif", "--fail-on", "error"],
    ],
)  # fmt: skip
def test_the_quick_reader_reads_as_click_does(arguments: list[str]) -> None:
    from zhengci.cli import quick
    from zhengci.cli.lint import command

    assert command.make_context("lint", list(arguments)).params == quick.parse(arguments)


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--fi"], ["--output-format", "xml"], ["--date"], ["-ox"], ["--date", "--fix"], ["--", "a"]]
)
def test_the_quick_reader_leaves_to_click_what_is_not_plain(arguments: list[str]) -> None:
    from zhengci.cli import quick

    assert quick.parse(arguments) is None
