"""Documents: bytes to text and back, zones that are not prose, date and place, the document's own definitions."""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengci.document import context as contexts
from zhengci.document import markup
from zhengci.document.decode import UnreadableFile, decode, read_text, write_text
from zhengci.document.definitions import find_appendix, inline_gloss, named_short
from zhengci.document.document import Document
from zhengci.document.files import find_files
from zhengci.document.lines import Lines
from zhengci.folding import fold

TEXT = "抓好“两新”工作。\r\n𠮷林镇推进“两重”。\n"


# Bytes ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("gb18030"), "gb18030"),
        (b"", "utf-8"),
        (b"plain ASCII\n", "utf-8"),
    ],
)
def test_text_comes_out_of_every_encoding_and_goes_back_as_it_was(data: bytes, encoding: str) -> None:
    decoded = decode(data)
    assert encoding == decoded.encoding
    assert data == decoded.encode(decoded.text)
    assert decoded.text in (TEXT, "", "plain ASCII\n")


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_told_by_its_ascii_characters(order: str) -> None:
    text = "2025 report: GDP +5%\n两新\n"
    assert (text, order, b"") == decode(text.encode(order))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_every_utf8_text_is_read_as_it_is(text: str) -> None:
    text = text.removeprefix("\ufeff")
    assert (text, "utf-8") == decode(text.encode())[:2]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe\x00", "是二进制文件，不是文本"),
        (array("H", range(1, 300)).tobytes(), "是二进制文件，不是文本"),
        (b"\x01\x02\xff\xff", "是二进制文件，不是文本"),
        ("好\n好\n".encode() + b"\xff\xff\n", "不是 UTF-8、GB18030 或 UTF-16 文本（第 3 行，第 8 字节起不能解码）"),
        (b"\xef\xbb\xbf\xd5\xd5", "有 utf-8 标记，但第 0 字节起不能解码"),
        (b"\xff\xfe\x00", "有 utf-16-le 标记，但第 0 字节起不能解码"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data: bytes, told: str) -> None:
    with pytest.raises(UnreadableFile, match=rf"^{re.escape(told)}$"):
        decode(data)


def test_a_word_document_under_another_name_is_no_text() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>" * 50)
        archive.writestr("word/document.xml", "<w:t>抓好“两新”工作。</w:t>" * 200)
    with pytest.raises(UnreadableFile, match=r"^是二进制文件，不是文本$"):
        decode(data.getvalue())


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"^文件不存在$"):
        read_text(tmp_path / "no.txt")
    with pytest.raises(UnreadableFile, match=r"^是文件夹，不是文件$"):
        read_text(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_read_permission_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "a.txt").chmod(0)
    with pytest.raises(UnreadableFile, match=r"^没有读取权限$"):
        read_text(tmp_path / "a.txt")


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(b"", "utf-8"), (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"", "gb18030")],
)
def test_a_file_is_written_back_in_its_encoding_with_its_mark_newlines_and_mode(
    tmp_path: Path, mark: bytes, encoding: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(mark + TEXT.encode(encoding))
    path.chmod(0o640)
    source = read_text(path)
    write_text(path, source, source.text.replace("两新", "新两"))
    assert mark + TEXT.replace("两新", "新两").encode(encoding) == path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_link_stays_a_link_and_its_file_is_mended(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("旧", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to("real.txt")
    write_text(tmp_path / "link.txt", read_text(tmp_path / "link.txt"), "新")
    assert ((tmp_path / "link.txt").is_symlink(), (tmp_path / "real.txt").read_text(encoding="utf-8")) == (True, "新")


def test_a_file_that_was_edited_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("旧", encoding="utf-8")
    source = read_text(path)
    path.write_text("作者刚改过", encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"^在处理期间被改动，未写回$"):
        write_text(path, source, "新")
    assert path.read_text(encoding="utf-8") == "作者刚改过"


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
def test_a_failure_before_the_end_leaves_the_old_content_and_no_scratch_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("旧", encoding="utf-8")
    source = read_text(path)

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, step, fail)
        with pytest.raises(UnreadableFile, match=r"^写不进去：No space left on device（原文未动）$"):
            write_text(path, source, "新")
    assert (path.read_text(encoding="utf-8"), os.listdir(tmp_path)) == ("旧", ["a.txt"])


def test_a_character_that_the_encoding_lacks_is_named() -> None:
    with pytest.raises(UnreadableFile, match=r"^第 1 个字符“\ud842”无法用 gb18030 编码写回$"):
        decode("照旧".encode("gb18030")).encode("照\ud842")


# Lines and files -----------------------------------------------------------------------------------------------------


@given(st.text("两𠮷a\r\n", max_size=30))
def test_every_offset_has_the_line_and_column_at_which_it_stands(text: str) -> None:
    lines = Lines(text)
    for offset in range(len(text) + 1):
        line, column = lines.place(offset)
        assert offset == lines.start(line) + column - 1
        if offset < len(text) and text[offset] not in "\r\n":
            assert text[offset] == lines.text(line)[column - 1]


def test_folders_are_searched_for_texts_and_files_are_taken_as_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b.md", "a.txt", "c.HTML", "d.docx", ".hidden.md", ".git/x.md", "node_modules/x.md", "draft/e.txt", "skip/f.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    monkeypatch.chdir(tmp_path)
    assert list(find_files(["."], ["skip"])) == ["./a.txt", "./b.md", "./c.HTML", "./draft/e.txt"]
    assert list(find_files(["d.docx", "a.txt", "a.txt", "no.txt"])) == ["d.docx", "a.txt", "no.txt"]
    assert list(find_files(["skip/f.txt"], ["skip"])) == ["skip/f.txt"]
    assert list(find_files(["skip/f.txt", "a.txt"], ["skip/"], force_exclude=True)) == ["a.txt"]


# Zones ---------------------------------------------------------------------------------------------------------------


def zones(raw: str, path: str) -> list[tuple[str, str]]:
    """Return kind and text of the zones that markup makes."""
    return [(zone.kind, raw[zone.start : zone.end]) for zone in Document(raw, path=path).markup]


MARKDOWN = [
    ("𠮷𠮷 `两新` 后", [("code", "`两新`")]),
    ("前\n\n```\n𠮷两新\n```\n\n后", [("code", "```\n𠮷两新\n```")]),
    ("前\n\n    两新 缩进\n\n后", [("code", "两新 缩进\n")]),
    ("𠮷 [两新](http://a.cn/两新) 后", [("link", "[两新](http://a.cn/两新)")]),
    ("𠮷 ![两新](a.png)", [("link", "![两新](a.png)")]),
    ("𠮷 <http://a.cn/两新>", [("link", "<http://a.cn/两新>")]),
    ("---\ntitle: 两新\n---\n\n正文𠮷", [("front-matter", "---\ntitle: 两新\n---")]),
    ("𠮷\n\n> 两新\n> 两重\n\n后", [("quotation", "> 两新\n> 两重\n")]),
    ("𠮷 <!-- 两新 --> 后", [("comment", "<!-- 两新 -->")]),
    ("𠮷\n\n<!-- 两新\n两重 -->\n\n后", [("comment", "<!-- 两新\n两重 -->\n")]),
    ("𠮷 <b>两新</b>", [("code", "<b>"), ("code", "</b>")]),
    ("# 两新𠮷\n\n正文\n", [("heading", "# 两新𠮷")]),
    ("𠮷两新 `a`\n====\n\n正文", [("heading", "𠮷两新 `a`\n====\n"), ("code", "`a`")]),
    ("| 𠮷 | 乙 |\n| - | - |\n| 两新 | `两重` |\n", [("code", "`两重`")]),
    ("没有标记的“两新”。", []),
    ("“两新”*强调*，1 < 2", []),
]


@pytest.mark.parametrize(("raw", "expected"), MARKDOWN, ids=[raw[:12].replace("\n", "↵") for raw, _ in MARKDOWN])
def test_markdown_zones_stand_where_their_text_stands(raw: str, expected: list[tuple[str, str]]) -> None:
    found = [(kind, text.rstrip("\n")) for kind, text in zones(raw, "a.md")]
    assert [(kind, text.rstrip("\n")) for kind, text in expected] == found


HTML = [
    ("𠮷<p>两新</p>", [("code", "<p>"), ("code", "</p>")]),
    ("𠮷<a href='两新'>两新</a>后", [("code", "<a href='两新'>"), ("link", "<a href='两新'>两新</a>"), ("code", "</a>")]),
    ("<script>两新</script>", [("code", "<script>"), ("code", "<script>两新</script>"), ("code", "</script>")]),
    ("行\n𠮷<!-- 两新 -->后", [("comment", "<!-- 两新 -->")]),
    ("<h1>两新</h1>", [("code", "<h1>"), ("heading", "<h1>两新</h1>"), ("code", "</h1>")]),
    (
        "<blockquote>两新</blockquote>",
        [("code", "<blockquote>"), ("quotation", "<blockquote>两新</blockquote>"), ("code", "</blockquote>")],
    ),
    ("1 < 2，两新 & 两重", []),
    ("<img alt='1>2' src=\"a>b\">两新", [("code", "<img alt='1>2' src=\"a>b\">")]),
    ("<p it's>两新</p>", [("code", "<p it's>"), ("code", "</p>")]),
    ("<script>if (a<b) f('<p>')</SCRIPT >两新", [
        ("code", "<script>"), ("code", "<script>if (a<b) f('<p>')</SCRIPT >"), ("code", "</SCRIPT >"),
    ]),
    ("<a/>两新<br />两重", [("code", "<a/>"), ("link", "<a/>"), ("code", "<br />")]),
    ("<!-->两新", [("comment", "<!-->")]),
    ("两新<!-- 两重", [("comment", "<!-- 两重")]),
    ("两新 <a 两重", []),
    ('<a x="<b>两新</b>', [("code", '<a x="<b>'), ("link", ""), ("code", "</b>")][::2]),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "expected"), HTML)
def test_html_zones_stand_where_their_text_stands(raw: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(expected) == sorted(zones(raw, "a.html"))


def test_an_unclosed_html_element_reaches_to_the_end() -> None:
    raw = "<p>两新</p><script>两重"
    document = Document(raw, path="a.html")
    assert (
        document.zones.within(raw.index("两重"), markup.CODE), document.zones.within(raw.index("两新"), markup.CODE),
    ) == ("code", None)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "inside"),
    [
        ("印发《“两新”实施意见》。", markup.TITLE, True),
        ("《甲》和“两新”和《乙》", markup.TITLE, False),
        ("会议强调：“要抓好两新政策落实，推动各项工作再上新台阶，不断取得新成效。”", markup.QUOTATION, True),
        ("他指出，“要坚定不移抓好两新政策的落实和各项任务的推进”。", markup.QUOTATION, True),
        ("抓好“两新”工作。", markup.QUOTATION, False),
    ],
)
def test_titles_and_speeches_are_zones_of_their_own(text: str, kind: str, inside: bool) -> None:
    assert inside is bool(Document(text).zones.within(text.index("两新"), kind))


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), max_size=8), st.integers(0, 40))
def test_a_place_is_within_a_zone_exactly_if_one_of_them_holds_it(spans: list[tuple[int, int]], offset: int) -> None:
    zones = [markup.Zone(start, start + size, markup.CODE) for start, size in spans]
    holds = any(zone.start <= offset < zone.end for zone in zones)
    assert ("code" if holds else None) == markup.Zones(zones).within(offset, markup.LINK, markup.CODE)


# Context -------------------------------------------------------------------------------------------------------------

CONTEXTS = [
    ("2026年天津市政府工作报告\n\n各位代表：\n", "", "2026", "标题", "120000", "标题"),
    ("天津市2026年政府工作报告\n\n各位代表：\n", "", "2026", "标题", "120000", "标题"),
    ("首页 > 政务公开 > 报告\n\n2025年蓟州区人民政府工作报告\n天津市人民政府\n", "", "2025", "标题", "120119", "标题"),
    (
        "政府工作报告\n——2022年12月30日在河西区第十八届人民代表大会第三次会议上\n天津市河西区区长\n",
        "", "2022-12-30", "报告日期", "120103", "报告地点",
    ),
    (
        "2024年天津市政府工作报告\n2023年12月28日上午在天津市第十八届人民代表大会第二次会议上\n",
        "", "2023-12-28", "报告日期", "120000", "报告地点",
    ),
    (
        "政府工作报告\n二〇二五年一月十四日在厦门市第十六届人民代表大会第五次会议上\n",
        "", "2025-01-14", "报告日期", "350200", "报告地点",
    ),
    ("各位代表：现在，我代表国务院向大会报告工作。\n2025年工作安排\n", "", "2025", "小标题", "000000", "报告人"),
    ("各位代表：我代表浙江省人民政府报告工作。\n一、2024年工作回顾\n", "", "2025", "小标题", "330000", "报告人"),
    ("关于开展检查的通知\n\n抓好落实。\n\n\u3000\u3000\u30002021年3月5日\n", "", "2021-03-05", "落款", "", ""),
    ("关于开展检查的通知\r\n\r\n抓好落实。\r\n\r\n2021年3月5日\r\n", "", "2021-03-05", "落款", "", ""),
    ("关于开展检查的通知\n\n抓好落实。\n\n二○一九年十二月二十日\n", "", "2019-12-20", "落款", "", ""),
    ("抓好落实。", "reports/2023-湖北省-政府工作报告.txt", "2023", "文件名", "420000", "文件名"),
    ("抓好落实。", "jilin-20240115.txt", "2024-01-15", "文件名", "", ""),
    ("2012年以来，从2010年起步，到2015年完成。", "", "2012", "文中最晚年份", "", ""),
    ("在中国共产党第二十次全国代表大会上的报告\n", "", "2022-10", "会议", "000000", "会议"),
    ("海南发展。海南旅游。海南医疗。海南港口。海南农业。", "", "今日", "今日", "460000", "文中反复提到"),
    ("抓好落实。", "", "今日", "今日", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "path", "date", "date_from", "place", "place_from"), CONTEXTS, ids=[re.sub(r"\s+", "↵", case[0][:14]) for case in CONTEXTS]
)
def test_date_and_place_are_read_off_the_document(
    monkeypatch: pytest.MonkeyPatch, text: str, path: str, date: str, date_from: str, place: str, place_from: str
) -> None:
    monkeypatch.setattr(contexts, "today", lambda: "2026-06-01")
    wanted = (date.replace("今日", "2026-06-01"), date_from, place, place_from)
    assert wanted == contexts.detect(fold(text), path)


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("朝阳区2025年政府工作报告\n北京市人民政府网站\n", "110105"),
        ("朝阳区2025年政府工作报告\n长春市\n", "220104"),
        ("朝阳区2025年政府工作报告\n", ""),
        ("2025年吉林省政府工作报告\n", "220000"),
        ("2025年吉林市政府工作报告\n", "220200"),
    ],
)
def test_a_district_of_a_common_name_needs_its_city_nearby(head: str, code: str) -> None:
    assert code == contexts.detect(head).jurisdiction


@pytest.mark.parametrize(
    ("front", "date", "place"),
    [
        ("date: 2025-01-15\nregion: 天津市", "2025-01-15", "120000"),
        ('日期: "2024年3月"\n地区: 120119', "2024-03", "120119"),
        ("date: 2025/1/5\nregion: cn-east-1", "2025-01-05", "330000"),
    ],
)
def test_front_matter_overrides_what_the_text_tells(front: str, date: str, place: str) -> None:
    document = Document(f"---\n{front}\n---\n\n# 2020年浙江省政府工作报告\n", path="a.md")
    assert (date, "文件头", place) == (document.context.date, document.context.date_from, document.context.jurisdiction)


def test_what_is_given_overrides_everything() -> None:
    document = Document("2020年浙江省政府工作报告\n", date="2024", jurisdiction="120000")
    assert document.context == ("2024", "指定", "120000", "指定")


# Definitions ---------------------------------------------------------------------------------------------------------

ENTRIES = [("五彩八音", "五种颜色、八种声音。"), ("三灯两伞", "三盏灯和两把伞。")]
BODY = "推进“五彩八音”，落实三灯两伞。各位代表！让我们团结奋斗！\n"
LAYOUTS = {
    "one line each": "名词解释\n1.“五彩八音”：五种颜色、八种声音。\n2.三灯两伞：三盏灯和两把伞。\n",
    "two lines each": "名词解释\n\n1.“五彩八音”：\n五种颜色、八种声音。\n2.三灯两伞：\n三盏灯和两把伞。\n",
    "endnotes": "注释\n［1］五彩八音：\n五种颜色、八种声音。\n［2］三灯两伞：\n三盏灯和两把伞。\n",
    "half-width colons": "名词解释\n1.“五彩八音”:五种颜色、八种声音。\n2.三灯两伞:三盏灯和两把伞。\n",
    "a blank after the number": "名词解释\n6. 五彩八音：五种颜色、八种声音。\n7. 三灯两伞：三盏灯和两把伞。\n",
    "numbers with 、": "名词解释\n1、五彩八音：五种颜色、八种声音。\n2、三灯两伞：三盏灯和两把伞。\n",
    "numbers in half-width brackets": "名词解释\n(1)五彩八音：五种颜色、八种声音。\n(2)三灯两伞：三盏灯和两把伞。\n",
    "numbers in square brackets": "名词解释\n[1]五彩八音：五种颜色、八种声音。\n[2]三灯两伞：三盏灯和两把伞。\n",
    "numbers in full-width brackets": "名词解释\n（1）五彩八音：五种颜色、八种声音。\n（2）三灯两伞：三盏灯和两把伞。\n",
    "numbers in circles": "名词解释\n①五彩八音：五种颜色、八种声音。\n②三灯两伞：三盏灯和两把伞。\n",
    "no numbers": "名词解释\n“五彩八音”：五种颜色、八种声音。\n三灯两伞：三盏灯和两把伞。\n",
    "main terms": "主要名词解释\n1.五彩八音：五种颜色、八种声音。\n2.三灯两伞：三盏灯和两把伞。\n",
    "notes on terms": "《政府工作报告》有关内容名词注释\n1.五彩八音：五种颜色、八种声音。\n2.三灯两伞：三盏灯和两把伞。\n",
    "an annex": "附件2\n名词解释\n1.五彩八音：五种颜色、八种声音。\n2.三灯两伞：三盏灯和两把伞。\n",
    "名词注解": "名词注解\n1.五彩八音：五种颜色、八种声音。\n2.三灯两伞：三盏灯和两把伞。\n",
    "新词新语": "新词新语\n1.五彩八音：五种颜色、八种声音。\n2.三灯两伞：三盏灯和两把伞。\n",
    "a Markdown heading": "## 名词解释\n\n1. **五彩八音**：五种颜色、八种声音。\n2. **三灯两伞**：三盏灯和两把伞。\n",
    "all on one line": "名词解释 1.五彩八音：五种颜色、八种声音。2.三灯两伞：三盏灯和两把伞。版权所有 打印本页",
    "all on one line, unnumbered": "名词解释“五彩八音”：五种颜色、八种声音。“三灯两伞”：三盏灯和两把伞。相关报道",
    "boilerplate behind": "名词解释\n1.五彩八音：五种颜色、八种声音。\n2.三灯两伞：三盏灯和两把伞。\n打印本页\n相关报道：三条\n版权所有\n",
    "many blank lines before": "\n" * 24 + "名词解释\n1.五彩八音：五种颜色、八种声音。\n2.三灯两伞：三盏灯和两把伞。\n",
    "titles in the body and behind": "说明：\n名词解释\n1.五彩八音：五种颜色、八种声音。\n2.三灯两伞：三盏灯和两把伞。\n打印本页\n注释\n",
    "a title set apart": "　　附件2：名 词 解 释（注 释）\n1.五彩八音：五种颜色、八种声音。\n2.三灯两伞：三盏灯和两把伞。\n",
    "brackets round the numbers": "注释：\n[1] 五彩八音：五种颜色、八种声音。\n［ 2 ］三灯两伞：三盏灯和两把伞。\n",
    "CRLF": "名词解释\r\n1.五彩八音：五种颜色、八种声音。\r\n2.三灯两伞：三盏灯和两把伞。\r\n",
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_appendix_is_found_in_every_layout_of_official_reports(layout: str) -> None:
    text = fold(BODY + LAYOUTS[layout])
    appendix = find_appendix(text)
    assert appendix is not None
    assert [(entry.forms[0], entry.gloss) for entry in appendix.entries] == ENTRIES
    for entry in appendix.entries:
        assert entry.forms[0] == text[entry.head_start : entry.head_end].strip("“”*")
        assert entry.gloss == text[entry.start : entry.end].strip()
    assert BODY.rstrip("\n") in text[: appendix.start] + "\n"
    assert "版权" not in text[appendix.start : appendix.end]


def test_a_table_of_contents_that_names_the_appendix_is_not_it() -> None:
    text = "目录\n一、回顾\n名词解释\n\n" + BODY + LAYOUTS["one line each"]
    appendix = find_appendix(text)
    assert appendix is not None
    assert text.rindex("名词解释") == appendix.start


@pytest.mark.parametrize("text", ["", BODY, "名词解释\n", "名词解释\n1.五彩八音：五种颜色。\n", "注释\n这一段没有词条。\n也没有冒号。\n"])
def test_a_title_without_entries_is_no_appendix(text: str) -> None:
    assert find_appendix(text) is None


@pytest.mark.parametrize(
    ("head", "forms"),
    [
        ("“五彩八音”", ("五彩八音",)),
        ("金融“五篇大文章”", ("金融五篇大文章", "五篇大文章")),
        ("“三大高地”“五大战略”", ("三大高地", "五大战略")),
        ("“四上”企业", ("四上企业", "四上")),
        ("街道“1+7”应急预案体系", ("街道1+7应急预案体系", "1+7", "1+7应急预案体系")),
        ("稳增长“21”条", ("稳增长21条",)),
    ],
)
def test_a_headword_defines_its_forms_with_and_without_the_marks(head: str, forms: tuple[str, ...]) -> None:
    appendix = find_appendix(f"名词解释\n1.{head}：释义，说明。\n2.别的词：释义，说明。\n")
    assert appendix is not None
    assert forms == appendix.entries[0].forms


GLOSSES = [
    ("推进“三灯”（红灯、黄灯、绿灯）建设。", "红灯、黄灯、绿灯", "beside"),
    ("推进“三灯”（即红灯、黄灯、绿灯）建设。", "红灯、黄灯、绿灯", "inline"),
    ("推进“三灯”，即红灯、黄灯、绿灯。", "红灯、黄灯、绿灯", "inline"),
    ("“三灯”是指红灯、黄灯和绿灯。", "红灯、黄灯和绿灯", "inline"),
    ("推进“三灯”：红灯、黄灯、绿灯。", "红灯、黄灯、绿灯", "inline"),
    ("做好红灯、黄灯、绿灯“三灯”工作。", "做好红灯、黄灯、绿灯", "beside"),
    ("推进“三灯”（2025年1月）建设。", None, None),
    ("推进“三灯”（第一批）建设。", None, None),
    ("推进“三灯”建设，红灯、黄灯都要管好。", None, None),
    ("推进“三灯”，要求严格。", None, None),
]


@pytest.mark.parametrize(("text", "gloss", "where"), GLOSSES)
def test_a_gloss_in_running_text_is_recognised(text: str, gloss: str | None, where: str | None) -> None:
    at = text.index("三灯")
    found = inline_gloss(text, at, at + 2)
    assert (gloss, where) == ((found.gloss, found.where) if found else (None, None))
    if found:
        assert found.gloss in text[found.start : found.end]


def test_a_form_introduced_as_short_for_something_is_defined_by_it() -> None:
    (found,) = named_short("建设城市交通信号综合管理服务平台（以下简称“信管平台”）。")
    assert (found.forms, found.gloss) == (("信管平台",), "建设城市交通信号综合管理服务平台")
    assert named_short("三灯（见附件）由管理局（牵头单位）负责。") == []


def test_an_appendix_ends_at_a_heading_that_is_no_entry() -> None:
    rows = "抓好“两新”工作。\n\n# 名词解释\n\n1. “两新”：设备更新。\n2. “两重”：战略实施。\n\n"
    found = Document(f"{rows}# 附件2\n\n分工表。\n", kind="markdown").appendix
    assert found is not None
    assert found.entries[-1].gloss == "战略实施。"
    under_headings = "# 名词解释\n\n## 两新：\n\n设备更新。\n\n## 两重：\n\n战略实施。\n"
    found = Document(under_headings, kind="markdown").appendix
    assert found is not None
    assert [entry.gloss for entry in found.entries] == ["设备更新。", "战略实施。"]


def test_an_appendix_does_not_date_its_document() -> None:
    text = "抓好“两新”工作。\n\n某市人民政府\n2019年3月5日\n"
    told = "名词解释\n1.两新：2024年起实施的政策。" + "说明。" * 400 + "\n2.两重：2024年提出。\n"
    assert Document(text).context.date == "2019-03-05"
    assert Document(f"{text}\n{told}").context.date == "2019-03-05"
    assert Document(f"抓好“两新”工作。\n{told}2019年3月5日\n").context.date == "2019-03-05"
