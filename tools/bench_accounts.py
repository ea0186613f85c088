"""Deposit accounts for `make desk`: an office with many, one with 1,000,000 movements; and what is asked of them.

The rows are entered into the books beneath a server that stands still, as if they had come day by day: all days but the
last two are closed, on the last one filings come in. Nothing asked for here looks at what an officer signed.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from itertools import count, cycle
from pathlib import Path
from typing import Any

import apsw
from bench_server import CLOCK

from thongquan.base.canonical import canonical
from thongquan.base.moment import begin_of, stamp
from thongquan.cli.made_up import COMPANIES, OFFICE
from thongquan.numbering.tax_receipt import receipt_number
from thongquan.registration.deeds_closing import DepositDayClose
from thongquan.registration.deeds_deposit import GuaranteeRegister
from thongquan.storage.database import open_for_writing

TODAY = date.fromisoformat(CLOCK[:10])
DAYS = [TODAY - timedelta(days=back) for back in range(28, -1, -1)]
BUSY = COMPANIES[0][0]
FEW, MANY = (10, 1_000), (200, 1_000_000)
"""Accounts at the office, and movements of the busiest."""
TODAY_S = 50_000
"""Movements of the last day, at most: a busy one, before it is over."""
OF_OTHERS = 5
"""Of so many movements one is on another account."""
GUARANTEES = 20
PAID_IN = 10**13
OWNER = f"/deposit/{OFFICE}/{BUSY}"
AT = stamp(begin_of(TODAY))
AUGUST, CLOSED, OPEN = f"{DAYS[0]:%Y-%m}", DAYS[10], DAYS[-1]
API = "/api/v1/deposits"

MOVEMENTS = {
    "movements": OWNER,
    "movements, a later page": f"{OWNER}?after={{movements_after}}",
    "movements of a rare kind": f"{OWNER}?kind=pay-back",
    "movements of a kind that is not there": f"{OWNER}?kind=release",
    "movements of a day": f"{OWNER}?day={CLOSED:%d/%m/%Y}",
    "movements of a day and rare kind": f"{OWNER}?day={CLOSED:%d/%m/%Y}&kind=pay-back",
    "movements of a declaration": f"{OWNER}?declaration={{declared}}",
    "movements as CSV": f"{OWNER}?format=csv",
    "month with its chart": f"{OWNER}/months/{AUGUST}",
    "this month": f"{OWNER}/months/{TODAY:%Y-%m}",
    "HQ 04 of a day": f"{OWNER}/days/{CLOSED}",
    "HQ 04 of a day, a later page": f"{OWNER}/days/{CLOSED}?after={{lines_after}}",
    "HQ 04 of an open day": f"{OWNER}/days/{OPEN}",
    "a tax receipt": f"/deposit/{OFFICE}/receipts/{{receipt}}",
    "API: accounts": API,
    "API: movements": f"{API}/movements?account=1",
    "API: movements of a rare kind": f"{API}/movements?account=1&kind=pay-back",
    "API: a tax receipt": f"{API}/receipt?office={OFFICE}&receipt={{receipt}}",
}
OF_OFFICE = {
    "accounts of the office": "/desk/deposits",
    "accounts that are low": "/desk/deposits?state=low",
    "guarantees": "/desk/guarantees",
    "bank statement": "/desk/statement",
    "days": "/desk/days",
    "HQ 03 of a day": f"/desk/days/{CLOSED}",
    "HQ 03 of a day, a later page": f"/desk/days/{CLOSED}?after={{lines_after}}",
    "HQ 03 of an open day": f"/desk/days/{OPEN}",
    "API: closed days": f"{API}/days?office={OFFICE}",
    "API: day to close": f"{API}/days/next?office={OFFICE}",
}
OF_COMPANY = {
    "balance": "/deposit",
    "HQ 03, own lines": f"{OWNER}/days/{CLOSED}?form=hq03",
}
WHOLE = {
    "API: all of HQ 03": f"{API}/hq03?office={OFFICE}&day={CLOSED}",
    "API: all of HQ 04": f"{API}/hq04?office={OFFICE}&day={CLOSED}&company={BUSY}",
}
"""Told, and not refused: a day's whole form is a document."""


def with_accounts(data: Path, accounts: int, movements: int) -> dict[str, str]:
    """Enter them. What their addresses need besides."""
    with closing(open_for_writing(data)) as connection, connection:
        _open(connection, accounts)
        numbers = [row[0] for row in connection.execute("SELECT number FROM declaration ORDER BY number LIMIT 100000")]
        rows = list(_Ledger(accounts, movements, numbers).rows())
        connection.executemany(
            "INSERT INTO movement (seq, account, kind, at, number, tax, amount, available, reserved, receipt, cause)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        _close(connection, DAYS[:-2])
        return {
            "declared": str(numbers[0]),
            "receipt": str(next(row[9] for row in rows if row[9] and row[1] == 1)),
            "lines_after": str(movements // len(DAYS) // 4),
        }


def _open(connection: apsw.Connection, accounts: int) -> None:
    others = [f"98{place:08d}" for place in range(accounts - 1)]
    connection.executemany(
        "INSERT INTO company (tax_code, name, code, added_at) VALUES (?, ?, ?, ?)",
        [(one, f"Công ty chuyển phát nhanh số {one}", f"B{one[-4:]}", AT) for one in others],
    )
    guarantees = [(BUSY, f"BL{place}") for place in range(GUARANTEES)]
    connection.executemany(
        "INSERT INTO deposit_account (kind, company, office, number, opened_at, opened_by, deed, terms)"
        " VALUES (?, ?, ?, ?, ?, 'CC001', 0, ?)",
        [("deposit", one, OFFICE, "", AT, "") for one in (BUSY, *others)]
        + [("guarantee", *one, AT, _terms(*one)) for one in ((c, OFFICE, n) for c, n in guarantees)],
    )


def _terms(company: str, office: str, number: str) -> str:
    terms = GuaranteeRegister(
        number, "general", "Ngân hàng Thử Nghiệm", company, office, 10**9, "2026-01-01", "2026-12-31"
    )
    return canonical(terms).decode()


class _Ledger:
    """Two taxes for each declaration; an account is topped up first, and paid back to once."""

    def __init__(self, accounts: int, movements: int, numbers: list[int]) -> None:
        self._whole, self._others, self._numbers = movements, cycle(range(2, accounts + 1)), cycle(numbers)
        self._held = dict.fromkeys(range(1, accounts + 1), 0)
        self._places, self._receipts = count(1), count(1)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        for account in self._held:
            yield self._row(account, "top-up", stamp(begin_of(DAYS[0])), PAID_IN)
        today = min(TODAY_S, self._whole // len(DAYS))
        each = (self._whole - today) // (len(DAYS) - 1)
        for day in DAYS:
            yield from self._day(day, (today if day == TODAY else each) // 2)

    def _day(self, day: date, declarations: int) -> Iterator[tuple[Any, ...]]:
        begin = begin_of(day)
        for place in range(declarations):
            at = stamp(begin + timedelta(hours=9) * place / declarations)
            yield from self._declared(1, at)
            if place % OF_OTHERS == 0:
                yield from self._declared(next(self._others), at)
        if day == CLOSED:
            yield self._row(1, "pay-back", at, 1_000_000)

    def _declared(self, account: int, at: str) -> Iterator[tuple[Any, ...]]:
        number, receipt = next(self._numbers), receipt_number(TODAY.year, next(self._receipts))
        for tax, amount in (("NK", 20_000), ("GTGT", 42_000)):
            yield self._row(account, "charge", at, amount, number, tax, receipt)

    def _row(self, account: int, kind: str, at: str, amount: int, *declared: Any) -> tuple[Any, ...]:
        """`declared`: number, tax and receipt, where it is of a declaration."""
        number, tax, receipt = declared or (0, "", 0)
        self._held[account] += amount if kind == "top-up" else -amount
        place = next(self._places)
        return place, account, kind, at, number, tax, amount, self._held[account], 0, receipt, place


def _close(connection: apsw.Connection, days: list[date]) -> None:
    """With forms that nobody signed: their digests are not looked at."""
    companies = [one for (one,) in connection.execute("SELECT company FROM deposit_account WHERE kind = 'deposit'")]
    for ordinal, day in enumerate(days, start=1):
        says = DepositDayClose(OFFICE, day.isoformat(), 1, 1, "0" * 64, len(companies), "0" * 64)
        known = (
            OFFICE,
            day.isoformat(),
            TODAY.year,
            ordinal,
            f"{ordinal}/HQ03",
            AT,
            "CC001",
            canonical(says).decode(),
            0,
        )
        connection.execute("INSERT INTO closed_day VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", known)
        connection.executemany(
            "INSERT INTO closed_account VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)",
            [(OFFICE, day.isoformat(), one, TODAY.year, ordinal, f"{ordinal}/HQ04", "0" * 64) for one in companies],
        )
