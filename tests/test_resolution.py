"""Which sense a form has in its document, in the order of the design: definition, date, place, words around, else open."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from zhengci import api
from zhengci.glossary.opened import Glossary
from zhengci.mentions.resolve import Mention

SOURCES = "- {id: web, title: 网页}\n"


def concept(name: str, term: str, definition: str, *, scope: str = "CN", example: str = "", **more: str) -> str:
    keys = {
        "id": name, "term": term, "kind": "numeral", "field": "综合", "definition": definition, "scope": f'"{scope}"',
        "sources": "[{doc: web, evidence: page}]", "examples": f"[{{hit: {example or f'“{term}”'}}}, {{miss: “{term}”}}]",
    } | more  # fmt: skip
    return "- " + "\n  ".join(f"{key}: {value}" for key, value in keys.items()) + "\n"


#: 三彩 has three readings told apart by words, 五音 by place, 七艺 by date, 四书 by edition; 八门 stands alone.
CONCEPTS = (
    concept("cai-tao", "三彩", "陶器的黄、绿、白三种釉色。", parts="[黄釉, 绿釉, 白釉]", cues="[陶器, 窑]", nouns="[釉, 俑]")
    + concept("cai-piao", "三彩", "体育场馆发行的三种票券。", parts="[月票, 季票, 年票]", cues="[场馆, 球赛]")
    + concept("cai-deng", "三彩", "夜市街区的三种灯饰。", parts="[灯笼, 灯带, 灯柱]", cues="[夜市]", since='"2024"')
    + concept("yin-guo", "五音", "全国的五种音律。")
    + concept("yin-jin", "五音", "天津的五种曲艺。", scope="120000")
    + concept("yin-ji", "五音", "蓟州的五种山歌。", scope="120119")
    + concept("yi-jiu", "七艺", "旧的七门课程。", until='"2019"')
    + concept("yi-xin", "七艺", "新的七门课程。", since='"2020"')
    + concept("shu", "四书", "四种必读的书。", parts="[甲书, 乙书, 丙书, 戊书]", since='"2023"',
              earlier='[{since: "2018", until: "2020", parts: [甲书, 乙书, 丙书, 丁书], sources: [{doc: web, evidence: page}]},'
                      ' {since: "2021", until: "2022", parts: [甲书, 乙书, 丙书, 己书], sources: [{doc: web, evidence: page}]}]')
    + concept("men", "八门", "上海的八座门。", scope="310000")
    + concept("tai", "小高台", "指加引号的培育对象。", quoted="true")
)  # fmt: skip


@pytest.fixture(scope="module")
def small(make_glossary: Callable[..., Glossary]) -> Glossary:
    return make_glossary(CONCEPTS, sources=SOURCES)


def mentions(glossary: Glossary, text: str, date: str = "2025", place: str = "CN") -> tuple[Mention, ...]:
    return api.annotate(text, date=date, jurisdiction=place, glossary=glossary).mentions


def senses(glossary: Glossary, text: str, date: str = "2025", place: str = "CN") -> list[tuple[str, str]]:
    """Return for each mention its concept (or status) and its last reason."""
    return [
        (mention.concept.id if mention.concept else mention.status, mention.reasons[-1])
        for mention in mentions(glossary, text, date, place)
    ]


@pytest.mark.parametrize(
    ("text", "sense", "reason"),
    [
        ("推进“三彩”（月票、季票、年票）发售，修复陶器。", "cai-piao", "与本文自己的解释相符"),
        ("推进“三彩”，即灯笼、灯带、灯柱。", "cai-deng", "与本文自己的解释相符"),
        ("推进“三彩”，即早餐、午餐、晚餐。", "defined", "本文自有解释，与词表各义项不同"),
        ("展出“三彩”俑三件，来自场馆。", "cai-tao", "由后接词语判定"),
        ("在场馆发售“三彩”。", "cai-piao", "由上下文词语“场馆”判定"),
        ("夜市亮起“三彩”。", "cai-deng", "由上下文词语“夜市”判定"),
        ("陶器窑址旁的夜市有“三彩”。", "cai-tao", "由上下文词语“陶器、窑”判定"),
        ("陶器和夜市都有“三彩”。", "ambiguous", "上下文对几个义项同样支持"),
        ("推进“三彩”工作。", "ambiguous", "上下文中没有能判定义项的词语"),
    ],
)
def test_homonyms_are_told_apart_by_definition_then_noun_then_cues(
    small: Glossary, text: str, sense: str, reason: str
) -> None:
    assert [(sense, reason)] == senses(small, text)


def test_a_sense_that_did_not_exist_yet_is_no_candidate(small: Glossary) -> None:
    (mention,) = mentions(small, "推进“三彩”工作。", date="2020")
    assert (mention.status, [rival.id for rival in mention.candidates]) == ("ambiguous", ["cai-tao", "cai-piao"])
    assert mention.reasons[0] == "按本文日期 2020 排除尚未出现的义项"


@pytest.mark.parametrize(("date", "sense"), [("2018", "yi-jiu"), ("2019-12", "yi-jiu"), ("2020", "yi-xin"), ("2026-01-01", "yi-xin")])
def test_the_date_decides_between_an_old_and_a_new_sense(small: Glossary, date: str, sense: str) -> None:
    assert [sense] == [found for found, _ in senses(small, "开设“七艺”课程。", date)]


@pytest.mark.parametrize(
    ("place", "sense"),
    [
        ("天津市蓟州区", "yin-ji"), ("120103", "yin-jin"), ("120000", "yin-jin"), ("浙江", "yin-guo"), ("CN", "yin-guo"),
    ],
)  # fmt: skip
def test_the_most_specific_place_on_the_path_decides(small: Glossary, place: str, sense: str) -> None:
    assert [sense] == [found for found, _ in senses(small, "传承“五音”艺术。", place=place)]


def test_a_sense_of_another_region_is_not_used(small: Glossary) -> None:
    assert senses(small, "守好“八门”。", place="浙江") == [("unknown", "已知义项限于上海市，与本文地区（浙江省）不符")]
    assert [found for found, _ in senses(small, "守好“八门”。", place="上海市浦东新区")] == ["men"]


def test_a_term_before_its_time_is_unknown_and_keeps_the_candidate(small: Glossary) -> None:
    (mention,) = mentions(small, "读好“四书”。", date="2015")
    assert (mention.status, mention.reasons) == ("unknown", ("已知义项始于 2018，晚于本文日期 2015",))
    assert [rival.id for rival in mention.candidates] == ["shu"]


@pytest.mark.parametrize(
    ("date", "last"),
    [("2018", "丁书"), ("2020-12", "丁书"), ("2021", "己书"), ("2022-06-30", "己书"), ("2023", "戊书"), ("2026", "戊书")],
)
def test_the_edition_is_that_of_the_document_s_date(small: Glossary, date: str, last: str) -> None:
    (mention,) = mentions(small, "读好“四书”。", date=date)
    assert mention.edition is not None
    assert ((last,),) == mention.edition.parts[0].members[3:]


def test_an_ambiguous_mention_follows_the_one_sense_of_its_document(small: Glossary) -> None:
    text = "展出“三彩”俑。\n" + "其他工作有序推进，各项任务按期完成。" * 12 + "\n抓好“三彩”工作。"
    assert senses(small, text) == [("cai-tao", "由后接词语判定"), ("cai-tao", "与本文他处同义")]


def test_with_two_senses_in_one_document_an_ambiguous_mention_stays_open(small: Glossary) -> None:
    filling = "其他工作有序推进，各项任务按期完成。" * 12
    text = f"展出“三彩”俑。\n{filling}\n场馆发售“三彩”。\n{filling}\n抓好“三彩”工作。"
    assert [sense for sense, _ in senses(small, text)] == ["cai-tao", "cai-piao", "ambiguous"]


def test_the_document_s_appendix_binds_every_mention(small: Glossary) -> None:
    text = "抓好“三彩”工作，修复陶器。\n\n名词解释\n1.“三彩”：月票、季票、年票。\n2.“甲乙”：说明，释义。\n"
    assert {"cai-piao"} == {sense for sense, _ in senses(small, text) if sense.startswith("cai")}


def test_a_term_that_counts_only_in_quotation_marks_is_not_found_bare(small: Glossary) -> None:
    assert [sense for sense, _ in senses(small, "培育“小高台”企业，搭起小高台。")] == ["tai"]


def test_mentions_are_disjoint_in_order_and_none_stands_in_code_links_or_front_matter(small: Glossary) -> None:
    from zhengci.document.document import Document
    from zhengci.mentions.resolve import analyse

    raw = "---\ntitle: “三彩”\n---\n`“三彩”` [“三彩”](a) <!-- “三彩” -->\n\n𠮷“三彩”和“四书”、“五音”。\n"
    found = analyse(Document(raw, path="a.md", date="2025", jurisdiction="000000"), small).mentions
    assert [raw[mention.start : mention.end] for mention in found] == ["三彩", "四书", "五音"]
    assert raw.index("𠮷") < found[0].start


# What the glossary does not know ---------------------------------------------------------------------------------------

UNKNOWN = [
    ("全面推进“七纵八横”提升。", "七纵八横"),
    ("实施“四个善作善成”。", "四个善作善成"),
    ("建设“六链五群”。", "六链五群"),
    ("开展“千企万户大走访”活动。", "千企万户大走访"),
    ("健全“1+5+N”体系。", "1+5+N"),
    ("推行1+3+5工作法。", "1+3+5"),
    ("构建“45432”现代化产业体系。", "45432"),
    ("实施2653行动。", "2653"),
    ("推进“益企成长”行动。", "益企成长"),
    ("开展GEP核算。", "GEP"),
    ("深化一制三化改革。", "一制三化"),
]


@pytest.mark.parametrize(("text", "form"), UNKNOWN)
def test_what_looks_like_an_abbreviation_is_found(small: Glossary, text: str, form: str) -> None:
    assert [(form, "unknown")] == [(mention.text, mention.status) for mention in mentions(small, text)]


NOT_ABBREVIATIONS = [
    "新建“三个”项目。",
    "完成“20项”任务。",
    "生产总值增长5.3%，达到2万亿元。",
    "2025年完成投资120亿元。",
    "建成三条公路、两座桥梁。",
    "做到“一心一意”。",
    "四通八达的路网。",
    "当好“千里眼”。",
    "获得“一等奖”。",
    "进入“百强县”。",
    "实现“十连冠”。",
    "他说：“好。”",
    "印发《“七纵八横”规划》。",
    "下辖一市三县。",
    "南昌、赣江新区、九江三地联席会议。",
    "“第一书记”驻村。",
    "“2024”年度。",
    "时间是“三点半”。",
    "打破“千亿俱乐部”门槛。",
    "见“二〇二五年”公报。",
]


@pytest.mark.parametrize("text", NOT_ABBREVIATIONS)
def test_counts_dates_idioms_and_titles_are_no_abbreviations(small: Glossary, text: str) -> None:
    assert [mention.text for mention in mentions(small, text)] == []


def test_an_unknown_abbreviation_that_the_document_explains_is_defined(small: Glossary) -> None:
    text = "推进“七纵八横”（七条纵向、八条横向通道）建设。再抓“七纵八横”。"
    found = mentions(small, text)
    assert [mention.status for mention in found] == ["defined", "defined"]
    assert found[0].definition.gloss == "七条纵向、八条横向通道"  # type: ignore[union-attr]


def test_a_form_that_only_the_appendix_knows_is_defined_wherever_it_stands(small: Glossary) -> None:
    text = "推进益企成长。\n\n名词解释\n1.益企成长：培育企业的做法。\n2.标准海：标准化工作的品牌。\n"
    first = mentions(small, text)[0]
    assert (first.text, first.status) == ("益企成长", "defined")
