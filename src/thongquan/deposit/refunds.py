"""The refund list: goods that could not be delivered, and whose taxes came back from the budget or are to come back.

A fold over the ledger and over what the acts say of it, made of nothing else. What came back stands in the period in
which it came back; what is to come back, in the period in which the return of the goods was registered. So each
declaration stands in one period at a time, and what came back equals the ledger's counter-entries, to the đồng: those
of other reasons (a cancellation, a correction, a seizure) are summed beside the list.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from thongquan.deposit.posting import Posting

RefundState = Literal["waiting", "due", "refunded"]
"""`waiting`: the goods are declared for their return, which is not cleared yet."""


class Returned(msgspec.Struct, frozen=True, gc=False):
    """The declaration with which goods went back, or came back."""

    number: int
    at: str
    """When it was registered, a `stamp`."""
    is_cleared: bool


class Reversed(msgspec.Struct, frozen=True, gc=False):
    """One counter-entry of the ledger: all of it that one act on a declaration took back from the budget."""

    company: str
    number: int
    """The declaration as it was registered."""
    receipt: int
    """That it voids."""
    at: str
    act: int
    taxes: dict[str, int]
    """đồng by code, above nothing."""
    entries: list[int]
    """Places in the ledger."""

    @property
    def total(self) -> int:
        return sum(self.taxes.values())


class Refund(msgspec.Struct, frozen=True, gc=False):
    """A line of the list."""

    number: int
    """The declaration as it was registered."""
    declared_at: str
    receipt: int
    receipted_at: str
    taxes: dict[str, int]
    returned: Returned | None
    """None where the addressee refused the goods and the declaration was cancelled: they never left."""
    reason: str = ""
    """As the officer gave it who took the taxes back; "" while they are due, or once it was erased."""
    refunded_at: str = ""
    entries: list[int] = []
    """Places in the ledger of what gave them back."""

    @property
    def total(self) -> int:
        return sum(self.taxes.values())

    @property
    def state(self) -> RefundState:
        if self.refunded_at:
            return "refunded"
        return "due" if self.returned and self.returned.is_cleared else "waiting"


class RefundList(msgspec.Struct, frozen=True):
    """Of one company at one office; days in Viet Nam, both included."""

    office: str
    company: str
    since: str
    until: str
    refunded: list[Refund]
    """In the order of the ledger."""
    due: list[Refund]
    """And those that wait; in the order in which the returns were registered."""
    others: int
    """đồng that came back in the period for other reasons."""

    @property
    def given_back(self) -> int:
        """What the ledger took back from the budget in the period, for whatever reason."""
        return sum(line.total for line in self.refunded) + self.others


def counter_entries(postings: Iterable[tuple[Posting, int]]) -> list[Reversed]:
    """The ledger's reversals, each with the act that caused it, as counter-entries in their order."""
    groups: dict[tuple[str, int, int, int], list[Posting]] = {}
    for one, act in sorted(postings, key=lambda pair: pair[0].seq):
        if one.used < 0:
            groups.setdefault((one.company, one.number, one.receipt, act), []).append(one)
    return [
        Reversed(company, number, receipt, rows[0].at, act, summed(rows), [one.seq for one in rows])
        for (company, number, receipt, act), rows in groups.items()
    ]


def summed(rows: Iterable[Posting]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for one in rows:
        sums[one.tax] = sums.get(one.tax, 0) + one.amount
    return dict(sorted(sums.items()))


def taxes_of(lines: Sequence[Refund]) -> dict[str, int]:
    """The sum of each tax."""
    sums: dict[str, int] = {}
    for line in lines:
        for tax, amount in line.taxes.items():
            sums[tax] = sums.get(tax, 0) + amount
    return sums


def others_of(entries: Iterable[Reversed], undelivered: Mapping[int, object]) -> int:
    """đồng of those that no act in `undelivered` caused."""
    return sum(one.total for one in entries if one.act not in undelivered)
