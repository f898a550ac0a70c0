"""Annotated text and Markdown give the original back; the appendix and the harvest are what their readers expect."""

from __future__ import annotations

import io
import json
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from zhengci.document.document import Document
from zhengci.document.visible import visible
from zhengci.glossary.opened import Glossary
from zhengci.glossary.store import open_glossary
from zhengci.mentions.resolve import Analysis, analyse
from zhengci.writers import appendix, markdown, terminal, text
from zhengci.writers import json as json_writer
from zhengci.writers.harvest import harvest

PIECES = st.sampled_from(
    ["“两新”", "两重", "一利五率", "放管服", "“七廊九园”", "三资", "1+3+10", "〔注1〕", "〔注", "[^zc1]", "[^zc1]: x",
     "\n\n—— 政词注释 ——\n",
     "<!-- 政词注释 -->", "\r\n", "\n\n", "# ", "`两新`", "[两新](a)", "𠮷", "😀", "，", "。", " ", "的", "“", "”", "\t", "\x07", "\ufeff"]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=25).map("".join)


def analysis_of(raw: str, kind: str = "text", **given_context: str) -> Analysis:
    return analyse(Document(raw, kind=kind, **given_context), open_glossary())


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_taking_the_endnotes_away_gives_back_the_text(raw: str) -> None:
    assert text.strip(text.write(analysis_of(raw))) == raw


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_taking_the_footnotes_away_gives_back_the_markdown(raw: str) -> None:
    assert markdown.strip(markdown.write(analysis_of(raw, "markdown"))) == raw


def test_a_note_stands_behind_the_closing_quotation_mark() -> None:
    written = text.write(analysis_of("抓好“两重”建设，推进放管服改革。", date="2025-03"))
    assert written.startswith(
        ("抓好“两重”〔注1〕建设，推进放管服改革〔注2〕。\n", "抓好“两重”〔注1〕建设，推进放管服〔注2〕改革。\n")
    )
    assert "〔注1〕两重：国家重大战略实施和重点领域安全能力建设" in written


def test_footnotes_escape_what_markdown_would_read() -> None:
    written = markdown.write(analysis_of("推进“七廊*九园*”“5+1试点”建设，抓好“两重”。", "markdown", date="2025-03"))
    notes = written.rpartition(markdown.SEPARATOR)[2]
    assert "\n[^zc2]: **" in "\n" + notes
    assert "*九园*" not in notes


def test_json_follows_the_contract() -> None:
    written = json.loads(json_writer.write(analysis_of("抓好“两重”。", date="2025-03", jurisdiction="120000")))
    assert list(written) == ["version", "path", "context", "mentions"]
    assert written["context"] == {
        "date": "2025-03", "date_from": "指定", "jurisdiction": {"code": "120000", "name": "天津市"},
        "jurisdiction_from": "指定",
    }  # fmt: skip
    mention = written["mentions"][0]
    assert list(mention) == [
        "start", "end", "line", "column", "text", "quoted", "status", "concept", "term", "definition", "parts", "explanation",
        "sources", "candidates", "reason",
    ]  # fmt: skip
    assert (mention["start"], mention["end"], mention["line"], mention["column"]) == (3, 5, 1, 4)
    assert (mention["text"], mention["quoted"], mention["status"]) == ("两重", True, "explained")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [("\x1b[m", "␛[m"), ("\x7f", "␡"), ("\x9b31m\x85", "\ufffd31m\ufffd"), ("两新\xa0𠮷", "两新\xa0𠮷")],
)
def test_control_characters_become_symbols(raw: str, shown: str) -> None:
    assert shown == visible(raw)
    assert visible("\t\n", "\n") == "␉\n"


@given(st.text())
def test_what_is_visible_has_no_control_character_and_its_length(raw: str) -> None:
    shown = visible(raw)
    assert len(raw) == len(shown)
    assert not [ch for ch in shown if category(ch) == "Cc"]


def test_the_terminal_shows_control_characters_instead_of_obeying_them() -> None:
    console = Console(width=80, record=True, force_terminal=True, file=io.StringIO())
    terminal.write(analysis_of("抓好“两重”\x1b[2J建设"), console)
    shown = console.export_text()
    assert "\x1b" not in shown
    assert "␛[2J" in shown


def test_an_abbreviation_with_control_characters_does_not_steer_the_terminal() -> None:
    console = Console(width=80, record=True, force_terminal=True, file=io.StringIO())
    terminal.write(analysis_of("抓好“三\x9b31m增六\x1b降”行动，“六\x9b2J轴三带”（以下简称“六\x9b轴”）。"), console)
    assert not [ch for ch in console.export_text() if category(ch) == "Cc" and ch not in "\n\t"]


class TestAppendix:
    def test_it_lists_what_needs_explaining_in_order_of_first_mention(self) -> None:
        raw = "2025年天津市政府工作报告\n推进“两重”建设，抓好“两新”工作，再抓“两重”。“十四五”收官。"
        rows = appendix.appendix_rows(analysis_of(raw))
        assert [head for head, _ in rows] == ["两重", "两新"]

    def test_it_explains_each_numeral(self) -> None:
        rows = dict(appendix.appendix_rows(analysis_of("落实“一利五率”考核。", date="2025-03")))
        assert "“一利”指利润总额；“五率”指" in rows["一利五率"]
        assert "营业收现率" in rows["一利五率"]

    def test_a_headword_quoted_in_part_is_not_quoted_again(self) -> None:
        written = appendix.write(analysis_of("深化高校“四新”建设，抓好“两重”。", date="2025-03"))
        assert "““" not in written and "””" not in written
        assert ".“两重”：" in written

    def test_it_keeps_what_the_document_explains_itself(self) -> None:
        raw = "推进“七廊九园”建设，抓好“两重”。\n\n名词解释\n1.“七廊九园”：七条廊道、九个公园。\n2.“双首个”：两个首个。\n"
        rows = appendix.appendix_rows(analysis_of(raw, date="2025-03"))
        assert rows[0] == ("七廊九园", "七条廊道、九个公园。")
        assert [head for head, _ in rows] == ["七廊九园", "两重"]

    def test_what_nobody_else_can_explain_is_left_to_the_writer(self) -> None:
        left = appendix.left_to_the_writer(analysis_of("推进“七廊九园”建设，提升“七廊九园”。"))
        assert [mention.text for mention in left] == ["七廊九园"]

    def test_writing_it_into_the_document_leaves_nothing_to_report(self) -> None:
        from zhengci.linting.engine import lint_document

        raw = "2025年天津市政府工作报告\n推进“两重”建设，深化“放管服”改革，落实“一利五率”要求。\n\n"
        full = raw + appendix.write(analysis_of(raw))
        codes = {finding.code for finding in lint_document(analysis_of(full))}
        assert codes.isdisjoint({"ZC101", "ZC501", "ZC502", "ZC503", "ZC504"})


class TestHarvest:
    RAW = (
        "2026年四川省政府工作报告\n推进“七廊九园”建设和数智乡村行动。统筹“两重”。\n\n名词解释\n"
        "1.“七廊九园”：七条生态廊道、九个城市公园。\n2.数智乡村行动：以数字技术改造乡村产业的行动。\n"
        "3.“两重”：国家重大战略实施和重点领域安全能力建设。\n"
    )

    def test_it_keeps_what_the_glossary_has_not(self) -> None:
        concepts, _, left_out = harvest(analysis_of(self.RAW))
        assert "id: qi-lang-jiu-yuan" in concepts
        assert "term: 数智乡村行动" in concepts
        assert "两重" not in concepts.replace("统筹", "")
        assert left_out == 1

    def test_what_it_writes_is_a_glossary_that_loads_and_explains(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("ZHENGCI_CACHE_DIR", str(tmp_path / "cache"))
        concepts, sources, _ = harvest(analysis_of(self.RAW))
        (tmp_path / "own" / "sources").mkdir(parents=True)
        (tmp_path / "own" / "terms.yml").write_text(concepts, encoding="utf-8")
        (tmp_path / "own" / "sources" / "own.yml").write_text(sources, encoding="utf-8")
        glossary: Glossary = open_glossary([tmp_path / "own"])
        mentions = analyse(Document("推进“七廊九园”建设。", jurisdiction="510000"), glossary).mentions
        assert [(mention.text, mention.status) for mention in mentions] == [("七廊九园", "explained")]
