"""Turns a file of any format into a text with its places: one module a format, loaded only when a file needs it.

A reader is a module with ``read(path) -> Reading``.  What it raises is UnreadableFile, in Chinese.
"""

import os
from importlib import import_module
from typing import NamedTuple

from zhengci.document.decode import Decoded, UnreadableFile, decode, read_text, unreadable
from zhengci.document.lines import Places
from zhengci.document.markup import Remark, Zone

#: Suffix → (module, extra that brings the libraries which the module imports).
READERS: dict[str, tuple[str, str]] = {
    **dict.fromkeys((".docx", ".docm", ".dotx", ".dotm"), ("zhengci.readers.word", "docx")),
    **dict.fromkeys((".odt", ".ott", ".fodt"), ("zhengci.readers.odt", "")),
    ".pdf": ("zhengci.readers.pdf", "pdf"),
    ".rtf": ("zhengci.readers.rtf", "rtf"),
}
#: Those that are looked for in folders: drafts, not templates.  PDF and RTF are read where they are named outright: among
#: drafts they are as a rule what drafts were printed to, and would tell everything twice.
SEARCHED = (".docx", ".docm", ".odt")
#: Suffix → what to do with a file that nobody here can read.
REFUSED: dict[str, str] = {
    ".doc": "是旧版 Word 文件，读不了；请在 Word 或 WPS 中另存为 .docx",
    ".wps": "是 WPS 文字文件，读不了；请在 WPS 中另存为 .docx",
    ".ofd": "是 OFD 版式文件，读不了；请用原稿，或转成 PDF",
}
#: So many bytes of a file tell what it is.
HEAD = 65_536
#: What begins so may be decoded and is no text all the same.
_SIGNATURES = (b"%PDF-", b"{\\rtf", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")


def is_word(path: str) -> bool:
    """Tell by its name whether a file is a Word file."""
    return READERS.get(os.path.splitext(path)[1].lower(), ("", ""))[0] == "zhengci.readers.word"


class Reading(NamedTuple):
    """A file as it was read.

    ``text`` is what all offsets count in (code points).  A text file has ``decoded``, which knows how to write it back; a
    container has ``container`` instead, which only the writers of its format look into.  ``kind`` overrides what the
    file's name tells ``Document``; ``zones`` are what the reader knows beside that (headings, links), ``remarks`` what
    stands beside the text (directives).  ``body`` is where the body ends and notes and the like begin, if they do.
    """

    text: str
    decoded: Decoded | None = None
    kind: str = ""
    zones: tuple[Zone, ...] = ()
    places: Places | None = None
    container: object = None
    body: int | None = None
    remarks: tuple[Remark, ...] = ()


def is_container(path: str) -> bool:
    """Tell by its name whether a file is no text: nothing that is meant for texts can be written into it."""
    return os.path.splitext(path)[1].lower() in READERS


def missing_extra(path: str) -> str:
    """Return the extra without which a file cannot be read here, empty where nothing is missing."""
    name, extra = READERS.get(os.path.splitext(path)[1].lower(), ("", ""))
    try:
        if name:
            import_module(name)
    except ModuleNotFoundError:
        return extra
    return ""


def read(path: str) -> Reading:
    """Return the content of a file; raises UnreadableFile with the reason and, where there is one, the way out."""
    suffix = os.path.splitext(path)[1].lower()
    if suffix in REFUSED:
        raise UnreadableFile(REFUSED[suffix])
    if suffix not in READERS:
        return _read_text(path)
    from zhengci.readers.content import check_content

    try:
        with open(path, "rb") as file:
            check_content(file.read(HEAD), suffix)
        name, extra = READERS[suffix]
        reading: Reading = import_module(name).read(path)
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("zhengci"):
            raise
        raise UnreadableFile(f"读 {suffix} 文件要先装 {error.name}：pip install 'zhengci[{extra}]'") from None
    except OSError as error:
        raise unreadable(error) from None
    return reading


def from_bytes(data: bytes) -> Reading:
    """Return the text of what came over a pipe; raises UnreadableFile, which tells of formats that need a file."""
    problem = None
    if not data.startswith(_SIGNATURES):
        try:
            decoded = decode(data)
            return Reading(decoded.text, decoded)
        except UnreadableFile as error:
            problem = error
    from zhengci.readers.content import name_of, told

    kind = name_of(data[:HEAD])
    if kind:
        raise UnreadableFile(f"是{told(kind)}，不是文本；这类文件不能从标准输入读，请给出文件名")
    raise problem or UnreadableFile("是二进制文件，不是文本")


def _read_text(path: str) -> Reading:
    try:
        decoded = read_text(path)
        if not decoded.text.startswith(tuple(signature.decode("latin-1") for signature in _SIGNATURES)):
            return Reading(decoded.text, decoded)
    except UnreadableFile as error:
        if "文本" not in str(error):
            raise
        problem = error
    else:
        problem = UnreadableFile("是二进制文件，不是文本")
    from zhengci.readers.content import advice, name_of, told

    with open(path, "rb") as file:
        kind = name_of(file.read(HEAD))
    raise UnreadableFile(f"实为{told(kind)}，不是文本{advice(kind)}") if kind else problem
