"""Files that are no text: what is read of PDF, OpenDocument and RTF, and what is said of those that cannot be read."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import sources
from zhengci import readers
from zhengci.document.decode import UnreadableFile
from zhengci.readers import Reading, from_bytes, pdfium, read, rtf

Run = Callable[..., tuple[int, str, str]]
LINT = ("--date", "2025-06", "--region", "CN", "--output-format", "concise")
TEXTS = [
    "一是推进“两新”政策落地，落实“两重”项目，持续深化“放管服”改革，优化营商环境，激发各类经营主体活力。",
    "二是抓好“三农”工作。",
    "三是会同有关部门做好金融“五篇大文章”，𠮷林省在2025年1月3日印发了实施方案，GDP增长5.2%，推动carbon neutrality相关工作。",
] * 14


@pytest.fixture
def make(tmp_path: Path) -> Callable[[str, bytes], Path]:
    """Return a function that writes a file."""

    def write(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


def places(reading: Reading) -> list[tuple[str, str]]:
    """Return the parts of a reading with their names, without line breaks at their ends."""
    assert reading.places is not None
    ends = [*reading.places.starts[1:], len(reading.text)]
    return [
        (name, reading.text[start:end].rstrip("\n"))
        for start, end, name in zip(reading.places.starts, ends, reading.places.names, strict=True)
    ]


# PDF -----------------------------------------------------------------------------------------------------------------------


def test_a_printed_report_is_its_paragraphs_again(make: Callable[..., Path]) -> None:
    reading = read(str(make("a.pdf", sources.report(TEXTS))))
    assert reading.text.splitlines() == TEXTS
    assert reading.decoded is None
    found = places(reading)
    assert [name for name, _ in found] == [f"第 {page} 页" for page in range(1, len(found) + 1)]
    assert len(found) == 5


def test_findings_in_a_pdf_name_the_page_and_are_not_mended(run: Run, make: Callable[..., Path], tmp_path: Path) -> None:
    data = sources.report([*TEXTS[:24], "四是会同银保监会检查。"])
    path = make("a.pdf", data)
    status, out, _ = run("lint", "a.pdf", *LINT, "--select", "ZC302", cwd=tmp_path)
    assert status == 1
    assert re.fullmatch(r"a\.pdf:25:5: ZC302 错误 （第 \d 页）“银保监会”自 2023-05-18 起称“金融监管总局”\n", out)
    refused = run("lint", "a.pdf", *LINT, "--fix", cwd=tmp_path)
    assert refused.stderr.startswith("zhengci：a.pdf 不是文本：这种文件只读不写，--fix 用不上；请改原稿\n")
    assert (refused.status, path.read_bytes()) == (2, data)


def test_cells_of_a_table_are_not_run_together(make: Callable[..., Path]) -> None:
    rows = [[(80, 700, 16, "序号"), (200, 700, 16, "任务"), (400, 700, 16, "单位")], [(80, 670, 16, "1"), (200, 670, 16, "三农")]]
    assert read(str(make("a.pdf", sources.pdf([[*rows[0], *rows[1]]])))).text == "序号　任务　单位\n1　三农\n"


def test_marks_that_a_pdf_draws_behind_their_line_come_back_to_their_places(tmp_path: Path) -> None:
    """Where the body's font lacks quotation marks, they come from another one, after the rest of the line."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(595, 842))
    canvas.setFont("STSong-Light", 16)
    line = "抓好“两新”工作，统筹“两重”项目，加快补短板。"
    for row in range(2):
        behind = []
        for at, character in enumerate(line):
            if character in "“”":
                behind.append((at, character))
            else:
                canvas.drawString(80 + 16 * at, 700 - 28 * row, character)
        for at, character in behind:
            canvas.drawString(80 + 16 * at, 700 - 28 * row, character)
    canvas.save()
    assert read(str(tmp_path / "a.pdf")).text.replace("\n", "") == 2 * line


def test_a_line_of_control_characters_is_none(make: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    path = make("a.pdf", sources.pdf([[(80, 700, 16, "三农"), (80, 640, 16, "甲乙"), (80, 580, 16, "两新")]]))
    characters = pdfium._characters
    monkeypatch.setattr(pdfium, "_characters", lambda layer: characters(layer).replace("甲乙", "\x05\x06"))
    assert pdfium.extract(str(path)).text.replace("\n", "") == "三农两新"


def test_a_pdf_with_an_owners_password_alone_is_read(make: Callable[..., Path]) -> None:
    assert read(str(make("a.pdf", sources.pdf([[(80, 700, 16, "三农")]], password="")))).text == "三农\n"


# OpenDocument --------------------------------------------------------------------------------------------------------------

BODY = """<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>某人</dc:creator><dc:date>2025-01-01T00:00:00</dc:date></office:change-info><text:p>删去的“三资”</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:h text:outline-level="1">一、“两新”
  工作</text:h>
<text:p>推进“<text:span>两</text:span><text:change-start text:change-id="c2"/>新<text:change-end text:change-id="c2"/>”<text:change text:change-id="c1"/>政策<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>脚注一。</text:p></text:note-body></text:note>落地<text:note text:note-class="endnote"><text:note-citation>i</text:note-citation><text:note-body><text:p>尾注一。</text:p><text:p>又一段。</text:p></text:note-body></text:note>。<office:annotation><text:p>批注</text:p></office:annotation></text:p>
<text:p/>
<text:list><text:list-header><text:p>清单</text:p></text:list-header><text:list-item><text:number>1.</text:number><text:p>甲<text:s text:c="3"/>乙<text:tab/>丙<text:line-break/>丁</text:p></text:list-item></text:list>
<table:table><table:table-column table:number-columns-repeated="2"/><table:table-header-rows><table:table-row><table:table-cell><text:p>序号</text:p></table:table-cell><table:table-cell><text:p>任务</text:p><text:p>说明</text:p></table:table-cell></table:table-row></table:table-header-rows><table:table-row><table:table-cell/><table:table-cell><text:p>三农</text:p></table:table-cell></table:table-row></table:table>
<text:p>见<text:a>https://www.example.cn/a</text:a>与<text:a>三农</text:a><draw:frame><draw:text-box><text:p>框中文字</text:p></draw:text-box></draw:frame>末。</text:p>
<text:table-of-content><text:index-body><text:p>目录一项</text:p></text:index-body></text:table-of-content>
<text:p>  </text:p>"""  # noqa: E501
STYLES = (
    "<style:master-page><style:header><text:p>公报</text:p></style:header>"
    "<style:footer><text:p>三农处</text:p></style:footer></style:master-page>"
)
WANTED = [
    ("第 1 段", "一、“两新” 工作"), ("第 2 段", "推进“两新”政策落地。"), ("第 3 段", "清单"), ("第 4 段", "甲   乙\t丙\n丁"),
    ("表 1 第 1 行第 1 格", "序号"), ("表 1 第 1 行第 2 格第 1 段", "任务"), ("表 1 第 1 行第 2 格第 2 段", "说明"),
    ("表 1 第 2 行第 2 格", "三农"), ("第 5 段", "见https://www.example.cn/a与三农末。"), ("文本框 1", "框中文字"),
    ("第 6 段", "目录一项"), ("脚注 1", "脚注一。"), ("尾注 1 第 1 段", "尾注一。"), ("尾注 1 第 2 段", "又一段。"),
]  # fmt: skip


def test_an_odt_is_its_text_with_the_places_of_its_paragraphs(make: Callable[..., Path]) -> None:
    reading = read(str(make("a.odt", sources.odt(BODY, STYLES))))
    wanted = [(name.replace("格第", "格第"), text) for name, text in WANTED]
    assert places(reading) == [*wanted, ("页眉", "公报"), ("页脚", "三农处")]
    assert reading.text[reading.body :] == "脚注一。\n尾注一。\n又一段。\n公报\n三农处\n"
    spans = {(zone.kind, reading.text[zone.start : zone.end]) for zone in reading.zones}
    cells = {("table", text) for name, text in WANTED if name.startswith("表 ")}
    assert spans == {("heading", "一、“两新” 工作"), ("link", "https://www.example.cn/a"), ("link", "目录一项"), *cells}


def test_a_note_in_a_cell_is_no_table(make: Callable[..., Path]) -> None:
    note = '<text:note text:note-class="footnote"><text:note-body><text:p>注文。</text:p></text:note-body></text:note>'
    rows = f"<table:table-row><table:table-cell><text:p>格{note}</text:p></table:table-cell></table:table-row>"
    reading = read(str(make("a.odt", sources.odt(f"<table:table>{rows}</table:table>"))))
    assert [(zone.kind, reading.text[zone.start : zone.end]) for zone in reading.zones] == [("table", "格")]


def test_a_flat_odt_is_the_same(make: Callable[..., Path]) -> None:
    assert places(read(str(make("a.fodt", sources.fodt(BODY))))) == WANTED


def test_folders_are_searched_for_odt_and_not_for_pdf(run: Run, make: Callable[..., Path], tmp_path: Path) -> None:
    make("b.odt", sources.odt("<text:p>会同银保监会检查。</text:p>"))
    make("c.pdf", b"")
    make("d.rtf", b"")
    status, out, err = run("lint", ".", *LINT, "--select", "ZC302", cwd=tmp_path)
    assert (status, out) == (1, "./b.odt:1:3: ZC302 错误 （第 1 段）“银保监会”自 2023-05-18 起称“金融监管总局”\n")
    assert err == "检查 1 个文件：错误 1，警告 0，提示 0\n"


# RTF -----------------------------------------------------------------------------------------------------------------------


def test_rtf_as_word_writes_it_in_chinese(make: Callable[..., Path]) -> None:
    body = (
        r"推进“两新”{\super\chftn{\footnote\pard\plain\f1 脚注一。}}政策{\deleted 删去}{\v 隐}落地\par "
        r"\u20004?\uc2\u25919\'d5\'fe\u31574\'b2\'df\uc1 了\u-10174?\u-8265?\par "
        r"\trowd\cellx1000\cellx2000\pard\intbl 序号\cell 任务\cell\row\pard "
        r"{\field{\*\fldinst{HYPERLINK \"http://example.cn/\"}}{\fldrslt{链接}}}\vertalt 文{\listtext 1.\tab}{\pict\wmetafile8 "
    ) + "0aF9" * 200 + "}末\\par"
    assert places(read(str(make("a.rtf", sources.rtf(body))))) == [
        ("第 1 段", "推进“两新”政策落地"), ("第 2 段", "两政策了𠮷"), ("第 3 段", "序号"), ("第 4 段", "任务"), ("第 5 段", "链接文末"),
        ("脚注 1", "脚注一。"),
    ]  # fmt: skip


def test_a_cell_of_rtf_is_a_table_whatever_stands_for_characters(make: Callable[..., Path]) -> None:
    for skip in ("", r"\uc0 ", r"\uc2 "):
        body = skip + r"正文\par\trowd\cellx1000\cellx2000\pard\intbl\cell 三农\cell\row\pard 末\par"
        reading = read(str(make("a.rtf", sources.rtf(body))))
        assert reading.text == "正文\n三农\n末\n"
        assert [(zone.kind, reading.text[zone.start : zone.end]) for zone in reading.zones] == [("table", "三农")]


def test_rtf_with_raw_bytes_and_trail_bytes_in_ascii(make: Callable[..., Path]) -> None:
    """丂 is 81 40 in GBK: Word writes the second byte as a letter; 乗 ends in a backslash, which some write raw."""
    head = rb"{\rtf1\ansi{\fonttbl{\f0\fnil\fcharset134 x;}}\f0 "
    assert read(str(make("a.rtf", head + rb"\'81@\'81\'5c AB\par}"))).text == "丂乗 AB\n"
    assert read(str(make("b.rtf", head + "推进“两新”丂".encode("gbk") + b"\x81\\" + rb"\par}"))).text == "推进“两新”丂乗\n"


def test_binary_data_in_rtf_is_passed_over(make: Callable[..., Path]) -> None:
    data = rb"{\rtf1\ansi\ansicpg936 {\pict\bin6 }}{{\par}\'c8\'fd\'c5\'a9\par}"
    assert read(str(make("a.rtf", data))).text == "三农\n"


# What cannot be read -------------------------------------------------------------------------------------------------------


def refused(path: Path) -> str:
    """Return why a file is not read."""
    with pytest.raises(UnreadableFile) as told:
        read(str(path))
    return str(told.value)


ODT = sources.odt("<text:p>三农</text:p>")
PDF = sources.pdf([[(80, 700, 16, "三农")]])
RTF = sources.rtf("三农\\par")
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "' + "三农" * 9 + '">]>'
BAD = {
    "empty.pdf": (b"", "是空文件"),
    "blank.odt": (b" \n", "是空文件"),
    "text.pdf": (b"hello", "后缀是 .pdf，却不是 PDF 文件；可能已损坏，或改过后缀名"),
    "html.rtf": (b"<html>", "后缀是 .rtf，却不是 RTF 文件；可能已损坏，或改过后缀名"),
    "cut.pdf": (PDF[:400], "不是 PDF 或已损坏，读不出来；请重新导出"),
    "locked.pdf": (sources.pdf([[(80, 700, 16, "三农")]], password="x"), "是加密的 PDF，要打开密码；请先去掉密码"),
    "scan.pdf": (
        sources.pdf([[], []]),
        "没有文字层（多半是扫描件），读不出文字；请先用 OCR 软件识别，再导出 PDF 或 .docx",
    ),
    "odt.pdf": (ODT, "后缀是 .pdf，实为 ODT 文档；请把后缀改为 .odt"),
    "rtf.odt": (RTF, "后缀是 .odt，实为 RTF 文件；请把后缀改为 .rtf"),
    "pdf.rtf": (PDF, "后缀是 .rtf，实为 PDF 文件；请把后缀改为 .pdf"),
    "pdf.txt": (PDF, "实为 PDF 文件，不是文本；请把后缀改为 .pdf"),
    "rtf.md": (RTF, "实为 RTF 文件，不是文本；请把后缀改为 .rtf"),
    "odt.html": (ODT, "实为 ODT 文档，不是文本；请把后缀改为 .odt"),
    "old.txt": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "实为旧版 Office 文件，不是文本"),
    "zip.odt": (b"PK\x03\x04" + bytes(100), "文件损坏，打不开（不是完整的 zip 包）；请在 LibreOffice 或 WPS 中打开修复后另存"),
    "sheet.odt": (
        sources.odt("", mimetype="application/vnd.oasis.opendocument.spreadsheet"),
        "后缀是 .odt，实为 OpenDocument 文件（不是文字文档）",
    ),
    "locked.odt": (
        sources.odt("", **{"META-INF__manifest": f"<manifest:manifest {sources.NAMES}><manifest:encryption-data/></manifest:manifest>"}),
        "设有打开密码，读不了；请取消密码后另存",
    ),
    "cut.odt": (ODT[:-40], "文件损坏，打不开（不是完整的 zip 包）；请在 LibreOffice 或 WPS 中打开修复后另存"),
    "hollow.odt": (
        ODT[:100] + ODT[ODT.rindex(b"PK\x03\x04") + 60 :],
        "文件损坏，打不开（不是完整的 zip 包）；请在 LibreOffice 或 WPS 中打开修复后另存",
    ),
    "broken.odt": (
        sources.odt("<text:p>三农"),
        "文件损坏，打不开（content.xml 第 1 行不合 XML 语法）；请在 LibreOffice 或 WPS 中打开修复后另存",
    ),
    "entities.fodt": (
        sources.fodt("<text:p>&a;</text:p>").replace(b"<office:document ", DOCTYPE.encode() + b"<office:document ", 1),
        "文件 含有文档类型声明，OpenDocument 文件不该有，不读",
    ),
    "deep.odt": (sources.odt("<text:span>" * 3000 + "</text:span>" * 3000), "content.xml 嵌套过深，不读"),
    "cut.rtf": (RTF[:-5], "文件不完整（没有写完），读不出来；请重新保存"),
    "odd.rtf": (rb"{\rtf1 \u99999999 x}", "文件损坏，读不出来；请在 Word 或 WPS 中打开后另存为 .docx"),
    "layout.ofd": (ODT, "是 OFD 版式文件，读不了；请用原稿，或转成 PDF"),
    "old.doc": (b"x", "是旧版 Word 文件，读不了；请在 Word 或 WPS 中另存为 .docx"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_says_why(make: Callable[..., Path], name: str) -> None:
    data, told = BAD[name]
    assert refused(make(name, data)) == told


def test_the_other_files_are_still_checked(run: Run, make: Callable[..., Path], tmp_path: Path) -> None:
    for name, (data, _) in BAD.items():
        make(name, data)
    make("good.txt", "会同银保监会检查。\n".encode())
    names = [*BAD, "good.txt", "missing.pdf"]
    status, out, err = run("lint", *names, *LINT, "--select", "ZC302", "-q", cwd=tmp_path)
    assert (status, out) == (2, "good.txt:1:3: ZC302 错误 “银保监会”自 2023-05-18 起称“金融监管总局”\n")
    told = [f"zhengci：{name}：{told}" for name, (_, told) in BAD.items()]
    assert err.splitlines() == [*told, "zhengci：missing.pdf：文件不存在"]


@pytest.mark.parametrize("suffix", [".pdf", ".odt", ".rtf"])
def test_a_folder_with_the_suffix_of_a_file_is_none(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"a{suffix}").mkdir()
    assert refused(tmp_path / f"a{suffix}") == "是文件夹，不是文件"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (PDF, "是 PDF 文件"), (ODT, "是 ODT 文档"), (RTF, "是 RTF 文件"), (b"\x89PNG\r\n\x1a\n", "是 PNG 图片"),
        (b"PK\3\4", "是 ZIP 压缩文件"),
    ],
)
def test_files_that_come_over_a_pipe_are_told_to_come_by_name(run: Run, data: bytes, told: str) -> None:
    wanted = f"zhengci：标准输入：{told}，不是文本；这类文件不能从标准输入读，请给出文件名\n"
    assert run("lint", "-", "-q", stdin=data) == (2, "", wanted)
    assert run("annotate", "-", stdin=data) == (2, "", wanted)
    with pytest.raises(UnreadableFile):
        from_bytes(data)


def test_text_about_pdf_is_text(run: Run) -> None:
    assert from_bytes("文件以 %PDF- 开头。\n".encode()).text == "文件以 %PDF- 开头。\n"


def test_a_pdf_behind_other_bytes_is_read(make: Callable[..., Path]) -> None:
    assert read(str(make("a.pdf", b"junk\n" + PDF))).text == "三农\n"


# Bombs ---------------------------------------------------------------------------------------------------------------------

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from zhengci.document.decode import UnreadableFile
from zhengci.readers import read
try:
    read(sys.argv[1])
except UnreadableFile as error:
    print(error)
"""


def limited(path: Path) -> str:
    """Return why a file is not read, by a process that may not take more than 400 MB and 20 seconds."""
    done = subprocess.run([sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


needs_limits = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no resource limits")


@needs_limits
def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.odt"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr("mimetype", sources.MIMETYPE)
        with package.open("content.xml", "w") as part:
            part.write(f"<office:document-content {sources.NAMES}><office:body><office:text><text:p>".encode())
            for _ in range(500):
                part.write(b" " * (1 << 20))
    assert limited(path) == "解压后超过 64 MB，大得不像文稿，不读（可能是压缩炸弹）\n"


@needs_limits
def test_a_pdf_bomb_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    path.write_bytes(sources.pdf_bomb(300))
    assert limited(path) == "读取时内存超限或中途崩溃，已放弃；文件可能损坏或被做了手脚\n"


@needs_limits
def test_the_process_that_reads_a_pdf_bounds_itself() -> None:
    code = "import resource; from zhengci.readers import pdfium; pdfium._limit_memory(); print(resource.getrlimit(resource.RLIMIT_AS))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"({pdfium.MEMORY}, {pdfium.MEMORY})\n"


@needs_limits
def test_a_pdf_is_read_where_memory_is_short(make: Callable[..., Path]) -> None:
    assert limited(make("a.pdf", PDF)) == ""


@needs_limits
@pytest.mark.parametrize(
    "body",
    [
        b"{\\field{\\*\\fldinst{" * 60_000 + b"}" * 180_000,
        b"{\\fonttbl" + b"\\f1" * 200_000 + b"}",
        b"{\\footnote x" * 50_000 + b"}" * 50_000,
        b"{\\footnote x}" * 50_000, b"{\\pict\\bin1 x}" * 50_000,
    ],
    ids=["fields", "fonts", "nested-notes", "notes", "pictures"],
)  # fmt: skip
def test_crafted_rtf_takes_no_time(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(b"{\\rtf1 " + body + b"}")
    limited(path)


def test_rtf_beyond_the_bounds_is_not_read(make: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rtf, "_MAX_TEXT", 1000)
    assert refused(make("a.rtf", b"{\\rtf1 " + b"z " * 1000 + b"}")) == "去掉图片仍超过 0 MB，大得不像文稿，不读"


def test_pdf_beyond_the_bounds_is_not_read(make: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    from zhengci.readers import pdf

    path = make("a.pdf", sources.report(TEXTS))
    monkeypatch.setattr(pdfium, "MAX_PAGES", 2)
    with pytest.raises(pdfium.Unreadable, match=r"^有 5 页，超过 2 页，不读；请拆分后再试$"):
        pdfium.extract(str(path))
    monkeypatch.undo()
    monkeypatch.setattr(pdfium, "MAX_CHARACTERS", 20)
    with pytest.raises(pdfium.Unreadable, match=r"^文字超过 \d+ 万字，不读；请拆分后再试$"):
        pdfium.extract(str(path))
    monkeypatch.setattr(pdf, "TIMEOUT", 0.01)
    assert refused(path) == "0.01 秒还没有读完，已放弃；文件可能损坏"
    monkeypatch.setattr(pdf, "MAX_BYTES", 1000)
    assert refused(path) == "超过 0 MB，不读；请拆分或压缩图片后再试"


# Extras --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("suffix", "library"), [(".pdf", "pypdfium2"), (".rtf", "striprtf")])
def test_a_missing_extra_is_told_with_the_command_that_brings_it(make: Callable[..., Path], suffix: str, library: str) -> None:
    """In a process of its own, in which the library cannot be found."""
    path = make(f"a{suffix}", {".pdf": PDF, ".rtf": RTF}[suffix])
    code = (
        "import sys, importlib.abc\n"
        "class Missing(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name.partition('.')[0] == {library!r}: raise ModuleNotFoundError(f'No module named {{name!r}}', name=name)\n"
        "sys.meta_path.insert(0, Missing())\n"
        "from zhengci.cli import entry_point\n"
        "entry_point()\n"
    )
    done = subprocess.run([sys.executable, "-c", code, "lint", str(path), "-q"], capture_output=True, text=True, timeout=60)
    extra = readers.READERS[suffix][1]
    wanted = f"zhengci：{path}：读 {suffix} 文件要先装 {library}：pip install 'zhengci[{extra}]'\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", wanted)


# Real programs -------------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_what_libreoffice_writes_is_read_alike_from_every_format(tmp_path: Path) -> None:
    body = BODY.replace("框中文字", "").replace("<text:p/>", "").split("<text:table-of-content>", maxsplit=1)[0]
    body += "".join(f"<text:p>{text}</text:p>" for text in TEXTS)
    (tmp_path / "a.fodt").write_bytes(
        sources.fodt(body).replace(b"<office:document ", f'<office:document office:mimetype="{sources.MIMETYPE}" '.encode())
    )
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    for form in ("odt", "rtf", "pdf"):
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path), str(tmp_path / "a.fodt")],
            capture_output=True, timeout=120, check=True,
        )  # fmt: skip
    texts = {form: read(str(tmp_path / f"a.{form}")).text for form in ("odt", "rtf", "pdf")}
    for form, text in texts.items():
        lines = [line.replace(" ", "") for line in text.splitlines()]
        for wanted in TEXTS[:3]:
            assert lines.count(wanted.replace(" ", "")) == 14, (form, wanted)
        assert "三资" not in text or form == "pdf"  # on paper LibreOffice shows deleted text, struck out
        assert "批注" not in text
        assert "脚注一。" in text


@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
def test_what_a_browser_prints_is_its_paragraphs_again(tmp_path: Path) -> None:
    """Its lines are ragged, and PDFium is told the ink of some characters where it asks for their boxes."""
    style = "@page{size:A4;margin:25mm 28mm} body{font-size:16pt;line-height:28pt} p{text-indent:2em;margin:0}"
    body = "".join(f"<p>{text}</p>" for text in TEXTS)
    (tmp_path / "a.html").write_text(f"<html lang=zh><meta charset=utf-8><style>{style}</style>{body}", encoding="utf-8")
    subprocess.run(
        ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile",
         f"--print-to-pdf={tmp_path}/a.pdf", (tmp_path / "a.html").as_uri()],
        capture_output=True, timeout=90, check=True,
    )  # fmt: skip
    assert read(str(tmp_path / "a.pdf")).text.replace(" ", "").splitlines() == [text.replace(" ", "") for text in TEXTS]
