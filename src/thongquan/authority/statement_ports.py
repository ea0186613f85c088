"""What an account's page and its statement need from whoever keeps the books, besides its movements by page."""

from datetime import date
from typing import Protocol

from thongquan.authority.closing_ports import Span
from thongquan.authority.deposit_ports import MovementTold
from thongquan.deposit.model import Figures
from thongquan.deposit.statement import DayMoved


class Statements(Protocol):
    def held_before(self, account: int, moment: str) -> Figures:
        """After the last movement before this moment, a `stamp`."""
        ...

    def by_day(self, account: int, first: date) -> list[DayMoved]:
        """Of the month that begins with `first`, summed by day in Viet Nam and kind."""
        ...

    def of_declaration(self, account: int, number: int) -> list[MovementTold]:
        """In their order; `number` as it was registered."""
        ...

    def of_transport(self, account: int, number: int, lived: Span) -> list[MovementTold]:
        """In their order; `number` as the ledger spells it, `lived`: from when it was lodged until its last step."""
        ...
