"""Every đồng accounted for: of each account what came from the bank is what is left of it or went to the budget."""

from typing import Any

import apsw
import msgspec

from thongquan.deposit.model import MOVES, AccountKind, Pot
from thongquan.storage.deposits import HAS_DEPOSITS

_SUMS = """
SELECT a.id, a.kind, a.company, a.office, a.number, m.kind, sum(m.amount),
       sum(CASE WHEN m.number < 0 THEN m.amount ELSE 0 END)
FROM deposit_account a LEFT JOIN movement m ON m.account = a.id GROUP BY a.id, m.kind ORDER BY a.id"""
_LAST = "SELECT available, reserved FROM movement WHERE account = ? ORDER BY seq DESC LIMIT 1"


class Reconciled(msgspec.Struct):
    """One account, in đồng: `bank` is what came in less what was paid back, the others what each pot holds."""

    account: int
    kind: AccountKind
    company: str
    office: str
    number: str
    bank: int = 0
    available: int = 0
    reserved: int = 0
    budget: int = 0
    transports: int = 0
    """Of what is reserved, what secures transports: none of it is tax."""
    left_available: int = 0
    """As the last line of the account says."""
    left_reserved: int = 0

    @property
    def differs(self) -> bool:
        """Some đồng is not accounted for."""
        sums = self.bank - self.available - self.reserved - self.budget
        return (
            bool(sums)
            or not 0 <= self.transports <= self.reserved
            or (self.available, self.reserved) != (self.left_available, self.left_reserved)
        )


def reconcile(connection: apsw.Connection) -> list[Reconciled]:
    """All accounts. That the movements are those of the acts and deeds is what the check of the books says."""
    if connection.pragma("user_version") < HAS_DEPOSITS:
        return []
    found: dict[int, Reconciled] = {}
    row: Any
    for row in connection.execute(_SUMS):
        *known, kind, amount, of_transports = row
        one = found.setdefault(known[0], Reconciled(*known))
        if kind is not None:
            taken, put = MOVES[kind]
            _add(one, taken, -amount)
            _add(one, put, amount)
            one.transports += of_transports * ((put == "reserved") - (taken == "reserved"))
    for one in found.values():
        last: Any = connection.execute(_LAST, (one.account,)).fetchone()
        one.left_available, one.left_reserved = last or (0, 0)
    return list(found.values())


def _add(one: Reconciled, pot: Pot, amount: int) -> None:
    """What left the bank came into the account."""
    if pot == "bank":
        one.bank -= amount
    else:
        setattr(one, pot, getattr(one, pot) + amount)
