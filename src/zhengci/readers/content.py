"""Tells what a file is by how it begins, whatever its name says."""

from zhengci.document.decode import UnreadableFile

#: How files of a suffix begin that we read ourselves.
_WANTED = {".pdf": "PDF 文件", ".docx": "Word 文档（.docx）", ".odt": "ODT 文档", ".rtf": "RTF 文件"}
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: The name of the stream that holds an encrypted Office document.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAGIC = (
    (_OLE, "旧版 Office 文件（.doc、.wps、.xls 之类）"),
    (b"{\\rtf", "RTF 文件"),
    (b"\x1f\x8b", "压缩文件（gzip）"),
    (b"7z\xbc\xaf\x27\x1c", "压缩文件（7z）"),
    (b"Rar!\x1a\x07", "压缩文件（RAR）"),
    (b"\x89PNG\r\n", "图片（PNG）"),
    (b"\xff\xd8\xff", "图片（JPEG）"),
    (b"GIF8", "图片（GIF）"),
    (b"OFD", "OFD 文件"),
)
_PARTS = (
    (b"application/vnd.oasis.opendocument.text", "ODT 文档"),
    (b"application/vnd.oasis.opendocument", "OpenDocument 文件（不是文字文档）"),
    (b"word/", "Word 文档（.docx）"),
    (b"xl/", "Excel 工作簿（.xlsx）"),
    (b"ppt/", "演示文稿（.pptx）"),
    (b"OFD.xml", "OFD 文件"),
)


def name_of(head: bytes) -> str:
    """Return what a file beginning with `head` is, in Chinese; empty where it may be text."""
    if b"%PDF-" in head[:1024]:
        return "PDF 文件"
    if head.startswith(_ZIP):
        return next((name for mark, name in _PARTS if mark in head), "压缩文件（ZIP）")
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return "加密的 Office 文档" if magic == _OLE and _ENCRYPTED in head else name
    return ""


def check_content(head: bytes, suffix: str) -> None:
    """Raise UnreadableFile where a file of a suffix that we read begins as another format does."""
    wanted = _WANTED.get(suffix)
    if not wanted:
        return
    if not head.strip():
        raise UnreadableFile("是空文件")
    found = name_of(head)
    if found == wanted or (found == "压缩文件（ZIP）" and suffix in (".docx", ".odt")):
        return  # the parts of a package may stand in any order: its reader will tell
    if found.startswith("加密"):
        raise UnreadableFile("是加密的文档，要打开密码；请先去掉密码")
    if not found:
        raise UnreadableFile(f"后缀是 {suffix}，却不是{wanted}；可能已损坏或改过后缀名")
    raise UnreadableFile(f"后缀是 {suffix}，实为{found}；请改用相应的后缀名")
