"""Reads OpenDocument texts (.odt, .ott, and .fodt, which is one XML file): ISO/IEC 26300, OpenDocument 1.2 part 1.

Reading is a walk over the parser's events: nothing but the text is kept, nothing is run or fetched, document types are
refused.  A paragraph is a line; body first (text boxes behind the paragraph that holds them), then notes, then headers and
footers.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from typing import IO
from xml.parsers import expat

from zhengci.document.decode import UnreadableFile
from zhengci.document.lines import Places
from zhengci.document.markup import Zone
from zhengci.readers import Reading
from zhengci.readers.odf_flow import Flow, Refused

_MEGABYTE = 1 << 20
#: A report of a thousand pages unpacks to some 10 MB of XML.
_MAX_XML = 64 * _MEGABYTE
_TEXTS = ("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text-template")
#: What comes of a package that is damaged; OSError where a part lies before the beginning of the file.
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, RuntimeError, OSError)
_CORRUPT = "文件损坏，打不开（{}）；请在 LibreOffice 或 WPS 中打开修复后另存"
_TOO_LARGE = f"解压后超过 {_MAX_XML // _MEGABYTE} MB，大得不像文稿，不读（可能是压缩炸弹）"


def read(path: str) -> Reading:
    """Return the text of a file with its zones and places; raises UnreadableFile."""
    flow = Flow()
    if os.path.splitext(path)[1].lower() == ".fodt":
        with open(path, "rb") as file:
            _walk(flow, _bounded(file), "文件")
        return _reading(flow)
    with open(path, "rb") as file:
        try:
            with zipfile.ZipFile(file) as package:
                _check(package)
                _walk(flow, _part(package, "content.xml"), "content.xml")
                if "styles.xml" in package.namelist():
                    _walk(flow, _part(package, "styles.xml"), "styles.xml")
        except _BROKEN:
            raise UnreadableFile(_CORRUPT.format("不是完整的 zip 包")) from None
    return _reading(flow)


def _check(package: zipfile.ZipFile) -> None:
    names = package.namelist()
    kind = _part(package, "mimetype").decode("ascii", "replace").strip() if "mimetype" in names else ""
    manifest = _part(package, "META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    if b"encryption-data" in manifest or any(entry.flag_bits & 1 for entry in package.infolist()):
        raise UnreadableFile("设有打开密码，读不了；请取消密码后另存")
    if kind and kind not in _TEXTS:
        raise UnreadableFile(f"不是 OpenDocument 文字文档（是 {kind[:80]}）")
    if "content.xml" not in names:
        raise UnreadableFile("不是 .odt 文件（zip 包里没有 content.xml）")


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as part:
        return _bounded(part)


def _bounded(file: IO[bytes]) -> bytes:
    """Read a file, no more than is allowed whatever its entry in the package claims."""
    data = file.read(_MAX_XML + 1)
    if len(data) > _MAX_XML:
        raise UnreadableFile(_TOO_LARGE)
    return data


def _walk(flow: Flow, data: bytes, name: str) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = flow.start, flow.end
    parser.CharacterDataHandler = flow.characters
    parser.StartDoctypeDeclHandler = flow.doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise UnreadableFile(_CORRUPT.format(f"{name} 第 {error.lineno} 行不合 XML 语法")) from None
    except Refused as error:
        raise UnreadableFile(f"{name} {error}，不读") from None


def _reading(flow: Flow) -> Reading:
    pieces: list[str] = []
    zones: list[Zone] = []
    starts: list[int] = []
    names: list[str] = []
    at = body = 0
    for number, paragraph in enumerate(flow.paragraphs()):
        if number == flow.body:
            body = at
        text, spans = paragraph.text()
        if text:
            starts.append(at)
            names.append(paragraph.name)
            zones += [Zone(at + start, at + end, kind) for start, end, kind in spans]
        pieces += [text, "\n"]
        at += len(text) + 1
    places = Places(tuple(starts), tuple(names))
    return Reading("".join(pieces), None, "word", tuple(zones), places, body=body or at)
