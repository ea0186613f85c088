"""Forms HQ 03 and HQ 04 of a day: one table of columns for paper, workbook and JSON, as the annex numbers them.

TT 191/2015 PL I. Where its numbering slips we print what it prints, and name columns in JSON by the codes of taxes:
HQ 04 gives "(5.n)" to BVMT and "(5)" to the column of dots; both forms begin their declarations with line 2, which is
right where line 1 is the opening balance, as on HQ 04; HQ 03 has none, so its lines begin with 1
(`docs/decisions/0056`).
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Literal, overload

import msgspec

from thongquan.deposit.posting import TAXES, in_order

FormOfDay = Literal["HQ 03", "HQ 04"]
Cell = str | int

PAID, USED = "SỐ TIỀN ĐÃ NỘP", "SỐ TIỀN ĐÃ SỬ DỤNG THEO SẮC THUẾ"
UNIT = "ĐVT: VN đồng"
SUM = "Cộng"
DOTS = "....."
_TITLES = {"HQ 03": {}, "HQ 04": {"TTDB": "TTĐB"}}
_FURTHER = {"HQ 03": "(4.n)", "HQ 04": "(5)"}
_NUMBERS = {"HQ 03": [f"(4.{place})" for place in range(1, 6)], "HQ 04": ["(5.1)", "(5.2)", "(5.3)", "(5.4)", "(5.n)"]}


class Part(msgspec.Struct, frozen=True):
    """One value of a row: a column of the workbook and a name in JSON."""

    key: str
    heading: str
    """In the workbook, where the annex has no name for it."""
    is_money: bool = False


class Column(msgspec.Struct, frozen=True):
    """One column of the annex, with all that stands in it."""

    title: str
    number: str
    """As the annex numbers it."""
    parts: list[Part]
    under: str = ""
    """The heading that stands over several columns."""


class Rows(Sequence[dict[str, Cell]]):
    """Each is made when somebody looks at it: a page shows some fifty of the thousands of a day."""

    def __init__(self, count: int, make: Callable[[int], dict[str, Cell]]) -> None:
        self._places, self._make = range(count), make

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> dict[str, Cell]: ...
    @overload
    def __getitem__(self, place: slice) -> list[dict[str, Cell]]: ...
    def __getitem__(self, place: int | slice) -> dict[str, Cell] | list[dict[str, Cell]]:
        if isinstance(place, slice):
            return [self._make(one) for one in self._places[place]]
        return self._make(self._places[place])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment] # like any list


class DaySheet(msgspec.Struct, frozen=True):
    """One form, ready to be drawn, written as a workbook, or told as JSON."""

    form: FormOfDay
    form_number: str
    number_in_list: str
    """How the annex's own list of forms spells the form's number."""
    superior: str
    """Cơ quan chủ quản; "" where it is not known."""
    issued_by: str
    """Cơ quan ban hành văn bản: the customs office."""
    number: str
    """As it is printed; "" while the day is not closed."""
    title: list[str]
    remark: str
    """What stands below the title."""
    day: date
    tax_code: str
    """Of the company, on HQ 04 and on an extract of HQ 03; "" on the whole of HQ 03."""
    columns: list[Column]
    rows: Sequence[dict[str, Cell]]
    """By the key of each part, "" where nothing stands."""
    sums: dict[str, Cell]
    prepared_by: str = ""
    """Who closed the day and signed for it; "" while nobody did."""
    prepared_at: str = ""
    digest: str = ""
    """SHA-256 that the deed binds, in hex."""


def columns_of(form: FormOfDay, taxes: Iterable[str]) -> list[Column]:
    """The columns, with one more for each tax beyond those of the annex; else its column of dots stays."""
    return [_place(), *_what(form), *_amounts(form, further(taxes)), *_closing(form)]


def further(taxes: Iterable[str]) -> list[str]:
    return [tax for tax in in_order(dict.fromkeys(taxes, 0)) if tax not in TAXES]


def blank(columns: Sequence[Column], **filled: Cell) -> dict[str, Cell]:
    """A row in the order of its columns."""
    return {part.key: filled.get(part.key, "") for column in columns for part in column.parts}


def _place() -> Column:
    return Column("STT", "(1)", [Part("line", "STT")])


def _what(form: FormOfDay) -> list[Column]:
    declaration, declared_on = Part("declaration", "Số tờ khai"), Part("declared_on", "Ngày tờ khai")
    receipt = [Part("receipt", "Số biên lai"), Part("receipted_on", "Ngày biên lai"), Part("remark", "Ghi chú")]
    if form == "HQ 03":
        return [
            Column("SỐ, NGÀY TỜ KHAI", "(2)", [declaration, declared_on]),
            Column("SỐ, NGÀY BIÊN LAI", "(3)", receipt),
        ]
    return [
        Column("NỘI DUNG SỐ TỜ KHAI", "(2)", [Part("content", "Nội dung"), declaration]),
        Column("NGÀY TỜ KHAI", "(3)", [declared_on]),
        Column("SỐ DƯ ĐẦU KỲ", "(4)", [Part("opening", "Số dư đầu kỳ", is_money=True)]),
    ]


def _amounts(form: FormOfDay, more: Sequence[str]) -> list[Column]:
    over, total = (PAID, "(4 = 4.1-4.n)") if form == "HQ 03" else (USED, "(5 = 5.1-5.n)")
    taxes = [
        Column(_TITLES[form].get(tax, tax), number, [Part(tax, tax, is_money=True)], over)
        for tax, number in zip(TAXES, _NUMBERS[form], strict=True)
    ]
    others = [Column(tax, _FURTHER[form], [Part(tax, tax, is_money=True)], over) for tax in more]
    sums = Column("TỔNG SỐ", total, [Part("total", "Tổng số", is_money=True)], over)
    return [sums, *taxes, *(others or [Column(DOTS, _FURTHER[form], [], over)])]


def _closing(form: FormOfDay) -> list[Column]:
    if form == "HQ 03":
        return []
    return [Column("SỐ DƯ CUỐI KỲ", "(6 = 4 -5)", [Part("closing", "Số dư cuối kỳ", is_money=True)])]
