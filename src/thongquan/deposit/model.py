"""Double entry in whole đồng: every movement takes an amount from one pot and puts it into another.

Pots: the bank, what is available of an account, what is reserved of it for declarations that wait, and the budget. A
movement is never changed; what undoes it is another one, on its own day.
"""

from typing import Literal

import msgspec

from thongquan.base.fault import Refusal
from thongquan.registration.deeds_deposit import GuaranteeRegister

Kind = Literal["top-up", "grant", "reserve", "settle", "charge", "release", "reverse", "pay-back"]
Pot = Literal["bank", "available", "reserved", "budget"]
AccountKind = Literal["deposit", "guarantee"]

DEPOSIT = "deposit"
"""What a decision names that is paid from the deposit account; a guarantee is named by its number."""

MOVES: dict[Kind, tuple[Pot, Pot]] = {
    "top-up": ("bank", "available"),
    "grant": ("bank", "available"),
    "reserve": ("available", "reserved"),
    "settle": ("reserved", "budget"),
    "charge": ("available", "budget"),
    "release": ("reserved", "available"),
    "reverse": ("budget", "available"),
    "pay-back": ("available", "bank"),
}
"""From which pot to which. `grant` is what a bank guarantees; `charge` reserves and settles at once."""
_CHANGES = {
    kind: tuple((pot == put) - (pot == taken) for pot in ("available", "reserved"))
    for kind, (taken, put) in MOVES.items()
}
"""What an amount does to the two pots of an account."""


class Overdrawn(Refusal):
    """The account does not hold what is to be moved."""

    code = "DEPOSIT-OVERDRAWN"


class Figures(msgspec.Struct, frozen=True, gc=False):
    """What an account holds, in đồng."""

    available: int = 0
    reserved: int = 0

    def after(self, kind: Kind, amount: int) -> "Figures":
        """Raises Overdrawn: a pot would hold less than nothing."""
        if amount <= 0:
            raise ValueError(amount)
        of_available, of_reserved = _CHANGES[kind]
        available, reserved = self.available + of_available * amount, self.reserved + of_reserved * amount
        if available < 0 or reserved < 0:
            raise Overdrawn(needed=amount, left=self.available if of_available < 0 else self.reserved)
        return Figures(available, reserved)


class Step(msgspec.Struct, frozen=True, gc=False):
    """One movement that a decision or a deed asks for."""

    kind: Kind
    amount: int
    tax: str = ""
    """"XK", "NK", "TTDB", "GTGT", "BVMT"; "" where no tax is moved."""
    receipt: int = 0
    """Of the tax receipt that the movement issues or voids."""


class Movement(msgspec.Struct, frozen=True, gc=False):
    """One line of an account, with what it holds afterwards."""

    account: int
    kind: Kind
    at: str
    """A `stamp`."""
    number: int
    """The declaration as it was registered; of a transport its number below nothing; 0 where it is of neither."""
    tax: str
    amount: int
    available: int
    reserved: int
    receipt: int

    @property
    def transport(self) -> str:
        """The number of the transport whose security it moves, "" where it moves none."""
        return str(-self.number) if self.number < 0 else ""


def of_transport(number: str) -> int:
    """How the ledger spells the number of a transport: what is above nothing is a declaration of goods.

    >>> of_transport("500000000007")
    -500000000007
    """
    return -int(number)


class Account(msgspec.Struct, frozen=True):
    """An account of one company at one customs office: a deposit, or a guarantee of a bank."""

    id: int
    kind: AccountKind
    company: str
    office: str
    number: str
    """Of a guarantee; "" of a deposit account."""
    opened_at: str
    opened_by: str
    """The officer's id."""
    ended_at: str
    deed: int
    """That opened it."""
    terms: GuaranteeRegister | None = None
    """Of a guarantee."""
