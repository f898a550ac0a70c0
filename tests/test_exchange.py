"""The glossary in other formats: what is exported is sound and comes back as it was; what is not ours is refused in words."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from zhengci.cli.glossary import show
from zhengci.exchange import FORMATS, book, model, table
from zhengci.exchange.book import Book, ExportError, book_of
from zhengci.exchange.table import COLUMNS, read_csv, rows, write_csv, write_xlsx
from zhengci.exchange.tbx import NAMESPACE, is_plain_hit, write_tbx
from zhengci.exchange.tbx_reader import read_tbx
from zhengci.glossary import locate
from zhengci.glossary.nodes import parse_nodes
from zhengci.glossary.opened import Glossary
from zhengci.glossary.schema import CONCEPT, FIELDS, KINDS, RECORDS, read_records
from zhengci.glossary.store import GlossaryError, open_glossary

Run = Callable[..., Any]

SOURCES = """\
- {id: wen, title: 关于“五彩”的通知, publisher: 某部, date: "2024-05-01", address: "https://example.cn/a?b=1&c=<2>", file: a/b.txt}
- {id: 3wen, title: "=另一份通知"}
"""
#: Every key of the schema once, and a homonym.
CONCEPTS = """\
- id: wu-cai
  term: 五彩八音
  kind: numeral
  field: 国资国企
  definition: 测试用的“词条”，含 <尖括号> & 记号。
  parts: {五彩: [红, 黄|橙, 青], 八音: [金, 石]}
  scope: CN
  issuer: 某部
  since: "2024-05"
  until: "2025"
  earlier:
    - {since: "2020", until: "2024-04", parts: {五彩: [红, 黄]}, sources: [{doc: 3wen, at: 第一段, evidence: page}]}
  replaces: [1-cai, liu-cai]
  forms:
    - {text: 五彩, is: admitted, quoted: true}
    - {text: "-五彩", is: superseded}
    - {text: 伍彩, is: deprecated}
  quoted: true
  cues: [颜色, 声音]
  nouns: [工作]
  cued: true
  shields: [新五彩八音]
  well_known: true
  english: five colours, "eight" tones
  note: "kind: 不是类别，是备注。"
  sources:
    - {doc: wen, at: 第二段, evidence: document, checked: "2026-11-22"}
    - {evidence: recalled}
  examples:
    - {hit: 推进“五彩八音”。}
    - {miss: 新五彩八音上市。, date: "2024-06", region: "120000"}
    - {bad: 推进“伍彩”。, good: 推进“五彩八音”。}
- {id: 1-cai, term: 一彩八音, kind: plan, field: 国资国企, definition: 旧的。, scope: CN, until: "2019", sources: [{evidence: recalled}], examples: [{hit: 推进“一彩八音”。}]}
- {id: liu-cai, term: 六彩八音, kind: plan, field: 综合, definition: 甲义。, scope: CN, cues: [甲], until: "2019", sources: [{evidence: recalled}], examples: [{hit: 甲的“六彩八音”。}]}
- {id: liu-cai-jin, term: 六彩八音, kind: plan, field: 综合, definition: 乙义。, parts: [东, 西], scope: "120115", cues: [乙], sources: [{doc: wen, evidence: page}], examples: [{hit: 乙的“六彩八音”。}]}
"""  # noqa: E501


@pytest.fixture
def sample() -> Book:
    return from_yaml((CONCEPTS, SOURCES))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a built-in glossary of our own."""
    base = tmp_path_factory.mktemp("built-in")
    for name in ("glossary/sources", "terms"):
        (base / name).mkdir(parents=True)
    (base / "glossary" / "a.yml").write_text(CONCEPTS, encoding="utf-8")
    (base / "glossary" / "sources" / "a.yml").write_text(SOURCES, encoding="utf-8")
    (base / "terms" / "institutions.yml").write_text(
        '- {id: ju, names: {甲乙局: 丙丁局}, changed: "2020", fix: safe, sources: [{evidence: recalled}], '
        "examples: [{bad: 甲乙局开会。, good: 丙丁局开会。}]}\n",
        encoding="utf-8",
    )

    return base


@pytest.fixture
def small(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put our own built-in glossary in the place of the real one, so that nobody's edits of that are felt."""
    for module in (locate, book):
        monkeypatch.setattr(module, "builtin_roots", lambda: [base / "glossary", base / "terms"])


def hits_first(one: Book) -> Book:
    """Return a book as TBX tells it: plain sentences are contexts of the term and come before other examples."""
    concepts = [
        concept | {"examples": sorted(concept["examples"], key=lambda example: not is_plain_hit(example))}
        for concept in one.concepts
    ]
    return Book(concepts, one.sources)


def from_yaml(texts: tuple[str, str]) -> Book:
    read = []
    for kind, text in zip(("concept", "source"), texts, strict=True):
        file, node = parse_nodes(text, f"{kind}.yml")
        read.append(read_records(file, node, RECORDS[kind]))
        assert file.problems == []
    return book_of(read[0], read[1])


# ——— There and back ———


def test_the_sample_has_every_key_of_the_schema(sample: Book) -> None:
    assert set(sample.concepts[0]) == {key.name for key in CONCEPT}


def test_csv_comes_back_as_it_was(sample: Book) -> None:
    assert read_csv(write_csv(sample), "a.csv") == sample


def test_tbx_comes_back_as_it_was(sample: Book) -> None:
    back = read_tbx(write_tbx(sample), "a.tbx")
    assert back == hits_first(sample)
    assert write_tbx(back) == write_tbx(sample)


def test_yaml_comes_back_as_it_was(sample: Book) -> None:
    assert from_yaml(sample.to_yaml()) == sample


def _texts(excluded: str = "") -> st.SearchStrategy[str]:
    characters = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff" + excluded)
    free = st.text(characters, min_size=1, max_size=12).map(str.strip).filter(bool)
    return st.one_of(
        st.sampled_from(["五彩", "'五彩", "=1+1", "- 甲", "甲：乙", "kind: 乙", "true", "2025", "[甲]", '"甲"']), free
    )


_TEXT = _texts()
_ID = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True)
_DATE = st.sampled_from(["2025", "2025-01", "2025-01-03"])
_SCOPE = st.sampled_from(["CN", "120000", "120115"])
_MEMBER = st.lists(_texts("|"), min_size=1, max_size=2, unique=True).map("|".join)
_MEMBERS = st.lists(_MEMBER, min_size=1, max_size=3)
_PARTS = _MEMBERS | st.dictionaries(_texts(), _MEMBERS, min_size=1, max_size=2)
_LIST = st.lists(_TEXT, min_size=1, max_size=3)
_SENTENCE = {"date": _DATE, "region": _SCOPE}
_EXAMPLE = st.one_of(
    *(st.fixed_dictionaries({key: _TEXT}, optional=_SENTENCE) for key in ("hit", "miss", "ambiguous")),
    st.fixed_dictionaries({"bad": _TEXT, "good": _TEXT}, optional=_SENTENCE),
)
_FORM = st.fixed_dictionaries(
    {"text": _TEXT, "is": st.sampled_from(["admitted", "superseded", "deprecated"])}, optional={"quoted": st.just(True)}
)


@st.composite
def books(draw: st.DrawFn) -> Book:
    """Return a book that the schema accepts, however odd its texts."""
    details = {"publisher": _TEXT, "date": _DATE, "address": _TEXT | _TEXT.map("https://a.cn/".__add__), "file": _TEXT}
    known = draw(
        st.dictionaries(_ID, st.fixed_dictionaries({"title": _TEXT}, optional=details), min_size=1, max_size=3)
    )
    cited = st.one_of(
        st.fixed_dictionaries({"evidence": st.just("recalled")}),
        st.fixed_dictionaries(
            {"doc": st.sampled_from(sorted(known)), "evidence": st.sampled_from(["page", "document"])},
            optional={"at": _TEXT, "checked": _DATE},
        ),
    )
    edition = st.fixed_dictionaries(
        {"since": _DATE, "until": _DATE, "sources": st.lists(cited, min_size=1, max_size=2)},
        optional={"definition": _TEXT, "parts": _PARTS | st.builds(dict)},
    )
    concept = st.fixed_dictionaries(
        {
            "term": _TEXT, "kind": st.sampled_from(KINDS), "field": st.sampled_from(FIELDS), "definition": _TEXT,
            "scope": _SCOPE, "sources": st.lists(cited, min_size=1, max_size=3),
            "examples": st.lists(_EXAMPLE, min_size=1, max_size=3),
        },
        optional={
            "parts": _PARTS, "issuer": _TEXT, "since": _DATE, "until": _DATE,
            "earlier": st.lists(edition, min_size=1, max_size=2), "replaces": st.lists(_ID, min_size=1, max_size=2),
            "forms": st.lists(_FORM, min_size=1, max_size=3), "quoted": st.just(True), "cues": _LIST, "nouns": _LIST,
            "cued": st.just(True), "shields": _LIST, "well_known": st.just(True), "english": _TEXT, "note": _TEXT,
        },
    )  # fmt: skip
    concepts = [{"id": name} | draw(concept) for name in draw(st.lists(_ID, min_size=1, max_size=3, unique=True))]
    used = dict.fromkeys(cite["doc"] for concept in concepts for cite in book.citations(concept) if "doc" in cite)
    return Book(concepts, {name: {"id": name, **known[name]} for name in used})


@settings(max_examples=150, deadline=None)
@given(books())
def test_any_glossary_comes_back_from_every_format_that_is_read(one: Book) -> None:
    assert from_yaml(one.to_yaml()) == one
    assert read_csv(write_csv(one), "a.csv") == one
    exported = write_tbx(one)
    back = read_tbx(exported, "a.tbx")
    assert back == hits_first(one)
    assert write_tbx(from_yaml(back.to_yaml())) == exported
    check_tbx(exported)


def test_the_built_in_glossary_comes_back() -> None:
    try:
        opened = open_glossary()
    except GlossaryError as error:
        pytest.skip(str(error))
    records = book.read_layers(())
    one = book_of(records.concepts, records.sources)
    assert len(one.concepts) == len(opened)
    exported, tabled = write_tbx(one), write_csv(one)
    check_tbx(exported)
    assert write_tbx(from_yaml(read_tbx(exported, "a.tbx").to_yaml())) == exported
    assert write_csv(from_yaml(read_csv(tabled, "a.csv").to_yaml())) == tabled


# ——— TBX ———

STRUCTURE = etree.RelaxNG(etree.parse(Path(__file__).with_name("tbx.rng")))


def check_tbx(data: bytes) -> None:
    """Hold a TBX file against the structure, the data categories and the levels of TBX-Basic, its ids and references."""
    assert STRUCTURE.validate(etree.fromstring(data)), STRUCTURE.error_log


def test_tbx_is_of_the_dialect(sample: Book) -> None:
    check_tbx(write_tbx(sample))
    check_tbx(write_tbx(Book(sample.concepts[:1], sample.sources)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (NAMESPACE, "urn:iso:std:iso:30042:ed-1"),
        ('type="TBX-Basic"', 'type="TBX-Core"'),
        ("_1-cai", "wu-cai"),
        ("_1-cai", "1-cai"),
        ('target="doc.wen"', 'target="wen"'),
        ("</note>\n        <note>parts", '</note><xref type="externalCrossReference" target="ftp://a.cn">甲</xref><note>parts'),
        ("admittedTerm-admn-sts", "allowedTerm-admn-sts"),
        ('type="subjectField"', 'type="field"'),
        ('type="subjectField"', 'type="definition"'),
        ('<admin type="source"', '<adminGrp><admin type="source"/></adminGrp><admin type="source"'),
        ("<term>五彩八音</term>", ""),
        ("<term>五彩八音</term>", "<note>甲</note><term>五彩八音</term>"),
        ("<note>kind: numeral</note>", '<ref type="crossReference">x</ref>'),
        ("<note>kind: numeral</note>", "<note> </note>"),
    ],
)
def test_what_is_not_of_the_dialect_is_told(sample: Book, old: str, new: str) -> None:
    text = write_tbx(sample).decode()
    assert old in text
    assert not STRUCTURE.validate(etree.fromstring(text.replace(old, new, 1).encode()))


def test_an_address_that_is_none_for_xml_is_no_link(sample: Book) -> None:
    text = write_tbx(sample).decode()
    assert "<xref" not in text
    assert '<item type="address">https://example.cn/a?b=1&amp;c=&lt;2&gt;</item>' in text
    linked = write_tbx(from_yaml((CONCEPTS, SOURCES.replace("<2>", "二")))).decode()
    assert '<xref type="externalCrossReference" target="https://example.cn/a?b=1&amp;c=二">关于“五彩”的通知</xref>' in linked


def test_a_character_that_xml_cannot_hold_is_refused_in_words(sample: Book) -> None:
    bad = Book([sample.concepts[1] | {"definition": "甲\ufffe。"}], {})
    for write in (write_tbx, write_xlsx):
        with pytest.raises(ExportError, match=r"^“甲\ufffe。”中有 XML 不容许的字符 U\+FFFE，请改用 csv 或 json$"):
            write(bad)
    assert read_csv(write_csv(bad), "a.csv") == bad


def tbx(old: str, new: str) -> str:
    """Return a sound TBX file with a piece of it changed."""
    assert old in TBX
    return TBX.replace(old, new, 1)


TBX = f"""<tbx type="TBX-Basic" style="dca" xml:lang="zh" xmlns="{NAMESPACE}">
<tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader>
<text><body>
<conceptEntry id="a">
<descrip type="subjectField">综合</descrip>
<note>kind: plan</note><note>scope: CN</note>
<note>随手一记</note>
<langSec xml:lang="zh-CN">
<descripGrp><descrip type="definition">甲。</descrip>
<adminGrp><admin type="source">未核实</admin><note>evidence: recalled</note></adminGrp></descripGrp>
<termSec><term>五彩</term>
<termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>
<descrip type="context">推进“五彩”。</descrip></termSec>
</langSec>
</conceptEntry>
</body></text>
</tbx>
"""


def test_a_termbase_of_others_is_read() -> None:
    assert read_tbx(TBX.encode(), "a.tbx").concepts == [
        {"id": "a", "term": "五彩", "kind": "plan", "field": "综合", "definition": "甲。", "scope": "CN", "note": "随手一记",
         "sources": [{"evidence": "recalled"}], "examples": [{"hit": "推进“五彩”。"}]}
    ]  # fmt: skip


#: As tools for termbases write it: groups, parts of speech, language tags with a region, an order of their own.
OTHERS = f"""<?xml version="1.0" encoding="utf-8"?>
<?xml-model href="TBX-Basic_DCA.sch" type="application/xml" schematypens="http://purl.oclc.org/dsdl/schematron"?>
<tbx style="dca" type="TBX-Basic" xml:lang="en" xmlns="{NAMESPACE}">
<tbxHeader><fileDesc><titleStmt><title>Terms of ours</title><note>draft</note></titleStmt>
<sourceDesc><p>Written by hand</p></sourceDesc></fileDesc><encodingDesc><p>UTF-8</p></encodingDesc></tbxHeader>
<text><body><!-- one entry -->
<conceptEntry id="wu-cai">
  <note>scope: CN</note><descrip type="subjectField">综合</descrip><note>kind: numeral</note>
  <langSec xml:lang="en-GB"><termSec><term>five
    colours</term><termNote type="partOfSpeech">noun</termNote>
    <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termSec></langSec>
  <langSec xml:lang="zh-Hans-CN">
    <descripGrp><descrip type="definition">五种<!-- basic -->颜色。</descrip>
      <admin type="source" target="b1">色谱</admin><note>evidence: page</note><note>at: 第一页</note>
      <adminGrp><admin type="source" target="b1"/><note>evidence: document</note></adminGrp></descripGrp>
    <termSec><term>五色</term><termNote type="partOfSpeech">noun</termNote>
      <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec>
    <termSec id="t1"><term>五彩</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>
      <termNote type="partOfSpeech">noun</termNote>
      <descripGrp><descrip type="context">调配“五彩”。</descrip></descripGrp></termSec>
  </langSec>
</conceptEntry>
</body><back><refObjectSec type="bibl"><refObject id="b1"><item type="title">色谱</item></refObject></refObjectSec></back></text>
</tbx>
"""


def test_a_termbase_written_by_a_tool_is_read() -> None:
    assert read_tbx(OTHERS.encode(), "a.tbx") == Book(
        [
            {"id": "wu-cai", "term": "五彩", "kind": "numeral", "field": "综合", "definition": "五种颜色。", "scope": "CN",
             "forms": [{"text": "五色", "is": "deprecated"}], "english": "five colours",
             "sources": [{"doc": "b1", "at": "第一页", "evidence": "page"}, {"doc": "b1", "evidence": "document"}],
             "examples": [{"hit": "调配“五彩”。"}]}
        ],
        {"b1": {"id": "b1", "title": "色谱"}},
    )  # fmt: skip


BOMB = '<!DOCTYPE t [<!ENTITY a "甲甲甲甲"><!ENTITY b "&a;&a;&a;">]>\n'
_DTD = "ZG002 不接受 <!DOCTYPE …>（文档类型和实体）；请删去这一段，TBX 2008 的文件请先转成 TBX 2019"
_ALL = "preferredTerm-admn-sts、admittedTerm-admn-sts、supersededTerm-admn-sts、deprecatedTerm-admn-sts"
WRONG_TBX = {
    "a tag left open": (TBX.replace("</tbx>", ""), "18:1 ZG002 XML 语法有误：文件没有完，或是空的"),
    "tags crossed": (tbx("</termSec>", "</term>"), "13:44 ZG002 XML 语法有误：起止标记不配对"),
    "nothing": ("", "1:1 ZG002 XML 语法有误：文件没有完，或是空的"),
    "an ampersand": (tbx("甲。", "甲&乙。"), "9:43 ZG002 XML 语法有误：有不合法的字符或标记"),
    "an entity bomb": (BOMB + tbx("甲。", "&b;"), f"1:13 {_DTD}"),
    "a DTD elsewhere": ('<!DOCTYPE tbx SYSTEM "file:///etc/passwd">' + TBX, f"1:42 {_DTD}"),
    "nesting": ("<a>" * 100_000, "1:196 ZG002 嵌套过深（超过 64 层）"),
    "another language": ("<html/>", f'1:1 ZG103 不是 TBX 2019 文件：根元素应是 <tbx xmlns="{NAMESPACE}">，却是 <html>'),
    "DCT style": (tbx('"dca"', '"dct"'), '1:1 ZG103 只读 DCA 写法（style="dca"）的 TBX'),
    "no entries": (f'<tbx xmlns="{NAMESPACE}"/>', "0:0 ZG102 没有词条"),
    "an unknown status": (
        tbx("preferredTerm-admn", "prefered-admn"),
        f"12:1 ZG104 没有“prefered-admn-sts”这种地位（{_ALL}）；是不是“preferredTerm-admn-sts”？",
    ),
    "no status": (
        tbx('<termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>', ""),
        f'11:1 ZG102 “五彩”缺少地位 <termNote type="administrativeStatus">（{_ALL}）',
    ),
    "no term": (tbx("<term>五彩</term>", ""), "11:1 ZG102 缺少 <term>"),
    "no id": (tbx(' id="a"', ""), "4:1 ZG102 缺少“id”（标识：拼音音节以连字符相连，永不更改；同形异义者另加一词）"),
    "no field": (tbx('<descrip type="subjectField">综合</descrip>', ""), "4:1 ZG102 缺少“field”（领域）"),
    "an unknown field": (tbx("综合", "综和"), "5:1 ZG104 “综和”不在允许的值之内（" + "、".join(FIELDS) + "）"),
    "two definitions": (
        tbx("<adminGrp>", '<descrip type="definition">乙。</descrip><adminGrp>'),
        "10:1 ZG003 重复的“definition”：每个词条只能有一个",
    ),
    "a source from nowhere": (tbx("未核实", "某书"), "10:1 ZG202 出处“某书”应以 target 指向文末的 <refObject>，文字与其 title 相同"),
    "a category of others": (
        tbx("</termSec>", '<termNote type="partOfSpeech">verb</termNote></termSec>'),
        '13:1 ZG101 词表没有地方放 <termNote type="partOfSpeech">，请删去，或改写成 <note>',
    ),
    "a link to another concept": (
        tbx("<note>随手一记</note>", '<ref type="crossReference" target="a">五彩</ref>'),
        '7:1 ZG101 词表没有地方放 <ref type="crossReference">，请删去，或改写成 <note>',
    ),
    "a note on no source": (
        tbx("<adminGrp>", "<note>at: 某处</note><adminGrp>"),
        "10:1 ZG101 词表没有地方放 <note>，请删去，或改写成 <note>",
    ),
    "a third language": (
        tbx("</conceptEntry>", '<langSec xml:lang="fr"><termSec><term>x</term></termSec></langSec></conceptEntry>'),
        '15:1 ZG101 词表没有地方放 <termSec>（xml:lang="fr"），请删去，或改写成 <note>',
    ),
    "markup in a text": (tbx("甲。", "甲<hi>乙</hi>。"), "9:1 ZG101 词表没有地方放 <hi>，请删去，或改写成 <note>"),
    "another namespace": (
        tbx("<note>随手一记</note>", '<note xmlns="urn:x">y</note>'),
        "7:1 ZG101 词表没有地方放 <urn:x note>，请删去，或改写成 <note>",
    ),
    "YAML that is none": (tbx("随手一记", "parts: [甲"), "7:1 ZG002 YAML 语法有误：did not find expected ',' or ']'"),
    "an id used twice": (
        tbx("</body>", TBX[TBX.index("<conceptEntry"):TBX.index("</body>")] + "</body>"),
        "16:1 ZG201 标识“a”已用于第 4 行",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), WRONG_TBX.values(), ids=WRONG_TBX)
def test_a_wrong_termbase_is_refused_with_its_line(text: str, told: str) -> None:
    with pytest.raises(GlossaryError, match=r"^a\.tbx 有 [12] 处问题，没有导入$") as raised:
        read_tbx(text.encode(), "a.tbx")
    first, *others = (str(problem).splitlines()[0] for problem in raised.value.problems)
    assert f"a.tbx:{told}" in (first, *others)
    assert all("4:1 ZG102 缺少“term”" in line for line in (first, *others) if line != f"a.tbx:{told}")


# ——— Tables ———


def test_a_table_has_a_row_for_each_form(sample: Book) -> None:
    listed = list(rows(sample))
    assert [(row[0], *row[1:4]) for row in listed[:4]] == [
        ("wu-cai", "五彩八音", "preferred", "true"),
        ("wu-cai", "五彩", "admitted", "true"),
        ("wu-cai", "-五彩", "superseded", ""),
        ("wu-cai", "伍彩", "deprecated", ""),
    ]
    assert len(listed) == 7
    assert all(len(row) == len(COLUMNS) for row in listed)


def test_csv_opens_in_a_spreadsheet_and_computes_nothing(sample: Book) -> None:
    data = write_csv(sample)
    assert data.startswith(b"\xef\xbb\xbfid,form,status,quoted,kind,field,definition,")
    cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) for cell in row]
    assert "'-五彩" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_a_workbook_holds_the_rows_as_text(sample: Book) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(sample))).active
    got = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert got == [list(COLUMNS), *rows(sample)]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_a_text_too_long_for_a_workbook_is_not_cut(sample: Book) -> None:
    with pytest.raises(ExportError, match=r"^“1-cai”的 definition 有 40000 字，超过工作簿一格的上限，请改用 csv$"):
        write_xlsx(Book([sample.concepts[1] | {"definition": "甲" * 40_000}], {}))


HEAD = "id,form,status,kind,field,definition,scope,sources,examples"
ROW = "a,五彩,preferred,plan,综合,甲。,CN,{evidence: recalled},{hit: 推进“五彩”。}"
RECALLED = ROW.replace("{evidence: recalled}", '"{evidence: recalled}"')
WRONG_CSV = {
    "nothing": ("", "0:0 ZG102 空文件，没有表头"),
    "no rows": (HEAD, "0:0 ZG102 没有词条"),
    "an unknown column": (f"{HEAD},notes\n{ROW},", "1:1 ZG101 没有“notes”这一列；是不是“note”？"),
    "a column twice": (f"{HEAD},id\n{ROW},a", "1:1 ZG003 重复的列“id”"),
    "columns missing": (HEAD.replace("status,kind,", ""), "1:1 ZG102 缺少列：status、kind"),
    "a short row": (f"{HEAD}\na,b", "2:1 ZG002 这一行有 2 格，表头有 9 格"),
    "a quotation mark left open": (f'{HEAD}\n{ROW}\n"a', "3:1 ZG002 不是合格的 CSV：引号没有配对"),
    "text after a quotation": (f'{HEAD}\n"a"b', "2:1 ZG002 不是合格的 CSV：引号之后应是逗号"),
    "no id": (f"{HEAD}\n{ROW[1:]}\n{ROW}", "2:1 ZG102 缺少 id（标识）"),
    "a wrong id": (f"{HEAD}\nA{ROW[1:]}", "2:1 ZG104 标识“A”只能用小写字母、数字和连字符"),
    "an unknown status": (
        f"{HEAD}\n{ROW}\na,伍彩,depricated,,,,,,",
        "3:1 ZG104 “depricated”不是形式的地位 status（preferred、admitted、superseded、deprecated）；是不是“deprecated”？",
    ),
    "no status": (f"{HEAD}\n{ROW}\na,伍彩,,,,,,,", "3:1 ZG104 缺少形式的地位 status（preferred、admitted、superseded、deprecated）"),
    "two preferred forms": (f"{HEAD}\n{ROW}\na,伍彩,preferred,,,,,,", "3:1 ZG003 “a”有两个 preferred 的形式"),
    "no preferred form": (f"{HEAD}\n{ROW.replace('preferred', 'admitted')}", "2:1 ZG102 缺少“term”（首选指称，不带引号，至少两个字）"),
    "an empty cell": (f"{HEAD}\n{ROW.replace('甲。', '')}", "2:1 ZG102 缺少“definition”（释义：用自己的话，准确、简短，以句号结尾）"),
    "rows that disagree": (f"{HEAD}\n{ROW}\na,伍彩,deprecated,,,乙。,,,", "3:1 ZG201 “a”的 definition 与第 2 行所写不同"),
    "a date by Excel": (f"{HEAD},since\n{ROW},Jan-25", None),
    "an unknown key": (f"{HEAD}\n{ROW.replace('hit', 'hits')}", "2:1 ZG101 没有“hits”这个键；是不是“hit”？"),
    "details of no document": (f"{HEAD}\n{RECALLED.replace('d}', 'd, title: x}')}", "2:1 ZG101 没有“title”这个键"),
    "no flag": (f"{HEAD},well_known\n{ROW},yes", "2:1 ZG103 这里应是 true 或 false"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), WRONG_CSV.values(), ids=WRONG_CSV)
def test_a_wrong_table_is_refused_with_its_line(text: str, told: str | None) -> None:
    with pytest.raises(GlossaryError, match=r"^a\.csv 有 1 处问题，没有导入$") as raised:
        read_csv(text.encode(), "a.csv")
    first = str(raised.value.problems[0]).splitlines()[0]
    assert first == f"a.csv:{told}" if told else first.startswith("a.csv:2:1 ZG104 ")


def test_a_document_told_in_two_ways_is_reported() -> None:
    text = f"{HEAD}\n" + "".join(
        row.replace("{evidence: recalled}", f'"{{doc: b, evidence: page, title: {title}}}"') + "\n"
        for row, title in ((ROW, "甲"), (f"b{ROW[1:]}", "乙"))
    )
    with pytest.raises(GlossaryError) as raised:
        read_csv(text.encode(), "a.csv")
    assert [problem.message for problem in raised.value.problems] == ["出处“b”的 title 与第 2 行所写不同"]


@pytest.mark.parametrize("read", [read_csv, read_tbx])
def test_other_encodings_are_refused(read: Callable[[bytes, str], Book]) -> None:
    with pytest.raises(GlossaryError) as raised:
        read(b"id\n" + "五彩".encode("gb18030"), "a.csv")
    assert str(raised.value.problems[0]).startswith("a.csv:2:1 ZG001 不是 UTF-8 编码（第 3 字节起）")


def test_a_file_too_large_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhengci.exchange.draft.MAX_BYTES", 3)
    with pytest.raises(GlossaryError) as raised:
        read_csv(b"1234", "a.csv")
    assert raised.value.problems[0].message == "文件过大（4 字节，至多 3 字节）"


# ——— Formats that are only written ———


@pytest.fixture(scope="module")
def opened(base: Path) -> Glossary:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(locate, "builtin_roots", lambda: [base / "glossary", base / "terms"])
        return open_glossary()


def test_jieba_cuts_no_word_of_its_user_dictionary(opened: Glossary) -> None:
    import jieba

    lines = model.write_jieba(opened).decode().splitlines()
    assert all(re.fullmatch(r"\S+ [1-9][0-9]* nz", line) for line in lines)
    words = [line.split()[0] for line in lines]
    assert words == ["-五彩", "伍彩", "一彩八音", "六彩八音"]
    tokenizer = jieba.Tokenizer()
    tokenizer.load_userdict(io.StringIO("\n".join(lines)))
    assert [tokenizer.lcut(word, HMM=False) for word in words] == [[word] for word in words]


def test_abbreviations_of_a_web_page(opened: Glossary) -> None:
    lines = model.write_mkdocs_abbr(opened).decode().removesuffix("\n").split("\n\n")
    gloss = "测试用的“词条”，含 <尖括号> & 记号（五彩：红、黄、青；八音：金、石）。"
    assert lines == [f"*[{form}]: {gloss}" for form in ("五彩八音", "五彩", "-五彩", "伍彩")] + [
        "*[一彩八音]: 旧的。",
        "*[六彩八音]: 甲义；乙义（东、西）。",
    ]


def test_json_is_all_of_the_model(opened: Glossary) -> None:
    value = json.loads(model.write_json(opened, opened, opened.former_names()))
    assert value["version"] == 1
    first = value["concepts"][0]
    assert set(first) == set(next(iter(opened))._fields)
    assert first["editions"][0]["sources"][0]["title"] == "=另一份通知"
    assert first["editions"][1]["parts"][0] == {"name": "五彩", "members": [["红"], ["黄", "橙"], ["青"]]}
    assert value["concepts"][1]["replaced_by"] == ["wu-cai"]


def test_concepts_are_chosen_by_field_and_region(opened: Glossary) -> None:
    def chosen(**given: str) -> list[str]:
        return [concept.id for concept in model.select(opened, **given)]

    assert chosen() == ["wu-cai", "1-cai", "liu-cai", "liu-cai-jin"]
    assert chosen(field="综合") == ["liu-cai", "liu-cai-jin"]
    assert chosen(region="120000") == chosen(region="120115") == ["liu-cai-jin"]
    assert chosen(region="000000") == ["wu-cai", "1-cai", "liu-cai"]
    assert chosen(field="综合", region="130000") == []


# ——— The commands ———


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_exported(run: Run, tmp_path: Path, form: str) -> None:
    if form == "xlsx":
        pytest.importorskip("openpyxl")
    done = run("glossary", "export", "--format", form, "-o", "x", "--isolated")
    assert (done.status, done.stdout, done.stderr) == (0, "", "已写入 x：4 条\n")
    if form != "xlsx":
        again = run("glossary", "export", "--format", form, "--isolated")
        assert again.stdout.encode() == (tmp_path / "x").read_bytes()


@pytest.mark.usefixtures("small")
def test_export_imports_and_exports_the_same(run: Run, tmp_path: Path) -> None:
    for form in ("csv", "tbx"):
        run("glossary", "export", "--format", form, "-o", f"a.{form}", "--isolated")
        done = run("glossary", "import", f"a.{form}", "-o", f"{form}.yml")
        assert done.status == 0
        assert done.stderr == f"已写入 {form}.yml：4 条，2 个出处在 sources/{form}.yml\n"
        again = run("glossary", "export", "--format", form, "--isolated", "--glossary", tmp_path)
        assert again.stdout.encode() == (tmp_path / f"a.{form}").read_bytes()
        (tmp_path / f"{form}.yml").unlink()
        (tmp_path / "sources" / f"{form}.yml").unlink()


@pytest.mark.usefixtures("small")
def test_what_is_imported_can_be_printed(run: Run) -> None:
    run("glossary", "export", "--format", "csv", "--field", "综合", "-o", "a.csv", "--isolated")
    done = run("glossary", "import", "a.csv")
    assert done.status == 0
    assert done.stdout.startswith("- id: liu-cai\n  term: 六彩八音\n")
    assert "\n# 出处条目，放入词表文件夹的 sources/ 之下：\n# - id: wen\n" in done.stdout


@pytest.mark.usefixtures("small")
def test_former_names_are_exported_unless_a_field_is_wanted(run: Run) -> None:
    def names(*options: str) -> list[str]:
        done = run("glossary", "export", "--format", "json", "--isolated", *options)
        return [name["id"] for name in json.loads(done.stdout)["former_names"]]

    assert names() == names("--region", "CN") == ["ju"]
    assert names("--field", "综合") == names("--region", "天津") == []


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("options", "told", "status"),
    [
        (["--format", "tbx", "--field", "国资国起"], "没有“国资国起”这个领域；是不是“国资国企”？", 2),
        (["--format", "tbx", "--region", "火星"], "认不出地区“火星”", 2),
        (["--format", "tbx", "--region", "河北"], "没有符合条件的词条", 1),
        ([], "请用 --format 给出格式：tbx、csv、xlsx、jieba、mkdocs-abbr、json\n", 2),
        (["--format", "docx"], "--format 应是下列之一：tbx、csv、xlsx、jieba、mkdocs-abbr、json", 2),
        (["--format", "xlsx"], "xlsx 不是文本，请用 -o 给出文件", 2),
        (["--format", "csv", "-o", "no/x.csv"], "写不进 no/x.csv：", 2),
    ],
)
def test_an_export_that_cannot_be_says_why(run: Run, options: list[str], told: str, status: int) -> None:
    done = run("glossary", "export", "--isolated", *options)
    assert done.status == status
    assert done.stderr.startswith(f"zhengci：{told}")
    assert done.stdout == ""


@pytest.mark.usefixtures("small")
def test_without_openpyxl_the_command_that_installs_it_is_given(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    done = run("glossary", "export", "--format", "xlsx", "-o", "x.xlsx", "--isolated")
    assert (done.status, done.stderr) == (2, "zhengci：写 xlsx 需要 openpyxl，请运行：pip install 'zhengci[xlsx]'\n")


def test_an_import_that_cannot_be_writes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.tbx").write_text(BOMB + TBX, encoding="utf-8")
    (tmp_path / "a.csv").write_text(f"{HEAD}\n{ROW}\nb,伍彩,x,,,,,,", encoding="utf-8")
    for name in ("a.tbx", "a.csv"):
        done = run("glossary", "import", name, "-o", "out.yml")
        assert done.status == 2
        assert re.match(rf"{name}:[13]:\d+ ZG\d+ ", done.stderr)
        assert re.search(rf"\nzhengci：{name} 有 \d+ 处问题，没有导入\n$", done.stderr)
        assert not (tmp_path / "out.yml").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["a.docx"], "认不出 a.docx 的格式，文件名应以 .tbx、.xml、.csv 结尾"),
        (["b.csv"], "b.csv 读不出来：No such file or directory"),
        (["a.csv", "-o", "a.txt"], "a.txt 不会被当作词条文件："),
        (["a.csv", "-o", "_a.yml"], "_a.yml 不会被当作词条文件："),
        (["a.csv", "-o", "sources/a.yml"], "sources/a.yml 不会被当作词条文件："),
        (["a.csv", "-o", "no/a.yml"], "写不进 no/a.yml：No such file or directory"),
    ],
)
def test_an_import_from_or_to_nowhere_says_so(run: Run, tmp_path: Path, arguments: list[str], told: str) -> None:
    (tmp_path / "a.csv").write_text(f"{HEAD}\n{ROW}\n", encoding="utf-8")
    done = run("glossary", "import", *arguments)
    assert done.status == 2
    assert done.stderr.startswith(f"zhengci：{told}")


def test_sources_that_are_there_are_not_overwritten(run: Run, tmp_path: Path) -> None:
    cited = ROW.replace("{evidence: recalled}", '"{doc: b, evidence: page, title: 甲}"')
    (tmp_path / "a.csv").write_text(f"{HEAD}\n{cited}\n", encoding="utf-8")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "a.yml").write_text("- {id: c, title: 乙}\n", encoding="utf-8")
    done = run("glossary", "import", "a.csv", "-o", "a.yml")
    assert (done.status, done.stderr) == (2, "zhengci：sources/a.yml 已经存在，内容不同，没有覆盖；请换一个文件名\n")
    assert not (tmp_path / "a.yml").exists()


LISTED = """\
五彩八音  wu-cai
  已停用；2020 起至 2025
  五彩：红、黄、青；八音：金、石

一彩八音  1-cai
  已由五彩八音取代（未核实）；至 2019
  旧的。

共 2 条
"""
DETAILS = """\
五彩八音  wu-cai
  释义：测试用的“词条”，含 <尖括号> & 记号。
  成员：五彩：红、黄、青；八音：金、石
  状态：已停用（未核实）
  起止：2024-05 起至 2025
  领域：国资国企
  适用：全国
  提出者：某部
  其他指称：五彩（许用）、-五彩（旧称）、伍彩（不宜用）
  取代：一彩八音、六彩八音
  英译：five colours, "eight" tones
  备注：kind: 不是类别，是备注。
  出处：《关于“五彩”的通知》（某部，2024-05-01）：第二段 https://example.cn/a?b=1&c=<2>
  出处：未核实
  2020 起至 2024-04：五彩：红、黄
  出处：《=另一份通知》：第一段

"""


@pytest.mark.usefixtures("small")
def test_a_field_a_region_and_a_concept_are_shown(run: Run) -> None:
    def shown(name: str) -> str:
        done = run("glossary", "show", name, "--isolated")
        assert (done.status, done.stderr) == (0, "")
        return str(done.stdout)

    assert shown("国资国企") == LISTED.replace("已停用；", "已停用（未核实）；")
    assert shown("wu-cai") == shown("五彩") == DETAILS
    assert shown("天津") == shown("120000") == shown("天津市宝坻区")
    assert shown("天津") == "六彩八音  liu-cai-jin\n  现行；天津市宝坻区\n  东、西\n\n共 1 条\n"
    assert shown("河北") == "共 0 条\n"
    assert shown("六彩八音").count("  领域：综合\n") == 2


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("国资国起", "没有叫“国资国起”的领域、地区或词条；是不是“国资国企”？"),
        ("五彩七音", "没有叫“五彩七音”的领域、地区或词条；是不是“五彩八音”？"),
        ("wu-cia", "没有叫“wu-cia”的领域、地区或词条；是不是“wu-cai”？"),
        ("火星", "没有叫“火星”的领域、地区或词条\n"),
        ("鼓楼区", "地区“鼓楼区”不止一处："),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(run: Run, name: str, told: str) -> None:
    done = run("glossary", "show", name, "--isolated")
    assert done.status == 2
    assert done.stderr.startswith(f"zhengci：{told}")


@pytest.mark.usefixtures("small")
def test_a_terminal_gets_colours_and_nothing_is_taken_for_markup(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    show._print(iter([[("[bold]五彩", "bold cyan"), ("  x", "")], []]))
    assert re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out) == "[bold]五彩  x\n\n"


def test_the_formats_are_documented() -> None:
    text = Path(__file__).parent.parent.joinpath("docs", "exchange.md").read_text(encoding="utf-8")
    assert all(f"## {form}" in text for form in FORMATS)
    assert all(f"| `{column}` |" in text for column in table.COLUMNS)
