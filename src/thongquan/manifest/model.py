"""A courier's file as it was read: sheets, columns and house rows, each value with its place."""

from datetime import date, datetime, time, timedelta

import msgspec

from thongquan.base.fault import Fact, Fault, Mended, Refusal
from thongquan.consignment.model import HouseBill

Cell = str | int | float | bool | date | datetime | time | timedelta
"""A cell as it lay in the file; an empty one is the empty text."""


class Unreadable(Refusal):
    """The file, or the mapping given for it, cannot be read at all: nothing of it is used."""

    def __init__(self, code: str, **facts: str | int) -> None:
        self.code = code
        super().__init__(**facts)


class ColumnMap(msgspec.Struct, frozen=True):
    """Columns fixed by the user: field to header title or column letter."""

    columns: dict[str, str] = {}


class Column(msgspec.Struct, frozen=True, gc=False):
    """One column of the courier's. `field` is "" for one that is not read; `how` says why it was understood so."""

    index: int
    letter: str
    title: str
    field: str
    how: str
    """"name", "content", "map", "message"; "empty", "twice" and "unrecognised" are not read."""
    unit: str = ""
    """A unit or currency in the title: `Gross LBS`, `FRT (USD)`."""


class HouseRow(msgspec.Struct, gc=False):
    """One house bill and what reading it showed. `ordinal` counts house rows; `line` is the row in the spreadsheet."""

    ordinal: int
    line: int
    bill: HouseBill
    faults: list[Fault]
    warnings: list[Fault]
    mended: list[Mended]
    cells: list[Cell]


class Sheet(msgspec.Struct):
    """One table. `given` holds what the title rows say for all houses: master bill, flight, arrival date."""

    name: str
    direction: str
    given: dict[str, str]
    header_line: int
    columns: list[Column]
    rows: list[HouseRow]
    remarks: list[Fault]
    """What concerns the file as a whole."""
    around: dict[int, list[Cell]] = {}
    """Every other line that is not blank, by its number: title rows, header, totals, notes."""
    header_rows: int = 1
    places: dict[int, dict[str, str]] = {}
    """Of a file of messages, by ordinal and field: where in the message the value stands."""
    _by_field: dict[str, Column] = {}

    def __post_init__(self) -> None:
        self._by_field = {column.field: column for column in reversed(self.columns)}

    def column_of(self, at: str) -> Column | None:
        """The column that field `at` was read from, or None where the title rows or the profile gave it."""
        return self._by_field.get(at)

    def cell_of(self, row: HouseRow, at: str) -> str:
        """The address of the cell, such as `F17` or `L12 CNE/address`, or "" where field `at` has none."""
        if self.places:
            return self.places.get(row.ordinal, {}).get(at, "")
        column = self.column_of(at)
        return f"{column.letter}{row.line}" if column else ""


class Manifest(msgspec.Struct):
    """A file of house bills."""

    file: str
    sheets: list[Sheet]

    @property
    def remarks(self) -> list[Fault]:
        """What concerns the file as a whole, over all its sheets."""
        return [remark for sheet in self.sheets for remark in sheet.remarks]


class Reading(msgspec.Struct, frozen=True, gc=False):
    """What one cell says. The value is None or "" where it cannot be read, and `fault` tells why."""

    value: object
    mended: str = ""
    """The code of the mend, where the value is not what was written."""
    fault: str = ""
    warning: str = ""
    facts: dict[str, Fact] = {}
    aside: str = ""
    """What else stood in the cell: the currency of `USD 12.50`."""


def letter_of(index: int) -> str:
    """The letter of a column; the first is 0.

    >>> letter_of(0), letter_of(25), letter_of(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
