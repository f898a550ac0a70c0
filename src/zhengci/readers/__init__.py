"""Turns a file of any format into a text with its places: one module a format, loaded only when a file needs it.

A reader is a module with ``read(path) -> Reading``.  What it raises is UnreadableFile, in Chinese.
"""

import os
from importlib import import_module
from typing import NamedTuple

from zhengci.document.decode import Decoded, UnreadableFile, read_text
from zhengci.document.lines import Places
from zhengci.document.markup import Remark, Zone

#: Suffix → (module, extra that brings the libraries which the module imports).
READERS: dict[str, tuple[str, str]] = dict.fromkeys((".docx", ".docm", ".dotx", ".dotm"), ("zhengci.readers.word", "docx"))
#: Those that are looked for in folders: drafts, neither templates nor what drafts were printed to.
SEARCHED = (".docx", ".docm")
#: Suffix → what to do with a file that nobody here can read.
REFUSED: dict[str, str] = {
    ".doc": "是旧版 Word 文件，读不了；请在 Word 或 WPS 中另存为 .docx",
    ".wps": "是 WPS 文字文件，读不了；请在 WPS 中另存为 .docx",
}


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
        decoded = read_text(path)
        return Reading(decoded.text, decoded)
    name, extra = READERS[suffix]
    try:
        module = import_module(name)
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("zhengci"):
            raise
        raise UnreadableFile(f"读 {suffix} 文件要先装 {error.name}：pip install 'zhengci[{extra}]'") from None
    reading: Reading = module.read(path)
    return reading
