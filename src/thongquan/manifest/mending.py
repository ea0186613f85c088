"""Each column read by its reader, each change noted, and what one column alone cannot decide decided across them."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from thongquan.base.fault import Fact, Fault, Mended
from thongquan.base.limits import LIMITS
from thongquan.manifest.codes import Codes, currency_by_country, read_kind
from thongquan.manifest.dates import DateColumn, read_flight, with_day
from thongquan.manifest.identity import (
    CodeColumn,
    read_house_bill,
    read_hs_code,
    read_master_bill,
    read_phone,
    with_zeros,
)
from thongquan.manifest.model import Cell, Column, Reading
from thongquan.manifest.numbers import NumberColumn
from thongquan.manifest.plain import fold
from thongquan.manifest.tables import RawTable
from thongquan.manifest.text import plain_cell, read_text

Reader = Callable[[Cell], Reading]
Notes = dict[int, list[Any]]

_COMPANY = frozenset({"cty", "tnhh", "ltd", "llc", "inc", "corp", "company", "jsc", "limited", "dntn"})
_MONEY = {"currency": "value", "freight_currency": "freight", "insurance_currency": "insurance"}
_NAMED_LIMIT = 60


Key = Cell | tuple[bool]


class _Read(dict[Key, Any]):
    """The values of one column's cells: each distinct cell is read when it is first asked for."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.noted: dict[Key, Reading] = {}
        self._reader = reader

    def __missing__(self, key: Key) -> Any:
        reading = self._reader(key[0] if isinstance(key, tuple) else key)
        if reading.mended or reading.fault or reading.warning or reading.aside:
            self.noted[key] = reading
        self[key] = reading.value
        return reading.value


def _keys(cells: Sequence[Cell]) -> Sequence[Key]:
    """The cells themselves; but TRUE and 1, which are one key to Python and not to a courier, are told apart."""
    if bool not in set(map(type, cells)):
        return cells
    return [(cell,) if isinstance(cell, bool) else cell for cell in cells]


class Mending:
    """The house rows of one table while their columns are read. Notes are kept by row, and only where there are any."""

    def __init__(self, codes: Codes, direction: str, table: RawTable, rows: list[list[Cell]], lines: list[int]) -> None:
        self.rows = rows
        self.faults: Notes = {}
        self.warnings: Notes = {}
        self.mended: Notes = {}
        self.remarks: list[Fault] = []
        self._codes = codes
        self._home = "receiver" if direction == "import" else "sender"
        self._table = table
        self._lines = lines
        self._cells: list[Sequence[Cell]] = list(zip(*rows, strict=True)) or [()] * LIMITS.columns
        self._asides: dict[str, dict[int, Reading]] = {}
        self._readers: dict[str, Reader] = {
            "house_bill": read_house_bill,
            "master_bill": read_master_bill,
            "flight": read_flight,
            "sender_country": codes.country,
            "receiver_country": codes.country,
            "origin": codes.country,
            "unit": codes.unit,
            "currency": codes.currency,
            "freight_currency": codes.currency,
            "insurance_currency": codes.currency,
            "price_term": codes.price_term,
            "kind": read_kind,
        }

    def by_row(self, notes: Notes) -> list[list[Any]]:
        """The notes of each row, empty lists where there are none."""
        rows: list[list[Any]] = [[] for _ in self.rows]
        for index, noted in notes.items():
            rows[index] = noted
        return rows

    def column(self, column: Column) -> list[Any]:
        """The values of one column. Each distinct cell is read once; only cells with a note are looked for in rows."""
        cells = self._cells[column.index]
        read, keys = _Read(self._reader(column, cells)), _keys(cells)
        values = list(map(read.__getitem__, keys))
        if read.noted:
            for index, key in enumerate(keys):
                if key in read.noted:
                    self._note(index, column.field, cells[index], read.noted[key])
        self._odd_cells(column)
        return values

    def total(self, column: Column, cell: Cell) -> Decimal | None:
        """A number in a total row, read as its column is; None where there is none."""
        if cell == "":
            return None
        number = self._reader(column, self._cells[column.index])(cell).value
        return Decimal(number) if isinstance(number, int | Decimal) else None

    def _reader(self, column: Column, cells: Sequence[Cell]) -> Reader:  # noqa: PLR0911 - one return a kind of field
        """The reader of a field's cells, told what the whole column shows: its decimal mark, its lost zeros."""
        field = column.field
        numbers = NumberColumn(cells, decimal_comma=self._table.decimal_comma, decimal_point=self._table.decimal_point)
        match field:
            case "arrival_date":
                return DateColumn(cells).read
            case "sender_code" | "receiver_code":
                return CodeColumn(cells).read
            case "sender_phone" | "receiver_phone":
                return partial(read_phone, domestic=field.startswith(self._home))
            case "hs_code":
                return partial(read_hs_code, tariff=self._codes.tariff)
            case "weight":
                return numbers.weight(column.unit)
            case "packages":
                return numbers.packages
            case "quantity":
                return numbers.quantity
            case "value":
                return numbers.value
            case "freight" | "insurance":
                return numbers.amount
            case _:
                return self._readers.get(field, read_text)

    def _note(self, index: int, field: str, cell: Cell, reading: Reading) -> None:
        if reading.fault:
            facts: dict[str, Fact] = {"written": plain_cell(cell)[:40], **reading.facts}
            self.faults.setdefault(index, []).append(Fault(reading.fault, field, facts))
        if reading.warning:
            self.warnings.setdefault(index, []).append(Fault(reading.warning, field, dict(reading.facts)))
        if reading.mended:
            self.mend(index, field, plain_cell(cell), _shown(reading.value), reading.mended)
        if reading.aside:
            self._asides.setdefault(field, {})[index] = reading

    def mend(self, index: int, field: str, before: str, after: str, code: str) -> None:
        self.mended.setdefault(index, []).append(Mended(field, before, after, code))

    def _odd_cells(self, column: Column) -> None:
        """Cells that hold a formula or an error: the value stored beside a formula may be anything."""
        odd = self._table.odd
        if not (odd.formulas or odd.errors):
            return
        for index, line in enumerate(self._lines):
            address = f"{column.letter}{line}"
            if address in odd.formulas:
                fault = Fault("FORMULA-RESULT", column.field, {"cell": address})
                self.warnings.setdefault(index, []).append(fault)
            if address in odd.errors:
                self.faults.setdefault(index, []).append(Fault("CELL-ERROR", column.field, {"cell": address}))

    def across(self, values: dict[str, list[Any]], given: dict[str, str], columns: list[Column]) -> None:
        """What needs more than one column."""
        self._fill_from_titles(values, given)
        for field, amount in _MONEY.items():
            self._currencies(values, field, amount, columns)
        for side in ("sender", "receiver"):
            self._codes_with_zeros(values, side)
        self._whole_dong(values)
        self._days_of_flights(values)
        self._check_masters(values)

    def _fill_from_titles(self, values: dict[str, list[Any]], given: dict[str, str]) -> None:
        readers: dict[str, Reader] = {
            "master_bill": read_master_bill,
            "flight": read_flight,
            "arrival_date": DateColumn([]).read,
        }
        for field, text in given.items():
            reading = readers[field](text)
            if not reading.value:
                self.remarks.append(Fault("TITLE-UNREADABLE", field, {"written": text}))
                continue
            column = values.setdefault(field, [None] * len(self.rows))
            for index, value in enumerate(column):
                if not value:
                    column[index] = reading.value
                    self.mend(index, field, "", _shown(reading.value), "FROM-TITLE")

    def _currencies(self, values: dict[str, list[Any]], field: str, amount: str, columns: list[Column]) -> None:
        """Ambiguous signs by the sender's country; currencies typed into amounts; the currency of the title."""
        countries = values.get("sender_country") or [""] * len(self.rows)
        told = values.setdefault(field, [""] * len(self.rows))
        for index, reading in self._asides.get(field, {}).items():
            told[index] = self._decided(index, field, reading, countries[index])
        for index, reading in self._asides.get(amount, {}).items():
            self._beside_amount(index, field, reading.aside, told, countries[index])
        unit = next((column.unit for column in columns if column.field == amount and len(column.unit) == 3), "")
        if unit:
            for index, value in enumerate(values[amount]):
                if value is not None and not told[index]:
                    told[index] = unit
                    self.mend(index, field, "", unit, "FROM-TITLE")

    def _decided(self, index: int, field: str, reading: Reading, country: str) -> str:
        own = currency_by_country(reading.aside, country)
        written = str(reading.facts.get("written", ""))
        if own:
            self.mend(index, field, written, own, "CURRENCY-BY-COUNTRY")
        else:
            self.faults.setdefault(index, []).append(Fault("CURRENCY-AMBIGUOUS", field, dict(reading.facts)))
        return own

    def _beside_amount(self, index: int, field: str, written: str, told: list[Any], country: str) -> None:
        reading = self._codes.currency(written)
        found = str(reading.value)
        if reading.aside:
            if told[index] in reading.aside.split(" "):
                return
            found = currency_by_country(reading.aside, country)
        if not found:
            code = "CURRENCY-AMBIGUOUS" if reading.aside else "CURRENCY-UNKNOWN"
            facts: dict[str, Fact] = {"written": written, "fits": reading.aside.replace(" ", ", ")}
            self.faults.setdefault(index, []).append(Fault(code, field, facts))
        elif not told[index]:
            told[index] = found
            self.mend(index, field, "", found, "CURRENCY-IN-AMOUNT")
        elif told[index] != found:
            clash: dict[str, Fact] = {"column": told[index], "amount": found}
            self.faults.setdefault(index, []).append(Fault("CURRENCY-CONFLICT", field, clash))

    def _codes_with_zeros(self, values: dict[str, list[Any]], side: str) -> None:
        """Codes that may have lost zeros: put back when one reading is possible, the name deciding between kinds."""
        field = f"{side}_code"
        names = values.get(f"{side}_name")
        for index, reading in self._asides.get(field, {}).items():
            company = is_company(names[index]) if names else False
            possible = with_zeros(reading.aside, company=company)
            if len(possible) == 1 and possible[0] != reading.aside:
                values[field][index] = possible[0]
                self.mend(index, field, reading.aside, possible[0], "CODE-LOST-ZERO")
            elif len(possible) > 1:
                facts: dict[str, Fact] = {"written": reading.aside, "fits": ", ".join(possible)}
                self.warnings.setdefault(index, []).append(Fault("CODE-AMBIGUOUS", field, facts))

    def _whole_dong(self, values: dict[str, list[Any]]) -> None:
        """Đồng have no decimals: a plain .0 or .00 is dropped, anything else is left for the rule that refuses it."""
        for field, amount in _MONEY.items():
            for index, currency in enumerate(values.get(field, ()) if amount in values else ()):
                number = values[amount][index]
                if (
                    currency == "VND"
                    and number is not None
                    and number.as_tuple().exponent < 0
                    and number == int(number)
                ):
                    values[amount][index] = Decimal(int(number))
                    self.mend(index, amount, _shown(number), str(int(number)), "DONG-DECIMALS")

    def _days_of_flights(self, values: dict[str, list[Any]]) -> None:
        days = values.get("arrival_date")
        for index, flight in enumerate(values.get("flight", ()) if days else ()):
            dated = with_day(flight or "", days[index]) if days else flight
            if dated != (flight or ""):
                values["flight"][index] = dated
                self.mend(index, "flight", flight, dated, "FLIGHT-DAY")

    def _check_masters(self, values: dict[str, list[Any]]) -> None:
        """One remark for each master bill whose check digit is wrong: it concerns a whole flight."""
        for number in dict.fromkeys(values.get("master_bill", ())):
            reading = read_master_bill(number or "")
            if reading.warning:
                self.remarks.append(Fault(reading.warning, "master_bill", dict(reading.facts)))


def is_company(name: str) -> bool:
    """Whether a name says that it is a company's: `Công ty TNHH …`, `… CO LTD`."""
    words = fold(name[:_NAMED_LIMIT]).split(" ")
    return words[:2] in (["cong", "ty"], ["doanh", "nghiep"]) or not _COMPANY.isdisjoint(words)


def _shown(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)
