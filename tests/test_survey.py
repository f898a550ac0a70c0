"""Surveys of a folder: what the glossary does not know, ranked and with its evidence; what the glossary holds and covers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
import yaml

from zhengci.document.document import Document
from zhengci.glossary.check import check
from zhengci.glossary.opened import Glossary
from zhengci.mentions.resolve import analyse
from zhengci.survey import discover, stats
from zhengci.survey.coverage import Coverage
from zhengci.survey.discover import Discoveries, Discovery
from zhengci.survey.nearest import Neighbours
from zhengci.survey.stubs import as_yaml

TIANJIN = """2025年天津市政府工作报告
推进“七廊九园”建设。建好“七廊九园”，管好“七廊九园”！深化“三链六网”。
办好“五湖四渠”。
"""
SICHUAN = """2025年四川省政府工作报告
推进“七廊九园”建设。实施“三链六网”改造。抓好“八关六隘”。

名词解释
1.“七廊九园”：七条生态廊道、九个城市公园。
2.“八关六隘”：八处关口、六处隘口。
"""
PLAIN = "推进“三链六网”建设。\n"
REPORTS = {"tianjin.txt": TIANJIN, "sichuan.txt": SICHUAN, "plain.txt": PLAIN}

SOURCES = "- {id: web, title: 网页}\n- {id: book, title: 汇编, file: book.txt}\n"


def concept(name: str, term: str, **more: str) -> str:
    keys = {
        "id": name, "term": term, "kind": "numeral", "field": "综合", "definition": f"{term}的意思。", "scope": "CN",
        "sources": "[{doc: web, evidence: page}]", "examples": f"[{{hit: “{term}”}}, {{miss: 无“{term}”}}]",
    } | more  # fmt: skip
    return "- " + "\n  ".join(f"{key}: {value}" for key, value in keys.items()) + "\n"


CONCEPTS = (
    concept("wu-hu", "五湖四渠", english="five lakes")
    + concept("qi-lang", "七廊八园", scope='"120000"', sources="[{doc: book, evidence: document}]")
    + concept("cai-tao", "三彩", cues="[陶器]", shields="[唐三彩]", kind="programme")
    + concept("cai-deng", "三彩", cues="[夜市]", sources="[{evidence: recalled}, {doc: book, evidence: document}]")
    + concept("shu", "四书五册", field="历史", since='"2023"', replaces="[wu-hu]",
              earlier='[{since: "2018", until: "2022", definition: 旧的。, sources: [{doc: web, evidence: page}]}]')
)  # fmt: skip
FORMER = """- id: ju
  names: {甲管理局: 丙管理局, 乙管理局: 丙管理局}
  changed: "2018"
  fix: none
  sources: [{doc: web, evidence: page}]
  examples: [{bad: 甲管理局印发通知。}]
"""


@pytest.fixture(scope="module")
def known(make_glossary: Callable[..., Glossary]) -> Glossary:
    return make_glossary(CONCEPTS, FORMER, "- {form: 五湖四渠, phrases: [五湖四渠水]}\n", SOURCES)


def survey(into: Any, glossary: Glossary, texts: dict[str, str]) -> Any:
    for path, raw in texts.items():
        into.add(analyse(Document(raw, path=path), glossary))
    return into


def discoveries(glossary: Glossary, texts: dict[str, str] = REPORTS, **given: int) -> list[Discovery]:
    found: list[Discovery] = survey(Discoveries(glossary), glossary, texts).ranked(**given)[0]
    return found


class TestDiscoveries:
    def test_most_jurisdictions_come_first_then_documents_then_mentions(self, known: Glossary) -> None:
        counts = [(one.form, one.jurisdictions, one.documents, one.mentions) for one in discoveries(known)]
        assert counts == [
            ("三链六网", ("120000", "510000"), 3, 3),
            ("七廊九园", ("120000", "510000"), 2, 4),
            ("八关六隘", ("510000",), 1, 1),
        ]

    def test_what_the_glossary_explains_is_not_listed(self, known: Glossary) -> None:
        assert "五湖四渠" not in {one.form for one in discoveries(known)}

    def test_a_namesake_of_another_place_is_named_as_the_reason(self, known: Glossary) -> None:
        [one] = discoveries(known, {"a.txt": "2025年四川省政府工作报告\n建设“七廊八园”。"})
        assert one.reason == "词表的同形词条不适用：七廊八园（天津市）"

    def test_a_definition_other_than_the_glossary_s_is_no_discovery(self, known: Glossary) -> None:
        raw = "推进“五湖四渠”。\n\n名词解释\n1.“五湖四渠”：另外九件毫不相干的事情。\n2.“甲乙”：丙丁。\n"
        assert discoveries(known, {"a.txt": raw}) == []

    def test_the_documents_own_glosses_are_told_with_their_place(self, known: Glossary) -> None:
        glosses = {
            one.form: [(gloss.path, gloss.line, gloss.text) for gloss in one.glosses] for one in discoveries(known)
        }
        assert glosses == {
            "三链六网": [],
            "七廊九园": [("sichuan.txt", 5, "七条生态廊道、九个城市公园。")],
            "八关六隘": [("sichuan.txt", 6, "八处关口、六处隘口。")],
        }

    def test_glosses_of_one_wording_are_told_once(self, known: Glossary) -> None:
        [one] = [one for one in discoveries(known, {"a.txt": SICHUAN, "b.txt": SICHUAN}) if one.form == "八关六隘"]
        assert [gloss.path for gloss in one.glosses] == ["a.txt"]

    def test_sentences_of_different_documents_come_before_more_of_one(self, known: Glossary) -> None:
        one = discoveries(known)[1]
        assert [(sentence.path, sentence.line, sentence.text) for sentence in one.sentences] == [
            ("tianjin.txt", 2, "推进“七廊九园”建设。"),
            ("sichuan.txt", 2, "推进“七廊九园”建设。"),
            ("tianjin.txt", 2, "建好“七廊九园”，管好“七廊九园”！"),
        ]

    def test_forms_of_few_documents_and_beyond_the_limit_are_left_out(self, known: Glossary) -> None:
        found = survey(Discoveries(known), known, REPORTS)
        shown, left_out = found.ranked(min_documents=2, limit=1)
        assert ([one.form for one in shown], left_out) == (["三链六网"], 1)

    def test_known_terms_that_look_alike_are_told(self, known: Glossary) -> None:
        assert discoveries(known)[1].near == ("七廊八园",)


@pytest.mark.parametrize(
    ("text", "shortened"),
    [
        ("前句。推进“甲乙”建设；后句。", "推进“甲乙”建设；"),
        ("他说：“好。”推进“甲乙”建设", "推进“甲乙”建设"),
        ("标题\n推进“甲乙”\n下段", "推进“甲乙”"),
        ("长" * 60 + "甲乙" + "短" * 60, "…" + "长" * 28 + "甲乙" + "短" * 28 + "…"),
        ("推进\t “甲乙”　建设。", "推进 “甲乙” 建设。"),
    ],
)
def test_sentences_are_shortened_round_the_form(text: str, shortened: str) -> None:
    at = text.index("甲乙")
    assert discover.shorten(text, at, at + 2) == shortened


class TestNeighbours:
    def test_the_nearest_come_first_and_the_term_itself_does_not_count(
        self, make_glossary: Callable[..., Glossary]
    ) -> None:
        terms = ["三区三线", "三区三州", "三线建设", "四链融合", "放管服"]
        made = make_glossary("".join(concept(f"a{n}", term) for n, term in enumerate(terms)), sources=SOURCES)
        assert Neighbours(made).of("三区三线") == ("三区三州",)
        assert Neighbours(made).of("三区三线划定") == ("三区三线", "三区三州")
        assert Neighbours(made).of("八关六隘") == ()

    def test_no_near_form_is_overlooked_among_many(self, glossary: Glossary) -> None:
        neighbours = Neighbours(glossary)
        for form, near in (("一利六率", "一利五率"), ("两个毫不动遥", "两个毫不动摇"), ("三区四线", "三区三线")):
            assert near in neighbours.of(form)


class TestStubs:
    def test_what_is_explained_is_a_sound_entry_and_the_rest_asks_for_a_definition(
        self, known: Glossary, read_yaml: Callable[..., Any]
    ) -> None:
        text = as_yaml(discoveries(known), known)
        records = {record["term"]: record for record in yaml.safe_load(text)}
        assert list(records) == ["三链六网", "七廊九园", "八关六隘"]
        explained = records["七廊九园"]
        assert (explained["id"], explained["scope"]) == ("qi-lang-jiu-yuan", "CN")
        assert explained["definition"] == "七条生态廊道、九个城市公园。"
        assert explained["sources"][0] | {"checked": ""} == {
            "doc": "sichuan", "at": "名词解释", "evidence": "page", "checked": "",
        }  # fmt: skip
        assert explained["examples"] == [{"hit": "推进“七廊九园”建设。"}]
        assert records["八关六隘"]["scope"] == "510000"
        assert records["三链六网"].keys().isdisjoint({"definition", "sources"})

        sources = text.partition("sources/ 之下：\n")[2].replace("# ", "")
        problems = check(read_yaml(text, sources=sources))
        assert [(problem.code, problem.message[:4]) for problem in problems] == [
            ("ZG102", "缺少“d"),
            ("ZG102", "缺少“s"),
        ]

    def test_ids_that_are_taken_get_a_number(self, known: Glossary) -> None:
        texts = {"甲/报告.txt": "抓“五湖四曲”。\n名词解释\n“五湖四曲”：五座湖和四支曲。\n“乙丙”：丁戊己。",
                 "乙/报告.txt": "抓“五户四曲”。\n名词解释\n“五户四曲”：五户人和四支曲。\n“乙丙”：丁戊己。"}  # fmt: skip
        text = as_yaml(discoveries(known, texts), known)
        assert [record["id"] for record in yaml.safe_load(text)] == ["wu-hu-si-qu", "wu-hu-si-qu-2"]
        assert "# - id: bao-gao\n" in text and "# - id: bao-gao-2\n" in text


class TestTheDiscoverCommand:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        folder = tmp_path / "reports"
        folder.mkdir()
        for name, text in REPORTS.items():
            (folder / name).write_text(text, encoding="utf-8")
        return folder

    def test_text_tells_counts_sentences_and_glosses(self, run: Callable[..., Any], folder: Path) -> None:
        done = run("discover", "reports", "--min-documents", "2", cwd=folder.parent)
        assert done.status == 0
        assert done.stdout.startswith(
            "三链六网（2 个地区、3 篇、3 处；数字对举）\n  例句  reports/plain.txt:1  推进“三链六网”建设。\n"
        )
        assert "  释义  reports/sichuan.txt:5  七条生态廊道、九个城市公园。\n" in done.stdout
        assert done.stderr.startswith("3 篇文稿：列出词表未收的 2 个，文稿自有解释的 1 个")

    def test_json_tells_the_same(self, run: Callable[..., Any], folder: Path) -> None:
        value = json.loads(run("discover", folder, "--format", "json", "--limit", "1").stdout)
        assert (value["version"], value["left_out"], len(value["discoveries"])) == (1, 3, 1)
        assert list(value["discoveries"][0]) == [
            "form", "jurisdictions", "documents", "mentions", "reason", "sentences", "glosses", "near",
        ]  # fmt: skip
        assert value["discoveries"][0]["jurisdictions"][0] == {"code": "120000", "name": "天津市"}

    def test_yaml_is_yaml(self, run: Callable[..., Any], folder: Path) -> None:
        entries = yaml.safe_load(run("discover", folder, "--format", "yaml").stdout)
        assert {entry["term"] for entry in entries} == {"三链六网", "七廊九园", "八关六隘", "五湖四渠"}

    def test_unreadable_files_are_passed_over(self, run: Callable[..., Any], folder: Path) -> None:
        (folder / "broken.txt").write_bytes(b"\x00\x01\xff")
        done = run("discover", folder, folder / "missing.txt")
        assert done.status == 2
        assert "七廊九园" in done.stdout
        assert "broken.txt：是二进制文件" in done.stderr and "missing.txt：文件不存在" in done.stderr

    def test_a_folder_without_documents_is_an_error(self, run: Callable[..., Any], tmp_path: Path) -> None:
        done = run("discover", tmp_path)
        assert (done.status, done.stdout) == (2, "")
        assert "没有找到文稿" in done.stderr

    def test_control_characters_reach_neither_the_terminal_nor_the_yaml(
        self, run: Callable[..., Any], folder: Path
    ) -> None:
        (folder / "evil.txt").write_text("\x1b[2J推进“九塔\x1b\u2028七桥”行动。", encoding="utf-8")
        assert "“九塔␛ 七桥”行动" in run("discover", folder).stdout
        entries = yaml.safe_load(run("discover", folder, "--format", "yaml").stdout)
        assert "九塔\x1b\u2028七桥" in {entry["term"] for entry in entries}

    def test_standard_input_is_a_document_too(self, run: Callable[..., Any]) -> None:
        assert "  例句  <标准输入>:1  推进“三链六网”建设。" in run("discover", "-", stdin=PLAIN).stdout


class TestStatistics:
    def test_everything_is_counted(self, known: Glossary) -> None:
        counted = stats.count(known)
        assert counted == stats.Statistics(
            concepts=5, forms=4, fields={"综合": 4, "历史": 1}, regions={"CN": 4, "120000": 1},
            kinds={"numeral": 4, "programme": 1}, evidence={"page": 3, "document": 1, "recalled": 1},
            homonyms={"三彩": 2}, edited=1, successions=1, without_english=4, former_names=2, shields=2,
        )  # fmt: skip
        assert list(counted.fields) == ["综合", "历史"]

    def test_the_weakest_source_decides(self) -> None:
        def concept_with(*evidence: str) -> Any:
            return SimpleNamespace(current=SimpleNamespace(sources=[SimpleNamespace(evidence=one) for one in evidence]))

        assert stats.weakest_evidence(concept_with("document", "page")) == "page"
        assert stats.weakest_evidence(concept_with("recalled", "document")) == "recalled"


class TestCoverage:
    TEXTS: ClassVar = {
        "tianjin.txt": "2025年天津市政府工作报告\n“五湖四渠”，“五湖四渠”，“三彩”，“七廊九园”。",
        "sichuan.txt": "2025年四川省政府工作报告\n“五湖四渠”，陶器“三彩”，“七廊九园”。\n\n名词解释\n"
        "1.“七廊九园”：七条廊、九座园。\n2.“五湖四渠”：五湖四渠的意思。\n",
        "plain.txt": "“四书五册”，“三链六网”，“三链六网”。",
    }  # fmt: skip

    def test_shares_are_exact(self, known: Glossary) -> None:
        covered = survey(Coverage(), known, self.TEXTS)
        assert (covered.documents, covered.jurisdictions) == (3, {"120000", "510000"})
        assert covered.share() == (
            {"explained": 5, "defined": 1, "ambiguous": 1, "unknown": 3},
            {"explained": 2, "defined": 0, "ambiguous": 1, "unknown": 2},
        )

    def test_shares_of_forms_of_several_jurisdictions(self, known: Glossary) -> None:
        assert survey(Coverage(), known, self.TEXTS).share(2) == (
            {"explained": 4, "defined": 1, "ambiguous": 1, "unknown": 1},
            {"explained": 1, "defined": 0, "ambiguous": 1, "unknown": 1},
        )

    def test_the_commonest_count_mentions_of_their_status_alone(self, known: Glossary) -> None:
        covered = survey(Coverage(), known, self.TEXTS)
        told = [(tally.form, tally.mentions, len(tally.documents)) for tally in covered.commonest("unknown")]
        assert told == [("三链六网", 2, 1), ("七廊九园", 1, 1)]
        assert [tally.form for tally in covered.commonest("ambiguous", 1)] == ["三彩"]

    def test_the_command_tells_shares(self, run: Callable[..., Any], tmp_path: Path) -> None:
        for name, text in self.TEXTS.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        value = json.loads(run("glossary", "stats", "--coverage", *self.TEXTS, "--format", "json").stdout)
        assert value["coverage"]["documents"] == 3
        assert value["coverage"]["shared"]["types"]["unknown"] == {"count": 3, "share": 1.0}
        text = run("glossary", "stats", "--coverage", *self.TEXTS)
        assert text.status == 0
        assert "覆盖：3 篇文稿，2 个地区" in text.stdout
        assert "最常见的词表未收" in text.stdout

    def test_the_command_without_documents_tells_of_the_glossary_alone(
        self, run: Callable[..., Any], glossary: Glossary
    ) -> None:
        done = run("glossary", "stats", "--format", "json")
        value = json.loads(done.stdout)
        assert value["coverage"] is None
        assert value["glossary"]["concepts"] == len(glossary)
        assert sum(value["glossary"]["evidence"].values()) == len(glossary)

    def test_paths_go_with_coverage(self, run: Callable[..., Any]) -> None:
        for arguments in (["--coverage"], ["a.txt"]):
            done = run("glossary", "stats", *arguments)
            assert done.status == 2
            assert "--coverage 要与文稿的路径同用" in done.stderr
