"""What is to be moved, from a company's cleared declarations as the authority has them now."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode

import msgspec

from thongquan.base.fault import Fact, Fault
from thongquan.base.limits import LIMITS
from thongquan.declarant.refusals import ServerAway
from thongquan.declarant.sending import Authority
from thongquan.declarant.terminal_desk import TerminalDesk
from thongquan.declarant.transport_cargo import NOT_CLEARED
from thongquan.declaration.lifecycle import PERMITTED
from thongquan.transport.cargo import CargoLine

_NAMED = 10


class Which(msgspec.Struct, frozen=True):
    """Which declarations; what is left blank leaves it open."""

    direction: str
    """"import" or "export"."""
    until: date
    """They were registered on this day, or so many days before (`LIMITS.transport_cleared_days`)."""
    master_bill: str = ""
    flight: str = ""
    released_on: date | None = None


class _Cargo(msgspec.Struct, frozen=True):
    number: str
    state: str
    house_bill: str
    master_bill: str
    packages: int
    goods: str
    weight: Decimal | None


class _Page(msgspec.Struct, frozen=True):
    rows: list[_Cargo]
    next: str


class ClearedDesk(TerminalDesk):
    """The cargo of what the terminal's company declared."""

    def __init__(self, authority: Authority, terminal: str, key: str) -> None:
        super().__init__(authority, terminal, key)
        self._server = authority.server

    def cargo(self, which: Which) -> tuple[list[CargoLine], list[Fault]]:
        """What is cleared, in the order in which it was registered, and of the rest how many there are.

        Raises:
            ServerAway, ServerRefused
        """
        found = list(self._found(which))
        left = [one.number for one in found if one.state not in PERMITTED]
        facts: dict[str, Fact] = {"how_many": len(left), "named": left[:_NAMED]}
        notes = [Fault(NOT_CLEARED, "declaration", facts)] if left else []
        return list(_lines(one for one in found if one.state in PERMITTED)), notes

    def _found(self, which: Which) -> Iterator[_Cargo]:
        asked = {"direction": which.direction, "master_bill": which.master_bill, "flight": which.flight}
        if which.released_on:
            asked["released_on"] = which.released_on.isoformat()
        for back in range(LIMITS.transport_cleared_days, -1, -1):
            yield from self._of_day({**asked, "day": (which.until - timedelta(days=back)).isoformat()})

    def _of_day(self, asked: dict[str, str]) -> Iterator[_Cargo]:
        after = ""
        while True:
            answer = self.asked("GET", f"/api/v1/transports/cargo?{urlencode({**asked, 'after': after})}")
            try:
                page = msgspec.json.decode(answer, type=_Page)
            except msgspec.MsgspecError as error:
                raise ServerAway(server=self._server, reason="JSON") from error
            yield from page.rows
            after = page.next
            if not after:
                return


def _lines(some: Iterable[_Cargo]) -> Iterator[CargoLine]:
    for one in some:
        yield CargoLine(
            bill=one.house_bill,
            declaration=one.number,
            master_bill=one.master_bill,
            packages=one.packages,
            goods=one.goods,
            weight=one.weight,
            at=one.number,
        )
