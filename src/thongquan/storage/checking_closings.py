"""Closed days against deeds and ledger: each was signed for, in its order, and its forms made again are the same."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import apsw

from thongquan.authority.deposit_day import DayForms, forms_from, span_of
from thongquan.base.canonical import canonical
from thongquan.deposit.posting import Posting
from thongquan.numbering.day_number import hq03_number, hq04_number
from thongquan.registration.deeds_closing import DepositDayClose
from thongquan.storage.closings import HAS_CLOSINGS, OF_OFFICE
from thongquan.storage.deposits import first_from
from thongquan.storage.findings import Findings
from thongquan.storage.register_told import OnRecord, Told

_DAYS = """
SELECT office, day, year, ordinal, number, closed_at, closed_by, says, deed FROM closed_day ORDER BY office, day"""
_ACCOUNTS = """
SELECT company, year, ordinal, number, digest, opening, closing FROM closed_account
WHERE office = ? AND day = ? ORDER BY company"""
_HELD = """
SELECT m.available + m.reserved FROM deposit_account a CROSS JOIN movement m ON m.account = a.id
WHERE a.office = ? AND a.company = ? AND a.kind = 'deposit' AND m.seq < ? ORDER BY m.seq DESC LIMIT 1"""
_UNIT_CODES = "SELECT tax_code, code FROM company"


def check_closings(connection: apsw.Connection, told: Told, found: Findings) -> None:
    if connection.pragma("user_version") >= HAS_CLOSINGS:
        _Check(connection, told, found).check()


class _Check:
    def __init__(self, connection: apsw.Connection, told: Told, found: Findings) -> None:
        self._connection, self._found = connection, found
        self._told = {(_says(one).office, _says(one).day): one for one in told.closed}
        self._codes: dict[Any, Any] = dict(connection.execute(_UNIT_CODES))
        self._ordinals: dict[tuple[str, ...], int] = {}

    def check(self) -> None:
        row: Any
        for row in self._connection.execute(_DAYS).fetchall():
            office, day, *kept = row
            deed = self._told.pop((office, day), None)
            if deed is None or kept != self._row_of(deed) or not self._forms_fit(deed):
                self._found.add("closed-day", f"{office} {day}")
        for office, day in sorted(self._told):
            self._found.add("closed-day", f"{office} {day}")

    def _row_of(self, deed: OnRecord) -> list[Any]:
        says, day = _says(deed), date.fromisoformat(_says(deed).day)
        ordinal = self._next(says.office, str(day.year))
        number = hq03_number(ordinal, says.office, day)
        return [day.year, ordinal, number, deed.at, deed.account, canonical(says).decode(), deed.seq]

    def _forms_fit(self, deed: OnRecord) -> bool:
        says, day = _says(deed), date.fromisoformat(_says(deed).day)
        forms = self._made_again(says.office, day)
        said = {name: getattr(says, name) for name in forms.particulars()}
        accounts: Any = self._connection.execute(_ACCOUNTS, (says.office, says.day)).fetchall()
        return said == forms.particulars() and accounts == list(self._accounts_of(forms, day))

    def _made_again(self, office: str, day: date) -> DayForms:
        span = span_of(day)
        begin, end = (first_from(self._connection, moment) for moment in (span.since, span.until))
        rows: Any = self._connection.execute(OF_OFFICE, (begin, end, office))
        postings = [Posting(*row) for row in rows]
        opening = {one: self._held(office, one, begin) for one in {row.company for row in postings}}
        return forms_from(office, day.isoformat(), postings, opening)

    def _held(self, office: str, company: str, place: int) -> int:
        found: Any = self._connection.execute(_HELD, (office, company, place)).get
        return found or 0

    def _accounts_of(self, forms: DayForms, day: date) -> Iterable[tuple[Any, ...]]:
        office, digests = forms.hq03.office, forms.digests
        for one in forms.hq04:
            ordinal = self._next(office, str(day.year), one.company)
            number = hq04_number(ordinal, office, self._codes.get(one.company, ""), day)
            yield one.company, day.year, ordinal, number, digests[one.company], one.opening, one.closing

    def _next(self, *key: str) -> int:
        self._ordinals[key] = self._ordinals.get(key, 0) + 1
        return self._ordinals[key]


def _says(deed: OnRecord) -> DepositDayClose:
    assert isinstance(deed.says, DepositDayClose)
    return deed.says
