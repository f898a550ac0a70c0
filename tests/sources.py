"""Makes files of the formats that zhengci reads beside text, for the tests: PDF, OpenDocument, RTF."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable

NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style", "manifest": "manifest",
    }.items()
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
MIMETYPE = "application/vnd.oasis.opendocument.text"


def odt(body: str, styles: str = "", mimetype: str = MIMETYPE, **more: str) -> bytes:
    """Return an .odt whose office:text holds `body` and whose styles.xml holds `styles`; `more` are other parts."""
    parts = {
        "content.xml": f"<office:document-content {NAMES}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {NAMES}><office:master-styles>{styles}"
        "</office:master-styles></office:document-styles>",
        **{name.replace("__", "/") + ".xml": text for name, text in more.items()},
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for name, text in parts.items():
            package.writestr(name, text)
    return out.getvalue()


def fodt(body: str) -> bytes:
    """Return the same as one XML file."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {NAMES}><office:body><office:text>{body}'
        "</office:text></office:body></office:document>"
    ).encode()


def pdf(pages: Iterable[Iterable[tuple[float, float, float, str]]], password: str | None = None) -> bytes:
    """Return a PDF; each page is a list of x, y (points from the lower left corner), size and text."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    encryption = None if password is None else StandardEncryption(password, "owner")
    canvas = Canvas(out, pagesize=(595, 842), encrypt=encryption)
    for page in pages:
        for x, y, size, text in page:
            canvas.setFont("STSong-Light", size)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def report(texts: Iterable[str], per_page: int = 22, width: int = 25, first: str = "") -> bytes:
    """Return a PDF of paragraphs as a report is printed: indented, wrapped, with a head and page numbers."""
    pages: list[list[tuple[float, float, float, str]]] = []
    rows = 0
    for text in texts:
        words, indent = re.findall("[!-~]+[，。]?|.[，。]?", text), 2
        while words:
            line = ""
            while words and (not line or _width(line + words[0]) <= width - indent):
                line += words.pop(0)
            if rows % per_page == 0:
                number = len(pages) + 1
                pages.append([(200, 790, 12, "某某省人民政府公报"), (80 if number % 2 else 480, 40, 14, f"— {number} —")])
                if first and number == 1:
                    pages[0].append((150, 750, 22, first))
            pages[-1].append((80 + indent * 16, 720 - rows % per_page * 28, 16, line))
            rows, indent = rows + 1, 0
    return pdf(pages)


def _width(text: str) -> float:
    """Return how wide a text is in that font, in Han characters."""
    return sum(0.5 if ch < "\x7f" else 1 for ch in text)


def pdf_bomb(megabytes: int) -> bytes:
    """Return a PDF of one page, whose content grows to so many megabytes when it is unpacked."""
    packer = zlib.compressobj(9)
    block = b"BT /F1 12 Tf 10 10 Td (hello) Tj ET\n" * 29_000
    data = b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1"
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(data), data),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + table + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)


def rtf(body: str, page: int = 936) -> bytes:
    """Return RTF as Word writes it, Chinese as GBK bytes."""

    def escaped(text: str) -> str:
        return "".join(ch if ch < "\x80" else "".join(f"\\'{byte:02x}" for byte in ch.encode("gbk")) for ch in text)

    return (
        rf"{{\rtf1\ansi\ansicpg{page}\deff0{{\fonttbl{{\f0\froman\fcharset0\fprq2 Times New Roman;}}"
        rf"{{\f1\fnil\fcharset134 {escaped('宋体')};}}}}\pard\plain\f0\loch\af0\hich\af0\dbch\af1 " + escaped(body) + "}"
    ).encode("ascii")
