"""Every problem that a glossary file can have, with its exact place and message."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import zhengci
from zhengci.glossary.compile import compile_sources
from zhengci.glossary.lexicon import Dictionary
from zhengci.glossary.locate import kind_of, list_files
from zhengci.glossary.nodes import MAX_BYTES, Problem, parse_nodes, read_nodes
from zhengci.glossary.opened import Glossary
from zhengci.glossary.schema import KINDS
from zhengci.glossary.sources import Sources, read_sources
from zhengci.glossary.store import GlossaryError, open_glossary
from zhengci.selftest import run_examples

Problems = Callable[..., list[Problem]]
BOOK = "- {id: a-b, title: 甲}\n"
EDITION = '{since: "%s", until: "%s", definition: 甲。, sources: [{doc: a-b, evidence: page}]}'


def entry(**changes: str | None) -> str:
    """Return a sound entry of eight lines, with keys changed, left out (None) or added from the ninth line on."""
    keys: dict[str, str | None] = {
        "id": "ce-shi", "term": "五彩八音", "kind": "numeral", "field": "综合", "definition": "测试用的词条。", "scope": "CN",
        "sources": "[{evidence: recalled}]", "examples": "[{hit: 推进“五彩八音”。}]",
    }  # fmt: skip
    return written(keys | changes)


def institution(**changes: str | None) -> str:
    """Return a sound former name of six lines, changed as above."""
    keys: dict[str, str | None] = {
        "id": "ju", "names": "{甲乙局: 丙丁局}", "changed": '"2020"', "fix": "safe", "sources": "[{evidence: recalled}]",
        "examples": "[{bad: 甲乙局开会。}]",
    }  # fmt: skip
    return written(keys | changes)


def written(keys: dict[str, str | None]) -> str:
    return "- " + "\n  ".join(f"{key}: {value}" for key, value in keys.items() if value is not None) + "\n"


def first_lines(found: list[Problem]) -> list[str]:
    return [str(problem).splitlines()[0] for problem in found]


def test_a_sound_entry_has_no_problems(problems: Problems) -> None:
    assert problems(entry()) == []
    assert problems(institution(), "institution") == []
    assert problems("- {form: 两新, phrases: [两新建, 这两新增]}\n", "shield") == []
    assert problems("", "concept") == []


SYNTAX = {
    "a tab before a key": ("- id: a\n\tterm: b\n", "2:1 ZG002 缩进用了制表符（Tab），请改用空格"),
    "an unclosed brace": ("- {id: a\n", "2:1 ZG002 YAML 语法有误：did not find expected ',' or '}'"),
    "a second colon": ("- id: a: b\n", "1:8 ZG002 YAML 语法有误：mapping values are not allowed in this context"),
    "an anchor": ("- &a {id: x}\n- *a\n", "1:3 ZG004 不支持锚点和别名（& *），请写全"),
    "an alias": ("- id: x\n- *a\n", "2:3 ZG004 不支持锚点和别名（& *），请写全"),
    "a mapping at the top": ("id: b\n", "1:1 ZG103 文件顶层应是列表，每条以“- ”开头"),
    "a repeated key": (entry() + "  id: b\n", "9:3 ZG003 重复的键“id”"),
    "a repeated key of parts": (entry(parts="{五彩: [红], 五彩: [黄]}"), "9:20 ZG003 重复的键“五彩”"),
}

CONTENT = {
    "an unknown key": (entry(defenition="x。"), "9:3 ZG101 没有“defenition”这个键；是不是“definition”？"),
    "an unknown key like no other": (entry(xyz="x。"), "9:3 ZG101 没有“xyz”这个键"),
    "a missing key": (entry(field=None), "1:3 ZG102 缺少“field”（领域）"),
    "no source": (entry(sources="[]"), "7:12 ZG102 至少要有一个出处；只凭记忆的，写 {evidence: recalled}"),
    "no example": (entry(examples="[]"), "8:13 ZG102 至少要有一个 hit 例句（或 bad/good 一对）"),
    "a page without its document": (entry(sources="[{evidence: page}]"), "7:24 ZG102 evidence: page 必须写明 doc"),
    "an example of two kinds": (
        entry(examples="[{hit: 五彩八音。, miss: 五彩八音。}]"),
        "8:20 ZG102 每个例句恰好写 hit、miss、ambiguous、bad 之一（good 只随 bad）",
    ),
    "a short term without a miss": (
        entry(term="五彩", examples="[{hit: 五彩。}]"),
        "8:13 ZG102 “五彩”很短，至少要有一个 miss 例句",
    ),
    "an edition that tells no difference": (
        entry(since='"2020"', earlier='[{since: "2015", until: "2018", sources: [{doc: a-b, evidence: page}]}]'),
        "10:21 ZG102 以往版本至少要写 definition 或 parts 之一",
    ),
    "a string for a list": (entry(cues="国资"), "9:9 ZG103 这里应是列表（[甲, 乙] 或每项一行、以“- ”开头）"),
    "another spelling of true": (entry(well_known="yes"), "9:15 ZG103 这里应是 true 或 false"),
    "true in quotes": (entry(well_known='"true"'), "9:15 ZG103 这里应是 true 或 false"),
    "a list for a string": (entry(issuer="[甲]"), "9:11 ZG103 这里应是文字，却是列表"),
    "a mapping for a string": (entry(issuer="{甲: 乙}"), "9:11 ZG103 这里应是文字，却是映射"),
    "an implicit boolean": (entry(english="no"), "9:12 ZG005 “no”会被 YAML 读成布尔值，这里应是文字；请加引号"),
    "an implicit float": (entry(note="1.10"), "9:9 ZG005 “1.10”会被 YAML 读成小数，这里应是文字；请加引号"),
    "an implicit null": (entry(note=""), "9:8 ZG005 空白会被 YAML 读成空值，这里应是文字；请加引号"),
    "an implicit date": (
        entry(since="2017-10-18"),
        "9:10 ZG005 “2017-10-18”会被 YAML 读成日期，这里应是加引号的日期；请加引号",
    ),
    "a scope that YAML reads as a number": (
        entry(scope="120000"),
        "6:10 ZG005 “120000”会被 YAML 读成整数，这里应是CN 或加引号的六位区划代码；请加引号",
    ),
    "a scope that is no code": (entry(scope='"12"'), "6:10 ZG104 “12”不是 CN，也不是六位行政区划代码（GB/T 2260）"),
    "a month beyond twelve": (
        entry(since='"2017-13"'),
        '9:10 ZG104 日期“2017-13”不对，应写作 "2025"、"2025-01" 或 "2025-01-03"',
    ),
    "a date in words": (
        entry(since="二〇一七年"),
        '9:10 ZG104 日期“二〇一七年”不对，应写作 "2025"、"2025-01" 或 "2025-01-03"',
    ),
    "a wrong choice": (
        entry(kind="numbral"),
        f"3:9 ZG104 “numbral”不在允许的值之内（{'、'.join(KINDS)}）；是不是“numeral”？",
    ),
    "a wrong id": (entry(id="Ce_Shi"), "1:7 ZG104 标识“Ce_Shi”只能用小写字母、数字和连字符"),
    "an empty text": (entry(definition='" "'), "5:15 ZG104 文字不能为空"),
    "a line break in a text": (entry(definition='"有\\n换行。"'), "5:15 ZG104 文字中有控制字符或换行"),
    "a definition without its full stop": (entry(definition="没有句号"), "5:15 ZG104 释义应以句号结尾"),
    "an empty wording": (entry(parts="{五彩: [红||黄]}"), "9:16 ZG104 成员“红||黄”的各种说法不能为空或重复"),
    "an example about something else": (entry(examples="[{hit: 别的句子。}]"), "8:20 ZG104 例句里没有“五彩八音”"),
    "a form given twice": (entry(forms="[{text: 五彩八音, is: admitted}]"), "9:18 ZG201 形式“五彩八音”在本条中重复"),
    "an id given twice": (
        entry() + entry(term="七弦九韵", examples="[{hit: 七弦九韵。}]"),
        "9:7 ZG201 标识“ce-shi”已用于 concepts.yml:1",
    ),
    "an unknown document": (
        entry(sources="[{doc: a-c, evidence: page}]"),
        "7:19 ZG202 出处“a-c”不在 glossary/sources/ 之中；是不是“a-b”？",
    ),
    "an unknown predecessor": (entry(since='"2020"', replaces="[ce-shu]"), "10:13 ZG202 没有词条“ce-shu”；是不是“ce-shi”？"),
    "a document that is not in hand": (
        entry(sources="[{doc: a-b, evidence: document}]"),
        "7:34 ZG203 出处“a-b”没有 file，不能作为 document；读过的网页请写 page",
    ),
    "an edition from memory": (
        entry(since='"2020"', earlier='[{since: "2015", until: "2018", definition: 甲。, sources: [{evidence: recalled}]}]'),
        "10:81 ZG203 以往版本必须有文献或网页为据，不能只凭记忆",
    ),
    "an entry that replaces itself": (entry(since='"2020"', replaces="[ce-shi]"), "10:13 ZG203 词条不能取代自己"),
    "a term without a letter": (
        entry(term="、、", examples="[{hit: 、、。}]"),
        "2:9 ZG204 “、、”没有文字，永远匹配不上",
    ),
    "a term with a blank": (
        entry(term="五彩 八音", examples="[{hit: 五彩 八音。}]"),
        "2:9 ZG204 “五彩 八音”中有空白，永远匹配不上",
    ),
    "a term of one character": (
        entry(term="彩", examples="[{hit: 彩。}, {miss: 彩色。}]"),
        "2:9 ZG205 “彩”只有一个字，到处都会误认",
    ),
    "an end before the beginning": (
        entry(since='"2020"', until='"2019-12"'),
        "10:10 ZG206 停用时间 2019-12 早于起始时间 2020",
    ),
    "editions without a present one": (
        entry(earlier=f"[{EDITION % ('2015', '2018')}]"),
        "9:12 ZG206 有以往版本，就要写现行版本的 since",
    ),
    "an edition that runs into the present one": (
        entry(since='"2017"', earlier=f"[{EDITION % ('2015', '2018')}]"),
        "10:36 ZG206 该版本终止 2018 晚于现行版本起始 2017",
    ),
    "editions that overlap": (
        entry(since='"2020"', earlier=f"[{EDITION % ('2015', '2018')}, {EDITION % ('2017', '2019')}]"),
        "10:108 ZG206 该版本起始 2017 与前一版本（至 2018）重叠",
    ),
    "a successor without a beginning": (
        entry(replaces="[jiu]") + entry(id="jiu", term="七弦九韵", examples="[{hit: 七弦九韵。}]"),
        "9:13 ZG206 取代别的词条，就要写 since",
    ),
    "a successor before the end": (
        entry(since='"2018"', replaces="[jiu]")
        + entry(id="jiu", term="七弦九韵", until='"2020"', examples="[{hit: 七弦九韵。}]"),
        "10:13 ZG203 “jiu”停用于 2020，晚于本条起始 2018，互相矛盾",
    ),
    "a shield without the form": (entry(shields="[八音盒]"), "9:12 ZG208 “八音盒”应比本条的某个形式长，并含有它"),
    "a shield no longer than the form": (
        entry(shields="[五彩八音]"),
        "9:12 ZG208 “五彩八音”应比本条的某个形式长，并含有它",
    ),
    "a preferred form that another entry rejects": (
        entry(forms="[{text: 七弦九韵, is: deprecated}]", cues="[彩]")
        + entry(id="yin", term="七弦九韵", cues="[音]", examples="[{hit: 七弦九韵。}]"),
        "12:9 ZG210 首选指称“七弦九韵”在别的词条中是不宜用的形式",
    ),
}  # fmt: skip

INSTITUTIONS = {
    "a name that becomes itself": (
        institution(names="{甲乙局: 甲乙局}"),
        "2:10 ZG210 “甲乙局”改为它自己",
    ),
    "a correction that is itself a former name": (
        institution() + institution(id="ju-er", names="{丙丁局: 戊己局}", examples="[{bad: 丙丁局开会。}]"),
        "2:10 ZG210 现称“丙丁局”又是“ju-er”的旧称，应直接写最后的名称",
    ),
    "a former name given twice": (institution() + institution(id="ju-er"), "8:10 ZG201 旧称“甲乙局”已见于“ju”"),
    "a shield without the name": (institution(shields="[甲乙]"), "7:12 ZG208 “甲乙”应比某个旧称长，并含有它"),
    "a wrong kind of fix": (institution(fix="auto"), "4:8 ZG104 “auto”不在允许的值之内（safe、none）"),
}


def named(table: dict[str, tuple[str, str]]) -> list[object]:
    return [pytest.param(text, told, id=name.replace(" ", "-")) for name, (text, told) in table.items()]


@pytest.mark.parametrize(("text", "told"), named(SYNTAX | CONTENT))
def test_one_mistake_is_one_problem_with_its_place(problems: Problems, text: str, told: str) -> None:
    assert [f"concepts.yml:{told}"] == first_lines(problems(text, sources=BOOK))


@pytest.mark.parametrize(("text", "told"), named(INSTITUTIONS))
def test_one_mistake_among_institutions_is_one_problem_with_its_place(problems: Problems, text: str, told: str) -> None:
    assert [f"institutions.yml:{told}"] == first_lines(problems(text, "institution"))


def test_a_shield_file_is_checked(problems: Problems) -> None:
    assert first_lines(problems("- {form: 两新, phrases: [新城, 两新]}\n", "shield")) == [
        "shields.yml:1:23 ZG208 “两新”应比“两新”长，并含有它",
        "shields.yml:1:23 ZG208 “新城”应比“两新”长，并含有它",
    ]


def test_a_term_that_cannot_be_read_is_not_complained_of_again_in_its_examples(problems: Problems) -> None:
    found = first_lines(problems(entry(term="no")))
    assert found == ["concepts.yml:2:9 ZG005 “no”会被 YAML 读成布尔值，这里应是文字；请加引号"]


@pytest.mark.parametrize("code", ["999999", "120199"])
def test_a_scope_that_no_division_has_is_a_problem(problems: Problems, code: str) -> None:
    """An entry of such a scope could never match in any document."""
    assert [problem[:4] for problem in problems(entry(scope=f'"{code}"'))] == [("concepts.yml", 6, 10, "ZG104")]


@pytest.mark.parametrize("date", ["2025-02-30", "2025-04-31"])
def test_a_date_that_no_calendar_has_is_a_problem(problems: Problems, date: str) -> None:
    wanted = f'concepts.yml:9:10 ZG104 日期“{date}”不对，应写作 "2025"、"2025-01" 或 "2025-01-03"'
    assert [wanted] == first_lines(problems(entry(since=f'"{date}"')))


def test_homonyms_need_something_to_tell_them_apart(problems: Problems) -> None:
    both = [
        "concepts.yml:2:9 ZG207 “五彩八音”与 ling 同形，须有 cues、nouns，或不同的 scope、起止时间",
        "concepts.yml:10:9 ZG207 “五彩八音”与 ce-shi 同形，须有 cues、nouns，或不同的 scope、起止时间",
    ]
    assert both == first_lines(problems(entry() + entry(id="ling")))
    assert problems(entry(cues="[彩]") + entry(id="ling", nouns="[音]")) == []
    assert problems(entry() + entry(id="ling", scope='"120000"')) == []
    assert problems(entry(until='"2019"') + entry(id="ling", since='"2020"')) == []


@pytest.mark.parametrize("length", [2, 3])
def test_a_cycle_of_replacements_is_reported_at_each_of_its_entries(problems: Problems, length: int) -> None:
    terms = ["五彩八音", "七弦九韵", "六艺四书"][:length]
    text = "".join(
        entry(id=f"c{number}", term=term, since='"2020"', replaces=f"[c{(number + 1) % length}]",
              examples=f"[{{hit: {term}。}}]")
        for number, term in enumerate(terms)
    )  # fmt: skip
    assert [
        f"concepts.yml:{10 * number + 10}:13 ZG203 “c{number}”经由取代关系又取代了自己" for number in range(length)
    ] == first_lines(problems(text))


def test_many_problems_are_reported_all_together_in_their_order_with_the_source_line(problems: Problems) -> None:
    found = problems(entry(kind="x", defenition="y", since="2017") + entry(id="B", term="七弦九韵", scope="no"))
    assert [problem[1:4] for problem in found] == [
        (3, 9, "ZG104"), (9, 3, "ZG101"), (10, 10, "ZG005"), (11, 7, "ZG104"), (16, 10, "ZG005"), (18, 20, "ZG104"),
    ]  # fmt: skip
    assert str(found[1]) == "concepts.yml:9:3 ZG101 没有“defenition”这个键；是不是“definition”？\n    defenition: y"


def test_missing_keys_are_reported_one_by_one(problems: Problems) -> None:
    required = ["definition", "examples", "field", "kind", "scope", "sources", "term"]
    found = problems("- id: a\n")
    assert required == [re.search("“(.*?)”", problem.message)[1] for problem in found]  # type: ignore[index]
    assert {("concepts.yml", 1, 3, "ZG102")} == {problem[:4] for problem in found}


def test_an_alias_bomb_is_refused_before_it_unfolds(problems: Problems) -> None:
    bomb = "- &a [x, x]\n" + "".join(f"- &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20))
    assert first_lines(problems(bomb)) == ["concepts.yml:1:3 ZG004 不支持锚点和别名（& *），请写全"]


def test_deep_nesting_is_a_problem_and_no_crash() -> None:
    program = (
        "from zhengci.glossary.nodes import parse_nodes\n"
        "file, node = parse_nodes('['*200000 + ']'*200000, 'deep.yml')\n"
        "print(node is None, len(file.problems), file.problems[0].code if file.problems else '')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "True 1 ZG002\n")


# Files ---------------------------------------------------------------------------------------------------------------


def test_a_missing_file_is_a_problem_of_the_whole_file(tmp_path: Path) -> None:
    file, node = read_nodes(tmp_path / "no.yml", "no.yml")
    assert (node, first_lines(file.problems)) == (None, ["no.yml:0:0 ZG001 文件读不出来：No such file or directory"])


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_read_permission_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_text(entry())
    path.chmod(0)
    file, _ = read_nodes(path, "a.yml")
    assert first_lines(file.problems) == ["a.yml:0:0 ZG001 文件读不出来：Permission denied"]


def test_a_file_that_is_not_utf8_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes(b"# ascii\n" + entry().encode("gb18030"))
    file, node = read_nodes(path, "a.yml")
    offset = len(b"# ascii\n" + entry().encode("gb18030").split("五".encode("gb18030"))[0])
    assert (None, [f"a.yml:3:1 ZG001 不是 UTF-8 编码（第 {offset} 字节起）"]) == (node, first_lines(file.problems))


def test_a_huge_file_is_not_even_parsed(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    file, _ = read_nodes(path, "a.yml")
    told = f"a.yml:0:0 ZG001 文件过大（{MAX_BYTES + 1} 字节）；一个词表文件不应超过 {MAX_BYTES} 字节"
    assert [told] == first_lines(file.problems)


def test_a_byte_order_mark_does_not_shift_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_text("\ufeff" + entry(kind="x"), encoding="utf-8")
    sources = read_sources([path])
    assert [problem[1:4] for problem in sources.problems] == [(3, 9, "ZG104")]


def test_files_are_told_apart_by_their_place_and_templates_are_left_out(tmp_path: Path) -> None:
    for name in ("sources/web.yml", "b.yml", "a.yaml", "_template.yml", "institutions.yml", "shields.yml", "note.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    files = [file.relative_to(tmp_path).as_posix() for file in list_files(tmp_path)]
    assert files == ["a.yaml", "b.yml", "institutions.yml", "shields.yml", "sources/web.yml"]
    assert [kind_of(tmp_path / name) for name in files] == ["concept", "concept", "institution", "shield", "source"]


def test_a_layer_with_problems_raises_with_all_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "unit.yml").write_text(entry(kind="x", field="y"), encoding="utf-8")
    with pytest.raises(GlossaryError, match="词表有 2 处问题") as caught:
        open_glossary([tmp_path / "unit.yml"])
    assert [f"{one.path}:{one.line}:{one.column}" for one in caught.value.problems] == ["unit.yml:3:9", "unit.yml:4:10"]


def test_a_layer_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match=f"^找不到词表：{re.escape(str(tmp_path / 'no.yml'))}$"):
        open_glossary([tmp_path / "no.yml"])


def test_a_layer_adds_entries_and_replaces_those_with_its_ids(tmp_path: Path) -> None:
    (tmp_path / "unit.yml").write_text(
        entry() + entry(id="yi-li-wu-lv", term="一利五率", definition="本单位的说法。", since='"2025-01"',
                        replaces="[liang-li-si-lv]", examples="[{hit: 一利五率。}]"),
        encoding="utf-8",
    )  # fmt: skip
    layered = open_glossary([tmp_path / "unit.yml"])
    assert len(open_glossary()) + 1 == len(layered)
    assert [concept.current.definition for concept in layered.lookup("一利五率")] == ["本单位的说法。"]
    assert [concept.id for concept in layered.lookup("五彩八音")] == ["ce-shi"]


# Examples ------------------------------------------------------------------------------------------------------------

FAILED = {
    "hit": (
        entry(term="蓝绿灰白", shields="[蓝绿灰白黑]", examples="[{hit: 涂成蓝绿灰白黑。}]"),
        "8:20 ZG301 没有识别为“ce-shi”；实际识别：没有",
    ),
    "miss": (
        entry(examples="[{hit: 推进五彩八音。}, {miss: 推进五彩八音。}]"),
        "8:37 ZG301 不应识别为“ce-shi”；实际识别：五彩八音＝ce-shi（仅此一义）",
    ),
    "ambiguous": (
        entry(examples="[{hit: 推进五彩八音。}, {ambiguous: 推进五彩八音。}]"),
        "8:42 ZG301 没有判为多义待定；实际识别：五彩八音＝ce-shi（仅此一义）",
    ),
    "bad": (
        entry(well_known="true", examples="[{bad: 推进五彩八音。, good: 推进五彩八音。}]"),
        "8:20 ZG301 lint 没有报告本条；报告了：无",
    ),
    "good": (
        entry(forms="[{text: 七弦九韵, is: deprecated}]", since='"2020"', well_known="true", sources="[{doc: a-b, evidence: page}]",
              examples='[{bad: 推进七弦九韵。, good: 推进七弦。, date: "2025"}]'),
        "8:20 ZG301 修正得到“推进五彩八音。”，不是“推进七弦。”",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), [pytest.param(*case, id=name) for name, case in FAILED.items()])
def test_a_failed_example_is_a_problem_at_its_place(
    text: str, told: str, read_yaml: Callable[..., Sources], dictionary: Dictionary
) -> None:
    sources = read_yaml(text, sources=BOOK)
    glossary = Glossary(compile_sources(sources, "", dictionary))
    assert [f"concepts.yml:{told}"] == first_lines(run_examples(sources, glossary))


def test_an_example_that_comes_out_as_it_says_is_no_problem(
    make_glossary: Callable[..., Glossary], read_yaml: Callable[..., Sources]
) -> None:
    text = institution(examples='[{bad: 甲乙局开会。, good: 丙丁局开会。, date: "2025"}]', sources="[{doc: a-b, evidence: page}]")
    glossary = make_glossary(institutions=text, sources=BOOK)
    assert run_examples(read_yaml(institutions=text, sources=BOOK), glossary) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"earlier": '[{until: "2020", definition: 旧。, sources: []}]', "since": '"2021"'},
        {"earlier": '[{since: 去年, until: "2020", definition: 旧。, sources: []}]', "since": '"2021"'},
        {"forms": "[{is: admitted}]"},
        {"forms": "[{text: 七弦九韵, is: 许用}]"},
        {"sources": "[{doc: a-b}]"},
        {"definition": None},
    ],
)
def test_what_is_not_whole_is_left_out_and_the_rest_can_be_compiled(
    changes: dict[str, str | None], read_yaml: Callable[..., Sources], dictionary: Dictionary
) -> None:
    sources = read_yaml(entry(**changes) + entry(id="c-d", term="三灯两伞"), sources=BOOK)
    assert sources.problems
    glossary = Glossary(compile_sources(sources.complete(), "", dictionary))
    assert [concept.id for concept in glossary] == ["c-d"]


def test_every_problem_code_of_the_program_is_exercised_here() -> None:
    package = Path(zhengci.__file__).parent
    known = {code for file in package.rglob("*.py") for code in re.findall(r'"(ZG\d{3})"', file.read_text(encoding="utf-8"))}
    here = set(re.findall(r"ZG\d{3}", Path(__file__).read_text(encoding="utf-8")))
    assert set() == known - here


def test_the_built_in_glossary_has_no_problems(glossary: Glossary) -> None:
    """Its examples are run by ``zhengci glossary check``; here it only has to open and to hold what we speak of."""
    assert {"yi-li-wu-lv", "liang-li-si-lv"} <= {concept.id for concept in glossary}


def test_a_problem_without_a_place_has_no_source_line() -> None:
    file, _ = parse_nodes("", "a.yml")
    file.report(None, "ZG001", "没有")
    assert str(file.problems[0]) == "a.yml:0:0 ZG001 没有"
