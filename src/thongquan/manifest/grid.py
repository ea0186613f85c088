"""Big sheets for XlsxWriter's workbooks.

XlsxWriter lays out styles, notes, filters and the small sheets; the many rows of a manifest are written as sheet XML
here and put in the place of its own rows. For 20,000 rows of 32 cells that is 0.9 s of CPU against 4.1 s.
Cells are text, numbers or days. A formula cannot be written: there is no code for one.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import msgspec
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from thongquan.manifest.model import Cell, letter_of

_SERIAL_ZERO = date(1899, 12, 30).toordinal()
_PIECE = 500  # rows handed to the archive at once
_LEVEL = 3
_UNSAFE = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ROWS = re.compile(rb"<sheetData>.*</sheetData>|<sheetData/>", re.DOTALL)
_STYLE = re.compile(rb'<c r="([A-Z]+)1" s="(\d+)"')
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')

PLAIN = ""
"""The style of a cell that has none."""


class Line(msgspec.Struct, gc=False):
    """One row: its number, its cells, a style for all and others for some of its columns."""

    number: int
    cells: list[Cell]
    style: str = PLAIN
    marked: Mapping[int, str] = {}
    lines: int = 1
    """How many lines of text the row is high. Spreadsheets do not find that out by themselves."""


class Book:
    """A workbook with big sheets. Styles are named once; `save` writes the file whole or not at all."""

    def __init__(self, styles: Mapping[str, Mapping[str, object]]) -> None:
        self._buffer = BytesIO()
        options = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(self._buffer, {"in_memory": True, **options})
        self.styles: dict[str, Format] = {
            name: self._book.add_format({"valign": "top", **look}) for name, look in styles.items()
        }
        self._dated = {
            name: self._book.add_format({"valign": "top", **look, "num_format": "dd/mm/yyyy"})
            for name, look in styles.items()
        }
        self._big: dict[str, Iterable[Line]] = {}

    def small_sheet(self, name: str) -> Worksheet:
        """A sheet filled cell by cell."""
        sheet = self._book.add_worksheet(self._free_name(name))
        sheet.hide_gridlines(2)
        return sheet

    def big_sheet(self, name: str, lines: Iterable[Line]) -> Worksheet:
        """A sheet filled with `lines`; what is set on the worksheet besides cells stays."""
        sheet = self._book.add_worksheet(self._free_name(name))
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        for index, style in enumerate([*self.styles.values(), *self._dated.values()]):
            sheet.write_blank(0, index, None, style)  # makes the writer number the styles; see `_numbers_of`
        self._big[f"xl/worksheets/sheet{len(self._book.worksheets())}.xml"] = lines
        return sheet

    def _free_name(self, name: str) -> str:
        """A sheet name that spreadsheets accept and that no other sheet has."""
        tidy = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip("' ")[:28] or "Manifest"
        taken = {sheet.get_name().casefold() for sheet in self._book.worksheets()}
        return next(free for free in (tidy, *(f"{tidy} {n}" for n in range(2, 100))) if free.casefold() not in taken)

    def save(self, path: Path) -> None:
        part = path.with_name(f".{path.name}.part")
        self._pack(part)
        part.replace(path)

    def packed(self) -> bytes:
        """The file as bytes, for whoever has no folder."""
        into = BytesIO()
        self._pack(into)
        return into.getvalue()

    def _pack(self, into: Path | BytesIO) -> None:
        self._book.close()
        with zipfile.ZipFile(self._buffer) as laid_out, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry in laid_out.infolist():
                lines = self._big.get(entry.filename)
                with archive.open(_entry(entry.filename), "w") as target:
                    whole = laid_out.read(entry)
                    target.writelines([whole] if lines is None else self._filled(whole, lines))

    def _filled(self, sheet: bytes, lines: Iterable[Line]) -> Iterator[bytes]:
        """The sheet's XML with `lines` for its rows."""
        rows = _ROWS.search(sheet)
        if rows is None:  # pragma: no cover - XlsxWriter always writes it
            raise ValueError("no sheetData")
        numbers, dated = self._numbers_of(rows[0])
        yield _DIMENSION.sub(b"", sheet[: rows.start()]) + b"<sheetData>"
        writer = _RowWriter(numbers, dated)
        batch: list[str] = []
        for line in lines:
            batch.append(writer.row(line))
            if len(batch) == _PIECE:
                yield "".join(batch).encode("utf-8", "replace")
                batch.clear()
        yield "".join(batch).encode("utf-8", "replace") + b"</sheetData>" + sheet[rows.end() :]

    def _numbers_of(self, rows: bytes) -> tuple[dict[str, str], dict[str, str]]:
        """Style name to the number that XlsxWriter gave it, for text and for days."""
        found = [number.decode() for _, number in _STYLE.findall(rows)]
        names = list(self.styles)
        return dict(zip(names, found, strict=False)), dict(zip(names, found[len(names) :], strict=False))


class _RowWriter:
    """Rows as sheet XML. Text stands in the cell itself (`inlineStr`), so that it can be nothing but text."""

    def __init__(self, styles: dict[str, str], dated: dict[str, str]) -> None:
        self._styles = {PLAIN: "", **{name: f' s="{number}"' for name, number in styles.items()}}
        self._dated = {PLAIN: "", **{name: f' s="{number}"' for name, number in dated.items()}}
        self._letters = [f'<c r="{letter_of(index)}' for index in range(512)]

    def row(self, line: Line) -> str:
        number, base, marked = line.number, self._styles[line.style], line.marked
        text = f'{number}"{base} t="inlineStr"><is><t xml:space="preserve">'
        cells = []
        for index, cell in enumerate(line.cells):
            if cell == "" and index not in marked:
                continue
            if index in marked or not isinstance(cell, str):
                cells.append(self._cell(index, number, cell, marked.get(index, line.style)))
            else:
                cells.append(f"{self._letters[index]}{text}{_safe(cell)}</t></is></c>")
        height = f' ht="{lines_high(line.lines)}" customHeight="1"' if line.lines > 1 else ""
        return f'<row r="{number}"{height}>{"".join(cells)}</row>'

    def _cell(self, index: int, number: int, cell: Cell, style: str) -> str:
        begin = f"{self._letters[index]}{number}"
        if isinstance(cell, bool):
            return f'{begin}"{self._styles[style]} t="b"><v>{int(cell)}</v></c>'
        if isinstance(cell, int | float) and cell == cell and abs(cell) != float("inf"):  # noqa: PLR0124 - NaN
            return f'{begin}"{self._styles[style]}><v>{cell!r}</v></c>'
        if isinstance(cell, date):
            day = cell.toordinal() - _SERIAL_ZERO
            part = (cell.hour * 60 + cell.minute) / 1440 if isinstance(cell, datetime) else 0
            dated = self._dated.get(style or "text", "")
            return f'{begin}"{dated}><v>{day + part!r}</v></c>'
        text = _safe(str(cell))
        return f'{begin}"{self._styles[style]} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def lines_high(lines: int) -> int:
    """In points; no row is higher than a spreadsheet allows, or than is pleasant to read."""
    return 15 * min(lines, 8)


def lines_of(text: str, width: int) -> int:
    """How many lines a text fills in a column so many characters wide."""
    return sum(1 + max(len(line) - 1, 0) // width for line in text.split("\n"))


def _entry(name: str) -> zipfile.ZipInfo:
    """One spelling for one content: no clock in the archive."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry._compresslevel = _LEVEL  # type: ignore[attr-defined] # noqa: SLF001 - 3.11 has no other way for one entry
    return entry


def _safe(text: str) -> str:
    return _UNSAFE.sub(_escaped, text) if _UNSAFE.search(text) else text


def _escaped(found: re.Match[str]) -> str:
    """XML cannot hold control characters; spreadsheets write them as _x0001_, and that text itself as _x005F_x0001_."""
    text = found[0]
    if len(text) > 1:
        return f"_x005F{text}"
    return _ENTITIES.get(text) or f"_x{ord(text):04X}_"
