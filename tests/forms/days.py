"""A day of two companies for the forms: charged, settled, topped up, and a receipt voided."""

from msgspec.structs import replace

from thongquan.deposit.daily import AccountDay, OfficeDay, account_day, office_day
from thongquan.deposit.posting import Posting
from thongquan.forms.day_rows import hq03_sheet, hq04_sheet
from thongquan.forms.day_sheet import DaySheet
from thongquan.numbering.tax_receipt import receipt_number

DAY, COURIER, OTHER = "2026-09-02", "0301111119", "0101234567"
OPENING = 3_000_000
GOODS = (
    {"NK": 126_000, "TTDB": 252_000, "GTGT": 147_840},
    {"GTGT": 84_000},
    {"GTGT": 67_200},
    {"NK": 24_000, "GTGT": 98_400},
    {"GTGT": 54_320, "BVMT": 4_000},
)
"""Taxes of one declaration after the other."""


def postings(declarations: int = 9, **further: int) -> list[Posting]:
    """`further` are taxes beyond those of the annex, of the first declaration."""
    rows = [posted(1, "top-up", (0, 0), "", 20_000_000)]
    for place in range(declarations):
        taxes = {**GOODS[place % len(GOODS)], **(further if place == 0 else {})}
        rows += [
            posted(10 * place + nth, "settle" if place % 2 else "charge", (number(place), place + 1), tax, amount)
            for nth, (tax, amount) in enumerate(taxes.items(), start=10)
        ]
    last = 10 * declarations + 100
    rows.append(posted(last, "reverse", (number(1), 2), "GTGT", GOODS[1]["GTGT"]))
    rows.append(
        replace(posted(last + 1, "charge", (number(declarations), declarations + 1), "GTGT", 31_500), company=OTHER)
    )
    return rows


def posted(seq: int, kind: str, of: tuple[int, int], tax: str, amount: int) -> Posting:
    """`of` is the declaration and the ordinal of its receipt; (0, 0) for none."""
    (declaration, receipt), at = of, f"2026-09-02T03:{seq % 60:02}:00.000000Z"
    return Posting(
        seq, COURIER, kind, at, declaration, tax, amount, 0, 0, receipt_number(2026, receipt) if receipt else 0
    )


def number(place: int) -> int:
    return 107000000010 + 10 * place


def declared(rows: list[Posting]) -> dict[int, str]:
    """All were registered in the evening before."""
    return {one.number: "2026-09-01T12:00:00.000000Z" for one in rows}


def an_office_day(rows: list[Posting]) -> OfficeDay:
    return office_day("02DS", DAY, rows)


def an_account_day(rows: list[Posting]) -> AccountDay:
    return account_day("02DS", DAY, COURIER, OPENING, [one for one in rows if one.company == COURIER])


def an_hq03(declarations: int = 9, **further: int) -> DaySheet:
    rows = postings(declarations, **further)
    return closed(hq03_sheet(an_office_day(rows), declared(rows)), "17/BK-02DS")


def an_hq04(declarations: int = 9, **further: int) -> DaySheet:
    rows = postings(declarations, **further)
    return closed(hq04_sheet(an_account_day(rows), declared(rows)), "17/BK-02DS-00001")


def closed(one: DaySheet, number_: str) -> DaySheet:
    at = "2026-09-03T01:20:00.000000Z"
    return replace(one, number=number_, prepared_by="Trần Văn Đức", prepared_at=at, digest="ab" * 32)
