"""From a file to house bills: tables, header, columns, then each column mended as a whole, then rows made of them.

The bytes of the file are none of our business: a process apart reads them, and hands over tables or messages.
Columns are read before rows: a column has one reader, most of its cells repeat, and each distinct cell is read once.
"""

from datetime import date
from pathlib import Path

from thongquan.base.fault import Fault
from thongquan.manifest.apart import begun
from thongquan.manifest.cargo_sheet import cargo_sheet
from thongquan.manifest.codes import Codes
from thongquan.manifest.columns import FIELDS
from thongquan.manifest.contents import Contents
from thongquan.manifest.header import find_header, given_above
from thongquan.manifest.houses import house_lines
from thongquan.manifest.layout import Layout
from thongquan.manifest.mending import Mending
from thongquan.manifest.model import Cell, ColumnMap, Manifest, Sheet, Unreadable
from thongquan.manifest.rows import house_rows
from thongquan.manifest.tables import RawTable

_LATEST = date(9999, 1, 1)
"""Without a day, the code tables count as they stand last."""


def read(
    path: Path,
    *,
    direction: str | None = None,
    columns: ColumnMap | None = None,
    on: date | None = None,
) -> Manifest:
    """Reads a courier's file. `on` is the day whose code tables count; `columns` concerns tables, not messages.

    Raises:
        Unreadable: nothing in the file can be used; its code and facts say why.
    """
    path = Path(path)
    return understood(begun(path).contents(), path.name, direction=direction, columns=columns, on=on)


def understood(
    contents: Contents,
    name: str,
    *,
    direction: str | None = None,
    columns: ColumnMap | None = None,
    on: date | None = None,
) -> Manifest:
    """What lies in a file, as house bills."""
    codes = Codes(on or _LATEST)
    if contents.form:
        return Manifest(name, [cargo_sheet(contents, direction, codes)])
    sheets: list[Sheet] = []
    ignored: list[Fault] = []
    ordinal = 1
    for table in contents.tables:
        sheet = _read_sheet(table, direction, columns, codes, ordinal)
        if sheet is None:
            ignored.append(Fault("SHEET-IGNORED", "", {"sheet": table.name}))
            continue
        sheets.append(sheet)
        ordinal += len(sheet.rows)
    if not sheets:
        raise Unreadable("FILE-NO-TABLE")
    if not any(sheet.rows for sheet in sheets):
        raise Unreadable("FILE-NO-HOUSES")
    sheets[0].remarks.extend(ignored)
    return Manifest(name, sheets)


def _single_spaced(row: list[Cell]) -> list[Cell]:
    """Thousands of blanks in a title would make the search for labels take minutes."""
    return [" ".join(cell.split()) if isinstance(cell, str) else cell for cell in row]


def _read_sheet(
    table: RawTable, direction: str | None, mapping: ColumnMap | None, codes: Codes, ordinal: int
) -> Sheet | None:
    header = find_header(table.rows)
    if header is None:
        return None
    layout = Layout(header.titles, table.rows[header.below :], codes)
    columns, direction = layout.settle(mapping, direction)
    chosen = house_lines(table.rows, header, columns)
    given = given_above([_single_spaced(row) for row in table.rows[: header.first]])
    mending = Mending(codes, direction, table, chosen.rows, chosen.lines)
    values = {column.field: mending.column(column) for column in columns if column.field in FIELDS}
    mending.across(values, given, columns)
    remarks = [*table.remarks, *layout.remarks, *chosen.remarks, *mending.remarks, *chosen.totals(values, mending)]
    rows = house_rows(values, mending, chosen.lines, ordinal)
    houses = set(chosen.lines)
    around = {
        line: cells
        for line, cells in enumerate(table.rows, start=1)
        if line not in houses and any(cell != "" for cell in cells)
    }
    height = header.below - header.first
    return Sheet(table.name, direction, given, header.first + 1, columns, rows, remarks, around, height)
