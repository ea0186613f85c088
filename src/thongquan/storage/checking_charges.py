"""The movements of declarations against their acts: each act moved what its decision says, and nothing else was."""

from typing import Any, NamedTuple

import apsw
import msgspec

from thongquan.declaration.model import Decision
from thongquan.deposit.holding import steps
from thongquan.deposit.model import DEPOSIT
from thongquan.storage.findings import Findings
from thongquan.storage.record import place_of, unpack
from thongquan.storage.sealing import Vault

_MOVED = """
SELECT m.cause, m.number, m.kind, m.tax, m.amount, m.receipt, m.at, a.kind, a.company, a.office, a.number
FROM movement m LEFT JOIN deposit_account a ON a.id = m.account WHERE m.number > 0 ORDER BY m.seq"""
_ACT_BEFORE = """
SELECT seq, sealed FROM act WHERE number = ?1 AND seq < ?2 AND (kind = 'decided' OR kind = 'corrected')
UNION ALL SELECT act.seq, sealed FROM declaration d JOIN act ON act.seq = d.registered
WHERE d.number = ?1 AND act.seq < ?2 ORDER BY 1 DESC LIMIT 1"""
_FILER = "SELECT filer FROM declaration WHERE number = ?"


class _Paid(msgspec.Struct, gc=False):
    """As much of a decision as says whether anything was moved for it."""

    secured_by: str = ""


_PAID, _DECISION = msgspec.json.Decoder(_Paid), msgspec.json.Decoder(Decision)


class _Moved(NamedTuple):
    cause: int
    number: int
    kind: str
    tax: str
    amount: int
    receipt: int
    at: str
    account_kind: str
    company: str
    office: str
    guarantee: str


class ChargeCheck:
    """Told of every act in the order of the log; the movements lie in the same order."""

    def __init__(self, connection: apsw.Connection, vault: Vault, findings: Findings) -> None:
        self._connection, self._vault, self._found = connection, vault, findings
        self._rows: Any = connection.execute(_MOVED)
        self._next = self._read()

    def check(self, seq: int, number: int, decided: bytes, *, first: bool) -> None:
        moved = self._of(seq)
        if not _PAID.decode(decided).secured_by:
            if moved:
                self._found.add("deposit", f"declaration {number}")
            return
        after = _DECISION.decode(decided)
        before = None if first else self._before(seq, number)
        expected = [(one.kind, one.tax, one.amount, one.receipt) for one in steps(before, after)]
        told = [(one.kind, one.tax, one.amount, one.receipt) for one in moved]
        if told != expected or not all(self._is_its_own(one, number, after) for one in moved):
            self._found.add("deposit", f"declaration {number}")

    def leave_out(self, seq: int) -> None:
        """The act was erased: what it moved stays, and nothing says any more what it should be."""
        self._of(seq)

    def end(self) -> None:
        """No movement names an act that there is not."""
        while self._next is not None:
            self._found.add("deposit", f"act {self._next.cause}")
            self._next = self._read()

    def _of(self, seq: int) -> list[_Moved]:
        while self._next is not None and self._next.cause < seq:
            self._found.add("deposit", f"act {self._next.cause}")
            self._next = self._read()
        moved = []
        while self._next is not None and self._next.cause == seq:
            moved.append(self._next)
            self._next = self._read()
        return moved

    def _read(self) -> _Moved | None:
        row = next(self._rows, None)
        return None if row is None else _Moved(*row)

    def _before(self, seq: int, number: int) -> Decision | None:
        row: Any = self._connection.execute(_ACT_BEFORE, (number, seq)).fetchone()
        if row is None:
            return None
        return _DECISION.decode(unpack(self._vault.open(row[1], place_of(number, row[0]))).decision)

    def _is_its_own(self, one: _Moved, number: int, after: Decision) -> bool:
        """On the account that the decision names, of whoever owes it, at the office where it is registered."""
        row: Any = self._connection.execute(_FILER, (number,)).fetchone()
        owes = after.on_behalf_of or (row[0] if row else "")
        named = DEPOSIT if one.account_kind == "deposit" else one.guarantee
        return (one.number, one.company, one.office, named) == (number, owes, after.office.code, after.secured_by) and (
            one.at == (after.step_at or after.registered_at)
        )
