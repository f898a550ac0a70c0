"""Bytes to text and back, losing nothing: encoding, byte order mark and newlines stay as they were."""

import codecs
import contextlib
import os
from typing import NamedTuple

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TEXT_CONTROLS = frozenset(b"\t\n\x0b\x0c\r\x1b\x1a\x08")


class UnreadableFile(Exception):
    """A file cannot be read as text; the message is Chinese and names the file and the place."""


class Decoded(NamedTuple):
    """Text with what is needed to write it back as it was."""

    text: str
    encoding: str
    mark: bytes

    def encode(self, text: str) -> bytes:
        """Return `text` in this encoding; raises UnreadableFile where it has a character that does not fit."""
        try:
            return self.mark + text.encode(self.encoding)
        except UnicodeEncodeError as error:
            raise UnreadableFile(
                f"第 {error.start} 个字符“{text[error.start]}”无法用 {self.encoding} 编码写回"
            ) from None


def decode(data: bytes) -> Decoded:
    """Return the text of `data`, which is UTF-8, UTF-16 or GB18030, with or without a byte order mark.

    Raises UnreadableFile for binary data and for bytes that fit none of these.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data[len(mark) :].decode(encoding), encoding, mark)
            except UnicodeDecodeError as error:
                raise UnreadableFile(f"有 {encoding} 标记，但第 {error.start} 字节起不能解码") from None
    head = data[:4096]
    if b"\0" in head:
        for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
            if b"\0" in zeros and zeros.count(0) * 8 >= head.count(0) * 7:
                try:
                    text = data.decode(encoding)
                except UnicodeDecodeError:
                    continue
                if all(ch >= " " or ch in "\t\n\v\f\r\x1a\x1b\b" for ch in text[:2048]):
                    return Decoded(text, encoding, b"")
        raise UnreadableFile("是二进制文件，不是文本")
    try:
        text = data.decode("utf-8")
        if not text.isascii() and max(text) < "\u0800" and _declared(head).startswith("gb"):
            # “路隆” in GBK is valid UTF-8, too: Latin marks, or letters of the Near East, which no such page means.
            with contextlib.suppress(UnicodeDecodeError):
                return Decoded(data.decode("gb18030"), "gb18030", b"")
        return Decoded(text, "utf-8", b"")
    except UnicodeDecodeError as error:
        bad = error.start
    if _declared(head).startswith("big5"):
        raise UnreadableFile("声明的编码是 Big5，读不了；请转成 UTF-8 或 GB18030")
    if any(byte < 32 and byte not in _TEXT_CONTROLS for byte in head):
        raise UnreadableFile("是二进制文件，不是文本")
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        line = data.count(b"\n", 0, bad) + 1
        raise UnreadableFile(f"不是 UTF-8、GB18030 或 UTF-16 文本（第 {line} 行，第 {bad} 字节起不能解码）") from None
    return Decoded(text, "gb18030", b"")


def _declared(head: bytes) -> str:
    """Return the encoding that a web page says it has, in small letters, empty where it says none."""
    at = head.lower().find(b"charset=")
    return head[at + 8 : at + 32].lstrip(b"\"'").decode("latin-1").lower() if at >= 0 else ""


def read_text(path: str | os.PathLike[str]) -> Decoded:
    """Read and decode a file; raises UnreadableFile with the reason in Chinese."""
    return decode(read_bytes(path))


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """Return the content of a file; raises UnreadableFile with the reason in Chinese."""
    try:
        if os.path.isdir(path):
            raise UnreadableFile("是文件夹，不是文件")
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise unreadable(error) from None


def unreadable(error: OSError) -> UnreadableFile:
    """Return what to tell of a file that the system does not let us read."""
    if isinstance(error, FileNotFoundError):
        return UnreadableFile("文件不存在")
    if isinstance(error, IsADirectoryError):
        return UnreadableFile("是文件夹，不是文件")
    if isinstance(error, PermissionError):
        return UnreadableFile("没有读取权限")
    return UnreadableFile(f"读不出来：{error.strerror}")


def write_text(path: str | os.PathLike[str], original: Decoded, text: str) -> None:
    """Replace the content of `path` by `text`, atomically, in the encoding and with the mode that it had.

    The file must still be as it was read: a draft that was edited meanwhile is not overwritten.
    Raises UnreadableFile where it changed or cannot be written; the old content is then untouched.
    """
    data = original.encode(text)
    try:
        with open(path, "rb") as file:
            if file.read() != original.encode(original.text):
                raise UnreadableFile("在处理期间被改动，未写回")
    except OSError as error:
        raise UnreadableFile(f"写不进去：{error.strerror}（原文未动）") from None
    replace_file(path, data)


def replace_file(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a file atomically; one that is there keeps its mode, and its content where that fails (UnreadableFile)."""
    import tempfile

    target = os.path.realpath(path)
    folder, name = os.path.split(target)
    scratch = ""
    try:
        handle, scratch = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(scratch, _mode(target))
        os.replace(scratch, target)
        scratch = ""
    except FileNotFoundError:
        raise UnreadableFile("写不进去：没有这个文件夹（原文未动）") from None
    except PermissionError:  # on Windows also what Word has open
        raise UnreadableFile("写不进去：没有写的权限，或文件正在别的程序中打开（原文未动）") from None
    except OSError as error:
        raise UnreadableFile(f"写不进去：{error.strerror}（原文未动）") from None
    finally:
        if scratch:
            with contextlib.suppress(OSError):
                os.unlink(scratch)


def _mode(path: str) -> int:
    """Return the mode that a file has or, if it is new, that the user gives to new files."""
    try:
        return os.stat(path).st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0o022)
        os.umask(mask)
        return 0o666 & ~mask
