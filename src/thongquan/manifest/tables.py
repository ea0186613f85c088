"""A file as tables of cells: csv in its several dialects, and xlsx. Nothing is understood here yet."""

import csv
import html
import io
import re
import zipfile
from pathlib import Path

import msgspec
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS
from thongquan.manifest.archive import SheetFacts, inspect
from thongquan.manifest.encoding import decode
from thongquan.manifest.model import Cell, Unreadable

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_TEXT = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"PK\x05\x06")
_SHEET_TAG = re.compile(r"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION_TAG = re.compile(r"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_DELIMITERS = ",;\t|"


class RawTable(msgspec.Struct):
    """One sheet as it lies in the file: row 0 is line 1 of the spreadsheet."""

    name: str
    rows: list[list[Cell]]
    odd: SheetFacts
    decimal_comma: bool = False
    """The dialect separates by semicolons, as systems do where the comma is the decimal mark."""
    decimal_point: bool = False
    """The format's own rule: the point is the decimal mark, and there is no other."""
    remarks: list[Fault] = []


def load(path: Path) -> bytes:
    """The bytes of a file that is not too big and not empty."""
    try:
        size = path.stat().st_size
        if size > LIMITS.file_bytes:
            raise Unreadable("FILE-TOO-BIG", found=size, limit=LIMITS.file_bytes)
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable("FILE-MISSING", reason=error.strerror or "") from None
    if not data.strip():
        raise Unreadable("FILE-EMPTY")
    return data


def tables_of(data: bytes) -> list[RawTable]:
    """All sheets of an xlsx file, or the one table of a csv file. Told apart by content, not by the name."""
    if data.startswith(_ZIP):
        return _workbook(data)
    if data.startswith(_OLE):
        raise Unreadable("FILE-OLD-EXCEL")
    if data.startswith(_NOT_TEXT) or data.lstrip()[:1] == b"<":
        raise Unreadable("FILE-KIND")
    return [_text_table(data)]


def _workbook(data: bytes) -> list[RawTable]:
    facts = inspect(data)
    try:
        tables = _sheets(data, facts)
    except (CalamineError, zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise Unreadable("FILE-DAMAGED") from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the reader's own bug on odd input; it is no Exception
            raise
        raise Unreadable("FILE-DAMAGED") from None
    for table in tables:
        _check_shape(table.rows)
        _check_lengths(table.rows)
    return tables


def _sheets(data: bytes, facts: dict[str, SheetFacts]) -> list[RawTable]:
    parts = _parts_of_sheets(data)
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    if len(workbook.sheet_names) > LIMITS.sheets:
        raise Unreadable("FILE-TOO-MANY-SHEETS", found=len(workbook.sheet_names), limit=LIMITS.sheets)
    tables = []
    for sheet in workbook.sheets_metadata:
        part = parts.get(sheet.name)
        if part not in facts:
            continue  # a chart sheet has no cells
        rows = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        hidden = sheet.visible != SheetVisibleEnum.Visible
        remarks = [Fault("SHEET-HIDDEN", "", {"sheet": sheet.name})] if hidden else []
        tables.append(RawTable(sheet.name, _trimmed(rows), facts[part], remarks=remarks))
    return tables


def _trimmed(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Without the empty lines at the end, which formatting leaves behind."""
    while rows and not any(cell != "" for cell in rows[-1]):
        rows.pop()
    return rows


def _parts_of_sheets(data: bytes) -> dict[str, str]:
    """Sheet name to the part of the archive that holds its cells."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        book = archive.read("xl/workbook.xml").decode("utf-8-sig")
        relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8-sig")
    targets = {}
    for relation in map(_attributes, _RELATION_TAG.findall(relations)):
        target = relation.get("Target", "")
        targets[relation.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    return {
        sheet.get("name", ""): targets.get(next((sheet[key] for key in sheet if key.endswith(":id")), ""), "")
        for sheet in map(_attributes, _SHEET_TAG.findall(book))
    }


def _attributes(tag: str) -> dict[str, str]:
    return {name: html.unescape(double or single) for name, double, single in _ATTRIBUTE.findall(tag)}


def _text_table(data: bytes) -> RawTable:
    text, encoding = decode(data)
    if text.count("\x00") > len(text) // 100:
        raise Unreadable("FILE-KIND")
    head, _, rest = text.partition("\n")
    told = re.fullmatch(r"sep=(.)\r?", head, re.IGNORECASE)  # Excel's own first line, which says the delimiter
    delimiter = told[1] if told else _delimiter(text)
    rows = _csv_rows(rest if told else text, delimiter)
    if told:
        rows.insert(0, [])
    remarks = []
    if encoding in {"cp1258", "cp1252", "utf-16-le", "utf-16-be"}:
        remarks.append(Fault("FILE-ENCODING", "", {"encoding": encoding}))
    _check_shape(rows)
    return RawTable("", rows, SheetFacts(), decimal_comma=delimiter == ";", remarks=remarks)


def _delimiter(text: str) -> str:
    """The character that cuts most of the first lines into the same, largest number of cells."""
    lines = [line for line in text[:65_536].splitlines()[:40] if line.strip()]
    if not lines:
        raise Unreadable("FILE-EMPTY")

    def evidence(mark: str) -> tuple[int, int]:
        counts = [_outside_quotes(line, mark) for line in lines]
        usual = max(set(counts), key=lambda count: (counts.count(count) * (count > 0), count))
        return (usual * counts.count(usual), usual)

    return max(_DELIMITERS, key=evidence)


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])


def _csv_rows(text: str, delimiter: str) -> list[list[Cell]]:
    """The records. Strict: a quote that is not closed would swallow the houses after it."""
    csv.field_size_limit(LIMITS.cell_characters)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[Cell]] = []
    try:
        for row in reader:
            rows.append(row)  # type: ignore[arg-type] # a list of text is read only
            if len(rows) > LIMITS.rows:
                raise Unreadable("FILE-TOO-MANY-ROWS", found=len(rows), limit=LIMITS.rows)
    except csv.Error as error:
        if "field limit" in str(error):
            raise Unreadable("FILE-CELL-TOO-LONG", line=reader.line_num, limit=LIMITS.cell_characters) from None
        raise Unreadable("FILE-QUOTES", line=reader.line_num) from None
    return rows


def _check_shape(rows: list[list[Cell]]) -> None:
    if len(rows) > LIMITS.rows:
        raise Unreadable("FILE-TOO-MANY-ROWS", found=len(rows), limit=LIMITS.rows)
    widest = max(map(len, rows), default=0)
    if widest > LIMITS.columns:
        raise Unreadable("FILE-TOO-MANY-COLUMNS", found=widest, limit=LIMITS.columns)


def _check_lengths(rows: list[list[Cell]]) -> None:
    most = LIMITS.cell_characters
    for line, row in enumerate(rows, start=1):
        for cell in row:
            if isinstance(cell, str) and len(cell) > most:
                raise Unreadable("FILE-CELL-TOO-LONG", line=line, limit=most)
