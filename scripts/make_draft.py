"""Makes examples/draft.docx, a draft in the layout of GB/T 9704 with the text of examples/draft.md (``make docs``)."""

from __future__ import annotations

import datetime
import io
import re
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

ROOT = Path(__file__).resolve().parent.parent
#: 二号 and 三号; 28 points from line to line: 22 lines of 28 characters on a page.
LARGE, NORMAL, LINE = Pt(22), Pt(16), Pt(28)
TITLE, HEADING, BODY = "方正小标宋简体", "黑体", "仿宋_GB2312"


def draft() -> bytes:
    """Return the draft as a file."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    _font(document.styles["Normal"], BODY, NORMAL)
    text = (ROOT / "examples" / "draft.md").read_text(encoding="utf-8")
    front, _, body = text.removeprefix("---\n").partition("---\n")
    date = re.search(r"date: (\d+)-(\d+)-(\d+)", front)
    for line in filter(None, map(str.strip, body.splitlines())):
        if line.startswith("# "):
            _title(document, line.removeprefix("# "))
        elif line.startswith("## "):
            _heading(document, line.removeprefix("## "))
        else:
            _paragraph(document, line)
    table = document.add_table(0, 2, "Table Grid")
    for row in (("重点任务", "牵头单位"), ("推进“一网通办”", "市数据局"), ("深化“放管服”改革", "市委编办")):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    if date:
        signed = _paragraph(document, "{}年{}月{}日".format(*map(int, date.groups())))
        signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _page_number(section.footer.paragraphs[0])
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "政词", "2025年工作安排（示例文稿）", ""
    properties.created = properties.modified = datetime.datetime(2025, 1, 15)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _font(target: object, name: str, size: Pt) -> None:
    """Give a run or a style a font for Chinese, with Times New Roman for letters and figures."""
    font = target.font  # type: ignore[attr-defined]
    font.name, font.size = "Times New Roman", size
    target._element.rPr.rFonts.set(qn("w:eastAsia"), name)  # type: ignore[attr-defined]


def _title(document: Document, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _font(paragraph.add_run(text), TITLE, LARGE)


def _heading(document: Document, text: str) -> None:
    paragraph = _paragraph(document, "")
    run = paragraph.add_run(text)
    _font(run, HEADING, NORMAL)


def _paragraph(document: Document, text: str) -> Paragraph:
    """Add running text; figures and letters get runs of their own, as Word makes them."""
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    layout.space_after, layout.first_line_indent = Pt(0), NORMAL * 2
    for piece in re.findall(r"[0-9A-Za-z]+|[^0-9A-Za-z]+", text):
        _font(paragraph.add_run(piece), BODY, NORMAL)
    return paragraph


def _page_number(paragraph: Paragraph) -> None:
    """Put — 1 — in the middle, the figure as a field."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("— ")
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("", "1"), ("end", "")):
        run = paragraph.add_run("" if kind or text == " PAGE " else text)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._element.append(mark)
        elif text == " PAGE ":
            instruction = OxmlElement("w:instrText")
            instruction.text = text
            run._element.append(instruction)
    paragraph.add_run(" —")


if __name__ == "__main__":
    (ROOT / "examples" / "draft.docx").write_bytes(draft())
