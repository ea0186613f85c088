"""Deposit accounts and guarantees, as a company reads its own, and officers those of their office."""

from datetime import date, timedelta

import msgspec

from thongquan.authority.closing_ports import Span
from thongquan.authority.deposit_day import span_of
from thongquan.authority.deposit_deciding import HeadOnly
from thongquan.authority.deposit_ports import MovementSought, MovementTold
from thongquan.authority.paging import Page, Wanted
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.authority.whose import whose
from thongquan.base.fault import Refusal
from thongquan.deposit.model import Account, AccountKind, Figures
from thongquan.deposit.statement import statement_days
from thongquan.numbering.declaration_number import is_number, uncorrected
from thongquan.registration.deeds_deposit import GuaranteeRegister
from thongquan.registration.duty import DECIDING, OfficerRole
from thongquan.registration.model import Officer

BUSIEST_OF = timedelta(days=30)
"""An account that does not hold what went out on the busiest of so many days is soon empty (assumption)."""


class AccountShown(msgspec.Struct, frozen=True):
    """đồng."""

    kind: AccountKind
    office: str
    company: str
    company_name: str
    number: str
    """Of a guarantee; "" of a deposit account."""
    available: int
    reserved: int
    busiest: int
    """Tax that went to the budget on the busiest of the last days; 0 of a guarantee."""
    account: int
    ended_at: str
    terms: GuaranteeRegister | None
    """Of a guarantee, as an officer registered it."""

    @property
    def balance(self) -> int:
        return self.available + self.reserved

    @property
    def is_low(self) -> bool:
        return self.available <= 0 or self.available < self.busiest


class MovementsWanted(msgspec.Struct, frozen=True):
    """Which movements of an account are looked for."""

    office: str
    company: str
    day: date | None = None
    kind: str = ""
    declaration: str = ""
    """Its number, with or without the digit of its corrections."""


def accounts_seen(room: ReadingRoom, account: str, today: date) -> list[AccountShown]:
    """One's own, or those of one's office, with their guarantees. Raises NotFound, OfficerRole."""
    who = whose(room, account)
    return [_shown(room, one, today) for one in room.deposits.accounts_of(who.office, who.company)]


def account_seen(room: ReadingRoom, account: str, office: str, company: str, today: date) -> AccountShown:
    """Raises NotFound: there is no such account, or it is not his to see."""
    return _shown(room, account_before(room, account, office, company), today)


def movements_seen(room: ReadingRoom, account: str, sought: MovementsWanted, wanted: Wanted) -> Page[MovementTold]:
    """A page of them in the order of the ledger; those of one declaration all at once.

    Raises:
        NotFound: there is no such account, or it is not his to see.
        CursorUnknown
    """
    found = account_before(room, account, sought.office, sought.company)
    span = span_of(sought.day) if sought.day else Span("", "")
    if sought.declaration:
        return _of_declaration(room, found, sought, span, wanted)
    return room.deposits.page(MovementSought(found.id, span.since, span.until, sought.kind), wanted)


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
    busiest = _busiest(room, one, today) if one.kind == "deposit" else 0
    known = (one.kind, one.office, one.company, name, one.number)
    return AccountShown(*known, held.available, held.reserved, busiest, one.id, one.ended_at, one.terms)


def _busiest(room: ReadingRoom, one: Account, today: date) -> int:
    last = Span(span_of(today - BUSIEST_OF).since, span_of(today).until)
    days = statement_days(Figures(), room.statements.by_day(one.id, last))
    return max((day.used for day in days), default=0)


def _of_declaration(
    room: ReadingRoom, found: Account, sought: MovementsWanted, span: Span, wanted: Wanted
) -> Page[MovementTold]:
    if not is_number(sought.declaration):
        return Page([], "", 0, is_counted=True)
    rows = [
        one
        for one in room.statements.of_declaration(found.id, uncorrected(sought.declaration))
        if sought.kind in ("", one.movement.kind) and span.since <= one.movement.at
        if not span.until or one.movement.at < span.until
    ]
    return Page(rows[::-1] if wanted.descending else rows, "", len(rows), is_counted=True)
