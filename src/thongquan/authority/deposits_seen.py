"""Accounts and their movements as they are read: a company sees its own, an officer those of his office.

Another's account looks like one that is not there.
"""

from datetime import date, timedelta

import msgspec

from thongquan.authority.deposit_ports import MovementSought
from thongquan.authority.paging import Page, Wanted
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.authority.whose import whose
from thongquan.base.moment import begin_of, stamp
from thongquan.deposit.model import Account, AccountKind, Kind
from thongquan.numbering.tax_receipt import printed
from thongquan.registration.deeds_deposit import GuaranteeRegister


class AccountShown(msgspec.Struct, frozen=True):
    """Amounts in đồng."""

    account: int
    kind: AccountKind
    company: str
    office: str
    number: str
    """Of a guarantee."""
    opened_at: str
    ended_at: str
    available: int
    reserved: int
    terms: GuaranteeRegister | None
    """Of a guarantee, as an officer registered it."""


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


class Days(msgspec.Struct, frozen=True):
    """From midnight to midnight in Viet Nam, both days included; None leaves it open."""

    since: date | None = None
    until: date | None = None


def accounts_seen(room: ReadingRoom, account: str) -> list[AccountShown]:
    """Raises NotFound: it is nobody's account, or that of an officer who may not read."""
    who = whose(room, account)
    return [_shown(room, one) for one in room.deposits.accounts_of(who.office, who.company)]


def movements_seen(room: ReadingRoom, account: str, asked: int, days: Days, wanted: Wanted) -> Page[MovementShown]:
    """A page by `seq`.

    Raises:
        NotFound: there is no such account, or it is another's.
        CursorUnknown
    """
    who, one = whose(room, account), room.deposits.account(asked)
    if one is None or not who.covers(one.company, one.office):
        raise NotFound
    since = stamp(begin_of(days.since)) if days.since else ""
    until = stamp(begin_of(days.until + timedelta(days=1))) if days.until else ""
    return room.deposits.page(MovementSought(one.id, since, until), wanted).told(
        lambda told: MovementShown(
            told.seq,
            told.movement.kind,
            told.movement.at,
            str(told.movement.number or ""),
            told.movement.tax,
            told.movement.amount,
            told.movement.available,
            told.movement.reserved,
            printed(told.movement.receipt) if told.movement.receipt else "",
        )
    )


def _shown(room: ReadingRoom, one: Account) -> AccountShown:
    figures = room.deposits.figures(one.id)
    known = (one.id, one.kind, one.company, one.office, one.number, one.opened_at, one.ended_at)
    return AccountShown(*known, figures.available, figures.reserved, one.terms)
