"""Accounts and their movements. Rows are added and never changed; a negative balance cannot be written."""

from collections.abc import Iterator, Sequence
from typing import Any

import apsw
import msgspec

from thongquan.authority.deposit_ports import MovementSought, MovementTold
from thongquan.authority.paging import Page, Wanted
from thongquan.base.canonical import canonical
from thongquan.base.limits import LIMITS
from thongquan.deposit.model import Account, Figures, Movement
from thongquan.numbering.tax_receipt import FIRST_OF_YEAR
from thongquan.registration.deeds_deposit import GuaranteeRegister
from thongquan.storage.database import one_number
from thongquan.storage.paging import Selection
from thongquan.storage.part import Part

HAS_DEPOSITS = 8
"""The schema from which on the books have accounts."""

_ACCOUNT = "id, kind, company, office, number, opened_at, opened_by, ended_at, deed, terms"
_ACCOUNTS = f"SELECT {_ACCOUNT} FROM deposit_account WHERE"  # noqa: S608 # nosec B608 - constants
_OPEN = """
INSERT INTO deposit_account (kind, company, office, number, opened_at, opened_by, ended_at, deed, terms)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"""
_FIGURES = "SELECT available, reserved FROM movement WHERE account = ? ORDER BY seq DESC LIMIT 1"
_ENTER = """
INSERT INTO movement (seq, account, kind, at, number, tax, amount, available, reserved, receipt, cause)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_RECEIPTS = """
INSERT INTO tax_receipt (office, year, last) VALUES (?, ?, ?)
ON CONFLICT (office, year) DO UPDATE SET last = excluded.last WHERE excluded.last > last"""
_MOVEMENT = "seq, account, kind, at, number, tax, amount, available, reserved, receipt"
_COMMON = "charge"
"""Most movements are of this kind: it is found without an index of its own."""
_ISSUES = ("settle", "charge")
AFTER_LAST = "SELECT ifnull(max(seq), 0) + 1 FROM movement"


class SqliteDeposits(Part):
    """Implements `authority.deposit_ports.Deposits`."""

    def of(self, company: str, office: str) -> Account | None:
        return self._account("kind = 'deposit' AND company = ? AND office = ?", company, office)

    def guarantee(self, number: str, office: str) -> Account | None:
        return self._account("kind = 'guarantee' AND number = ? AND office = ?", number, office)

    def guarantee_elsewhere(self, number: str) -> Account | None:
        return self._account("kind = 'guarantee' AND number = ? ORDER BY id", number)

    def account(self, account: int) -> Account | None:
        return self._account("id = ?", account)

    def accounts_of(self, office: str, company: str = "") -> list[Account]:
        sql = f"{_ACCOUNTS} ? IN ('', office) AND ? IN ('', company) ORDER BY office, company, id"
        return [_account(row) for row in self._rows(sql, office, company)]

    def figures(self, account: int) -> Figures:
        row = self._one(_FIGURES, account)
        return Figures() if row is None else Figures(*row)

    def last_receipt(self, office: str, year: int) -> int:
        row = self._one("SELECT last FROM tax_receipt WHERE office = ? AND year = ?", office, year)
        return 0 if row is None else int(row[0])

    def open(self, account: Account) -> int:
        one = account
        terms = canonical(one.terms).decode() if one.terms else ""
        told = (one.kind, one.company, one.office, one.number, one.opened_at, one.opened_by, one.ended_at, one.deed)
        row = self._one(_OPEN, *told, terms)
        assert row is not None
        self._changed()
        return int(row[0])

    def end(self, account: int, at: str) -> None:
        self._write("UPDATE deposit_account SET ended_at = ? WHERE id = ?", at, account)

    def enter(self, movements: Sequence[Movement], causes: Sequence[int]) -> None:
        if not movements:
            return
        first = self._next_place()
        self._connection.executemany(_ENTER, _rows(movements, causes, first))
        receipts = {one.account: one.receipt for one in movements if one.receipt and one.kind in _ISSUES}
        for account, receipt in receipts.items():
            office = self.account(account)
            assert office is not None  # the table says so
            year, last = divmod(receipt, FIRST_OF_YEAR)
            self._connection.execute(_RECEIPTS, (office.office, year, last))

    def bank_line(self, office: str, reference: str) -> int | None:
        row = self._one("SELECT deed FROM bank_line WHERE office = ? AND reference = ?", office, reference)
        return None if row is None else int(row[0])

    def use_bank_line(self, office: str, reference: str, deed: int) -> None:
        self._connection.execute(
            "INSERT INTO bank_line (office, reference, deed) VALUES (?, ?, ?)", (office, reference, deed)
        )

    def page(self, sought: MovementSought, wanted: Wanted) -> Page[MovementTold]:
        found = Selection("movement").where("account = ?", sought.account)
        if sought.since:
            found.where("seq >= ?", first_from(self._connection, sought.since))
        if sought.until:
            found.where("seq < ?", first_from(self._connection, sought.until))
        found.where_if(sought.kind, "kind = ?")
        if sought.kind not in ("", _COMMON):
            found.where(f"kind <> '{_COMMON}'")  # what the index of the others is conditioned on
        return found.page(self._connection, _MOVEMENT, ("seq",), wanted).told(_told)

    def _next_place(self) -> int:
        return one_number(self._connection, AFTER_LAST)

    def _account(self, where: str, *bindings: Any) -> Account | None:
        row = self._one(f"{_ACCOUNTS} {where}", *bindings)
        return None if row is None else _account(row)


class RememberedDeposits(SqliteDeposits):
    """On the connection that writes: what accounts hold is asked once, for nobody else changes it."""

    def __init__(self, connection: Any, vault: Any) -> None:
        super().__init__(connection, vault, self.forget)
        self._accounts: dict[tuple[str, ...] | int, Account | None] = {}
        self._figures: dict[int, Figures] = {}
        self._place: int | None = None

    def forget(self) -> None:
        """What was read may have been undone."""
        self._accounts.clear()
        self._figures.clear()
        self._place = None

    def of(self, company: str, office: str) -> Account | None:
        key = ("deposit", company, office)
        if key not in self._accounts:
            if len(self._accounts) >= LIMITS.remembered_certificates:
                self._accounts.clear()
            self._accounts[key] = super().of(company, office)
        return self._accounts[key]

    def account(self, account: int) -> Account | None:
        if account not in self._accounts:
            self._accounts[account] = super().account(account)
        return self._accounts[account]

    def figures(self, account: int) -> Figures:
        if account not in self._figures:
            self._figures[account] = super().figures(account)
        return self._figures[account]

    def enter(self, movements: Sequence[Movement], causes: Sequence[int]) -> None:
        super().enter(movements, causes)
        self._place = self._next_place() + len(movements)
        for one in {one.account: one for one in movements}.values():  # the last of each
            self._figures[one.account] = Figures(one.available, one.reserved)

    def _next_place(self) -> int:
        if self._place is None:
            self._place = super()._next_place()
        return self._place


def first_from(connection: apsw.Connection, moment: str) -> int:
    """The place of the first movement at this moment or later: they lie in the order of their time."""
    low, high = 1, one_number(connection, AFTER_LAST)
    last = connection.execute("SELECT at FROM movement WHERE seq = ?", (high - 1,)).get
    if isinstance(last, str) and last < moment:  # most often it is a midnight that is still to come
        return high
    while low < high:
        middle = (low + high) // 2
        at = connection.execute("SELECT at FROM movement WHERE seq = ?", (middle,)).get
        if isinstance(at, str) and at < moment:
            low = middle + 1
        else:
            high = middle
    return low


def _account(row: tuple[Any, ...]) -> Account:
    *known, terms = row
    said: list[Any] = [*known, msgspec.json.decode(terms, type=GuaranteeRegister) if terms else None]
    return Account(*said)


def _rows(movements: Sequence[Movement], causes: Sequence[int], first: int) -> Iterator[tuple[Any, ...]]:
    for seq, (one, cause) in enumerate(zip(movements, causes, strict=True), start=first):
        yield (
            seq, one.account, one.kind, one.at, one.number, one.tax, one.amount, one.available, one.reserved,
            one.receipt, cause,
        )  # fmt: skip


def _told(row: tuple[Any, ...]) -> MovementTold:
    return MovementTold(row[0], Movement(*row[1:]))
