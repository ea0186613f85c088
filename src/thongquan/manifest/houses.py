"""Which lines of a table are house bills: blank, total and repeated header lines are not, and say so where needed."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from thongquan.base.fault import Fact, Fault
from thongquan.manifest.header import Header, is_header_again, title_text
from thongquan.manifest.model import Cell, Column
from thongquan.manifest.plain import fold

if TYPE_CHECKING:
    from thongquan.manifest.mending import Mending

_TOTAL_WORDS = ("tong cong", "tong so", "tong", "total", "grand total", "cong", "sub total", "subtotal", "sum")
_SUMMED = ("packages", "weight", "value", "freight")
_FEWEST_CELLS = 3


class HouseLines(msgspec.Struct):
    """The house rows with their lines in the spreadsheet, the total rows, and remarks on lines that are neither."""

    columns: list[Column]
    rows: list[list[Cell]] = []
    lines: list[int] = []
    total_rows: list[tuple[int, int, list[Cell]]] = []
    """Line, number of house rows above it, cells."""
    remarks: list[Fault] = []

    def totals(self, values: dict[str, list[Any]], mending: "Mending") -> Iterable[Fault]:
        """The file's own totals against the sums of its rows: of the whole table, or since the total before."""
        begin = 0
        for line, above, cells in self.total_rows:
            for column in self.columns:
                if column.field not in _SUMMED or column.index >= len(cells):
                    continue
                told = mending.total(column, cells[column.index])
                numbers = values[column.field]
                if told is None or (column.field == "value" and len(set(values.get("currency", []))) > 1):
                    continue
                whole, part = _sum(numbers[:above]), _sum(numbers[begin:above])
                if not (_agree(told, whole) or _agree(told, part)):
                    facts: dict[str, Fact] = {
                        "line": line,
                        "title": column.title,
                        "told": _shown(told),
                        "found": _shown(whole),
                    }
                    yield Fault("TOTALS-DIFFER", column.field, facts)
            begin = above


def _sum(numbers: list[Any]) -> Decimal:
    return sum((number for number in numbers if number is not None), Decimal(0))


def _agree(told: Decimal, found: Decimal) -> bool:
    """A total is rounded to as many decimals as it shows."""
    return told == found or told == found.quantize(Decimal(1).scaleb(int(told.as_tuple().exponent)), ROUND_HALF_UP)


def _shown(number: Decimal) -> str:
    """Three decimals are enough to see where a total and its rows part."""
    text = format(round(number, 3), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def house_lines(rows: list[list[Cell]], header: Header, columns: list[Column]) -> HouseLines:
    """Every line below the header, told apart."""
    found = HouseLines(columns)
    named = next((column.index for column in columns if column.field == "house_bill"), None)
    width = len(columns)
    first_titles = {title_text(cell) for cell in rows[header.first] if cell != ""}
    for line, row in enumerate(rows[header.below :], start=header.below + 1):
        number = row[named] if named is not None and len(row) == width else ""
        if number == "" or number in first_titles or _is_total(row):
            _tell_apart(found, line, row, header, number)
        else:
            found.rows.append(row)
            found.lines.append(line)
    return found


def _tell_apart(found: HouseLines, line: int, row: list[Cell], header: Header, number: Cell) -> None:
    """The uncommon lines."""
    width = len(found.columns)
    told = [title_text(cell) for cell in row if title_text(cell)]
    if not told or is_header_again(row, header.titles):
        return
    if _is_total(row):
        found.total_rows.append((line, len(found.rows), row))
        return
    if len(told) < _FEWEST_CELLS and not (number != "" and len(told) > 1):
        found.remarks.append(Fault("LINE-SKIPPED", "", {"line": line, "text": " ".join(told)[:80]}))
        return
    if len(row) > width and any(cell != "" for cell in row[width:]):
        found.remarks.append(Fault("ROW-TOO-WIDE", "", {"line": line, "cells": len(row), "columns": width}))
    found.rows.append((row + [""] * (width - len(row)))[:width] if len(row) != width else row)
    found.lines.append(line)


def _is_total(row: list[Cell]) -> bool:
    """Whether the first words of the line are a total's, and the rest of it is mostly numbers and blanks."""
    if row.count("") * 2 < len(row):
        return False
    first = next((cell for cell in row if cell != ""), "")
    if not isinstance(first, str) or first[:1].isdecimal() or len(first) > 60:
        return False
    name = fold(first)
    return any(name == word or name.startswith(f"{word} ") for word in _TOTAL_WORDS)
