"""A tax receipt (*biên lai*) as the ledger has it: what it brought to the budget, and the entry that voids it."""

from collections.abc import Iterable

import msgspec

from thongquan.deposit.posting import Posting


class Receipt(msgspec.Struct, frozen=True):
    receipt: int
    company: str
    number: int
    """The declaration as it was registered."""
    at: str
    """A `stamp`."""
    taxes: dict[str, int]
    voided_at: str = ""
    """"" while it holds."""
    voided: dict[str, int] = {}
    """What its counter-entries took back of each tax."""
    voided_by: list[int] = []
    """Their places in the ledger."""

    @property
    def total(self) -> int:
        return sum(self.taxes.values())


def receipt_of(postings: Iterable[Posting]) -> Receipt | None:
    """The receipt of these postings, all of which bear its number; None where none issues one."""
    in_order = sorted(postings, key=lambda one: one.seq)
    issued, undone = [one for one in in_order if one.used > 0], [one for one in in_order if one.used < 0]
    if not issued:
        return None
    first = issued[0]
    return Receipt(
        receipt=first.receipt,
        company=first.company,
        number=first.number,
        at=first.at,
        taxes=_taxes(issued),
        voided_at=undone[0].at if undone else "",
        voided=_taxes(undone),
        voided_by=[one.seq for one in undone],
    )


def _taxes(postings: Iterable[Posting]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for one in postings:
        sums[one.tax] = sums.get(one.tax, 0) + one.amount
    return dict(sorted(sums.items()))
