"""Tables: one row a form, the concept repeated on each of its rows; CSV written and read, workbooks written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from zhengci.exchange.book import Book, ExportError, for_xml
from zhengci.exchange.cells import MAPPINGS, STATUSES, form, scalar, sequence, to_cell, to_node
from zhengci.exchange.draft import Bibliography, Draft, assemble, decode, failure
from zhengci.glossary.nodes import SourceFile
from zhengci.glossary.schema import CONCEPT, SOURCE, did_you_mean

_OF_FORM = ("form", "status", "quoted")
#: Columns that hold what is true of the concept, not of the form.
_OF_CONCEPT = tuple(key.name for key in CONCEPT if key.name not in ("id", "term", "forms", "quoted"))
COLUMNS = ("id", *_OF_FORM, *_OF_CONCEPT)
_REQUIRED = ("id", "form", "status", *(key.name for key in CONCEPT if key.required and key.name in _OF_CONCEPT))

_DETAILS = tuple(key.name for key in SOURCE if key.name != "id")

#: A spreadsheet would compute a cell that begins so; an apostrophe before it says that it is text.
_FORMULA = ("=", "+", "-", "@", "'")
_REASONS = {
    "unexpected end of data": "引号没有配对",
    "',' expected after '\"'": "引号之后应是逗号",
    "field larger than field limit (131072)": "一格过长",
}
_LONGEST = 32_767  # what a cell of a workbook holds
_WIDTHS = {"definition": 60, "parts": 40, "sources": 40, "examples": 40, "id": 24, "form": 16}


def rows(book: Book) -> Iterator[list[str]]:
    """Yield the cells of each form, in the order of COLUMNS."""
    for concept in book.concepts:
        shared = [_cell(key, concept.get(key), book) for key in _OF_CONCEPT]
        preferred = {"text": concept["term"], "is": STATUSES[0], "quoted": concept.get("quoted")}
        for one in (preferred, *concept.get("forms", ())):
            yield [concept["id"], one["text"], one["is"], to_cell("quoted", one.get("quoted")), *shared]


def write_csv(book: Book) -> bytes:
    """Return the rows as CSV: UTF-8 with a byte order mark, lines ended by CR LF, line feeds inside cells."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    writer.writerows([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row] for row in rows(book))
    return stream.getvalue().encode("utf-8-sig")


def write_xlsx(book: Book) -> bytes:
    """Return the rows as a workbook whose cells are all text; raises ExportError without openpyxl."""
    try:
        from openpyxl import Workbook
        from openpyxl.styles import Alignment, Font
        from openpyxl.utils import get_column_letter
    except ImportError:
        raise ExportError("写 xlsx 需要 openpyxl，请运行：pip install 'zhengci[xlsx]'") from None
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "词表"
    for at, row in enumerate((COLUMNS, *rows(book)), 1):
        for column, text in enumerate(row, 1):
            if len(text) > _LONGEST:
                raise ExportError(
                    f"“{row[0]}”的 {COLUMNS[column - 1]} 有 {len(text)} 字，超过工作簿一格的上限，请改用 csv"
                )
            cell = sheet.cell(at, column, for_xml(text))
            cell.data_type, cell.number_format = "s", "@"
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.font = Font(bold=at == 1)
    for column, name in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(name, 12)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def read_csv(data: bytes, path: str) -> Book:
    """Return the concepts of a CSV file with (some of) COLUMNS; raises GlossaryError with all that is wrong with it."""
    file, text = decode(data, path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] = []
    concepts: dict[str, _Rows] = {}
    bibliography = Bibliography(file)
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                if not header:
                    header = _header(row, file)
                elif len(row) != len(header):
                    file.report_at(line, 1, "ZG002", f"这一行有 {len(row)} 格，表头有 {len(header)} 格")
                else:
                    _take(dict(zip(header, map(_unescape, row), strict=True)), line, file, concepts)
            line = reader.line_num + 1
    except csv.Error as error:
        file.report_at(line, 1, "ZG002", f"不是合格的 CSV：{_REASONS.get(str(error), error)}")
        raise failure(file) from None
    if not header:
        file.report(None, "ZG102", "空文件，没有表头")
        raise failure(file)
    return assemble(file, [concept.draft(bibliography) for concept in concepts.values()], bibliography)


class _Rows:
    """The rows of one concept: its forms, and each of its other cells with the line on which it was first filled."""

    def __init__(self, name: str, file: SourceFile, line: int) -> None:
        self._file, self._draft = file, Draft(file, line)
        self._draft.set("id", scalar(name, line))
        self._cells: dict[str, tuple[str, int]] = {}

    def take(self, row: Mapping[str, str], line: int) -> None:
        status, quoted = row["status"], row.get("quoted", "")
        flag = scalar(quoted, line) if quoted else None
        if status not in STATUSES:
            told = f"“{status}”不是" if status else "缺少"
            hint = did_you_mean(status, STATUSES)
            self._file.report_at(line, 1, "ZG104", f"{told}形式的地位 status（{'、'.join(STATUSES)}）{hint}")
        elif status != STATUSES[0]:
            self._draft.add("forms", form(scalar(row["form"], line), status, flag, line))
        elif "term" in self._draft.nodes:
            self._file.report_at(line, 1, "ZG003", f"“{row['id']}”有两个 preferred 的形式")
        else:
            self._draft.set("term", scalar(row["form"], line))
            if flag:
                self._draft.set("quoted", flag)
        for key in _OF_CONCEPT:
            text = row.get(key, "")
            known, where = self._cells.setdefault(key, (text, line)) if text else ("", line)
            if text != known:
                self._file.report_at(line, 1, "ZG201", f"“{row['id']}”的 {key} 与第 {where} 行所写不同")

    def draft(self, bibliography: Bibliography) -> Draft:
        for key, (text, line) in self._cells.items():
            node = to_node(key, text, line, self._file)
            if key in MAPPINGS and node is not None:
                node = _without_details(key, node, bibliography)
            self._draft.set(key, node)
        return self._draft


def _header(row: list[str], file: SourceFile) -> list[str]:
    """Return the names of the columns; raises GlossaryError, with all that is wrong, where they are not ours."""
    names = [cell.strip() for cell in row]
    for number, name in enumerate(names):
        if name not in COLUMNS:
            file.report_at(1, 1, "ZG101", f"没有“{name}”这一列{did_you_mean(name, COLUMNS)}")
        elif name in names[:number]:
            file.report_at(1, 1, "ZG003", f"重复的列“{name}”")
    missing = [name for name in _REQUIRED if name not in names]
    if missing:
        file.report_at(1, 1, "ZG102", f"缺少列：{'、'.join(missing)}")
    if file.problems:
        raise failure(file)
    return names


def _take(row: dict[str, str], line: int, file: SourceFile, concepts: dict[str, _Rows]) -> None:
    name = row["id"]
    if name:
        concepts.setdefault(name, _Rows(name, file, line)).take(row, line)
    else:
        file.report_at(line, 1, "ZG102", "缺少 id（标识）")


def _unescape(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _cell(key: str, value: Any, book: Book) -> str:
    """Return a value as a cell; a citation tells there what it cites."""
    if key == "sources":
        value = [_with_details(citation, book) for citation in value]
    elif key == "earlier" and value:
        value = [{**edition, "sources": [_with_details(one, book) for one in edition["sources"]]} for edition in value]
    return to_cell(key, value)


def _with_details(citation: dict[str, Any], book: Book) -> dict[str, Any]:
    source = book.sources.get(citation.get("doc", ""), {})
    return {**citation, **{key: source[key] for key in _DETAILS if key in source}}


def _without_details(key: str, node: yaml.Node, bibliography: Bibliography) -> yaml.Node:
    """Return citations without what is cited, which goes into the bibliography."""
    line = node.start_mark.line + 1
    items = []
    for item in node.value:
        if isinstance(item, yaml.MappingNode) and key != "examples":
            item = _citation(item, line, bibliography) if key == "sources" else _edition(item, line, bibliography)
        items.append(item)
    return sequence(items, line)


def _edition(node: yaml.MappingNode, line: int, bibliography: Bibliography) -> yaml.Node:
    pairs = []
    for key, value in node.value:
        if key.value == "sources" and isinstance(value, yaml.SequenceNode):
            value = _without_details("sources", value, bibliography)
        pairs.append((key, value))
    return yaml.MappingNode(node.tag, pairs, node.start_mark, node.end_mark)


def _citation(node: yaml.MappingNode, line: int, bibliography: Bibliography) -> yaml.Node:
    details, kept, doc = {}, [], None
    for key, value in node.value:
        if key.value in _DETAILS and key.value not in details:
            details[key.value] = value
        else:
            kept.append((key, value))
            doc = value.value if key.value == "doc" else doc
    if not details or not isinstance(doc, str):
        return node  # details of no document are unknown keys to the schema
    bibliography.add(doc, details, line)
    return yaml.MappingNode(node.tag, kept, node.start_mark, node.end_mark)
