"""One movement of a deposit account, as the forms of a day see it: whose it is, and what it did to both pots."""

from collections.abc import Mapping
from typing import Literal

import msgspec

TAXES = ("XK", "NK", "TTDB", "GTGT", "BVMT")
"""In the order of forms HQ 03 and HQ 04 (TT 191/2015 PL I); others stand behind them as they occur."""

USED: Mapping[str, int] = {"settle": 1, "charge": 1, "reverse": -1}
"""What brings taxes to the budget, and what takes them back. To reserve and to release moves nothing out."""

PUT_IN: Mapping[str, int] = {"top-up": 1, "pay-back": -1}

Effect = Literal["tax", "money", ""]


class Posting(msgspec.Struct, frozen=True, gc=False):
    """A row of the ledger, with the company whose account it is of."""

    seq: int
    """Its place in the ledger: what was moved before has a lower one."""
    company: str
    kind: str
    at: str
    """A `stamp`."""
    number: int
    """The declaration as it was registered, as in `deposit.model.Movement`."""
    tax: str
    amount: int
    """In đồng, above nothing: `kind` says in which direction."""
    available: int
    reserved: int
    """What the account holds after it."""
    receipt: int
    """The tax receipt that it issues or voids; 0 where it does neither."""

    @property
    def used(self) -> int:
        """đồng of tax that went to the budget; less than nothing where they came back."""
        return self.amount * USED.get(self.kind, 0)

    @property
    def put_in(self) -> int:
        """đồng that were paid into the account; less than nothing where they were paid back."""
        return self.amount * PUT_IN.get(self.kind, 0)

    @property
    def balance(self) -> int:
        """What lies in the account after it: what is reserved lies there still."""
        return self.available + self.reserved


def in_order(taxes: Mapping[str, int]) -> list[str]:
    """The codes of these taxes as the forms order them.

    >>> in_order({"GTGT": 1, "CBPG": 2, "NK": 3})
    ['NK', 'GTGT', 'CBPG']
    """
    return sorted(taxes, key=lambda tax: (TAXES.index(tax) if tax in TAXES else len(TAXES), tax))
