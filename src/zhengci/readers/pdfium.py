"""The process that reads one PDF: its lines with their places on the page through PDFium, put together by ``layout``.

Prints JSON on stdout: ``{"text", "starts", "pages"}`` as ``layout.Flow`` has them, or ``{"error"}`` in Chinese.
"""

import ctypes
import gc
import json
import sys
from collections.abc import Iterator
from typing import Any

from zhengci.patterns import lazy
from zhengci.readers.layout import Flow, Line, Page, flow

#: Bytes of address space that the process may take.
MEMORY = 768 << 20
MAX_PAGES = 3_000
MAX_CHARACTERS = 20_000_000
#: Blanks wider than so many characters separate cells or columns.
_CELL_GAP = 1.2
_PASSWORD, _FORMAT = 4, 3
#: From here on characters are as wide as Han ones.
_WIDE = "\u2e7f"
#: A blank beside a character that is not ASCII, or what PDFium puts for a hyphen at the end of a line.
_BREAK = lazy("(?<=[^\x00-\x7f]) (?=[^\\s])|(?<=[^\\s]) (?=[^\x00-\x7f])|(?<=[0-9]) (?=[0-9])|[\ufffe\x02]")
#: A blank before a mark that none stands before: PDFium tells marks from another font behind the line that they are in.
_MOVED = lazy(" [“”‘’（）《》〈〉【】、，。；：？！…—·]")
_BAD = lazy("[\ue000-\uf8ff\ufffd]")


class Unreadable(Exception):
    """Why the file cannot be read, in Chinese."""


def main(path: str) -> None:
    """Read the file and print what came of it."""
    _limit_memory()
    gc.disable()  # the process ends before it would pay
    try:
        found = extract(path)
        answer: dict[str, Any] = {"text": found.text, "starts": found.starts, "pages": found.pages}
    except Unreadable as error:
        answer = {"error": str(error)}
    except MemoryError:
        answer = {"error": "展开后太大，内存超限，已放弃；文件可能被做了手脚"}
    json.dump(answer, sys.stdout)


def extract(path: str) -> Flow:
    """Return the text of the file; raises Unreadable."""
    import pypdfium2
    from pypdfium2 import PdfiumError

    try:
        pdf = pypdfium2.PdfDocument(path)
        count = len(pdf)
    except PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == _PASSWORD:
            raise Unreadable("是加密的 PDF，要打开密码；请先去掉密码") from None
        told = "不是 PDF 或已损坏" if code == _FORMAT else "打不开"
        raise Unreadable(f"{told}，读不出来；请重新导出") from None
    if count > MAX_PAGES:
        raise Unreadable(f"有 {count} 页，超过 {MAX_PAGES} 页，不读；请拆分后再试")
    pages, total = [], 0
    for number in range(count):
        try:
            page = pdf[number]
            layer = page.get_textpage()
            pages.append(Page(page.get_height(), _lines(layer)))
        except PdfiumError:
            raise Unreadable(f"第 {number + 1} 页读不出来，文件可能不完整；请重新导出") from None
        total += sum(len(line.text) for line in pages[-1].lines)
        layer.close()
        page.close()
        if total > MAX_CHARACTERS:
            raise Unreadable(f"文字超过 {MAX_CHARACTERS // 10_000} 万字，不读；请拆分后再试")
    found = flow(pages)
    if not found.text.strip():
        raise Unreadable("没有文字层（多半是扫描件），读不出文字；请先用 OCR 软件识别，再导出 PDF 或 .docx")
    if _is_garbled(found.text):
        raise Unreadable("文字层是乱码（所用字体没有文字对照表），读不出文字；请用原稿或 OCR")
    return found


def _lines(layer: Any) -> list[Line]:
    """Return the lines of a page in reading order; a line with wide gaps comes as several, all but the first marked."""
    boxes = _Boxes(layer)
    text = _characters(layer)
    has_hyphens = "\ufffe" in text or "\x02" in text
    lines: list[Line] = []
    at = 0
    for row in text.split("\n"):
        if bare := row.strip():
            start = at if row[0] == bare[0] else at + row.index(bare[0])
            if _MOVED.search(bare) and (moved := boxes.by_place(bare, start)):
                lines += moved
                at += len(row) + 1
                continue
            line = boxes.line(bare, start)
            if lines and _is_same_line(lines[-1], line):
                lines[-1] = lines[-1]._replace(text=lines[-1].text + line.text, right=line.right)
            elif not has_hyphens and (" " not in bare or boxes.is_even(line)):
                lines.append(line)
            else:
                lines += _pieces(boxes, bare, start)
        at += len(row) + 1
    return [line for line in lines if line.text]  # nothing is left of one of control characters alone


def _is_same_line(line: Line, following: Line) -> bool:
    """Tell whether a line goes on right where another ends: PDFium ends one where marks are set close."""
    gap = following.left - line.right
    if not -0.7 * line.em < gap < 0.3 * line.em:
        return False
    overlap = min(line.top, following.top) - max(line.bottom, following.bottom)
    return overlap > 0.5 * min(line.top - line.bottom, following.top - following.bottom)


def _characters(layer: Any) -> str:
    """Return the text of a page with one character for each index of PDFium."""
    import pypdfium2.raw as pdfium

    count = layer.count_chars()
    text: str = layer.get_text_range() if count else ""
    if len(text) != count:  # characters beyond the BMP are two, those without a code none
        text = "".join(chr(pdfium.FPDFText_GetUnicode(layer, index)) for index in range(count))
    return text


def _pieces(boxes: "_Boxes", row: str, at: int) -> Iterator[Line]:
    """Cut a row (at index `at`) where it has wide gaps, leads further down, or had a hyphen that PDFium took away."""
    begin, is_cell, is_rest = 0, False, False
    for match in _BREAK.finditer(row):
        index = match.start()
        is_hyphen = match[0] != " "
        gap, is_lower = (0.0, True) if is_hyphen else boxes.gap(at + index)
        if is_lower or gap > _CELL_GAP:
            if begin < index:
                yield boxes.line(row[begin:index], at + begin)._replace(is_cell=is_cell, is_rest=is_rest)
            begin, is_cell, is_rest = index + 1, not is_lower, is_hyphen
    if begin < len(row):
        yield boxes.line(row[begin:], at + begin)._replace(is_cell=is_cell, is_rest=is_rest)


class _Boxes:
    """Asks PDFium where the characters of a page are, in points from its lower left corner."""

    def __init__(self, layer: Any) -> None:
        import pypdfium2.raw as pdfium

        self._layer = layer.raw  # the object itself would be converted at each call
        self._rect = pdfium.FS_RECTF()
        self._reference = ctypes.byref(self._rect)
        self._ask = pdfium.FPDFText_GetLooseCharBox
        #: Of the line just asked for: how much lower its last character stands than its first, how many are
        #: wide, and how wide a single one is by PDFium's account.
        self._drop = self._wide = self._box = 0.0

    def gap(self, index: int) -> tuple[float, bool]:
        """Return how wide the blank at `index` is, in widths of the characters beside it, and whether it leads further down."""
        self._ask(self._layer, index - 1, self._reference)
        rect = self._rect
        begin, bottom, height = rect.right, rect.bottom, rect.top - rect.bottom
        width = max(rect.right - rect.left, height * 0.7)
        self._ask(self._layer, index + 1, self._reference)
        return (rect.left - begin) / max(width, rect.right - rect.left, 0.1), rect.top < bottom + height * 0.3

    def line(self, text: str, at: int) -> Line:
        """Return the characters from index `at` on as a line; no blanks stand at the ends of `text`."""
        rect, ask, layer, reference = self._rect, self._ask, self._layer, self._reference
        ask(layer, at, reference)
        left, top, bottom, right = rect.left, rect.top, rect.bottom, rect.right
        em = right - left if text[0] > _WIDE else 0.0
        if len(text) > 1:
            ask(layer, at + len(text) - 1, reference)
            right = rect.right
        self._drop = bottom - rect.bottom
        if not em and text[-1] > _WIDE:
            em = right - rect.left
        self._box = em or (top - bottom) * 0.85
        wide = (len(text.encode("utf-8", "replace")) - len(text)) / 2  # a Han character has three bytes
        if wide > 1 and (not em or wide * 4 > len(text) * 3):  # PDFium may tell the ink of a character alone: the line is surer
            mean = (right - left) / (wide + (len(text) - wide) * 0.55)
            if not 0.9 * mean < em < 1.1 * mean:
                em = mean if wide > 3 else max(mean, em)
        self._wide = wide
        return Line(text if text.isprintable() else _clean(text), left, right, bottom, top, em or self._box)

    def by_place(self, text: str, at: int) -> list[Line]:
        """Return the characters from index `at` on as lines in the order of their places; none where they are in order.

        Wide gaps cut a line as they cut any other.
        """
        rect, last, is_moved = self._rect, -1.0, False
        found: list[tuple[float, str, float, float, float]] = []
        for index, ch in enumerate(text, at):
            if ch == " ":
                continue
            self._ask(self._layer, index, self._reference)
            if found and (rect.top < found[0][3] or rect.bottom > found[0][4]):
                return []  # it leads to another row
            is_moved = is_moved or rect.left < last
            last = rect.left
            found.append((rect.left, ch, rect.right, rect.bottom, rect.top))
        wide = sorted(right - left for left, ch, right, _, _ in found if ch > _WIDE)
        if not is_moved or not wide:
            return []
        em = wide[len(wide) // 2]
        found.sort()
        lines: list[Line] = []
        for left, ch, right, bottom, top in found:
            gap = left - lines[-1].right if lines else 0.0
            if not lines or gap > _CELL_GAP * em:
                lines.append(Line(ch, left, right, bottom, top, em, is_cell=bool(lines)))
                continue
            blank = " " if gap > 0.2 * em and ch < _WIDE and lines[-1].text[-1] < _WIDE and (ch + lines[-1].text[-1]).isascii() else ""
            lines[-1] = lines[-1]._replace(text=lines[-1].text + blank + ch, right=max(right, lines[-1].right))
        return lines

    def is_even(self, line: Line) -> bool:
        """Tell whether the line just asked for has no room for a wide gap: it is about as wide as its characters."""
        text, wide, em = line.text, self._wide, self._box
        width = wide + (len(text) - wide) * 0.58 - text.count(" ") * 0.33
        return abs(self._drop) < em * 0.6 and 0 < line.right - line.left < (width + 0.8) * em


def _clean(text: str) -> str:
    """Return text without control characters, its surrogate pairs made one character."""
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return "".join(ch for ch in text if ch >= " " and ch not in "\x7f\xad\ufffe\uffff")


def _is_garbled(text: str) -> bool:
    return len(_BAD.findall(text)) * 3 > len(text)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


if __name__ == "__main__":
    main(sys.argv[1])
