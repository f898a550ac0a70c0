"""Tells what a file is by how it begins, whatever its name says."""

from zhengci.document.decode import UnreadableFile

#: What files of a suffix are that we read ourselves.
_WANTED = {
    ".pdf": "PDF 文件", ".rtf": "RTF 文件", ".odt": "ODT 文档", ".ott": "ODT 文档", ".fodt": "", ".docx": "Word 文档", ".docm": "Word 文档",
}  # fmt: skip
_PDF = b"%PDF-"
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: The name of the stream that holds an encrypted Office document.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAGIC = (
    (_OLE, "旧版 Office 文件"),
    (b"{\\rtf", "RTF 文件"),
    (b"\x1f\x8b", "gzip 压缩文件"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩文件"),
    (b"Rar!\x1a\x07", "RAR 压缩文件"),
    (b"\x89PNG\r\n", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
)
_PARTS = (
    (b"application/vnd.oasis.opendocument.text", "ODT 文档"),
    (b"application/vnd.oasis.opendocument", "OpenDocument 文件（不是文字文档）"),
    (b"word/", "Word 文档"),
    (b"xl/", "Excel 工作簿"),
    (b"ppt/", "PowerPoint 演示文稿"),
    (b"OFD.xml", "OFD 文件"),
)


def name_of(head: bytes) -> str:
    """Return what a file beginning with `head` is, in Chinese; empty where it may be text."""
    if head.lstrip(b"\xef\xbb\xbf\0\t\r\n ").startswith(_PDF):
        return "PDF 文件"
    if head.startswith(_ZIP):
        return next((name for mark, name in _PARTS if mark in head), "ZIP 压缩文件")
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return "加密的 Office 文档" if magic == _OLE and _ENCRYPTED in head else name
    return ""


def told(name: str) -> str:
    """Return a name with a blank before it where one belongs between Han and Latin."""
    return f" {name}" if name[0] < "\x7f" else name


def advice(name: str) -> str:
    """Return what to do with a file that is a `name` under a wrong suffix, where we can read it under the right one."""
    suffix = {"PDF 文件": ".pdf", "RTF 文件": ".rtf", "ODT 文档": ".odt", "Word 文档": ".docx"}.get(name)
    return f"；请把后缀改为 {suffix}" if suffix else ""


def check_content(head: bytes, suffix: str) -> None:
    """Raise UnreadableFile where a file of a suffix that we read is empty or begins as another format does."""
    wanted = _WANTED.get(suffix, "")
    if not head.strip():
        raise UnreadableFile("是空文件")
    found = name_of(head)
    if suffix == ".pdf" and _PDF in head[:1024]:  # behind other bytes, as ISO 32000 lets readers accept
        return
    if found == wanted or (found == "ZIP 压缩文件" and suffix not in (".pdf", ".rtf", ".fodt")):
        return  # the parts of a package may stand in any order: its reader will tell
    if suffix.startswith((".doc", ".dot")) and (head.startswith(_OLE) or not found):
        return  # likewise
    if found.startswith("加密"):
        raise UnreadableFile("是加密的文档，要打开密码；请先去掉密码")
    if not found:
        raise UnreadableFile(f"后缀是 {suffix}，却不是{told(wanted)}；可能已损坏，或改过后缀名")
    raise UnreadableFile(f"后缀是 {suffix}，实为{told(found)}{advice(found)}")
