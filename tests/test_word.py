"""Word files in: the text in reading order, its places, the way back to the runs, suppressions, and what is refused."""

from __future__ import annotations

import io
import itertools
import json
import random
import re
import struct
import sys
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from wordkit.bits import BEGIN, BOX, DRAWN, END, SEPARATE, W, commented, comments, instruction, p, package, r, zipped
from zhengci.cli import results
from zhengci.document import markup
from zhengci.document.decode import UnreadableFile
from zhengci.readers import Reading
from zhengci.readers.word import reading_of
from zhengci.readers.word.flow import Flow
from zhengci.readers.word.names import w
from zhengci.readers.word.runs import outermost, runs_of, split

Run = Callable[..., Any]


def text_of(body: str, **parts: str) -> str:
    return reading_of(package(body, **parts)).text


def named(reading: Reading) -> list[tuple[str, str]]:
    """Return the paragraphs that are not empty: name and text."""
    assert reading.places is not None
    flow = flow_of(reading)
    return [
        (reading.places.name(paragraph.start), reading.text[paragraph.start : paragraph.end])
        for paragraph in flow.paragraphs
        if paragraph.start < paragraph.end
    ]


def flow_of(reading: Reading) -> Flow:
    assert isinstance(reading.container, Flow)
    return reading.container


# What is text and what is not ---------------------------------------------------------------------------------------------

@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param(r("抓好“两") + r("新", "<w:b/>") + r("”工作"), "抓好“两新”工作", id="runs"),
        pytest.param("<w:ins w:id='1'>" + r("两新") + "</w:ins><w:del w:id='2'><w:r><w:delText>三新</w:delText></w:r></w:del>",
                     "两新", id="tracked"),
        pytest.param("<w:del w:id='2'><w:r><w:t>三新</w:t></w:r></w:del>" + r("工作"), "工作", id="deleted-t"),
        pytest.param("<w:moveFrom w:id='1'>" + r("旧处") + "</w:moveFrom><w:moveTo w:id='2'>" + r("新处") + "</w:moveTo>", "新处",
                     id="moved"),
        pytest.param(r("第") + BEGIN + instruction(" PAGE ") + SEPARATE + r("7") + END + r("页"), "第7页", id="field"),
        pytest.param(BEGIN + instruction(" IF ") + BEGIN + instruction(" MERGEFIELD x ") + SEPARATE + r("内") + END
                     + instruction(" = 1 ") + SEPARATE + r("外") + END, "外", id="field-in-instruction"),
        pytest.param(BEGIN + instruction(" X ") + r("指令里的字") + SEPARATE + r("甲") + BEGIN + instruction(" Y ") + SEPARATE
                     + r("乙") + END + END, "甲乙", id="field-in-result"),
        pytest.param("<w:fldSimple w:instr=' PAGE '>" + r("3") + "</w:fldSimple>", "3", id="simple-field"),
        pytest.param("<w:hyperlink r:id='x'>" + r("两新") + "</w:hyperlink>" + r("政策"), "两新政策", id="hyperlink"),
        pytest.param("<w:smartTag>" + r("天津") + "</w:smartTag><w:customXml>" + r("市") + "</w:customXml>", "天津市", id="wrappers"),
        pytest.param("<w:sdt><w:sdtContent>" + r("两新") + "</w:sdtContent></w:sdt>", "两新", id="inline-control"),
        pytest.param("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + r("单击此处") + "</w:sdtContent></w:sdt>"
                     + r("完"), "完", id="hint"),
        pytest.param("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>丁</w:t></w:r>",
                     "甲\t乙\n丙-丁", id="characters"),
        pytest.param(r("选") + "<w:r><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>" + r("项"), "选\ufffc项", id="symbol"),
        pytest.param("<w:r><w:ruby><w:rt>" + r("liǎng") + "</w:rt><w:rubyBase>" + r("两") + "</w:rubyBase></w:ruby></w:r>"
                     + r("新"), "两新", id="ruby"),
        pytest.param(r("看得见") + r("看不见", "<w:vanish/>") + r("也看得见", '<w:vanish w:val="0"/>'), "看得见也看得见", id="hidden"),
        pytest.param("<w:r><w:t>  两新\n </w:t></w:r><w:r><w:t xml:space='preserve'> 甲\n乙 </w:t></w:r>", "两新 甲 乙 ", id="blanks"),
        pytest.param("<w:proofErr w:type='spellStart'/><w:bookmarkStart w:id='1' w:name='a'/>" + r("两")
                     + "<w:bookmarkEnd w:id='1'/><!-- 注 --><?x y?>" + r("新"), "两新", id="marks"),
        pytest.param("<w:r><w:footnoteReference w:id='9'/><w:t>两新</w:t><w:commentReference w:id='1'/></w:r>", "两新", id="references"),
        pytest.param(r("𠮷林") + r("省"), "𠮷林省", id="supplementary"),
        pytest.param("<w:bdo w:val='rtl'>" + r("两") + "</w:bdo><w:dir w:val='rtl'>" + r("新") + "</w:dir>", "两新", id="directions"),
    ],
)  # fmt: skip
def test_what_is_text(content: str, text: str) -> None:
    assert text_of(p(content) + p(r("后"))) == f"{text}\n后\n"


def test_a_deleted_paragraph_mark_joins_and_nothing_else_does() -> None:
    deleted = "<w:rPr><w:del w:id='1'/></w:rPr>"
    assert text_of(p(r("两"), properties=deleted) + p(r("新")) + p(r("重"))) == "两新\n重\n"
    assert text_of(p(r("两")) + p() + p(r("新"))) == "两\n\n新\n"


def test_the_order_of_what_is_read_and_what_its_places_are_called() -> None:
    cells = [
        ["<w:tc>" + p(r("甲")) + "</w:tc>", "<w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>" + p(r("乙一")) + p(r("乙二")) + "</w:tc>"],
        ["<w:tc>" + "<w:tbl><w:tr><w:tc>" + p(r("内")) + "</w:tc></w:tr></w:tbl>" + p() + "</w:tc>",
         "<w:tc><w:tcPr><w:vMerge/></w:tcPr>" + p(r("不显示")) + "</w:tc>"],
    ]  # fmt: skip
    table = "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in cells) + "<w:tr><w:trPr><w:del w:id='1'/></w:trPr>"
    table += "<w:tc>" + p(r("删了的行")) + "</w:tc></w:tr></w:tbl>"
    inner = DRAWN.format(BOX.format(p(r("框中框"))))
    box = DRAWN.format(BOX.format(p(r("框一"), inner) + p(r("框二"))))
    body = "".join((
        p(r("一"), "<w:r><w:endnoteReference w:id='5'/></w:r>"),
        p(),
        p(r("二"), box, "<w:r><w:footnoteReference w:id='4'/></w:r>"),
        table,
        "<w:sdt><w:sdtContent>" + p(r("控件"), "<w:r><w:footnoteReference w:id='3'/></w:r>") + "</w:sdtContent></w:sdt>",
        "<w:sectPr><w:headerReference w:type='default' r:id='rIdheader1'/><w:headerReference w:type='first' r:id='rIdheader2'/>"
        "<w:footerReference w:type='default' r:id='rIdfooter1'/><w:footerReference w:type='even' r:id='rIdfooter1'/></w:sectPr>",
    ))  # fmt: skip
    reading = reading_of(
        package(
            body,
            footnotes="<w:footnote w:type='separator' w:id='-1'>" + p(r("线")) + "</w:footnote><w:footnote w:id='3'>" + p(r("脚二"))
            + "</w:footnote><w:footnote w:id='4'>" + p(r("脚一甲")) + p(r("脚一乙")) + "</w:footnote><w:footnote w:id='8'>"
            + p(r("没有人引用")) + "</w:footnote>",
            endnotes="<w:endnote w:id='5'>" + p(r("尾")) + "</w:endnote>",
            header1=p(r("眉")), header2=p(r("首页眉一")) + p(r("首页眉二")), footer1=p(r("脚")),
        )
    )  # fmt: skip
    assert named(reading) == [
        ("第 1 段", "一"), ("第 2 段", "二"), ("文本框 1 第 1 段", "框一"), ("文本框 2", "框中框"), ("文本框 1 第 2 段", "框二"),
        ("表 1 第 1 行第 1 格", "甲"), ("表 1 第 1 行第 2 格第 1 段", "乙一"), ("表 1 第 1 行第 2 格第 2 段", "乙二"),
        ("表 2 第 1 行第 1 格", "内"), ("第 3 段", "控件"), ("脚注 1 第 1 段", "脚一甲"), ("脚注 1 第 2 段", "脚一乙"),
        ("脚注 2", "脚二"), ("尾注 1", "尾"), ("页眉", "眉"), ("首页页眉第 1 段", "首页眉一"), ("首页页眉第 2 段", "首页眉二"),
        ("页脚", "脚"),
    ]  # fmt: skip
    assert reading.body is not None
    assert reading.text[reading.body :].startswith("脚一甲\n")
    flow = flow_of(reading)
    by_name = {paragraph.name: paragraph for paragraph in flow.paragraphs if paragraph.end > paragraph.start}
    assert {name: paragraph.where for name, paragraph in by_name.items()} == {
        name: "box" if "文本框" in name else "note" if "注" in name else "header" if "页" in name else "cell" if "表" in name else "body"
        for name in by_name
    }
    assert by_name["脚注 2"].anchor is by_name["第 3 段"].element[-1]
    assert by_name["文本框 2"].anchor is by_name["第 2 段"].element[1], "a box in a box is anchored where its host is in the body"


def test_a_relationship_that_leads_nowhere_is_no_error() -> None:
    data = package(p(r("两新")), footnotes="")
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        files = {one.filename: source.read(one) for one in source.infolist() if one.filename != "word/footnotes.xml"}
    assert reading_of(zipped(files)).text == "两新\n", "real files have them; python-docx gives up"


def test_sections_have_headers_of_their_own() -> None:
    section = "<w:sectPr><w:headerReference w:type='default' r:id='rId{}'/></w:sectPr>"
    body = p(r("一"), properties=section.format("header1")) + p(r("二")) + section.format("header2")
    reading = reading_of(package(body, header1=p(r("甲")), header2=p(r("乙"), DRAWN.format(BOX.format(p(r("丙")))))))
    assert [name for name, _ in named(reading)] == ["第 1 段", "第 2 段", "第 1 节页眉", "第 2 节页眉第 1 段", "第 2 节页眉文本框 1"]


def test_zones_come_from_styles_and_fields() -> None:
    styles = (
        "<w:style w:type='paragraph' w:styleId='a' w:default='1'><w:name w:val='Normal'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='3'><w:name w:val='heading 3'/><w:pPr><w:outlineLvl w:val='2'/></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='x'><w:name w:val='小标题'/><w:basedOn w:val='3'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='loop'><w:name w:val='循环'/><w:basedOn w:val='loop'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='q'><w:name w:val='Intense Quote'/></w:style>"
    )
    toc = BEGIN + instruction(' TOC \\o "1-3" ') + SEPARATE
    body = "".join((
        p(r("正文")),
        *(p(r(name), properties=f"<w:pStyle w:val='{name}'/>") for name in ("3", "x", "loop", "q")),
        p(r("级别"), properties="<w:outlineLvl w:val='0'/>"),
        p(r("正文级"), properties="<w:pStyle w:val='3'/><w:outlineLvl w:val='9'/>"),
        p(r("居中的题目"), properties="<w:jc w:val='center'/>"),
        p(toc, r("目录一")), p(r("目录二"), END), p(r("目录后")),
        p(r("见"), "<w:hyperlink r:id='u'>" + r("https://www.gov.cn/a") + "</w:hyperlink>"),
        "<w:tbl><w:tr><w:tc>" + p(r("格")) + "</w:tc></w:tr></w:tbl>",
    ))  # fmt: skip
    reading = reading_of(package(body, styles=styles))
    assert [(zone.kind, reading.text[zone.start : zone.end].strip()) for zone in sorted(reading.zones)] == [
        (markup.HEADING, "3"), (markup.HEADING, "x"), (markup.QUOTATION, "q"), (markup.HEADING, "级别"),
        (markup.HEADING, "居中的题目"), (markup.LINK, "目录一"), (markup.LINK, "目录二"), (markup.LINK, "https://www.gov.cn/a"),
        (markup.TABLE, "格"),
    ]  # fmt: skip


# The way back to the runs -------------------------------------------------------------------------------------------------

_TEXT = st.text(alphabet="两新重“”利五率 a1𠮷😀，。", min_size=1, max_size=24)


@st.composite
def _broken(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Return a body whose paragraphs are broken over runs and wrappers in some way, and their texts."""
    body, texts = "", []
    for text in draw(st.lists(_TEXT, min_size=1, max_size=4)):
        content, at = "", 0
        while at < len(text):
            size = draw(st.integers(1, len(text) - at))
            pieces = sorted({0, size, *draw(st.lists(st.integers(1, size), max_size=2))})
            inner = "".join(
                f'<w:t xml:space="preserve">{text[at + low : at + high]}</w:t>' for low, high in itertools.pairwise(pieces)
            )
            properties = draw(st.sampled_from(["", "<w:rPr><w:b/></w:rPr>", "<w:rPr><w:sz w:val='32'/><w:i/></w:rPr>"]))
            run = f"<w:r w:rsidR='00AA'>{properties}{inner}</w:r>"
            content += draw(st.sampled_from([
                "{}", "<w:hyperlink r:id='x'>{}</w:hyperlink>", "<w:ins w:id='7'>{}</w:ins>", "<w:bookmarkStart w:id='1' w:name='n'/>{}",
                "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", "<w:r><w:ruby><w:rt/><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>",
            ])).format(run)  # fmt: skip
            if draw(st.booleans()):
                content += "<w:del w:id='9'><w:r><w:delText>删</w:delText></w:r></w:del>"
            at += size
        body += p(content)
        texts.append(text)
    return body, texts


def _shown(run: etree._Element) -> str:
    return "".join(text.text or "" for text in run.iter(w("t")))


def _formats(flow: Flow) -> list[tuple[str, bytes]]:
    """Return every character with the properties, attributes and wrappers that it has."""
    return [
        (character, etree.tostring(properties) if properties is not None else b"" + repr(
            ([above.tag for above in run.iterancestors()], dict(run.attrib))).encode())
        for run in flow.package.tree(flow.package.main).iter(w("r"))
        for properties in [run.find(w("rPr"))]
        for text in run.iterchildren(w("t"))
        for character in text.text or ""
    ]  # fmt: skip


@settings(deadline=None)
@given(_broken(), st.data())
def test_however_a_text_is_broken_over_runs_spans_lead_to_runs_of_just_that_text(case: tuple[str, list[str]], data: st.DataObject) -> None:
    body, texts = case
    reading = reading_of(package(body))
    assert reading.text == "".join(f"{text}\n" for text in texts)
    flow = flow_of(reading)
    before = _formats(flow)
    for _ in range(3):
        paragraph = data.draw(st.sampled_from(flow.paragraphs))
        start = data.draw(st.integers(paragraph.start, paragraph.end - 1))
        end = data.draw(st.integers(start + 1, paragraph.end))
        assert "".join(_shown(run) for run in runs_of(flow, start, end)) == reading.text[start:end]
        one, other = split(flow, end)
        assert (one is None, other is None) == (end == paragraph.start, end == paragraph.end)
        assert one is None or reading.text[:end].endswith(_shown(one))
        assert other is None or reading.text[end:].startswith(_shown(other))
    assert _formats(flow) == before, "cutting changes no character's formatting"
    again = reading_of(flow.package.to_bytes())
    assert again.text == reading.text
    assert again.places == reading.places


def test_what_is_no_text_in_a_run_stays_behind_what_it_follows() -> None:
    run = "<w:r><w:rPr><w:b/></w:rPr><w:t>两新</w:t><w:footnoteReference w:id='2'/><w:t>工作</w:t></w:r>"
    flow = flow_of(reading_of(package(p(run))))
    assert [[etree.QName(child).localname for child in part] for part in runs_of(flow, 0, 2)] == [["rPr", "t"]]
    paragraph = flow.paragraphs[0].element
    assert [[etree.QName(child).localname for child in part] for part in paragraph] == [["rPr", "t"], ["rPr", "footnoteReference", "t"]]


def test_the_outermost_run_is_that_of_the_paragraph_and_no_further() -> None:
    ruby = "<w:r><w:ruby><w:rt/><w:rubyBase>" + r("两") + "</w:rubyBase></w:ruby></w:r>"
    flow = flow_of(reading_of(package(p(DRAWN.format(BOX.format(p(ruby)))))))
    start = flow.text.index("两")
    (run,) = runs_of(flow, start, start + 1)
    assert outermost(run).getparent() is next(paragraph.element for paragraph in flow.paragraphs if paragraph.where == "box")


def test_parts_that_nobody_touched_are_the_same_byte_by_byte() -> None:
    source = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("抓好“两新”工作")
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.save(source)
    data = source.getvalue()
    flow = flow_of(reading_of(data))
    assert flow.package.to_bytes() is data, "nothing touched, nothing written anew"
    runs_of(flow, 3, 5)
    out = flow.package.to_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(out)) as new:
        assert new.testzip() is None
        assert [(one.filename, one.date_time) for one in old.infolist()] == [(one.filename, one.date_time) for one in new.infolist()]
        differ = {one.filename for one in old.infolist() if old.read(one) != new.read(one.filename)}
        same = {(one.filename, one.CRC, one.compress_size) for one in old.infolist() if one.filename not in differ}
        assert same == {(one.filename, one.CRC, one.compress_size) for one in new.infolist() if one.filename not in differ}
    assert differ == {"word/document.xml"}
    assert [paragraph.text for paragraph in docx.Document(io.BytesIO(out)).paragraphs] == ["抓好“两新”工作"]


class _Pipe(io.RawIOBase):
    """Takes bytes and cannot go back: zipfile then writes sizes behind the data, as .NET does."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.data += bytes(data)
        return len(data)


def test_packages_written_in_other_ways_are_copied_too() -> None:
    pipe = _Pipe()
    with zipfile.ZipFile(io.BytesIO(package(p(r("两新"))))) as source, zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
        stored = zipfile.ZipInfo("word/media/图.png", (2020, 2, 29, 12, 0, 0))
        stored.extra = struct.pack("<HHI", 0xA220, 4, 0)  # Office pads entries with this
        target.writestr(stored, b"PNG" * 10)
    flow = flow_of(reading_of(b"MZ stub" + pipe.data))
    split(flow, 1)
    with zipfile.ZipFile(io.BytesIO(flow.package.to_bytes())) as made:
        assert made.testzip() is None
        assert made.read("word/media/图.png") == b"PNG" * 10
        assert made.getinfo("word/media/图.png").date_time == (2020, 2, 29, 12, 0, 0)
        assert not any(entry.flag_bits & 8 for entry in made.infolist())


# Suppressions -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("comment", "codes"),
    [
        ("请核对", ["ZC101", "ZC101"]),
        ("zhengci-ignore ZC101: 已在附件解释", ["ZC101"]),
        ("Zhengci-ignore zc101，已解释", ["ZC101"]),
        ("zhengci-ignore ZC103", ["ZC901", "ZC101", "ZC101"]),
        ("zhengci-disable-next-line ZC101", ["ZC101"]),
        ("zhengci-ignore-file ZC101", []),
        ("zhengci-ignore", ["ZC901", "ZC101", "ZC101"]),
        ("请看 zhengci-ignore ZC101 的说明", ["ZC101", "ZC101"]),
    ],
)
def test_a_comment_suppresses_in_the_paragraph_that_it_is_on(comment: str, codes: list[str], run: Run, tmp_path: Path) -> None:
    body = p(r("抓好"), commented("“两新”"), r("工作，把这件事办好。")) + p(r("持续整治“四风”，让基层有更多时间抓落实。"))
    (tmp_path / "a.docx").write_bytes(package(body, comments=comments(comment)))
    found = run("lint", "a.docx", "--isolated", "--date", "2025", "--output-format", "json", cwd=tmp_path)
    assert sorted(finding["code"] for finding in json.loads(found.stdout)) == sorted(codes)


# What is refused ----------------------------------------------------------------------------------------------------------

_GOOD = package(p(r("抓好“两新”工作")))


def _with(name: str, content: bytes | None) -> bytes:
    with zipfile.ZipFile(io.BytesIO(_GOOD)) as source:
        files = {one.filename: source.read(one) for one in source.infolist()}
    files.pop(name, None)
    return zipped(files if content is None else {**files, name: content})


def _encrypted_entry() -> bytes:
    data = bytearray(_GOOD)
    for at in (match.start() for match in re.finditer(b"PK\x01\x02", _GOOD)):
        data[at + 8] |= 1
    return bytes(data)


def _lying(size: int) -> bytes:
    """Return a file whose first entry claims to unpack to `size` bytes."""
    data = bytearray(_GOOD)
    struct.pack_into("<I", data, _GOOD.index(b"PK\x01\x02") + 24, size)
    return bytes(data)


_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_BOMB = (
    '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)
_FOREIGN = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
_BODY = f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&{{}};</w:t></w:r></w:p></w:body></w:document>'


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(b"", "是空文件", id="empty"),
        pytest.param("普通文字".encode(), "不是 .docx 文件，或已损坏（不是完整的 zip 包）", id="text"),
        pytest.param(_GOOD[:-40], "不是 .docx 文件，或已损坏（不是完整的 zip 包）", id="cut"),
        pytest.param(bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
                     "设有打开密码，读不了；请在 Word 或 WPS 中取消密码后另存", id="password"),
        pytest.param(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500),
                     "其实是旧版 Word 文件，读不了；请在 Word 或 WPS 中另存为 .docx", id="doc"),
        pytest.param(_encrypted_entry(), "压缩包加了密，读不了；请取消密码后另存", id="zip-password"),
        pytest.param(zipped({"a.txt": "x"}), "不是 .docx 文件（zip 包里没有 Word 文档）", id="zip"),
        pytest.param(_with("_rels/.rels", None), "不是 .docx 文件（zip 包里没有 Word 文档）", id="no-relations"),
        pytest.param(_with("word/document.xml", None),
                     "文件损坏，打不开（缺少 word/document.xml）；请在 Word 或 WPS 中打开修复后另存为 .docx", id="no-document"),
        pytest.param(_with("word/document.xml", b"<w:document"),
                     "文件损坏，打不开（word/document.xml 第 1 行不合 XML 语法）；请在 Word 或 WPS 中打开修复后另存为 .docx", id="xml"),
        pytest.param(_with("word/document.xml", b"<worksheet/>"), "不是 Word 文档（是别的 Office 文件）", id="other"),
        pytest.param(_with("_rels/.rels", _RELATIONS.format('<Relationship Id="r" Type="http://purl.oclc.org/ooxml/officeDocument/'
                     'relationships/officeDocument" Target="word/document.xml"/>').encode()),
                     "是“Strict Open XML 文档”，读不了；请在 Word 中另存为“Word 文档（*.docx）”", id="strict"),
        pytest.param(_with("word/document.xml", (_BOMB + _BODY.format("d")).encode()),
                     "word/document.xml 含有文档类型声明，Word 文件不该有，未打开", id="entities"),
        pytest.param(_with("word/document.xml", (_FOREIGN + _BODY.format("x")).encode()),
                     "word/document.xml 含有文档类型声明，Word 文件不该有，未打开", id="foreign-entity"),
        pytest.param(_with("word/document.xml", b"<a>" * 5000 + b"</a>" * 5000), "word/document.xml 嵌套过深，未打开", id="deep"),
        pytest.param(_with("word/document.xml", b" " * 30_000_000), "压缩率高得不像文稿，未打开（可能是压缩炸弹）", id="ratio"),
        pytest.param(_lying(2**32 - 2), "解压后大得不像文稿，未打开（可能是压缩炸弹）", id="huge"),
        pytest.param(_GOOD.replace(b"_rels/.rels", b"[Content_Ty"), None, id="damaged-names"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_in_so_many_words(data: bytes, told: str | None, run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(data)
    (tmp_path / "b.docx").write_bytes(_GOOD)
    outcome = run("lint", "a.docx", "b.docx", "--isolated", "--output-format", "concise", "-q", cwd=tmp_path)
    assert outcome.status == 2
    if told:
        assert outcome.stderr == f"zhengci：a.docx：{told}\n"
    assert outcome.stdout.startswith("b.docx:1:4: ZC101"), "the other files are done"


def test_parts_that_are_large_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhengci.readers.word.package._MAX_XML", 1024 * 1024)
    filler = "".join(f"<!--{n:08x}-->" for n in range(40_000))
    body = p(r("两新"), "<w:r><w:footnoteReference w:id='2'/></w:r>") + filler
    assert reading_of(package(body, footnotes="<w:footnote w:id='2'/>")).text == "两新\n"
    with pytest.raises(UnreadableFile, match=r"^解压后的文字部件超过 1 MB，大得不像文稿，未打开$"):
        reading_of(package(body, footnotes=filler + "<w:footnote w:id='2'/>"))


def test_entries_of_one_name_and_lying_sizes_are_refused() -> None:
    out = io.BytesIO(_GOOD)
    with zipfile.ZipFile(out, "a") as target, pytest.warns(UserWarning, match="Duplicate"):
        target.writestr("word/document.xml", b"<x/>")
    with pytest.raises(UnreadableFile, match=r"^文件损坏，打不开（压缩包里有重名的部件）"):
        reading_of(out.getvalue())


def test_memory_stays_within_bounds_when_a_bomb_is_met() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as target:
        for number in range(3):
            with target.open(f"word/{number or 'document'}.xml", "w", force_zip64=True) as entry:
                for _ in range(100):
                    entry.write(bytes(1_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableFile, match="压缩炸弹"):
            reading_of(bomb.getvalue())
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


@settings(deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_damaged_file_is_read_or_refused_and_never_anything_else(rnd: random.Random) -> None:
    body = p(commented("两新"), r("工作"), "<w:r><w:footnoteReference w:id='2'/></w:r>")
    body += "<w:tbl><w:tr><w:tc>" + p(r("格")) + "</w:tc></w:tr></w:tbl>"
    data = package(body, comments=comments("zhengci-ignore ZC101"), footnotes="<w:footnote w:id='2'>" + p(r("注")) + "</w:footnote>")
    if rnd.random() < 0.5:  # in the package …
        damaged = bytearray(data[: rnd.randrange(len(data))] if rnd.random() < 0.2 else data)
        for _ in range(min(len(damaged), rnd.randrange(4))):
            damaged[rnd.randrange(len(damaged))] = rnd.randrange(256)
        data = bytes(damaged)
    else:  # … or in the XML: a tag is lost, moved or turned into another
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            files = {one.filename: source.read(one).decode() for one in source.infolist()}
        name = rnd.choice(list(files))
        tags = list(re.finditer("<[^<>]+>", files[name]))
        one, other = rnd.choice(tags), rnd.choice(tags)
        files[name] = files[name][: one.start()] + rnd.choice(["", other[0], one[0] * 2]) + files[name][one.end() :]
        data = zipped(files)
    try:
        flow = flow_of(reading_of(data))
        for paragraph in flow.paragraphs:
            if paragraph.end > paragraph.start:
                split(flow, paragraph.start + 1)
        flow.package.to_bytes()
    except UnreadableFile as error:
        assert re.search("[一-鿿]", str(error))


def _fields(count: int) -> str:
    return p((BEGIN + r("字")) * count)


def _noted(count: int) -> str:
    return p(*(f"<w:bookmarkStart w:id='{n}' w:name='_zhengci_note_{n}'/>{r('字')}<w:r><w:footnoteReference w:id='{n}'/></w:r>"
               f"<w:bookmarkEnd w:id='{n}'/>" for n in range(count)))  # fmt: skip


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda count: p(r("两新") * count), id="runs"),
        pytest.param(lambda count: p() * count, id="paragraphs"),
        pytest.param(_fields, id="fields-never-closed"),
        pytest.param(lambda count: p(BEGIN, instruction("x") * count), id="instructions"),
        pytest.param(lambda count: (p(BEGIN, instruction(" TOC "), SEPARATE) + p(r("目"))) * count, id="contents-never-closed"),
        pytest.param(_noted, id="notes"),
        pytest.param(lambda count: p(DRAWN.format(BOX.format(p(r("框")))) * count), id="boxes"),
        pytest.param(lambda count: "<w:tbl><w:tr>" + ("<w:tc>" + p(r("格")) + "</w:tc>") * count + "</w:tr></w:tbl>", id="cells"),
    ],
)
def test_crafted_documents_cost_no_more_than_others_of_their_length(make: Callable[[int], str]) -> None:
    def best(count: int) -> int:
        body = make(count)
        notes = "".join(f"<w:footnote w:id='{n}'>{p(r('注'))}</w:footnote>" for n in range(count if "footnoteReference" in body else 0))
        data = package(body, footnotes=notes)
        taken = []
        for _ in range(3):
            began = time.process_time_ns()
            flow = flow_of(reading_of(data))
            for offset in range(0, min(len(flow.text) - 1, count), 2):
                split(flow, offset)
            taken.append(time.process_time_ns() - began)
        return min(taken)

    assert best(2400) / best(300) < 30, "linear comes out at 8, quadratic at 64"


# The command line ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.docx").write_bytes(package(p(r("抓好“两新”工作，把这件事办好。"))))
    (tmp_path / "b.md").write_text("持续整治“四风”，让基层有更多时间抓落实。\n", encoding="utf-8")
    (tmp_path / "~$a.docx").write_bytes(b"owner")
    return tmp_path


def test_folders_are_searched_for_word_files_where_they_can_be_read(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("lint", "--isolated", "--show-files", cwd=folder).stdout.split() == ["./a.docx", "./b.md"]
    covered = run("glossary", "stats", "--coverage", ".", "--isolated", cwd=folder)
    assert "覆盖：2 篇文稿" in covered.stdout
    for name in [name for name in sys.modules if name == "lxml" or name.startswith(("lxml.", "zhengci.readers.word"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "lxml", None)
    without = run("lint", "--isolated", "-q", "--output-format", "concise", cwd=folder)
    assert (without.status, without.stderr) == (1, "zhengci：略过 1 个文件；要读它们先装：pip install 'zhengci[docx]'\n")
    assert without.stdout.startswith("./b.md:1:6: ZC101")
    outright = run("lint", "a.docx", "--isolated", cwd=folder)
    assert (outright.status, outright.stdout) == (2, "")
    assert outright.stderr.startswith("zhengci：a.docx：读 .docx 文件要先装 lxml：pip install 'zhengci[docx]'\n")


def test_old_formats_name_the_way_out(run: Run, tmp_path: Path) -> None:
    for name, told in (
        ("a.doc", "是旧版 Word 文件，读不了；请在 Word 或 WPS 中另存为 .docx"),
        ("a.wps", "是 WPS 文字文件，读不了；请在 WPS 中另存为 .docx"),
    ):
        (tmp_path / name).write_bytes(b"x")
        assert run("annotate", name, cwd=tmp_path).stderr == f"zhengci：{name}：{told}\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--diff"], "a.docx 不是文本：--diff 只显示文本的改动"),
        (["--add-ignore"], "a.docx 不是文本：--add-ignore 只写文本；"
         "在 Word 中给该处加批注“zhengci-ignore 规则代码: 原因”，下次检查即不再报告"),
    ],
)  # fmt: skip
def test_what_is_written_into_texts_is_not_for_word_files(arguments: list[str], told: str, folder: Path, run: Run) -> None:
    before = (folder / "a.docx").read_bytes()
    outcome = run("lint", "a.docx", "--isolated", *arguments, cwd=folder)
    assert outcome.status == 2
    assert told in outcome.stderr
    mixed = run("lint", ".", "--isolated", "--output-format", "concise", *arguments, cwd=folder)
    assert mixed.status in (0, 1)
    assert (folder / "a.docx").read_bytes() == before


def test_results_of_containers_are_not_kept_and_not_decoded(folder: Path, run: Run) -> None:
    for number in range(12):
        (folder / f"{number}.docx").write_bytes((folder / "a.docx").read_bytes())
    first = run("lint", ".", "--isolated", "--output-format", "json", cwd=folder)
    again = run("lint", ".", "--isolated", "--output-format", "json", cwd=folder)
    assert first == again
    assert len(json.loads(again.stdout)) == 14
    assert Path(results.results_file()).exists(), "the cache was in use"


def test_every_report_names_the_place(folder: Path, run: Run) -> None:
    def report(form: str) -> str:
        return str(run("lint", "a.docx", "--isolated", "-q", "--output-format", form, cwd=folder).stdout)

    place, said = "第 1 段", "（第 1 段）“两新”首次出现"
    assert json.loads(report("json"))[0]["place"] == json.loads(report("json-lines"))["place"] == place
    (result,) = json.loads(report("sarif"))["runs"][0]["results"]
    assert result["locations"][0]["logicalLocations"] == [{"name": place}]
    assert "fixes" not in result, "offsets in a container are nothing to edit by"
    (diagnostic,) = json.loads(report("rdjson"))["diagnostics"]
    assert diagnostic["message"].startswith(said)
    assert "suggestions" not in diagnostic
    for form in ("full", "concise", "github", "gitlab", "checkstyle", "junit"):
        assert said in report(form), form
    told = json.loads(run("annotate", "a.docx", "--isolated", "--format", "json", cwd=folder).stdout)
    assert told["mentions"][0]["place"] == place


def test_the_appendix_and_the_date_are_looked_for_in_the_body(run: Run, tmp_path: Path) -> None:
    rows = ["抓好“两新”工作。", "名词解释", "1.“两新”：大规模设备更新。", "2.“两重”：国家重大战略实施。", "2024年3月5日"]
    body = "".join(p(r(row)) for row in rows)
    body += "<w:sectPr><w:footerReference w:type='default' r:id='rIdfooter1'/></w:sectPr>"
    (tmp_path / "a.docx").write_bytes(package(body, footer1=p(r("页脚文字" * 200))))
    told = json.loads(run("annotate", "a.docx", "--isolated", "--format", "json", cwd=tmp_path).stdout)
    assert (told["context"]["date"], told["context"]["date_from"]) == ("2024-03-05", "落款")
    checked = run("appendix", "--check", "a.docx", "--isolated", cwd=tmp_path)
    assert "名词解释 2 条" in checked.stderr
    harvested = run("harvest", "a.docx", "--isolated", "--all", cwd=tmp_path)
    assert harvested.status == 0
    assert "页脚文字" not in harvested.stdout
