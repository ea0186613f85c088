"""A manifest as cargo to be moved: its house rows, and the columns that only a transport reads."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

from thongquan.base.fault import Fault
from thongquan.manifest.columns import parts_of
from thongquan.manifest.identity import damaged
from thongquan.manifest.model import Column, HouseRow, Manifest, Sheet
from thongquan.manifest.plain import fold
from thongquan.manifest.text import read_text
from thongquan.transport.cargo import CargoLine

_NUMBERS = frozenset({"package", "declaration"})
_DROPPED = frozenset({"LINE-SKIPPED", "SHEET-IGNORED"})
"""Remarks on what is no cargo for us and may be some to the courier."""


class Cargo(msgspec.Struct, frozen=True):
    """What a file holds for a transport. A fault's facts name its `cell` where there is one."""

    lines: list[CargoLine]
    faults: list[Fault]
    remarks: list[Fault]


@cache
def _vocabulary() -> dict[str, str]:
    """Folded title to field."""
    text = Path(__file__).with_name("cargo_columns.toml").read_text(encoding="utf-8")
    told: dict[str, list[str]] = tomllib.loads(text)
    return {name: field for field, names in told.items() for name in names}


def cargo_of(manifest: Manifest) -> Cargo:
    """All sheets together."""
    lines: list[CargoLine] = []
    faults: list[Fault] = []
    for sheet in manifest.sheets:
        columns = cargo_columns(sheet)
        lines += [_line(sheet, row, columns, faults) for row in sheet.rows]
    return Cargo(lines, faults, [one for one in manifest.remarks if one.code in _DROPPED])


def cargo_columns(sheet: Sheet) -> dict[str, Column]:
    """Field to the first column that is called so."""
    found: dict[str, Column] = {}
    for column in sheet.columns:
        for name in (fold(column.title), *parts_of(column.title)):
            if field := _vocabulary().get(name):
                found.setdefault(field, column)
                break
    return found


def _line(sheet: Sheet, row: HouseRow, columns: Mapping[str, Column], faults: list[Fault]) -> CargoLine:
    bill = row.bill
    told = {field: _read(field, column, row, faults) for field, column in columns.items()}
    address = sheet.cell_of(row, "house_bill")
    faults += [_at_cell(fault, address) for fault in row.faults if fault.at == "house_bill"]
    return CargoLine(
        bill=bill.number,
        declaration="".join(told.get("declaration", "").split()),
        master_bill=bill.master_bill,
        package=told.get("package", ""),
        packages=_counted(sheet, bill.packages, columns, told),
        goods=bill.goods_vi or bill.goods_en,
        weight=bill.weight,
        carrier_seal=told.get("carrier_seal", ""),
        vehicle=told.get("vehicle", ""),
        purpose=told.get("purpose", "").upper(),
        at=address or str(row.line),
    )


def _counted(sheet: Sheet, packages: int | None, columns: Mapping[str, Column], told: Mapping[str, str]) -> int:
    """What the row counts; where it counts nothing, 0 of a package with a number, else one."""
    if packages is None or _holds_packages(sheet, columns):
        return 0 if told.get("package") else 1
    return packages


def _holds_packages(sheet: Sheet, columns: Mapping[str, Column]) -> bool:
    """Whether the column of package numbers was taken for one of counts: `Package No.` may be either."""
    return "package" in columns and sheet.column_of("packages") is columns["package"]


def _read(field: str, column: Column, row: HouseRow, faults: list[Fault]) -> str:
    cell = row.cells[column.index] if column.index < len(row.cells) else ""
    address = f"{column.letter}{row.line}"
    if field in _NUMBERS and damaged(cell):
        faults.append(Fault("NUMBER-DAMAGED", field, {"written": str(cell)[:40], "cell": address}))
        return ""
    reading = read_text(cell)
    if reading.fault:
        faults.append(Fault(reading.fault, field, {**reading.facts, "written": str(cell)[:40], "cell": address}))
    return str(reading.value)


def _at_cell(fault: Fault, cell: str) -> Fault:
    return msgspec.structs.replace(fault, facts={**fault.facts, "cell": cell})
