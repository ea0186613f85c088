"""The movements of a day as its forms want them, and the days that were closed. A closed day is never opened again."""

from array import array
from collections.abc import Collection, Iterator, Sequence
from itertools import takewhile
from typing import Any

import apsw
import msgspec

from thongquan.authority.closing_ports import ClosedAccount, ClosedDay, Span
from thongquan.authority.paging import Page, Wanted
from thongquan.base.canonical import canonical
from thongquan.declaration.codec import decode_line
from thongquan.deposit.posting import Posting
from thongquan.deposit.vat_list import Consigned
from thongquan.registration.deeds_closing import DepositDayClose
from thongquan.storage.database import one_number
from thongquan.storage.deposits import AFTER_LAST, first_from
from thongquan.storage.paging import Selection
from thongquan.storage.part import Part
from thongquan.storage.record import place_of, unpack

HAS_CLOSINGS = 9
"""The schema from which on days are closed."""

_POSTING = "m.seq, a.company, m.kind, m.at, m.number, m.tax, m.amount, m.available, m.reserved, m.receipt"
OF_OFFICE = f"""
SELECT {_POSTING} FROM movement m CROSS JOIN deposit_account a ON a.id = m.account
WHERE m.seq >= ? AND m.seq < ? AND a.office = ? AND a.kind = 'deposit' ORDER BY m.seq"""  # noqa: S608 # nosec B608 - constants
_OF_COMPANY = f"""
SELECT a.office, {_POSTING} FROM deposit_account a CROSS JOIN movement m ON m.account = a.id
WHERE m.seq >= ?2 AND m.seq < ?3 AND a.company = ?1 AND a.kind = 'deposit' AND ?4 IN ('', a.office)
ORDER BY m.seq"""  # noqa: S608 # nosec B608 - constants
_ISSUED = f"""
SELECT {_POSTING}, m.cause FROM deposit_account a CROSS JOIN movement m ON m.account = a.id
WHERE m.account = ? AND m.seq >= ? AND (m.kind = 'settle' OR m.kind = 'charge') ORDER BY m.seq LIMIT ?"""  # noqa: S608 # nosec B608 - constants
_OF_ACT = f"""
SELECT m.cause, {_POSTING} FROM movement m CROSS JOIN deposit_account a ON a.id = m.account
WHERE m.seq >= ? AND m.number > 0 ORDER BY m.seq"""  # noqa: S608 # nosec B608 - constants
_TAXES_AT_MOST = 20
"""Of one declaration."""
_HELD = "SELECT available + reserved FROM movement WHERE account = ? AND seq < ? ORDER BY seq DESC LIMIT 1"
_FIRST = "SELECT seq, at FROM movement WHERE account = ? AND seq >= ? ORDER BY seq LIMIT 1"
_CAUSE = "SELECT seq, cause FROM movement WHERE seq >= ? AND number > 0 ORDER BY seq LIMIT 1"
_LATER_ACTS = """
SELECT seq FROM act WHERE number = ? AND (kind = 'decided' OR kind = 'corrected') AND seq > ? ORDER BY seq"""
_DECLARED = """
SELECT d.number, d.registered_at, d.customs_value, signed.seq, signed.sealed
FROM carray(?) CROSS JOIN declaration d ON d.number = value
     JOIN act signed ON signed.seq = ifnull(d.signed, d.registered)"""
_DAY = "office, day, year, ordinal, number, closed_at, closed_by, says"
_CLOSE = f"INSERT INTO closed_day ({_DAY}, deed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 # nosec B608 - constants
_CLOSE_ACCOUNT = """
INSERT INTO closed_account (office, day, company, year, ordinal, number, digest, opening, closing)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""


class SqliteClosings(Part):
    """Implements `authority.closing_ports.Closings`."""

    def places(self, span: Span) -> tuple[int, int]:
        return first_from(self._connection, span.since), first_from(self._connection, span.until)

    def of_office(self, office: str, span: Span) -> list[Posting]:
        return [Posting(*row) for row in self._rows(OF_OFFICE, *self.places(span), office)]

    def of_company(self, company: str, span: Span, office: str = "") -> list[tuple[str, Posting]]:
        rows = self._rows(_OF_COMPANY, company, *self.places(span), office)
        return [(at, Posting(*row)) for at, *row in rows]

    def held_before(self, office: str, company: str, moment: str) -> int | None:
        accounts = self._accounts(office, company)
        if not accounts:
            return None
        row = self._one(_HELD, accounts[0], first_from(self._connection, moment))
        return int(row[0]) if row else 0

    def first_since(self, office: str, moment: str) -> str:
        begin = first_from(self._connection, moment)
        found = [row for account in self._accounts(office) if (row := self._one(_FIRST, account, begin))]
        return str(min(found)[1]) if found else ""

    def registered(self, numbers: Collection[int]) -> dict[int, str]:
        sql = "SELECT d.number, d.registered_at FROM carray(?) CROSS JOIN declaration d ON d.number = value"
        return dict(self._of(sql, numbers))

    def consigned(self, numbers: Collection[int]) -> dict[int, Consigned]:
        return {row[0]: self._consigned(*row) for row in self._of(_DECLARED, numbers)}

    def of_receipt(self, office: str, receipt: int, company: str = "") -> list[Posting]:
        for account in self._accounts(office, company):
            rows = issued_by(self._connection, account, receipt)
            if rows:
                issued, cause = [Posting(*row[:-1]) for row in rows], int(rows[0][-1])
                return [*issued, *self._undone(issued[0], cause)]
        return []

    def last_closed(self, office: str) -> str:
        row = self._one("SELECT max(day) FROM closed_day WHERE office = ?", office)
        return row[0] or "" if row else ""

    def closed(self, office: str, day: str) -> ClosedDay | None:
        row = self._one(f"SELECT {_DAY} FROM closed_day WHERE office = ? AND day = ?", office, day)  # noqa: S608 # nosec B608 - constants
        return _closed(row) if row else None

    def closed_account(self, office: str, day: str, company: str) -> ClosedAccount | None:
        sql = """SELECT company, ordinal, number, digest, opening, closing
        FROM closed_account WHERE office = ? AND company = ? AND day = ?"""
        row = self._one(sql, office, company, day)
        return ClosedAccount(*row) if row else None

    def next_ordinal(self, office: str, year: int) -> int:
        sql = "SELECT ifnull(max(ordinal), 0) + 1 FROM closed_day WHERE office = ? AND year = ?"
        return one_number(self._connection, sql, office, year)

    def next_of_account(self, office: str, company: str, year: int) -> int:
        sql = "SELECT ifnull(max(ordinal), 0) + 1 FROM closed_account WHERE office = ? AND company = ? AND year = ?"
        return one_number(self._connection, sql, office, company, year)

    def close(self, one: ClosedDay, accounts: Sequence[ClosedAccount], deed: int) -> None:
        told = (one.office, one.day, one.year, one.ordinal, one.number, one.closed_at, one.closed_by)
        self._connection.execute(_CLOSE, (*told, canonical(one.says).decode(), deed))
        self._connection.executemany(
            _CLOSE_ACCOUNT,
            [
                (one.office, one.day, of.company, one.year, of.ordinal, of.number, of.digest, of.opening, of.closing)
                for of in accounts
            ],
        )

    def page(self, office: str, wanted: Wanted) -> Page[ClosedDay]:
        found = Selection("closed_day").where("office = ?", office)
        return found.page(self._connection, _DAY, ("day",), wanted).told(_closed)

    def _accounts(self, office: str, company: str = "") -> list[int]:
        sql = "SELECT id FROM deposit_account WHERE office = ? AND kind = 'deposit' AND ? IN ('', company) ORDER BY id"
        return [id_ for (id_,) in self._rows(sql, office, company)]

    def _of(self, sql: str, numbers: Collection[int]) -> list[tuple[Any, ...]]:
        """With no numbers nothing is asked: the database would not take an empty array."""
        many = apsw.carray(array("q", sorted(numbers)), flags=apsw.SQLITE_CARRAY_INT64) if numbers else None
        return self._rows(sql, many) if many else []

    def _consigned(self, *row: Any) -> Consigned:
        number, registered_at, customs_value, seq, sealed = row
        if not sealed:
            return Consigned(str(number), registered_at, customs_value=customs_value)
        line: Any = decode_line(unpack(self._vault.open(sealed, place_of(number, seq))).signed)
        code, name, address = (getattr(line, f"importer_{one}", "") for one in ("code", "name", "address"))
        return Consigned(str(number), registered_at, line.house_bill, code, name, address, customs_value)

    def _undone(self, issued: Posting, cause: int) -> Iterator[Posting]:
        """What later acts on the declaration took back: movements lie in the order of the acts that caused them."""
        for (act,) in self._rows(_LATER_ACTS, issued.number, cause):
            rows = self._connection.execute(_OF_ACT, (first_caused_by(self._connection, act),))
            moved = [Posting(*row) for _, *row in takewhile(lambda row, act=act: row[0] == act, rows)]  # type: ignore[misc] # bound
            yield from (one for one in moved if (one.kind, one.receipt) == ("reverse", issued.receipt))


def issued_by(connection: apsw.Connection, account: int, receipt: int) -> list[tuple[Any, ...]]:
    """The postings that issue a receipt, each with its act.

    Receipts of an account are in the order of its movements: found by halving, for no index has them.
    """
    low, high = 1, one_number(connection, AFTER_LAST)
    while low < high:
        middle = (low + high) // 2
        row = connection.execute(_ISSUED, (account, middle, 1)).fetchone()
        if row is None or row[-2] >= receipt:
            high = middle
        else:
            low = row[0] + 1
    rows = connection.execute(_ISSUED, (account, low, _TAXES_AT_MOST)).fetchall()
    return list(takewhile(lambda row: row[-2] == receipt, rows))


def first_caused_by(connection: apsw.Connection, act: int) -> int:
    """The place of the first movement that this act or a later one caused: they lie in the order of the acts."""
    low, high = 1, one_number(connection, AFTER_LAST)
    while low < high:
        middle = (low + high) // 2
        row = connection.execute(_CAUSE, (middle,)).fetchone()
        if row is None or row[1] >= act:
            high = middle
        else:
            low = row[0] + 1
    return low


def _closed(row: tuple[Any, ...]) -> ClosedDay:
    *known, says = row
    said: list[Any] = [*known, msgspec.json.decode(says, type=DepositDayClose)]
    return ClosedDay(*said)
