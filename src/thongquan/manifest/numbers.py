"""Numbers as couriers and spreadsheets write them, read exactly: never through a float."""

import math
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cached_property

from thongquan.manifest.codes import aliases
from thongquan.manifest.columns import WEIGHT_UNITS
from thongquan.manifest.model import Cell, Reading
from thongquan.manifest.plain import fold
from thongquan.manifest.text import clean, first_refused, is_blank, nothing

KILOGRAMS = {"kg": Decimal(1), "lb": Decimal("0.45359237"), "g": Decimal("0.001"), "oz": Decimal("0.028349523125")}
"""Exact by definition: the international pound and its sixteenth."""

_PLAIN = re.compile(r"\d{1,15}(?:\.(?:\d{1,2}|\d{4,9}))?")
_WRITTEN = re.compile(
    r"(?P<before>[^\d+\-.,]*)(?P<number>[+\-]?[.,]?\d[\d.,' ]*(?:[eE][+\-]?\d{1,3})?)(?P<after>[^\d]*)"
)
_GROUPED = re.compile(r"[+\-]?\d{1,3}(?:[.,' ]\d{3})+")
_SINGLE = re.compile(r"[+\-]?(?P<whole>\d*)(?P<mark>[.,])(?P<rest>\d+)")
_SCIENTIFIC = re.compile(r"[+\-]?\d(?:[.,]\d+)?[eE][+\-]?\d{1,3}")
_MOSTLY = 0.95
_DIGITS_KEPT = 15
"""A spreadsheet keeps 15 significant digits of a number; what follows is its own noise."""


class Unclear(Exception):  # noqa: N818 - a reading, caught within this module
    """The text cannot be read as one number; `args[0]` is the fault's code."""


class Marks:
    """Which of point and comma is the decimal mark in one column, by the cells that leave no doubt."""

    def __init__(self, cells: Iterable[Cell], *, decimal_comma: bool = False) -> None:
        self._cells = cells
        self._dialect = "," if decimal_comma else ""

    @cached_property
    def _evidence(self) -> dict[str, int]:
        found = {".": 0, ",": 0}
        for cell in self._cells:
            mark = _certain_decimal_mark(cell) if isinstance(cell, str) else ("." if isinstance(cell, float) else "")
            if mark:
                found[mark] += 1
        return found

    def is_decimal(self, mark: str) -> bool:
        """Whether a lone `mark` before three digits is the decimal mark. `1,234` is 1.234 or 1234: never guessed."""
        other = "," if mark == "." else "."
        mine, against = self._evidence[mark], self._evidence[other]
        if mine >= _MOSTLY * (mine + against) and mine:
            return True
        if against and not mine:
            return False
        if not mine and self._dialect:
            return self._dialect == mark
        raise Unclear("NUMBER-AMBIGUOUS")


def _certain_decimal_mark(cell: str) -> str:
    """The decimal mark of a cell in which it is beyond doubt, else ""."""
    written = _WRITTEN.fullmatch(cell.strip())
    number = written["number"].strip() if written else ""
    points, commas = number.count("."), number.count(",")
    if points and commas:
        return "." if number.rindex(".") > number.rindex(",") else ","
    if points > 1 or commas > 1:
        return "," if points else "."
    single = _SINGLE.fullmatch(number)
    if single and (len(single["rest"]) != 3 or single["whole"] in {"", "0"} or len(single["whole"]) > 3):
        return single["mark"]
    return ""


def to_decimal(number: str, marks: Marks) -> Decimal:
    """The number in `1.234,56`, `1,234.56`, `1 234`, `12,5` or `1.2E+3`."""
    number = number.strip().replace("'", " ")
    if _SCIENTIFIC.fullmatch(number):
        return Decimal(number.replace(",", "."))
    if "." in number and "," in number:
        decimal = "." if number.rindex(".") > number.rindex(",") else ","
        whole, _, rest = number.rpartition(decimal)
        return Decimal(f"{_ungrouped(whole)}.{_digits(rest)}")
    single = _SINGLE.fullmatch(number)
    if single:
        certain = _certain_decimal_mark(number)
        if certain or marks.is_decimal(single["mark"]):
            return Decimal(number.replace(",", "."))
        return Decimal(_ungrouped(number))
    head, mark, rest = number.rpartition("," if "," in number else ".")
    if " " in head and mark and " " not in rest:
        return Decimal(f"{_ungrouped(head)}.{_digits(rest)}")
    return Decimal(number if number.lstrip("+-").isdecimal() else _ungrouped(number))


def _ungrouped(text: str) -> str:
    if text.lstrip("+-").isdecimal():
        return text
    if not _GROUPED.fullmatch(text) or len(set(re.findall(r"[.,' ]", text))) > 1:
        raise Unclear("NUMBER-UNREADABLE")
    return re.sub(r"[.,' ]", "", text)


def _digits(text: str) -> str:
    if not text.isdecimal():
        raise Unclear("NUMBER-UNREADABLE")
    return text


def from_number(cell: Cell) -> tuple[Decimal, bool]:
    """A spreadsheet's number, and whether its binary noise was dropped: 0.30000000000000004 is 0.3."""
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not math.isfinite(cell):
        raise Unclear("NUMBER-UNREADABLE")
    if isinstance(cell, int):
        return Decimal(cell), False
    if cell.is_integer() and abs(cell) < 1e15:
        return Decimal(int(cell)), False
    short = format(cell, f".{_DIGITS_KEPT}g")
    return Decimal(format(Decimal(short), "f")), float(short) != cell


class WholeMarks(Marks):
    """Of whole numbers: a mark before three digits parts thousands."""

    def is_decimal(self, mark: str) -> bool:  # noqa: ARG002 - either mark
        return False


class PointMarks(Marks):
    """Of formats in which the point is the decimal mark; a comma before three digits has no meaning there."""

    def is_decimal(self, mark: str) -> bool:
        if mark == ".":
            return True
        raise Unclear("NUMBER-AMBIGUOUS")


class NumberColumn:
    """Reads the cells of one column of numbers."""

    def __init__(self, cells: Iterable[Cell], *, decimal_comma: bool = False, decimal_point: bool = False) -> None:
        self.marks = PointMarks(cells) if decimal_point else Marks(cells, decimal_comma=decimal_comma)
        self.whole = PointMarks(cells) if decimal_point else WholeMarks(cells)

    def amount(self, cell: Cell) -> Reading:
        """Money or a quantity. A currency in the cell is told `aside`."""
        if isinstance(cell, str) and _PLAIN.fullmatch(cell):
            return Reading(Decimal(cell))
        return self._read(cell, _aside_currency)

    def value(self, cell: Cell) -> Reading:
        """The value of goods: nothing, 0, NCV and FREE all say that the courier gives none."""
        if isinstance(cell, str) and _PLAIN.fullmatch(cell):
            number = Decimal(cell)
            return Reading(number) if number else Reading(None, mended="VALUE-NONE")
        reading = self.amount(cell)
        if reading.fault and fold(str(cell)) in aliases().no_value:
            return Reading(None, mended="VALUE-NONE")
        if reading.value is not None and reading.value == 0:
            return Reading(None, mended="VALUE-NONE", aside=reading.aside)
        return reading

    def packages(self, cell: Cell) -> Reading:
        """A whole number of packages, `2` or `2 pcs`."""
        if isinstance(cell, str) and cell.isdecimal() and len(cell) < 10:
            return Reading(int(cell))
        reading = self._read(cell, _piece_word, self.whole)
        number = reading.value
        if not isinstance(number, Decimal):
            return reading
        if number != number.to_integral_value():
            return Reading(None, fault="NUMBER-NOT-WHOLE")
        return Reading(int(number), mended=reading.mended)

    def quantity(self, cell: Cell) -> Reading:
        """How many of the unit; a unit typed beside it is dropped."""
        if isinstance(cell, str) and _PLAIN.fullmatch(cell):
            return Reading(Decimal(cell))
        return self._read(cell, _piece_word)

    def weight(self, unit: str) -> Callable[[Cell], Reading]:
        """Weight in kilograms, exact. The unit in the cell wins over that of the title."""
        factor = KILOGRAMS.get(unit, KILOGRAMS["kg"])

        def read(cell: Cell) -> Reading:
            if isinstance(cell, str) and _PLAIN.fullmatch(cell):
                return (
                    Reading(Decimal(cell))
                    if factor == 1
                    else Reading(Decimal(cell) * factor, mended=f"WEIGHT-{unit.upper()}")
                )
            reading = self._read(cell, _weight_unit)
            if not isinstance(reading.value, Decimal):
                return reading
            told = reading.aside or unit or "kg"
            if told == "kg":
                return Reading(reading.value, mended=reading.mended)
            return Reading(reading.value * KILOGRAMS[told], mended=f"WEIGHT-{told.upper()}")

        return read

    def _read(self, cell: Cell, word: Callable[[str], str], marks: Marks | None = None) -> Reading:
        try:
            if isinstance(cell, str):
                return _written(cell, word, marks or self.marks)
            number, noise = from_number(cell)
            return Reading(number, mended="NUMBER-NOISE" if noise else "")
        except Unclear as unclear:
            return Reading(None, fault=unclear.args[0])


def _written(cell: str, word: Callable[[str], str], marks: Marks) -> Reading:
    text = clean(cell)
    if is_blank(text):
        return nothing(text, None)
    if first_refused(text):
        return Reading(None, fault="CONTROL-CHARACTERS", facts={"character": first_refused(text)})
    written = _WRITTEN.fullmatch(text)
    if not written:
        raise Unclear("NUMBER-UNREADABLE")
    beside = [part.strip(" :") for part in (written["before"], written["after"])]
    asides = [word(part) for part in beside if part]
    if len(asides) > 1 and len(set(asides)) > 1:
        raise Unclear("NUMBER-UNREADABLE")
    number = to_decimal(written["number"], marks)
    if len(number.as_tuple().digits) > 20 or number.adjusted() > 18:
        raise Unclear("NUMBER-UNREADABLE")
    same = format(number, "f") == cell
    return Reading(number, mended="" if same else "NUMBER-SPELLING", aside=asides[0] if asides else "")


def _aside_currency(text: str) -> str:
    if any(character.isdecimal() for character in text) or len(text) > 20:
        raise Unclear("NUMBER-UNREADABLE")
    return text.strip("()[] ")


def _weight_unit(text: str) -> str:
    unit = WEIGHT_UNITS.get(fold(text))
    if unit is None:
        raise Unclear("NUMBER-UNREADABLE")
    return unit


def _piece_word(text: str) -> str:
    if fold(text) not in aliases().package_words:
        raise Unclear("NUMBER-UNREADABLE")
    return ""
