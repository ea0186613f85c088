"""What charging needs from whoever keeps the books: accounts, what they hold, and their movements."""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from thongquan.authority.paging import Page, Wanted
from thongquan.deposit.model import Account, Figures, Movement


class MovementSought(msgspec.Struct, frozen=True):
    """Which movements are asked for; `since` and `until` are `stamp`s, "" leaves them open."""

    account: int
    since: str = ""
    until: str = ""
    """Before this moment."""
    kind: str = ""
    """One of `deposit.model.Kind`; "" is any."""


class MovementTold(msgspec.Struct, frozen=True):
    seq: int
    movement: Movement


class Deposits(Protocol):
    def of(self, company: str, office: str) -> Account | None:
        """The deposit account of a company at an office."""
        ...

    def guarantee(self, number: str, office: str) -> Account | None: ...
    def guarantee_elsewhere(self, number: str) -> Account | None:
        """One of this number at whichever office."""
        ...

    def account(self, account: int) -> Account | None: ...
    def accounts_of(self, office: str, company: str = "") -> list[Account]:
        """Those of an office, or of a company at every office ("")."""
        ...

    def figures(self, account: int) -> Figures:
        """After its last movement."""
        ...

    def last_receipt(self, office: str, year: int) -> int:
        """The running number of the last receipt of that year; 0 before the first."""
        ...

    def open(self, account: Account) -> int:
        """Its place; `id` of what is given is not looked at. Raises Conflict in the books where there is one."""
        ...

    def end(self, account: int, at: str) -> None:
        """A guarantee secures nothing new from then on."""
        ...

    def enter(self, movements: Sequence[Movement], causes: Sequence[int]) -> None:
        """Enter movements in their order; a cause is the place of an act, or of a deed where there is no declaration.

        The number of the last receipt of each office and year follows from them.
        """
        ...

    def bank_line(self, office: str, reference: str) -> int | None:
        """The deed that booked a line of the bank."""
        ...

    def use_bank_line(self, office: str, reference: str, deed: int) -> None: ...
    def page(self, sought: MovementSought, wanted: Wanted) -> Page[MovementTold]: ...
