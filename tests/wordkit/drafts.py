"""Makes .docx drafts part by part, so that a test knows every byte: a demanding one, one shaped as WPS writes, plain ones.

XML is written out as word processors do, not through a library: what a library would tidy up is what must be survived.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" mc:Ignorable="w14 w15"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_DATED = 'w:author="张三" w:date="2025-12-01T09:00:00Z"'

FONT = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋_GB2312"/>'
SONG = f"{FONT}<w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/>"


def run(text: str, properties: str = "") -> str:
    """Return a run with properties (the inner XML of w:rPr)."""
    rpr = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{rpr}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    """Return a paragraph; `content` that is no XML is one run of text."""
    inner = content if not content or content.startswith("<") else run(content)
    ppr = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{ppr}{inner}</w:p>"


def heading(text: str, level: int = 1) -> str:
    """Return a heading in the style of that level."""
    return paragraph(text, f'<w:pStyle w:val="{level}"/>')


def field(instruction: str, shown: str) -> str:
    """Return a complex field with its result."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def inserted(content: str, number: int = 901) -> str:
    """Return content as 张三's tracked insertion."""
    return f'<w:ins w:id="{number}" {_DATED}>{content}</w:ins>'


def deleted(text: str, number: int = 902) -> str:
    """Return text as 张三's tracked deletion."""
    return f'<w:del w:id="{number}" {_DATED}><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def table(*rows: Sequence[str]) -> str:
    """Return a table of cells; a cell that begins with ``<`` is the inner XML of its w:tc."""
    made = "".join(
        "<w:tr>" + "".join(f"<w:tc>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in rows
    )
    borders = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    grid = "<w:gridCol/>" * max(len(row) for row in rows)
    return f"<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>"


def text_box(content: str) -> str:
    """Return a run with a text box, in the two forms that Word writes side by side."""
    inside = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        '<wp:extent cx="3600000" cy="720000"/><wp:docPr id="20" name="文本框"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="3600000" cy="720000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:txbx>{inside}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        '<mc:Fallback><w:pict><v:shape style="width:283pt;height:57pt"><v:textbox>'
        f"{inside}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def _picture() -> str:
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="360000" cy="360000"/>'
        '<wp:docPr id="21" name="图 1"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic><pic:nvPicPr><pic:cNvPr id="21" name="图 1"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdPic"/>'
        '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="360000" cy="360000"/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = zlib.compress(b"".join(b"\0" + b"\xc0\x20\x20" * 8 for _ in range(8)))
    header = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rIdHead"/><w:footerReference w:type="default" r:id="rIdFoot"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" w:header="851" '
    'w:footer="992" w:gutter="0"/><w:cols w:space="425"/><w:docGrid w:type="lines" w:linePitch="312"/></w:sectPr>'
)
PLAIN_SECTION = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'  # fmt: skip

BODY_LIKE = '<w:spacing w:line="560" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/>'


def _demanding_body() -> str:
    note = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
    endnote = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:endnoteReference w:id="2"/></w:r>'
    comment = '<w:r><w:commentReference w:id="7"/></w:r>'
    return "".join((
        paragraph(run("2026年工作要点", "<w:b/><w:sz w:val=\"44\"/>"), '<w:jc w:val="center"/>'),
        paragraph("2026年1月15日", '<w:jc w:val="center"/>'),
        paragraph(field('TOC \\o "1-2" \\h', "一、总体要求 1")),
        heading("一、总体要求"),
        # a term and a mistake that each lie across runs of different formatting
        paragraph(run("抓好“", FONT) + run("两", f"{FONT}<w:b/>") + run("新", f"{FONT}<w:i/>") + run("”工作，落实“一", FONT)
                  + run("利", f"{FONT}<w:b/>") + run("六", f"{FONT}<w:b/><w:color w:val=\"FF0000\"/>") + run("率”考核。", FONT),
                  BODY_LIKE),
        paragraph('<w:bookmarkStart w:id="31" w:name="标记"/>' + run("会同银保", SONG) + '<w:proofErr w:type="spellStart"/>'
                  + '<w:bookmarkEnd w:id="31"/>' + run("监会检查", SONG) + note + run("。", SONG), BODY_LIKE),
        paragraph(run("详见") + '<w:hyperlink r:id="rIdLink" w:history="1">' + run("两利四率通知", "<w:u w:val=\"single\"/>")
                  + "</w:hyperlink>" + run("，坚持两个") + inserted(run("毫不动遥", "<w:b/>")) + deleted("毫不放松")
                  + run("，统筹“两重”建设。") + endnote),
        paragraph('<w:commentRangeStart w:id="7"/>' + run("深化放管服改革") + '<w:commentRangeEnd w:id="7"/>' + comment
                  + run("，推进三区三线划定。")),
        heading("二、重点任务", 2),
        paragraph("推进三去一降一补。", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'),
        paragraph(run("实施千万工程。") + '<w:r><w:br/></w:r><w:r><w:tab/></w:r>' + run("银监会参加。"),
                  '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'),
        table(("事项", "牵头单位"), ("“双随机一公开”监管", "银保监会"),
              ('<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + paragraph("坚持两个毫不动遥"),),
              ('<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + paragraph("合并") + table(("嵌套表", "毫不动遥")) + paragraph(""),
               "甲"),
              ('<w:tcPr><w:vMerge/></w:tcPr>' + paragraph(""), "乙")),
        paragraph(_picture() + run("图下文字。")),
        paragraph(text_box(paragraph("文本框里的银保监会。"))),
        '<w:sdt><w:sdtPr><w:alias w:val="控件"/><w:tag w:val="unit"/><w:id w:val="55"/></w:sdtPr><w:sdtContent>'
        + paragraph("内容控件里的专精特薪企业。") + "</w:sdtContent></w:sdt>",
        paragraph(run("公章：") + '<w:sdt><w:sdtPr><w:id w:val="56"/></w:sdtPr><w:sdtContent>' + run("行内控件") + "</w:sdtContent></w:sdt>"
                  + '<w:fldSimple w:instr=" DOCPROPERTY 单位 ">' + run("银保监会") + "</w:fldSimple>"),
        paragraph(run("第") + field("REF 标记", "银保监会") + run("条，𠮷林省😀银保监会。")),
        SECTION,
    ))  # fmt: skip


_STYLES = f"""<w:styles {_NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:eastAsia="宋体" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl w:val="0"/><w:jc w:val="both"/></w:pPr><w:rPr><w:kern w:val="2"/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:next w:val="a"/><w:qFormat/><w:pPr><w:keepNext/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:rFonts w:eastAsia="黑体"/><w:b/><w:color w:val="1F3864"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="a"/><w:next w:val="a"/><w:qFormat/><w:pPr><w:keepNext/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:rFonts w:eastAsia="楷体"/></w:rPr></w:style>
<w:style w:type="character" w:default="1" w:styleId="a0"><w:name w:val="Default Paragraph Font"/></w:style>
<w:style w:type="table" w:default="1" w:styleId="a1"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style></w:styles>"""
_BARE_STYLES = f'<w:styles {_NAMESPACES}><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style></w:styles>'
_NUMBERING = f"""<w:numbering {_NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="420" w:hanging="420"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


def _notes(kind: str, text: str) -> str:
    mark = f"<w:r><w:{kind}Ref/></w:r>"
    return (
        f"<w:{kind}s {_NAMESPACES}>"
        f'<w:{kind} w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
        f'<w:{kind} w:type="continuationSeparator" w:id="1"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:{kind}>'
        f'<w:{kind} w:id="2">{paragraph(mark + run(text))}</w:{kind}></w:{kind}s>'
    )


#: Part → (content type, relationship type, relationship id, XML).
_DEMANDING = {
    "styles.xml": ("styles", "rIdStyles", _STYLES),
    "numbering.xml": ("numbering", "rIdNum", _NUMBERING),
    "settings.xml": ("settings", "rIdSet", f'<w:settings {_NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
                     '<w:characterSpacingControl w:val="compressPunctuation"/></w:settings>'),
    "footnotes.xml": ("footnotes", "rIdFn", _notes("footnote", "脚注：银保监会于2018年组建。")),
    "endnotes.xml": ("endnotes", "rIdEn", _notes("endnote", "尾注：坚持毫不动遥。")),
    "header1.xml": ("header", "rIdHead", f"<w:hdr {_NAMESPACES}>{paragraph('页眉：银保监会')}</w:hdr>"),
    "footer1.xml": ("footer", "rIdFoot", f"<w:ftr {_NAMESPACES}>{paragraph(run('第') + field('PAGE', '1') + run('页'))}</w:ftr>"),
    "comments.xml": ("comments", "rIdCom", f'<w:comments {_NAMESPACES}><w:comment w:id="7" {_DATED} w:initials="张">'
                     f"{paragraph('此处请核对。')}</w:comment></w:comments>"),
}  # fmt: skip


def _property_parts() -> dict[str, str]:
    return {
        "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>工作要点</dc:title><dc:creator>张三</dc:creator>'
        '<dcterms:created xsi:type="dcterms:W3CDTF">2025-12-01T09:00:00Z</dcterms:created></cp:coreProperties>',
        "docProps/app.xml": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>Microsoft Office Word</Application></Properties>",
        "docProps/custom.xml": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="单位"><vt:lpwstr>银保监会</vt:lpwstr></property></Properties>',
        "customXml/item1.xml": '<root xmlns="urn:example:draft"><密级>内部</密级></root>',
    }


def write(path: Path, parts: dict[str, str | bytes]) -> Path:
    """Write a package of these parts, in this order."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            moment = zipfile.ZipInfo(name, (2025, 12, 1, 9, 0, 0))
            moment.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(moment, content)
    return path


def package(body: str, extra: dict[str, tuple[str, str, str]], *, others: bool = False, links: str = "") -> dict[str, str | bytes]:
    """Return the parts of a document with this body and these parts beside it."""
    overrides = "".join(
        f'<Override PartName="/word/{name}" ContentType="{_OFFICE}.wordprocessingml.{kind}+xml"/>' for name, (kind, _, _) in extra.items()
    )
    relations = "".join(
        f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{name}"/>' for name, (kind, key, _) in extra.items()
    )
    root = f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
    parts: dict[str, str | bytes] = {}
    if others:
        overrides += (
            '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
            f'<Override PartName="/docProps/app.xml" ContentType="{_OFFICE}.extended-properties+xml"/>'
            f'<Override PartName="/docProps/custom.xml" ContentType="{_OFFICE}.custom-properties+xml"/>'
        )
        root += (
            f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
            f'<Relationship Id="rId3" Type="{R}/extended-properties" Target="docProps/app.xml"/>'
            f'<Relationship Id="rId4" Type="{R}/custom-properties" Target="docProps/custom.xml"/>'
        )
        relations += (
            f'<Relationship Id="rIdPic" Type="{R}/image" Target="media/image1.png"/>'
            f'<Relationship Id="rIdLink" Type="{R}/hyperlink" Target="https://example.com/a?b=1&amp;c=2" TargetMode="External"/>'
            f'<Relationship Id="rIdXml" Type="{R}/customXml" Target="../customXml/item1.xml"/>'
        )
    parts["[Content_Types].xml"] = (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_OFFICE}.wordprocessingml.document.main+xml"/>{overrides}</Types>'
    )
    parts["_rels/.rels"] = f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{root}</Relationships>'
    parts["word/document.xml"] = f"{_HEAD}<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"
    parts["word/_rels/document.xml.rels"] = (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{relations}{links}</Relationships>'
    )
    parts |= {f"word/{name}": _HEAD + xml for name, (_, _, xml) in extra.items()}
    if others:
        parts |= {name: _HEAD + xml for name, xml in _property_parts().items()}
        parts["word/media/image1.png"] = _png()
    return parts


def demanding(path: Path) -> Path:
    """Write the draft that has everything: see ``_demanding_body``."""
    return write(path, package(_demanding_body(), _DEMANDING, others=True))


def plain(path: Path, *blocks: str, styles: str = _STYLES, section: str = PLAIN_SECTION) -> Path:
    """Write a draft of paragraphs (text, or XML of blocks) with the usual styles and nothing else."""
    body = "".join(block if block.startswith("<") else paragraph(block) for block in blocks)
    return write(path, package(body + section, {"styles.xml": ("styles", "rIdStyles", styles)}))


def bare(path: Path, *blocks: str) -> Path:
    """Write a draft whose styles say nothing."""
    return plain(path, *blocks, styles=_BARE_STYLES)


def noted(path: Path, body: str) -> Path:
    """Write a draft of these blocks (XML) beside a footnote 2."""
    return write(path, package(body + PLAIN_SECTION, {name: _DEMANDING[name] for name in ("styles.xml", "footnotes.xml")}))


#: Eight abbreviations, two mistakes that lint mends, a former name.
EIGHT = (
    "深化“放管服”改革，推进三区三线划定，抓好“两新”工作。",
    "统筹“两重”建设，推进三去一降一补，实施千万工程。",
    "落实一利五率考核，推行“双随机一公开”监管，会同银保监会检查。",
    "坚持两个毫不动遥。",
)


def eight(path: Path) -> Path:
    """Write a draft such as a writer has before him: title, headings, body, a table, page numbers."""
    body = "".join((
        paragraph(run("2026年全市改革工作要点", "<w:rFonts w:eastAsia=\"黑体\"/><w:sz w:val=\"44\"/>"), '<w:jc w:val="center"/>'),
        paragraph(run("（2026年1月15日）", SONG), '<w:jc w:val="center"/>'),
        heading("一、总体要求"),
        *(paragraph(run(text, SONG), BODY_LIKE) for text in EIGHT[:2]),
        heading("二、重点任务"),
        *(paragraph(run(text, SONG), BODY_LIKE) for text in EIGHT[2:]),
        table(("事项", "牵头单位"), ("改革", "市发展改革委")),
        paragraph(_picture()),
        SECTION,
    ))  # fmt: skip
    return write(path, package(body, {name: _DEMANDING[name] for name in ("styles.xml", "header1.xml", "footer1.xml")}, others=True))


def as_wps_writes(path: Path) -> Path:
    """Write a draft shaped as WPS saves it: its own namespaces, ignorable ones undeclared elsewhere, rsid-less runs, hints."""
    spaces = (
        'xmlns:wpc="http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:o="urn:schemas-microsoft-com:office:office" '
        f'xmlns:r="{R}" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:wp14="http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        f'xmlns:w="{W}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
        'xmlns:w10="urn:schemas-microsoft-com:office:word" xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
        'xmlns:wpsCustomData="http://www.wps.cn/officeDocument/2013/wpsCustomData" mc:Ignorable="w14 w15 wp14"'
    )
    hint = '<w:rFonts w:hint="eastAsia" w:ascii="仿宋" w:hAnsi="仿宋" w:eastAsia="仿宋" w:cs="仿宋"/><w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    ppr = '<w:pPr><w:pStyle w:val="2"/><w:keepNext w:val="0"/><w:spacing w:line="560" w:lineRule="exact"/><w:ind w:firstLine="640" w:firstLineChars="200"/><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr></w:pPr>'
    rows = [
        f'<w:p w14:paraId="0A0B0C0{number}">{ppr}{run(text[:5], hint)}{run(text[5:], hint)}</w:p>' for number, text in enumerate(EIGHT)
    ]
    body = "".join(rows) + PLAIN_SECTION
    styles = _STYLES.replace('w:styleId="2"', 'w:styleId="9"').replace(
        "</w:styles>",
        '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="Body Text"/><w:basedOn w:val="a"/><w:uiPriority w:val="1"/></w:style></w:styles>',
    )
    parts = package(body, {"styles.xml": ("styles", "rId1", styles)})
    parts["word/document.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document {spaces}><w:body>{body}</w:body></w:document>'
    )
    return write(path, parts)


#: A page that LibreOffice turns into a .docx of its own making.
PAGE = (
    "<html><head><meta charset='utf-8'><title>要点</title></head><body><h1>2026年工作要点</h1><p>2026年1月15日</p>"
    + "".join(f"<p>{text}</p>" for text in EIGHT)
    + "<ul><li>会同<b>银保</b>监会检查</li></ul><table border=1><tr><td>坚持毫不动遥</td><td>两利四率</td></tr></table></body></html>"
)

#: A document of LibreOffice's own kind, with a style, a tracked change, a note and a section.
OPEN_DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles>'
    '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold" style:font-weight-asian="bold"/></style:style>'
    '<style:style style:name="P" style:family="paragraph"><style:paragraph-properties fo:text-indent="0.8cm"/></style:style>'
    "</office:automatic-styles><office:body><office:text><text:tracked-changes><text:changed-region text:id='c1'><text:insertion>"
    "<office:change-info><dc:creator>张三</dc:creator><dc:date>2025-12-01T09:00:00</dc:date></office:change-info></text:insertion>"
    "</text:changed-region></text:tracked-changes><text:h text:outline-level='1'>一、总体要求</text:h><text:p>2026年1月15日</text:p>"
    + "".join(f"<text:p text:style-name='P'>{text}</text:p>" for text in EIGHT[:2])
    + "<text:p text:style-name='P'>落实一利五率考核，推行“双随机一公开”监管，会同<text:span text:style-name='B'>银保</text:span>监会检查"
    "<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body><text:p>脚注。</text:p></text:note-body>"
    "</text:note>。</text:p><text:p>坚持<text:change-start text:change-id='c1'/>两个毫不动遥<text:change-end text:change-id='c1'/>。</text:p>"
    "</office:text></office:body></office:document>"
)
