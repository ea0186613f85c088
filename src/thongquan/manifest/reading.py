"""From a file to house bills: tables, header, columns, then each column mended as a whole, then rows made of them.

Columns are read before rows: a column has one reader, most of its cells repeat, and each distinct cell is read once.
"""

from datetime import date
from itertools import repeat
from pathlib import Path
from typing import Any

from thongquan.base.fault import Fault
from thongquan.consignment.model import HouseBill, Party
from thongquan.manifest.codes import Codes
from thongquan.manifest.columns import FIELDS
from thongquan.manifest.header import find_header, given_above
from thongquan.manifest.houses import house_lines
from thongquan.manifest.layout import Layout
from thongquan.manifest.mending import Mending
from thongquan.manifest.model import ColumnMap, HouseRow, Manifest, Sheet, Unreadable
from thongquan.manifest.tables import RawTable, read_tables

_PARTY = ("name", "code", "postcode", "address", "city", "country", "phone")
_LATEST = date(9999, 1, 1)
"""Without a day, the code tables count as they stand last."""


def read(
    path: Path,
    *,
    direction: str | None = None,
    columns: ColumnMap | None = None,
    on: date | None = None,
) -> Manifest:
    """Reads a courier's file. `on` is the day whose code tables count.

    Raises:
        Unreadable: nothing in the file can be used; its code and facts say why.
    """
    path = Path(path)
    codes = Codes(on or _LATEST)
    sheets: list[Sheet] = []
    ignored: list[Fault] = []
    ordinal = 1
    for table in read_tables(path):
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
    return Manifest(path.name, sheets)


def _read_sheet(
    table: RawTable, direction: str | None, mapping: ColumnMap | None, codes: Codes, ordinal: int
) -> Sheet | None:
    header = find_header(table.rows)
    if header is None:
        return None
    layout = Layout(header.titles, table.rows[header.below :], codes)
    columns, direction = layout.settle(mapping, direction)
    chosen = house_lines(table.rows, header, columns)
    given = given_above(table.rows[: header.first])
    mending = Mending(codes, direction, table, chosen.rows, chosen.lines)
    values = {column.field: mending.column(column) for column in columns if column.field in FIELDS}
    mending.across(values, given, columns)
    remarks = [*table.remarks, *layout.remarks, *chosen.remarks, *mending.remarks, *chosen.totals(values, mending)]
    rows = _rows(values, mending, chosen.lines, ordinal)
    houses = set(chosen.lines)
    around = {
        line: cells
        for line, cells in enumerate(table.rows, start=1)
        if line not in houses and any(cell != "" for cell in cells)
    }
    height = header.below - header.first
    return Sheet(table.name, direction, given, header.first + 1, columns, rows, remarks, around, height)


def _rows(values: dict[str, list[Any]], mending: Mending, lines: list[int], ordinal: int) -> list[HouseRow]:
    count = len(lines)
    parties = {side: _parties(values, side, count) for side in ("sender", "receiver")}

    def column(name: str, default: object) -> Any:
        if name in parties:
            return parties[name]
        return values.get("house_bill" if name == "number" else name) or repeat(default, count)

    names, defaults = HouseBill.__struct_fields__, ("", *HouseBill.__struct_defaults__[1:])
    bills = map(HouseBill, *map(column, names, defaults))
    return list(
        map(
            HouseRow,
            range(ordinal, ordinal + count),
            lines,
            bills,
            mending.by_row(mending.faults),
            mending.by_row(mending.warnings),
            mending.by_row(mending.mended),
            mending.rows,
        )
    )


def _parties(values: dict[str, list[Any]], side: str, count: int) -> list[Party]:
    parts = (values.get(f"{side}_{part}") or repeat("", count) for part in _PARTY)
    return list(map(Party, *parts))
