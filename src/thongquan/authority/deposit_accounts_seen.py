"""Deposit accounts and guarantees with their movements: a company reads its own, officers those of their office.

Another's account looks like one that is not there. Pages, API and commands are told the same.
"""

from datetime import date, timedelta
from itertools import chain
from typing import Literal

import msgspec

from thongquan.authority.closing_ports import Span
from thongquan.authority.deposit_deciding import HeadOnly
from thongquan.authority.deposit_ports import MovementSought, MovementTold
from thongquan.authority.paging import Page, Wanted
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.authority.whose import whose
from thongquan.base.fault import Refusal
from thongquan.base.moment import begin_of, read_stamp, stamp
from thongquan.deposit.model import Account, AccountKind, Kind, of_transport
from thongquan.deposit.statement import busiest
from thongquan.numbering.declaration_number import is_number, uncorrected
from thongquan.numbering.tax_receipt import printed
from thongquan.registration.deeds_deposit import GuaranteeRegister
from thongquan.registration.duty import DECIDING, OfficerRole
from thongquan.registration.model import Officer

BUSIEST_OF = timedelta(days=30)
"""An account that does not hold what went out on the busiest of so many days is soon empty (assumption)."""


class AccountShown(msgspec.Struct, frozen=True):
    """Amounts in đồng."""

    account: int
    kind: AccountKind
    company: str
    company_name: str
    office: str
    number: str
    """Of a guarantee; "" of a deposit account."""
    opened_at: str
    ended_at: str
    available: int
    reserved: int
    busiest: int
    """Tax that went to the budget on the busiest of the last days; 0 of a guarantee."""
    terms: GuaranteeRegister | None
    """Of a guarantee, as an officer registered it."""

    @property
    def balance(self) -> int:
        return self.available + self.reserved

    @property
    def is_low(self) -> bool:
        return self.available <= 0 or self.available < self.busiest


class MovementShown(msgspec.Struct, frozen=True):
    place: int
    """Its place among all movements of the authority."""
    kind: Kind
    at: str
    number: str
    """Of the declaration, as it was registered; "" where it is of none."""
    tax: str
    amount: int
    available: int
    """What the account held afterwards."""
    reserved: int
    receipt: str
    """Number of the tax receipt, as it is printed; "" where there is none."""
    transport: str = ""
    """The number of the transport whose security it moves; "" where it moves none."""


class MovementsWanted(msgspec.Struct, frozen=True):
    """Which movements of an account are looked for."""

    account: int
    since: date | None = None
    """From its midnight in Viet Nam; None leaves it open."""
    until: date | None = None
    """This day included."""
    kind: str = ""
    """One of `deposit.model.Kind`; "" is any."""
    declaration: str = ""
    """Its number, with or without the digit of its corrections; or that of a transport declaration."""

    @property
    def span(self) -> Span:
        """Open where a day is not named, and beyond the first and last days that can be written: "" there."""
        return Span(
            stamp(begin_of(self.since)) if self.since and self.since > date.min else "",
            stamp(begin_of(self.until + timedelta(days=1))) if self.until and self.until < date.max else "",
        )


def accounts_seen(
    room: ReadingRoom, account: str, today: date, kind: AccountKind | Literal[""] = ""
) -> list[AccountShown]:
    """One's own, or those of one's office; of both kinds, or of one.

    Raises:
        NotFound: it is nobody's account.
        OfficerRole: that of an officer who may not read.
    """
    who = whose(room, account)
    found = room.deposits.accounts_of(who.office, who.company)
    return [_shown(room, one, today) for one in found if kind in ("", one.kind)]


def account_seen(room: ReadingRoom, account: str, office: str, company: str, today: date) -> AccountShown:
    """Raises NotFound: there is no such account, or it is not his to see."""
    return _shown(room, account_before(room, account, office, company), today)


def movements_seen(room: ReadingRoom, account: str, sought: MovementsWanted, wanted: Wanted) -> Page[MovementShown]:
    """A page of them in the order of the ledger; those of one declaration all at once.

    Raises:
        NotFound: there is no such account, or it is not his to see.
        CursorUnknown
    """
    who, found = whose(room, account), room.deposits.account(sought.account)
    if found is None or not who.covers(found.company, found.office):
        raise NotFound
    if sought.declaration:
        return _of_declaration(room, sought, wanted).told(_moved)
    span = sought.span
    return room.deposits.page(MovementSought(found.id, span.since, span.until, sought.kind), wanted).told(_moved)


def account_before(room: ReadingRoom, account: str, office: str, company: str) -> Account:
    """Raises NotFound: another office, another company, and what is not there look alike."""
    who = whose(room, account)
    found = room.deposits.of(company, office)
    if found is None or not who.covers(company, office):
        raise NotFound
    return found


def guarantee_seen(room: ReadingRoom, account: str, guarantee: int, today: date) -> AccountShown:
    """Raises NotFound: there is none of this place, or it is not his to see."""
    who, found = whose(room, account), room.deposits.account(guarantee)
    if found is None or found.kind != "guarantee" or not who.covers(found.company, found.office):
        raise NotFound
    return _shown(room, found, today)


def deciding_officer(room: ReadingRoom, account: str, *, head: bool = False) -> Officer:
    """Who may act on accounts of his office, if he is on duty.

    Raises:
        NotFound: it is no officer's account.
        OfficerRole: auditors read only.
        HeadOnly: `head`, and he is not the head of the office.
    """
    officer = room.officers.officer(account)
    if officer is None or officer.ended_at:
        raise NotFound
    if officer.role not in DECIDING:
        raise OfficerRole(officer=officer.id)
    if head and officer.role != "head":
        raise HeadOnly(officer=officer.id)
    return officer


def decides_at(room: ReadingRoom, account: str, office: str) -> bool:
    try:
        return deciding_officer(room, account).office == office
    except Refusal:
        return False


def _shown(room: ReadingRoom, one: Account, today: date) -> AccountShown:
    held, company = room.deposits.figures(one.id), room.company(one.company)
    name = company.name if company else ""
    most = _busiest(room, one, today) if one.kind == "deposit" else 0
    return AccountShown(
        account=one.id,
        kind=one.kind,
        company=one.company,
        company_name=name,
        office=one.office,
        number=one.number,
        opened_at=one.opened_at,
        ended_at=one.ended_at,
        available=held.available,
        reserved=held.reserved,
        busiest=most,
        terms=one.terms,
    )


def _moved(told: MovementTold) -> MovementShown:
    one = told.movement
    return MovementShown(
        place=told.seq,
        kind=one.kind,
        at=one.at,
        number=str(one.number) if one.number > 0 else "",
        tax=one.tax,
        amount=one.amount,
        available=one.available,
        reserved=one.reserved,
        receipt=printed(one.receipt) if one.receipt else "",
        transport=one.transport,
    )


def _busiest(room: ReadingRoom, one: Account, today: date) -> int:
    since = today - BUSIEST_OF
    months = [since.replace(day=1)]
    while (following := (months[-1] + timedelta(days=31)).replace(day=1)) <= today:
        months.append(following)
    moved = chain.from_iterable(room.statements.by_day(one.id, month) for month in months)
    return busiest(moved, since.isoformat(), today.isoformat())


def _of_declaration(room: ReadingRoom, sought: MovementsWanted, wanted: Wanted) -> Page[MovementTold]:
    if not is_number(sought.declaration):
        return Page([], "", 0, is_counted=True)
    span = sought.span
    transport = room.transports.of(sought.declaration)
    if transport is not None:
        lived = Span(transport.lodged_at, stamp(read_stamp(transport.changed_at) + timedelta(microseconds=1)))
        found = room.statements.of_transport(sought.account, of_transport(transport.number), lived)
    else:
        found = room.statements.of_declaration(sought.account, uncorrected(sought.declaration))
    rows = [
        one
        for one in found
        if sought.kind in ("", one.movement.kind) and span.since <= one.movement.at
        if not span.until or one.movement.at < span.until
    ]
    return Page(rows[::-1] if wanted.descending else rows, "", len(rows), is_counted=True)
