"""The machine formats, each read by a consumer of its own or held against its description."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar
from xml.etree import ElementTree

import jsonschema
import pytest
from diff_cover.violationsreporters.java_violations_reporter import CheckstyleXmlDriver
from hypothesis import given
from hypothesis import strategies as st
from junitparser import JUnitXml
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

from zhengci.document.lines import Lines
from zhengci.linting.finding import Edit, Finding, Fix
from zhengci.reports import FORMATS, SORTED, FileResult, module_of, rdjson
from zhengci.reports.parts import joined, part

Run = Callable[..., tuple[int, str, str]]
LINT = ("--date", "2025-06", "--region", "CN", "--isolated")
#: Two findings of different severity on a line behind characters of 1, 2, 3 and 4 bytes; a line break within a fix's line.
DRAFT = (
    "aé𠮷林😀会同银保监会检查，\t落实“两利四率”考核。\r\n"
    "加强“三资”管理，<&>\"'。\n"
    "做好“三农”事业，推进三农发展。会同银保监会，会同银保监会。\n"
)
NAME = "子 目录/50%,<&>\"'𠮷.txt"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    (tmp_path / "子 目录").mkdir()
    (tmp_path / NAME).write_bytes(DRAFT.encode())
    (tmp_path / "clean.txt").write_text("无事。\n", encoding="utf-8")
    return tmp_path


def report(run: Run, form: str, *more: str) -> str:
    status, out, err = run("lint", NAME, "clean.txt", "--output-format", form, *LINT, *more)
    assert (status, err) == (1, "")
    return out


def in_json(run: Run) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(report(run, "json"))
    assert len(rows) >= 6
    assert {"error", "warning", "info"} == {row["severity"] for row in rows}
    return rows


# JSON lines --------------------------------------------------------------------------------------------------------------


def test_json_lines_are_the_rows_of_json(run: Run, draft: Path) -> None:
    out = report(run, "json-lines")
    assert [json.loads(line) for line in out.splitlines()] == in_json(run)


# GitLab ------------------------------------------------------------------------------------------------------------------

#: What https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format demands; GitLab publishes no schema.
GITLAB: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./|/).+"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}, "end": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def test_gitlab_follows_its_description(run: Run, draft: Path) -> None:
    issues = json.loads(report(run, "gitlab"))
    jsonschema.validate(issues, GITLAB)
    assert [
        (row["severity"].replace("error", "major").replace("warning", "minor"), row["line"], row["code"]) for row in in_json(run)
    ] == [(issue["severity"], issue["location"]["lines"]["begin"], issue["check_name"][:5]) for issue in issues]
    assert {issue["location"]["path"] for issue in issues} == {NAME}


def test_gitlab_shows_every_issue_for_no_two_have_one_fingerprint(run: Run, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("一。\n会同银保监会检查工作情况。\n\n会同银保监会检查工作情况。\n", encoding="utf-8")
    before = json.loads(run("lint", ".", "--output-format", "gitlab", *LINT)[1])
    prints = {issue["fingerprint"] for issue in before}
    assert len(prints) == len(before) == 4
    (tmp_path / "a.txt").write_text("新的一段。\n\n一。\n会同银保监会检查工作情况。\n\n会同银保监会检查工作情况。\n", encoding="utf-8")
    after = json.loads(run("lint", ".", "--output-format", "gitlab", *LINT)[1])
    assert {issue["fingerprint"] for issue in after} == prints
    assert [issue["location"]["lines"]["begin"] for issue in after] == [4, 6, 2, 4]


# reviewdog ---------------------------------------------------------------------------------------------------------------

_POSITION = {
    "type": "object", "additionalProperties": False, "required": ["line", "column"],
    "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
}  # fmt: skip
_RANGE = {
    "type": "object", "additionalProperties": False, "required": ["start", "end"],
    "properties": {"start": _POSITION, "end": _POSITION},
}  # fmt: skip
#: Reduced to what we write from reviewdog's proto/rdf (DiagnosticResult), whose schema allows any further key.
RDJSON: dict[str, Any] = {
    "type": "object", "additionalProperties": False, "required": ["source", "diagnostics"],
    "properties": {
        "source": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
        "diagnostics": {
            "type": "array",
            "items": {
                "type": "object", "additionalProperties": False, "required": ["message", "location"],
                "properties": {
                    "message": {"type": "string", "minLength": 1},
                    "location": {
                        "type": "object", "additionalProperties": False, "required": ["path", "range"],
                        "properties": {"path": {"type": "string"}, "range": _RANGE},
                    },
                    "severity": {"enum": ["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"]},
                    "code": {"type": "object", "required": ["value"], "properties": {"value": {"type": "string"}}},
                    "suggestions": {
                        "type": "array",
                        "items": {
                            "type": "object", "additionalProperties": False, "required": ["range", "text"],
                            "properties": {"range": _RANGE, "text": {"type": "string"}},
                        },
                    },
                },
            },
        },
    },
}  # fmt: skip


def byte_offset(data: bytes, place: dict[str, int]) -> int:
    """Return where a place of rdjson lies in the bytes of a file, counting them out line by line."""
    lines = data.splitlines(keepends=True)
    return len(b"".join(lines[: place["line"] - 1])) + place["column"] - 1


def test_rdjson_counts_bytes(run: Run, draft: Path) -> None:
    told = json.loads(report(run, "rdjson"))
    jsonschema.validate(told, RDJSON)
    rows = in_json(run)
    assert len(told["diagnostics"]) == len(rows)
    data = DRAFT.encode()
    for diagnostic, row in zip(told["diagnostics"], rows, strict=True):
        span = diagnostic["location"]["range"]
        marked = data[byte_offset(data, span["start"]) : byte_offset(data, span["end"])]
        assert marked.decode() == DRAFT[row["start"] : row["end"]]
        assert (diagnostic["code"]["value"], diagnostic["severity"].lower()) == (row["code"], row["severity"])
    assert told["diagnostics"][0]["location"]["range"]["start"] == {"line": 1, "column": 1 + 1 + 2 + 4 + 3 + 4 + 6}


def test_rdjson_suggests_what_fix_would_do(run: Run, draft: Path) -> None:
    data = DRAFT.encode()
    suggestions = [
        suggestion
        for diagnostic in json.loads(report(run, "rdjson", "--select", "ZC3"))["diagnostics"]
        for suggestion in diagnostic["suggestions"]
    ]
    assert len(suggestions) == 4
    for suggestion in reversed(suggestions):
        start, end = (byte_offset(data, suggestion["range"][side]) for side in ("start", "end"))
        data = data[:start] + suggestion["text"].encode() + data[end:]
    run("lint", NAME, "--fix", "--select", "ZC3", *LINT)
    assert (draft / NAME).read_bytes() == data


TEXTS = st.text(st.sampled_from("aé两新𠮷😀\n\r \u2028"), max_size=60)


@given(TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12))
def test_places_in_any_order_are_those_counted_from_the_start_of_their_lines(raw: str, spans: list[tuple[int, int]]) -> None:
    lines = Lines(raw)
    places = rdjson._Places(FileResult("a", raw, lines, [], []))
    for start, end in spans:
        start, end = (min(offset, len(raw)) for offset in (start, end))
        for offset, place in zip((start, end), places.range(start, end).values(), strict=True):
            line, column = lines.place(offset)
            assert place == {"line": line, "column": 1 + len(raw[offset - column + 1 : offset].encode())}


def test_edits_that_go_together_are_one_suggestion_or_none() -> None:
    raw = "一二三四\n五六"
    edits = (Edit(0, 1, "甲"), Edit(2, 3, "𠮷"))

    def suggested(*edits: Edit) -> Any:
        finding = Finding("ZC302", "former-name", "error", 0, 1, "话", fix=Fix("safe", edits))
        written = "".join(rdjson.write([FileResult("a.txt", raw, Lines(raw), [finding], [])]))
        return json.loads(written)["diagnostics"][0].get("suggestions")

    assert suggested(*edits) == [
        {"range": {"start": {"line": 1, "column": 1}, "end": {"line": 1, "column": 10}}, "text": "甲二𠮷"}
    ]
    assert suggested(Edit(0, 1, "甲"), Edit(5, 6, "乙")) is None


# Checkstyle and JUnit --------------------------------------------------------------------------------------------------


def test_checkstyle_is_read_by_diff_quality(run: Run, draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from diff_cover.git_path import GitPathTool

    monkeypatch.setattr(GitPathTool, "_cwd", str(draft))
    monkeypatch.setattr(GitPathTool, "_root", str(draft))
    out = report(run, "checkstyle")
    read = CheckstyleXmlDriver().parse_reports([out.removeprefix('<?xml version="1.0" encoding="UTF-8"?>')])
    assert list(read) == [NAME]
    rows = in_json(run)
    assert [(one.line, one.message.split(":")[0]) for one in read[NAME]] == [(row["line"], row["severity"]) for row in rows]
    assert all(row["message"] in one.message for row, one in zip(rows, read[NAME], strict=True))
    root = ElementTree.fromstring(out.encode())
    assert root.tag == "checkstyle"
    assert [(int(error.attrib["column"]), error.attrib["source"]) for error in root.iter("error")] == [
        (row["column"], f"zhengci.{row['code']}") for row in rows
    ]


def test_junit_is_read_by_junitparser(run: Run, draft: Path) -> None:
    suites = list(JUnitXml.fromstring(report(run, "junit").encode()))
    rows = in_json(run)
    assert [suite.name for suite in suites] == [NAME, "clean.txt"]
    found, clean = suites
    failures = sum(row["severity"] != "info" for row in rows)
    assert (found.tests, found.failures, found.errors, found.skipped) == (len(rows), failures, 0, 0)
    assert (clean.tests, clean.failures, [case.is_passed for case in clean]) == (1, 0, [True])
    for case, row in zip(found, rows, strict=True):
        assert case.name == f"{row['code']} {row['name']} {row['line']}:{row['column']}"
        assert [result.message for result in case.result] == ([row["message"]] if row["severity"] != "info" else [])
        assert case.is_passed is (row["severity"] == "info")
    found.update_statistics()
    assert (found.tests, found.failures) == (len(rows), failures)


@pytest.mark.parametrize("form", ["checkstyle", "junit"])
def test_xml_is_well_formed_whatever_a_draft_and_its_name_contain(run: Run, tmp_path: Path, form: str) -> None:
    (tmp_path / "a\x07b\n.txt").write_text("会同银保监会\x0c检查，\x1b[31m落实“两\x0b利四率”。“五\ufffe瓣\x07花”“]]>”\n", encoding="utf-8")
    status, out, err = run("lint", ".", "--output-format", form, *LINT)
    assert (status, err) == (1, "")
    root = ElementTree.fromstring(out.encode())
    assert {"ZC302"} <= {(element.get("source") or element.get("name") or "").removeprefix("zhengci.")[:5] for element in root.iter()}


# SARIF -------------------------------------------------------------------------------------------------------------------


def test_sarif_is_valid_by_a_model_made_from_the_published_schema(run: Run, draft: Path) -> None:
    """pydantic-sarif is generated from sarif-schema-2.1.0.json: every object closed, types, bounds and patterns."""
    with open(draft / NAME, "ab") as file:
        file.write("%% zhengci-disable-next-line ZC302\n会同银保监会。\n".encode())
    out = report(run, "sarif")
    log = Sarif.model_validate_json(out, strict=True)
    (told,) = log.runs
    assert len(told.results or []) == len(in_json(run)) + 1
    broken = json.loads(out)
    broken["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    with pytest.raises(ValueError, match="startLine"):
        Sarif.model_validate_json(json.dumps(broken), strict=True)
    broken["runs"][0]["results"][0]["ruleName"] = "x"
    with pytest.raises(ValueError, match="ruleName"):
        Sarif.model_validate_json(json.dumps(broken), strict=True)


# All of them ---------------------------------------------------------------------------------------------------------------


class TestStreams:
    """What holds for every format."""

    forms: ClassVar = pytest.mark.parametrize("form", FORMATS)

    @forms
    def test_a_report_of_many_files_is_the_same_from_the_results_kept(self, run: Run, tmp_path: Path, form: str) -> None:
        for number in range(12):
            (tmp_path / f"{number:02}.txt").write_text(DRAFT if number % 3 else "无事。\n", encoding="utf-8")
        plain = run("lint", ".", "--output-format", form, *LINT, "--no-cache")
        assert plain[0] == 1
        assert plain == run("lint", ".", "--output-format", form, *LINT) == run("lint", ".", "--output-format", form, *LINT)

    @forms
    @given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=4))
    def test_a_report_is_the_parts_of_its_files(self, form: str, counts: list[tuple[int, int]]) -> None:
        from importlib import import_module

        results = []
        for number, (found, silenced) in enumerate(counts):
            raw = "会同银保监会\n" * 3
            findings = [Finding("ZC302", "former-name", "error", 7 * at + 2, 7 * at + 6, "话“<&") for at in range(3)]
            results.append(FileResult(f"{number}.txt", raw, Lines(raw), findings[:found], findings[:silenced]))
        if form in SORTED:
            return
        whole = "".join(import_module(module_of(form)).write(results))
        assert "".join(joined(form, [part(form, result, False) for result in results])) == whole

    @forms
    def test_a_machine_format_is_utf_8_whatever_the_locale(self, tmp_path: Path, form: str) -> None:
        import subprocess

        (tmp_path / "a.txt").write_bytes(DRAFT.encode())
        done = subprocess.run(
            [sys.executable, "-m", "zhengci", "lint", "a.txt", "--output-format", form, *LINT],
            cwd=tmp_path, capture_output=True, env=os.environ | {"PYTHONIOENCODING": "gbk"}, timeout=60,
        )  # fmt: skip
        assert done.returncode == 1
        told = done.stdout.decode("gbk" if form in ("full", "concise") else "utf-8")
        assert "金融监管总局" in told

    @pytest.mark.skipif(sys.platform != "linux", reason="names are text elsewhere")
    @forms
    def test_a_name_that_is_not_utf_8_does_not_end_the_run(self, run: Run, tmp_path: Path, form: str) -> None:
        path = os.fsencode(tmp_path) + b"/\xff.txt"
        with open(path, "wb") as file:
            file.write(DRAFT.encode())
        assert run("lint", ".", "--output-format", form, *LINT)[0] == 1
        assert run("lint", ".", "--output-format", form, "-o", "report", *LINT)[0] == 1

    @forms
    def test_the_writer_yields_text_as_it_goes(self, form: str) -> None:
        from importlib import import_module

        raw = "会同银保监会"
        finding = Finding("ZC302", "former-name", "error", 2, 6, "话")

        def results() -> Iterator[FileResult]:
            for number in range(2):
                yield FileResult(f"{number}.txt", raw, Lines(raw), [finding], [])

        pieces = list(import_module(module_of(form)).write(results()))
        assert all(isinstance(piece, str) for piece in pieces)
        assert "".join(pieces).endswith("\n")
