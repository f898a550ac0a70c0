"""Opens the zip package of a Word file within bounds, and writes it back with only what was changed replaced.

Open Packaging Conventions: ECMA-376 Part 2.  Parts that nobody touched are copied as they are compressed, so that they
stay the same byte for byte; a relationship that leads nowhere (real files have them) is no error until somebody follows it.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from copy import copy

from lxml import etree

from zhengci.document.decode import UnreadableFile

CONTENT_TYPES = "[Content_Types].xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
#: Relationship types of the parts of a document begin with this (ECMA-376 Part 1, 11.3).
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRICT_KINDS = "http://purl.oclc.org/ooxml/officeDocument/relationships/"

_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MEGABYTE = 1024 * 1024
#: So much XML is parsed of one file: a report of a thousand pages has 10 to 30 MB.  Memory use is some 30 times that.
_MAX_XML = 48 * _MEGABYTE
#: Pictures are not unpacked, but what claims to be larger than this is no draft.
_MAX_TOTAL = 2048 * _MEGABYTE
_MAX_ENTRIES = 20_000
#: XML is compressed to a tenth, highly repetitive XML to a hundredth; parts smaller than this may be anything.
_MAX_RATIO = 400
_SMALL = 4 * _MEGABYTE

_END_TAG = re.compile(rb"</[\w.:-]+\s*>\s*")
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # the marks of UTF-16
_CORRUPT = "文件损坏，打不开（{}）；请在 Word 或 WPS 中打开修复后另存为 .docx"


class Package:
    """A package read from the bytes of its file.  Parts are named as in the zip: ``word/document.xml``."""

    def __init__(self, data: bytes) -> None:
        """Look at the table of contents; raises UnreadableFile where it is no Word package or exceeds the bounds."""
        self.data = data
        self._trees: dict[str, etree._Element] = {}
        self._relations: dict[str, dict[str, tuple[str, str]]] = {}
        self._touched: set[str] = set()
        self._spliced: dict[str, bytes] = {}
        self._unpacked = 0
        self._added: list[str] = []
        if data.startswith(_COMPOUND_FILE):
            if _ENCRYPTED in data:
                raise UnreadableFile("设有打开密码，读不了；请在 Word 或 WPS 中取消密码后另存")
            raise UnreadableFile("其实是旧版 Word 文件，读不了；请在 Word 或 WPS 中另存为 .docx")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, struct.error, NotImplementedError, ValueError, OverflowError):
            raise UnreadableFile("不是 .docx 文件，或已损坏（不是完整的 zip 包）") from None
        self._entries = self._bounded()
        self.main = self._main()

    def _bounded(self) -> dict[str, zipfile.ZipInfo]:
        entries = self._zip.infolist()
        by_name = {entry.filename: entry for entry in entries}
        if len(entries) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > _MAX_TOTAL:
            raise UnreadableFile("解压后大得不像文稿，未打开（可能是压缩炸弹）")
        if len(by_name) != len(entries):
            raise UnreadableFile(_CORRUPT.format("压缩包里有重名的部件"))
        for entry in entries:
            if entry.flag_bits & 1:
                raise UnreadableFile("压缩包加了密，读不了；请取消密码后另存")
            if entry.file_size > max(_SMALL, _MAX_RATIO * entry.compress_size):
                raise UnreadableFile("压缩率高得不像文稿，未打开（可能是压缩炸弹）")
        return by_name

    def _main(self) -> str:
        """Return the name of the main document part (ECMA-376 Part 1, 11.3.10)."""
        if CONTENT_TYPES not in self._entries:
            raise UnreadableFile("不是 .docx 文件（zip 包里没有 Word 文档）")
        for kind, target in self._relations_of("").values():
            if kind == _STRICT_KINDS + "officeDocument":
                raise UnreadableFile("是“Strict Open XML 文档”，读不了；请在 Word 中另存为“Word 文档（*.docx）”")
            if kind == KINDS + "officeDocument":
                if target not in self._entries:
                    raise UnreadableFile(_CORRUPT.format(f"缺少 {target}"))
                root = self.tree(target)
                if etree.QName(root).localname != "document":
                    raise UnreadableFile("不是 Word 文档（是别的 Office 文件）")
                return target
        raise UnreadableFile("不是 .docx 文件（zip 包里没有 Word 文档）")

    def __contains__(self, name: str) -> bool:
        return name in self._entries or name in self._added

    def tree(self, name: str) -> etree._Element:
        """Return the root of an XML part, parsed once; who changes it tells so by :meth:`touch`."""
        if name not in self._trees:
            self._trees[name] = _parse(self._bytes(name), name)
        return self._trees[name]

    def _read(self, name: str) -> bytes:
        entry = self._entries[name]
        self._unpacked += entry.file_size
        if self._unpacked > _MAX_XML:
            raise UnreadableFile(f"解压后的文字部件超过 {_MAX_XML // _MEGABYTE} MB，大得不像文稿，未打开")
        try:
            return self._zip.read(entry)
        except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, OSError, ValueError):
            raise UnreadableFile(_CORRUPT.format(f"{name} 解不开")) from None

    # Relationships ---------------------------------------------------------------------------------------------------

    def targets(self, source: str, kind: str) -> dict[str, str]:
        """Return relationship id → part of the parts of a kind that `source` refers to and that exist.

        The kind is the last word of an ECMA-376 relationship type (``footnotes``), or a whole type of somebody else's.
        """
        wanted = kind if "/" in kind else KINDS + kind
        return {
            key: target
            for key, (of_kind, target) in self._relations_of(source).items()
            if of_kind == wanted and target in self
        }

    def target(self, kind: str) -> str | None:
        """Return the part of a kind that the main document refers to (it has one of each at most), if there is one."""
        return next(iter(self.targets(self.main, kind).values()), None)

    def _relations_of(self, source: str) -> dict[str, tuple[str, str]]:
        if source not in self._relations:
            found: dict[str, tuple[str, str]] = {}
            name = _relations_name(source)
            if name in self:
                for relation in self.tree(name).iter(_RELATIONS + "Relationship"):
                    target = relation.get("Target", "")
                    if relation.get("TargetMode") != "External" and target:
                        path = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip("/")
                        found[relation.get("Id", "")] = (relation.get("Type", ""), path)
            self._relations[source] = found
        return self._relations[source]

    # Changes ---------------------------------------------------------------------------------------------------------

    def touch(self, name: str) -> None:
        """Note that the tree of a part was changed: it will be written anew."""
        self._touched.add(name)

    def append(self, name: str, element: etree._Element) -> None:
        """Put an element at the end of a part's root; all else in it stays byte for byte."""
        xml = etree.tostring(element)  # ASCII, which fits into what declares any encoding but UTF-16
        data = self._bytes(name)
        end = data.rfind(b"</")
        if not _END_TAG.fullmatch(data, max(0, end)):
            self.tree(name).append(element)
            self.touch(name)
            return
        self._spliced[name] = data[:end] + xml + data[end:]
        if name in self._trees:
            self._trees[name].append(element)

    def mentions(self, name: str, *words: str) -> bool:
        """Tell whether the text of a part holds one of some ASCII words, in whatever case; `False` is certain."""
        data = self._bytes(name).lower()
        return not data or data.startswith(_WIDE) or any(word.lower().encode() in data for word in words)

    def _bytes(self, name: str) -> bytes:
        """Return the text of a part that was not changed but by :meth:`append`; nothing of one that is new."""
        return self._spliced.get(name) or (self._read(name) if name in self._entries else b"")

    def add(self, source: str, kind: str, root: etree._Element, content_type: str) -> str:
        """Add a part of a kind (``comments``) that `source` refers to; return its name, beside that of `source`."""
        folder = posixpath.dirname(source)
        number, name = 1, posixpath.join(folder, f"{kind}.xml")
        while name in self:
            number, name = number + 1, posixpath.join(folder, f"{kind}{number}.xml")
        self._trees[name] = root
        self._added.append(name)
        types = self.tree(CONTENT_TYPES)
        etree.SubElement(types, _TYPES + "Override", PartName=f"/{name}", ContentType=content_type)
        self.touch(CONTENT_TYPES)
        relations = _relations_name(source)
        if relations not in self:
            self._trees[relations] = etree.Element(_RELATIONS + "Relationships", nsmap={None: _RELATIONS[1:-1]})
            self._added.append(relations)
        tree = self.tree(relations)
        taken = {relation.get("Id") for relation in tree}
        key = next(key for key in (f"rId{number}" for number in range(1, len(taken) + 2)) if key not in taken)
        etree.SubElement(
            tree, _RELATIONS + "Relationship", Id=key, Type=KINDS + kind, Target=posixpath.basename(name)
        )
        self.touch(relations)
        self._relations.pop(source, None)
        return name

    def to_bytes(self) -> bytes:
        """Return the file: entries in their old order, new parts behind them."""
        if not (self._touched or self._spliced or self._added):
            return self.data
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            target.comment = self._zip.comment
            for entry in self._zip.infolist():
                if entry.filename in self._touched or entry.filename in self._spliced:
                    fresh = zipfile.ZipInfo(entry.filename, entry.date_time)
                    fresh.compress_type, fresh.external_attr = zipfile.ZIP_DEFLATED, entry.external_attr
                    target.writestr(fresh, self._content(entry.filename))
                else:
                    self._copy(entry, target)
            for name in self._added:
                fresh = zipfile.ZipInfo(name)  # dated 1980, as Word dates them
                fresh.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(fresh, self._content(name))
        return out.getvalue()

    def _content(self, name: str) -> bytes:
        if name in self._spliced and name not in self._touched:
            return self._spliced[name]
        return etree.tostring(self._trees[name].getroottree(), encoding="UTF-8", standalone=True, xml_declaration=True)

    def _copy(self, entry: zipfile.ZipInfo, target: zipfile.ZipFile) -> None:
        """Copy an entry without unpacking it, for which zipfile has no call."""
        at = entry.header_offset
        head = self.data[at : at + 30]
        if len(head) < 30 or not head.startswith(b"PK\3\4"):
            raise UnreadableFile(_CORRUPT.format(f"{entry.filename} 解不开"))
        start = at + 30 + sum(struct.unpack_from("<HH", head, 26))  # behind the name and the extra field
        fresh = copy(entry)
        fresh.flag_bits &= ~8  # sizes stand in the header, not behind the data
        fresh.extra = b""
        out = target.fp
        assert out is not None  # the target is open
        fresh.header_offset = target.start_dir
        out.seek(target.start_dir)
        out.write(fresh.FileHeader())
        out.write(self.data[start : start + entry.compress_size])
        target.start_dir = out.tell()
        target.filelist.append(fresh)
        target.NameToInfo[fresh.filename] = fresh


def _relations_name(source: str) -> str:
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _parse(data: bytes, name: str) -> etree._Element:
    # No entities, no network, and libxml2's own bounds on depth and on the size of texts stay in force.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error):
            raise UnreadableFile(f"{name} 嵌套过深，未打开") from None
        raise UnreadableFile(_CORRUPT.format(f"{name} 第 {error.lineno} 行不合 XML 语法")) from None
    if root.getroottree().docinfo.internalDTD is not None:  # OPC forbids them (ECMA-376 Part 2, 8.1.4)
        raise UnreadableFile(f"{name} 含有文档类型声明，Word 文件不该有，未打开")
    return root
