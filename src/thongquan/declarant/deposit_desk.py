"""What a terminal's company reads of its deposit accounts: how they stand, and what was moved."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TypeVar
from urllib.parse import urlencode

import msgspec
from msgspec.structs import asdict

from thongquan.base.moment import stamp
from thongquan.declarant.deposit_statement import AccountTold, DepositStatement, Dong
from thongquan.declarant.refusals import ServerAway
from thongquan.declarant.sending import Authority
from thongquan.declarant.terminal_desk import TerminalDesk
from thongquan.deposit.model import MOVES, AccountKind, Kind
from thongquan.registration.deeds_deposit import GuaranteeRegister

T = TypeVar("T")


class MovementTold(msgspec.Struct, frozen=True, gc=False):
    """đồng; with what the account holds afterwards."""

    place: int
    kind: Kind
    at: str
    number: str
    """Of the declaration, as it was registered; "" where it is of none."""
    tax: str
    amount: int
    available: int
    reserved: int
    receipt: str
    """As it is printed; "" where there is none."""
    transport: str = ""
    """The number of the transport whose security it moves."""

    @property
    def balance(self) -> int:
        return self.available + self.reserved


_LYING = ("available", "reserved")
_CHANGES = {kind: (put in _LYING) - (taken in _LYING) for kind, (taken, put) in MOVES.items()}
"""What an amount does to the balance: to reserve and to release moves nothing out."""


class Moved:
    """What was moved on one account in a time, and what lay there before and after it: None where nothing was."""

    def __init__(self, account: AccountTold) -> None:
        self.account = account
        self.opening: int | None = None
        self.closing: int | None = None
        self.movements = 0
        """Of the kind that was asked for."""

    def over(self, movements: Iterable[MovementTold], kind: str | None = None) -> Iterator[MovementTold]:
        """Those of the kind, as they come; the others count in what lay there."""
        for one in movements:
            if self.opening is None:
                self.opening = one.balance - _CHANGES[one.kind] * one.amount
            self.closing = one.balance
            if kind in (None, one.kind):
                self.movements += 1
                yield one


class _Page(msgspec.Struct, frozen=True):
    rows: list[MovementTold]
    next: str


class _Shown(msgspec.Struct, frozen=True):
    """As the API shows an account."""

    account: int
    kind: AccountKind
    company: str
    office: str
    number: str
    opened_at: str
    ended_at: str
    available: Dong
    reserved: Dong
    terms: GuaranteeRegister | None


class DepositDesk(TerminalDesk):
    """Every method raises what `TerminalDesk` says."""

    def __init__(self, authority: Authority, terminal: str, key: str) -> None:
        super().__init__(authority, terminal, key)
        self._server = authority.server

    def statement(self, now: datetime) -> DepositStatement:
        """How they stand: `now` is when it was asked."""
        shown = self._answer("", list[_Shown])
        accounts = [AccountTold(**asdict(one), balance=one.available + one.reserved) for one in shown]
        return DepositStatement(self._server, stamp(now), "VND", accounts)

    def movements(self, account: int, since: date, until: date) -> Iterator[MovementTold]:
        """Of one account, the earliest first; both days are included."""
        asked = {"account": account, "since": since, "until": until, "sort": "at"}
        after = ""
        while True:
            page = self._answer(f"/movements?{urlencode({**asked, 'after': after})}", _Page)
            yield from page.rows
            after = page.next
            if not after:
                return

    def _answer(self, path: str, kind: type[T]) -> T:
        try:
            return msgspec.json.decode(self.asked("GET", f"/api/v1/deposits{path}"), type=kind)
        except msgspec.MsgspecError as error:
            raise ServerAway(server=self._server, reason="JSON") from error
