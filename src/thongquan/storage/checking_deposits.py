"""Accounts against themselves and the deeds: every line follows from the line before, and somebody signed for it."""

from typing import Any

import apsw

from thongquan.base.canonical import canonical
from thongquan.deposit.model import Figures, Overdrawn
from thongquan.numbering.tax_receipt import FIRST_OF_YEAR
from thongquan.registration.deeds_deposit import DepositOpen, GuaranteeRegister
from thongquan.storage.deposits import HAS_DEPOSITS
from thongquan.storage.findings import Findings
from thongquan.storage.register_told import OnRecord, Told

_ACCOUNTS = """
SELECT id, kind, company, office, number, opened_at, opened_by, ended_at, deed, terms
FROM deposit_account ORDER BY id"""
_MOVEMENTS = """
SELECT seq, account, kind, at, number, amount, available, reserved, receipt, cause, tax FROM movement ORDER BY seq"""
_ISSUES = ("settle", "charge")


def check_deposits(connection: apsw.Connection, told: Told, found: Findings) -> None:
    if connection.pragma("user_version") >= HAS_DEPOSITS:
        _Check(connection, told, found).check()


class _Check:
    def __init__(self, connection: apsw.Connection, told: Told, found: Findings) -> None:
        self._connection, self._told, self._found = connection, told.deposits, found
        self._offices: dict[int, str] = {}
        self._figures: dict[int, Figures] = {}
        self._receipts: dict[tuple[str, int], int] = {}
        self._of_receipt: dict[tuple[str, int], int] = {}
        """Of the last receipt of each office and year the declaration."""
        self._signed = list(reversed(self._told.moved))
        """What deeds moved and no movement was found for yet, the first last: both lie in one order."""

    def check(self) -> None:
        self._accounts()
        expected, last = 1, ""
        row: Any
        for row in self._connection.execute(_MOVEMENTS):
            seq, _, _, at, *_ = row
            if seq != expected or at < last or not self._follows(*row[1:]):
                self._found.add("deposit", f"movement {seq}")
            expected, last = seq + 1, max(last, at)
        for one in self._signed:
            self._found.add("deposit", f"deed {one.deed.seq}")
        self._check_receipts()
        self._check_bank_lines()

    def _accounts(self) -> None:
        missing = set(self._told.opened)
        row: Any
        for row in self._connection.execute(_ACCOUNTS):
            id_, *kept = row
            missing.discard(id_)
            self._offices[id_] = row[3]
            deed = self._told.opened.get(id_)
            if deed is None or kept != _row_of(deed, self._told.ended.get(id_, "")):
                self._found.add("deposit", f"account {id_}")
        for id_ in sorted(missing):
            self._found.add("deposit", f"account {id_}")

    def _follows(self, account: int, kind: Any, at: str, number: int, amount: int, *rest: Any) -> bool:
        available, reserved, receipt, cause, tax = rest
        try:
            figures = self._figures.get(account, Figures()).after(kind, amount)
        except (Overdrawn, KeyError, ValueError):
            return False
        self._figures[account] = Figures(available, reserved)
        signed = number > 0 or (not (tax or receipt) and self._is_signed(account, kind, at, amount, number, cause))
        issued = kind not in _ISSUES or not receipt or self._comes_next(account, receipt, number)
        return figures == Figures(available, reserved) and account in self._offices and signed and issued

    def _is_signed(self, account: int, kind: str, at: str, *moved: int) -> bool:
        """`moved`: amount, number of the transport, and the deed."""
        amount, number, cause = moved
        if not self._signed or self._signed[-1].deed.seq != cause:
            return False
        told = self._signed.pop()
        return told.deed.at == at and told[1:] == (str(account), kind, amount, number)

    def _comes_next(self, account: int, receipt: int, number: int) -> bool:
        """The same for all taxes of a declaration, and a later one for the next: none is given twice."""
        year, ordinal = divmod(receipt, FIRST_OF_YEAR)
        key = self._offices.get(account, ""), year
        last, self._receipts[key] = self._receipts.get(key, 0), ordinal
        before, self._of_receipt[key] = self._of_receipt.get(key, 0), number
        if ordinal == last:
            return before == number
        return ordinal == last + 1 or (ordinal > last and self._was_restored())

    def _was_restored(self) -> bool:
        return self._connection.execute("SELECT 1 FROM gap LIMIT 1").fetchone() is not None

    def _check_receipts(self) -> None:
        rows: Any = self._connection.execute("SELECT office, year, last FROM tax_receipt").fetchall()
        kept = {(office, year): last for office, year, last in rows}
        restored = self._was_restored()
        for key in sorted({*kept, *self._receipts}):
            used, last = self._receipts.get(key, 0), kept.get(key, 0)
            if used != last and not (restored and used < last):
                self._found.add("deposit", f"receipts {key[0]} {key[1]}")

    def _check_bank_lines(self) -> None:
        rows: Any = self._connection.execute("SELECT office, reference, deed FROM bank_line").fetchall()
        kept = {(office, reference): deed for office, reference, deed in rows}
        for office, reference in sorted({*kept, *self._told.bank_lines}):
            if kept.get((office, reference)) != self._told.bank_lines.get((office, reference)):
                self._found.add("deposit", f"bank line {reference}")


def _row_of(deed: OnRecord, ended_at: str) -> list[Any]:
    says, signed = deed.says, [deed.at, deed.account, ended_at, deed.seq]
    if isinstance(says, GuaranteeRegister):
        return ["guarantee", says.company, says.office, says.number, *signed, canonical(says).decode()]
    assert isinstance(says, DepositOpen)
    return ["deposit", says.company, says.office, "", *signed, ""]
