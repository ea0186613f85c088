"""A sheet as it lies in the file: cells without a meaning yet."""

import msgspec

from thongquan.base.fault import Fault
from thongquan.manifest.model import Cell


class SheetFacts(msgspec.Struct, array_like=True):
    """What the reader of values does not tell: cell addresses of formulas and of error values such as #N/A."""

    formulas: set[str] = set()
    errors: set[str] = set()


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
