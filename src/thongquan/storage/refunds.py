"""What came back from the budget, and the returns of goods, found by account and by period.

What came back is found by the index of kinds of movements. Numbers of declarations are in the order of their
registration, so a period is a run of the returns of each direction.
"""

from array import array
from collections.abc import Collection, Iterator
from typing import Any

import apsw
import msgspec

from thongquan.authority.closing_ports import Span
from thongquan.authority.refund_ports import Due, Receipted, Why
from thongquan.declaration.model import Decision
from thongquan.deposit.holding import held_for
from thongquan.deposit.model import DEPOSIT
from thongquan.deposit.posting import Posting
from thongquan.deposit.refunds import Returned
from thongquan.storage.closings import issued_by
from thongquan.storage.deposits import first_from
from thongquan.storage.part import Part
from thongquan.storage.record import place_of, unpack

_ACCOUNTS = "SELECT id FROM deposit_account WHERE office = ? AND kind = 'deposit' AND ? IN ('', company) ORDER BY id"
REVERSALS = """
SELECT m.seq, a.company, m.kind, m.at, m.number, m.tax, m.amount, m.available, m.reserved, m.receipt, m.cause
FROM movement m INDEXED BY movements_of_kind CROSS JOIN deposit_account a ON a.id = m.account
WHERE m.account = ? AND m.seq >= ? AND m.seq < ? AND m.kind = 'reverse' AND m.kind <> 'charge'
ORDER BY m.seq"""
"""The index leaves charges out: it is used where the question says so too."""
_SAID = "SELECT a.seq, a.number, a.sealed FROM carray(?) CROSS JOIN act a ON a.seq = value"
_RETURNS = """
SELECT r.original, r.number, d.registered_at, d.state IN ('cleared', 'released')
FROM carray(?) CROSS JOIN returned r ON r.original = value CROSS JOIN declaration d ON d.number = r.number
ORDER BY d.live = 1 AND d.state <> 'refused' AND d.state <> 'seized', d.state IN ('cleared', 'released'),
         r.number DESC"""
"""The one that counts comes last."""
_FIRST = """
SELECT r.number, d.registered_at FROM returned r CROSS JOIN declaration d ON d.number = r.number
WHERE r.number >= ? AND r.number < ? ORDER BY r.number LIMIT 1"""
DUE = """
SELECT r.number, d.registered_at, d.state IN ('cleared', 'released'), o.number, o.registered_at, o.filer,
       a.seq, a.sealed
FROM returned r CROSS JOIN declaration d ON d.number = r.number
                CROSS JOIN declaration o ON o.number = r.original CROSS JOIN act a ON a.seq = o.latest
WHERE r.number >= ?1 AND r.number < ?2 AND d.live = 1 AND d.state <> 'refused' AND d.state <> 'seized'
  AND o.office = ?3 AND (o.state = 'cleared' OR o.state = 'released')
  AND (?4 = '' OR o.registered <= (SELECT last FROM feed WHERE company = ?4 AND first <= o.registered
                                   ORDER BY first DESC LIMIT 1))
  AND NOT EXISTS (SELECT 1 FROM returned e CROSS JOIN declaration l ON l.number = e.number
                  WHERE e.original = r.original AND l.live = 1 AND l.state <> 'refused' AND l.state <> 'seized'
                  AND (l.state IN ('cleared', 'released'), -e.number) > (d.state IN ('cleared', 'released'), -r.number))
ORDER BY r.number"""
"""Goods with more than one return are there once: with the first that was cleared, else with the first that holds."""
_OF_DIRECTION = 10**11
_DIRECTIONS = range(10)
"""The first digit of a number says in which direction the goods go."""
_ACTS = """
SELECT number, seq, at, sealed FROM (
  SELECT d.number, a.seq, a.at, a.sealed
  FROM carray(?1) CROSS JOIN declaration d ON d.number = value CROSS JOIN act a ON a.seq = d.registered
  UNION ALL
  SELECT a.number, a.seq, a.at, a.sealed FROM carray(?1) CROSS JOIN act a ON a.number = value
  WHERE a.kind = 'decided' OR a.kind = 'corrected'
) ORDER BY seq"""


class _Receipted(msgspec.Struct, frozen=True, gc=False):
    """As much of a decision as says which receipt it has."""

    receipt: int = 0


_RECEIPT = msgspec.json.Decoder(_Receipted)
_WHY = msgspec.json.Decoder(Why)
_DECISION = msgspec.json.Decoder(Decision)


class SqliteRefunds(Part):
    """Implements `authority.refund_ports.Refunds`."""

    def reversals(self, office: str, company: str, span: Span) -> list[tuple[Posting, int]]:
        places = first_from(self._connection, span.since), first_from(self._connection, span.until)
        rows = (row for account in self._accounts(office, company) for row in self._rows(REVERSALS, account, *places))
        return sorted(((Posting(*row[:-1]), row[-1]) for row in rows), key=lambda pair: pair[0].seq)

    def why(self, entries: Collection[tuple[int, int]]) -> dict[int, Why | None]:
        rows = self._of(_SAID, {act for _, act in entries})
        return {
            seq: _WHY.decode(unpack(self._vault.open(sealed, place_of(number, seq))).decision) if sealed else None
            for seq, number, sealed in rows
        }

    def returns_of(self, numbers: Collection[int]) -> dict[int, Returned]:
        return {
            original: Returned(number, at, bool(done)) for original, number, at, done in self._of(_RETURNS, numbers)
        }

    def due(self, office: str, company: str, span: Span) -> list[Due]:
        runs = (self._run(digit * _OF_DIRECTION, span) for digit in _DIRECTIONS)
        rows = (row for run in runs if run[0] < run[1] for row in self._rows(DUE, *run, office, company))
        found = [due for row in rows if (due := self._due(*row)) and company in ("", due.company)]
        return sorted(found, key=lambda one: (one.returned.at, one.returned.number))

    def receipted(self, office: str, company: str, receipts: Collection[tuple[int, int]]) -> Receipted:
        """The first act that names it issued it. Once acts were erased, the ledger is asked, which takes longer."""
        found: Receipted = {}
        for number, seq, at, sealed in self._of(_ACTS, {number for number, _ in receipts}):
            receipt = self._receipt_of(number, seq, sealed) if sealed else 0
            if (number, receipt) in receipts:
                found.setdefault((number, receipt), at)
        accounts = self._accounts(office, company)
        return found | {
            (number, receipt): at
            for number, receipt in receipts
            if (number, receipt) not in found
            for at in self._issued_at(accounts, receipt)
        }

    def _accounts(self, office: str, company: str) -> list[int]:
        return [id_ for (id_,) in self._rows(_ACCOUNTS, office, company)]

    def _issued_at(self, accounts: Collection[int], receipt: int) -> Iterator[str]:
        for account in accounts:
            for row in issued_by(self._connection, account, receipt)[:1]:
                yield Posting(*row[:-1]).at

    def _receipt_of(self, number: int, seq: int, sealed: bytes) -> int:
        return _RECEIPT.decode(unpack(self._vault.open(sealed, place_of(number, seq))).decision).receipt

    def _of(self, sql: str, numbers: Collection[int]) -> list[tuple[Any, ...]]:
        """With no numbers nothing is asked: the database would not take an empty array."""
        many = apsw.carray(array("q", sorted(numbers)), flags=apsw.SQLITE_CARRAY_INT64) if numbers else None
        return self._rows(sql, many) if many else []

    def _run(self, begin: int, span: Span) -> tuple[int, int]:
        """The numbers between which the returns of one direction lie that were registered in this span."""
        end = begin + _OF_DIRECTION
        if self._one(_FIRST, begin, end) is None:
            return end, end
        first = self._first_since(begin, end, span.since)
        return first, self._first_since(first, end, span.until)

    def _first_since(self, low: int, high: int, moment: str) -> int:
        end = high
        while low < high:
            middle = (low + high) // 2
            row = self._one(_FIRST, middle, end)
            if row is None or row[1] >= moment:
                high = middle
            else:
                low = row[0] + 1
        return low

    def _due(self, *row: Any) -> Due | None:
        """None where nothing of it lies in the budget, or it was erased."""
        returned, returned_at, is_cleared, number, registered_at, filer, seq, sealed = row
        if not sealed:
            return None
        now = _DECISION.decode(unpack(self._vault.open(sealed, place_of(number, seq))).decision)
        if now.secured_by != DEPOSIT or held_for(now) != "settled" or not now.taxes:
            return None
        company = now.on_behalf_of or filer
        back = Returned(returned, returned_at, bool(is_cleared))
        return Due(company, number, registered_at, now.receipt, now.taxes, back)
