"""Forms 01-BKVD/TKXX and 04-BKHH on paper: their final texts (TT 191/2015, Annex III).

What nobody filled in stays a dotted line or an empty cell, to be filled by hand. An amendment that an officer accepted
says who did and when, in the cell in which the annex wants signature and stamp.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from thongquan.base.moment import VIETNAM
from thongquan.forms.barcode import bars_if_any
from thongquan.forms.masks import day, number, safe
from thongquan.forms.narrow import narrow
from thongquan.transport.lists import Attached, BillLine, BillList, Block, Confirmed, GoodsList, PackageLine

CONFIRMED = "Đã xác nhận điện tử"
AS_ABOVE = "-nt-"
"""*Như trên*: what stands for the whole vehicle is written on its first line."""

_OFFICE = ("Chi cục Hải quan ", "Hải quan ")
_WIDE, _BILL, _SEAL, _TEXT, _VEHICLE = 20.0, 12.5, 9.5, 11.0, 7.5
"""How many letters' sizes the columns of `bill_list.typ` and `goods_list.typ` hold."""
_BELOW = 40
"""How much of a vehicle's number is said again at the foot of each page."""


def texts_of_bills(one: BillList) -> dict[str, Any]:
    """The final text of every field of form 01."""
    rows = [_bill_row(place, line) for place, line in enumerate(one.lines, start=1)]
    return _head(one) | {"rows": rows, "sum": number(len(one.lines))}


def texts_of_goods(one: GoodsList) -> dict[str, Any]:
    """The final text of every field of form 04."""
    ordinals = _ordinals(one.lines)
    vehicle, seals = narrow(one.vehicle, _VEHICLE), "\n".join(narrow(seal, _SEAL) for seal in one.customs_seals)
    whole = [(seals, vehicle), (seals and AS_ABOVE, vehicle and AS_ABOVE)]
    return _head(one) | {
        "run": number(one.run),
        "runs": number(one.runs),
        "rows": [_goods_row(ordinals[line.bill], line, whole[min(at, 1)]) for at, line in enumerate(one.lines)],
        "bills": number(len(ordinals)),
        "packages": number(len(one.lines)),
        "vehicle": safe(one.vehicle[:_BELOW]),
        "departed": _block(one.departed),
        "arrived": _block(one.arrived),
    }


def _head(one: BillList | GoodsList) -> dict[str, Any]:
    return {
        "enterprise": safe(one.enterprise),
        "number": safe(one.number),
        "bars": bars_if_any(one.number),
        "place": safe(one.place),
        "day": written(one.day),
        "attached": _attached(one.attached),
        "signed": [] if one.signed is None else [safe(one.signed.name), _moment(one.signed.at)],
    }


def _attached(one: Attached | None) -> dict[str, Any]:
    """Note (3); nothing until the declaration is registered."""
    if one is None:
        return {}
    return {
        "number": safe(one.number),
        "bars": bars_if_any(one.number),
        "day": day(one.day),
        "office": office(one.office),
    }


def office(name: str) -> str:
    """What is written behind the form's own words "Chi cục Hải quan".

    >>> office("Chi cục Hải quan Chuyển phát nhanh"), office("Hải quan Chuyển phát nhanh")
    ('Chuyển phát nhanh', 'Chuyển phát nhanh')
    """
    for begin in _OFFICE:
        if name.startswith(begin):
            return safe(name.removeprefix(begin))
    return safe(name)


def written(one: date) -> str:
    """A day as the form has it.

    >>> written(date(2026, 9, 2))
    'ngày 02 tháng 09 năm 2026'
    """
    return f"{one:ngày %d tháng %m năm %Y}"


def _block(one: Block | None) -> list[str]:
    """Office, officer, day: blocks (15) and (16)."""
    return [] if one is None else [safe(one.office), safe(one.officer), written(one.day)]


def _bill_row(place: int, line: BillLine) -> list[str]:
    texts = (narrow(line.bill, _WIDE), narrow(line.amended, _WIDE), confirmed(line.confirmed, _WIDE))
    return [number(place), *texts]


def _goods_row(ordinal: int, line: PackageLine, whole: tuple[str, str]) -> list[str]:
    """Columns (5) to (13)."""
    seals, vehicle = whole
    return [
        number(ordinal),
        narrow(line.bill, _BILL),
        narrow(line.goods, _BILL),
        narrow(line.package, _BILL),
        narrow(line.carrier_seal, _SEAL),
        seals,
        narrow(line.amended, _TEXT),
        confirmed(line.confirmed, _TEXT),
        vehicle,
    ]


def confirmed(one: Confirmed | None, ems: float) -> str:
    """That an officer accepted an amendment: 01 column (7), 04 column (12); three lines, "" where none did."""
    return "" if one is None else "\n".join((CONFIRMED, narrow(one.officer, ems), _moment(one.at)))


def _moment(at: datetime) -> str:
    """In Viet Nam."""
    return f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def _ordinals(lines: Iterable[PackageLine]) -> dict[str, int]:
    """Note (5): bills are numbered, not packages; each package of one has the number of its bill."""
    ordinals: dict[str, int] = {}
    for line in lines:
        ordinals.setdefault(line.bill, len(ordinals) + 1)
    return ordinals


def runs_in_order(lists: Sequence[GoodsList]) -> list[GoodsList]:
    """Note (4): a list for each vehicle, the first run first."""
    return sorted(lists, key=lambda one: one.run)
