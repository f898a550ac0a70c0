r"""Reads RTF through striprtf, which is handed a text without what it would misread or take too long over.

Word and WPS write Chinese as GBK bytes (``\'d6\'d0``) under ``\ansicpg936``, other programs as ``\uN``.  References are to
the Rich Text Format Specification 1.9.1.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from striprtf.striprtf import rtf_to_text

from zhengci.document.decode import UnreadableFile
from zhengci.document.lines import Places
from zhengci.document.markup import TABLE, Zone
from zhengci.readers import Reading

_MEGABYTE = 1 << 20
_MAX_FILE = 256 * _MEGABYTE
#: What is left once pictures are taken out; a report of a thousand pages has 4 MB.
_MAX_TEXT = 12 * _MEGABYTE
#: Stands before each note; a private character, which cannot be text.
_NOTE = "\ue000"
#: Ends each cell of a table; likewise.
_CELL = "\ue001"

_BINARY = re.compile(rb"\\bin(\d{1,9}) ?")
_HEX = re.compile(rb"[0-9a-fA-F\s]{256,}")
_RAW = re.compile(rb"[\x81-\xfe][\x40-\xfe]|[\x80-\xff]")
_ESCAPED = re.compile(rb"((?:\\'[0-9a-fA-F]{2})+)([\x40-\x5b\x5d-\x7a\x7c\x7e])")
_FONTS = re.compile(rb"(?=\\f\d)")
_FOOTNOTE = re.compile(rb"\{(?:\\\*)?\\footnote(?:\\ftnalt)?(?![a-z])")
_GROUPS = re.compile(rb"\\.|[{}]", re.DOTALL)
_PLAIN = (
    # Deleted and hidden text (“Track Changes”, “Font Formatting Properties”): \* has a group passed over from there on.
    (re.compile(rb"\\(?=deleted(?![a-z0])|v(?![a-z0]))"), rb"\\*\\"),
    # An instruction of a field; under its own name striprtf looks for links in time that grows with the square of the text.
    (re.compile(rb"\\fldinst(?![a-z])"), rb"\\*\\fldinstruction"),
    (re.compile(rb"\\pict(?![a-z])"), rb"\\*\\picture"),  # likewise
    (re.compile(rb"\\listtext(?![a-z])"), rb"\\*\\listtext"),  # numbers and bullets (“Bullets and Numbering”)
    (re.compile(rb"\\(?:nest)?cell(?![a-z])"), rb"{\\uc1\\u%d?}\\par" % (ord(_CELL) - 0x10000)),
)


def read(path: str) -> Reading:
    """Return the text of an RTF file, a line a paragraph or cell, notes behind the body; raises UnreadableFile."""
    if os.path.getsize(path) > _MAX_FILE:
        raise UnreadableFile(f"超过 {_MAX_FILE // _MEGABYTE} MB，大得不像文稿，不读")
    with open(path, "rb") as file:
        data = file.read()
    if not data.rstrip(b"\0\r\n\t ").endswith(b"}"):
        raise UnreadableFile("文件不完整（没有写完），读不出来；请重新保存")
    data = _prepared(data)
    if len(data) > _MAX_TEXT:
        raise UnreadableFile(f"去掉图片仍超过 {_MAX_TEXT // _MEGABYTE} MB，大得不像文稿，不读")
    try:
        text: str = rtf_to_text(data.decode("ascii"), errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, TypeError, LookupError, OverflowError):
        raise UnreadableFile("文件损坏，读不出来；请在 Word 或 WPS 中打开后另存为 .docx") from None
    return _reading(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))


def _prepared(data: bytes) -> bytes:
    """Return RTF in ASCII that striprtf reads right."""
    data = b"".join(_without_binary(data))
    data = _HEX.sub(b" ", data)
    data = _RAW.sub(lambda match: _hexed(match[0]), data)
    data = _ESCAPED.sub(_with_trail, data)
    if re.search(rb"\\ansicpg(?:936|54936|20936)\b", data[:4096]):
        # What font a byte is in, Word tells in three ways (“Associated Character Properties”); in such files all are GBK.
        data = re.sub(rb"\\fcharset0(?!\d)", rb"\\fcharset134", data)
    fonts = data.find(b"\\fonttbl")
    if fonts >= 0:  # a font a line: striprtf's search for them does not cross lines
        end = fonts + _MEGABYTE
        data = data[:fonts] + _FONTS.sub(b"\n", data[fonts:end]) + data[end:]
    for pattern, plain in _PLAIN:
        data = pattern.sub(plain, data)
    return _notes_last(data)


def _without_binary(data: bytes) -> Iterator[bytes]:
    """Yield what is no binary data (“Pictures”): its length is told, its bytes may be anything."""
    at = 0
    while match := _BINARY.search(data, at):
        yield data[at : match.start()]
        at = match.end() + int(match[1])
    yield data[at:]


def _hexed(data: bytes) -> bytes:
    return b"".join(b"\\'%02x" % byte for byte in data)


def _with_trail(match: re.Match[bytes]) -> bytes:
    """Return bytes with the second one of the last character, which Word writes as ASCII where it is."""
    odd = False
    for value in re.findall(rb"[0-9a-fA-F]{2}", match[1]):
        odd = not odd and int(value, 16) > 0x80
    return match[1] + (_hexed(match[2]) if odd else match[2])


def _notes_last(data: bytes) -> bytes:
    """Move footnotes and endnotes (“Footnotes”), which striprtf leaves out, behind the body."""
    kept, notes, at = [], [], 0
    mark = b"\\par\\u%d?" % (ord(_NOTE) - 0x10000)
    while note := _FOOTNOTE.search(data, at):
        depth = 0
        end = len(data)
        for match in _GROUPS.finditer(data, note.start()):
            depth += {b"{": 1, b"}": -1}.get(match[0], 0)
            if not depth:
                end = match.end()
                break
        kept.append(data[at : note.start()])
        notes.append(b"{\\plain" + mark + b" " + data[note.end() : end])
        at = end
    if not notes:
        return data
    kept.append(data[at:])
    body = b"".join(kept)
    close = body.rfind(b"}")
    return body[:close] + b"".join(notes) + body[close:]


def _reading(text: str) -> Reading:
    body, *notes = text.replace("\x00", "").split(_NOTE)
    pieces: list[str] = []
    starts: list[int] = []
    names: list[str] = []
    zones: list[Zone] = []
    at = end = 0
    for number, story in enumerate([body, *notes]):
        count = 0
        end = end or at  # where the notes begin
        for line in story.split("\n"):
            line = line.strip(" \r")
            is_cell = line.endswith(_CELL)
            line = line.rstrip(f"{_CELL} ")
            if line:
                if is_cell:
                    zones.append(Zone(at, at + len(line), TABLE))
                count += 1
                starts.append(at)
                names.append(f"脚注 {number}" if number else f"第 {count} 段")
                pieces += [line, "\n"]
                at += len(line) + 1
    return Reading("".join(pieces), None, "word", tuple(zones), Places(tuple(starts), tuple(names)), body=end or at)
