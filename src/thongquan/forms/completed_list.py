"""Form HQ 02-BKTKTGT on paper: the list as it was sent and answered, with its heads, sums and both signature blocks."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal

import msgspec

from thongquan.base.moment import VIETNAM, read_stamp
from thongquan.forms.masks import number, safe

REMARKS = {"held-back": "Chưa qua khu vực giám sát", "never-came": "Hàng không đến"}
Measure = Literal["packages", "weight"]


class PrintedLine(msgspec.Struct, frozen=True, gc=False):
    """One row: columns 2 to 6. Their number (1) is their place."""

    number: str
    house_bill: str
    goods: str
    packages: int
    weight: Decimal
    became: str = ""
    """As customs answered: "", "released", "held-back" or "never-came"."""
    original: str = ""
    """Of goods that come back undelivered: the number of the first declaration."""
    registered: str = ""
    """Of a provisional list: the number under which the declaration was registered since."""


class PrintedVat(msgspec.Struct, frozen=True):
    """The three lines that CV 1813/BTC-TCHQ added from 2025-02-18 on, for imports."""

    customs_value: int
    rate: str
    vat: int


class Provisional(msgspec.Struct, frozen=True):
    """What proves, on paper, what was signed while the system was away."""

    batch: str
    root: str
    """Of the tree over the signed lines, in hex."""
    signed_at: str
    """By the declarant's clock."""


class PrintedList(msgspec.Struct, frozen=True):
    direction: Literal["import", "export"]
    number: str
    office_name: str
    company_name: str
    measure: Measure
    sent_at: str
    signed_by: str
    """Who of the company signed: a User ID."""
    lines: Sequence[PrintedLine]
    vat: PrintedVat | None = None
    answered_at: str = ""
    officer_name: str = ""
    is_confirmed: bool = False
    provisional: Provisional | None = None


def texts_of(one: PrintedList) -> dict[str, Any]:
    """The final text of every field."""
    packages = sum(line.packages for line in one.lines)
    weight = sum((line.weight for line in one.lines), Decimal(0))
    return {
        "office": safe(one.office_name),
        "company": safe(one.company_name),
        "number": safe(one.number),
        "imports": one.direction == "import",
        "rows": [_row(one, place, line) for place, line in enumerate(one.lines, start=1)],
        "sum": measured(one.measure, packages, weight),
        "vat": []
        if one.vat is None
        else [f"{number(one.vat.customs_value)} VND", f"{one.vat.rate} %", f"{number(one.vat.vat)} VND"],
        "sent": day_of(one.sent_at),
        "signed_by": safe(one.signed_by),
        "answered": day_of(one.answered_at) if one.is_confirmed else "",
        "officer": safe(one.officer_name) if one.is_confirmed else "",
        "provisional": [] if one.provisional is None else _provisional(one.provisional),
    }


def _provisional(one: Provisional) -> list[str]:
    """When it was signed, and what proves it."""
    at = read_stamp(one.signed_at).astimezone(VIETNAM)
    return [f"{at:%d/%m/%Y %H:%M:%S}", safe(one.batch), safe(one.root)]


def measured(measure: Measure, packages: int, weight: Decimal) -> str:
    """Column 5: pieces or weight.

    >>> measured("packages", 1200, Decimal("1.5")), measured("weight", 2, Decimal("1.50"))
    ('1.200 kiện', '1,50 kg')
    """
    return f"{number(packages)} kiện" if measure == "packages" else f"{number(weight)} kg"


def day_of(moment: str) -> str:
    """The day in Viet Nam, as the form writes it.

    >>> day_of("2025-02-17T17:00:00.000000Z")
    'ngày 18 tháng 02 năm 2025'
    """
    return f"{read_stamp(moment).astimezone(VIETNAM):ngày %d tháng %m năm %Y}"


def _row(one: PrintedList, place: int, line: PrintedLine) -> list[str]:
    original = f"Tờ khai gốc: {line.original}" if line.original else ""
    registered = f"Số tờ khai: {line.registered}" if line.registered else ""
    remark = "; ".join(part for part in (REMARKS.get(line.became, ""), original, registered) if part)
    amount = measured(one.measure, line.packages, line.weight)
    return [number(place), *(safe(text) for text in (line.number, line.house_bill, line.goods, amount, remark))]
