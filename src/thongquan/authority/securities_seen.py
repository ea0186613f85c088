"""From what the taxes of a filing may be paid, told before it is signed: the deposit account, or a guarantee."""

from datetime import date
from itertools import chain

import msgspec

from thongquan.authority.authority import FORMS
from thongquan.authority.ports import ReadingRoom
from thongquan.base.fault import Fault
from thongquan.deposit import guarantee, purse
from thongquan.deposit.model import Account
from thongquan.deposit.purse import Purse
from thongquan.signing.statement import Security, Statement

_OF_SCOPES = (guarantee.UNKNOWN, guarantee.NOT_YOURS, guarantee.NOT_YET, guarantee.EXPIRED, guarantee.TOO_LITTLE)
MONEY = frozenset(
    {
        *chain.from_iterable(codes.values() for codes in _OF_SCOPES),
        guarantee.ENDED,
        guarantee.OTHER_OFFICE,
        guarantee.OTHER_FORM,
        guarantee.OTHER_DAY,
        guarantee.OTHER_BILL,
        purse.DEPOSIT_TOO_LITTLE,
        purse.NO_ACCOUNT,
    }
)
"""A declaration refused for one of these is right in itself: with money, or secured otherwise, it is sent again."""


class Holding(msgspec.Struct, frozen=True):
    """A deposit account or a guarantee, and the đồng that are free in it."""

    account: Account
    available: int


class Declared(msgspec.Struct, frozen=True):
    """What a filing declares, and on which day it would be registered."""

    form: str
    day: date


class Means(msgspec.Struct, frozen=True):
    """What one company has at one office; of its guarantees those that may be used for this form today."""

    declared: Declared
    deposit: Holding | None
    guarantees: list[Holding]

    def chosen(self, security: Security | None) -> Holding | None:
        if security is None:
            return self.deposit
        return next((one for one in self.guarantees if one.account.number == security.number), None)

    def purse(self, security: Security | None) -> Purse:
        """From which the authority would pay, as it stands now."""
        found = self.chosen(security)
        return Purse(found.account if found else None, found.available if found else 0, self.declared)


def means_seen(room: ReadingRoom, company: str, statement: Statement, day: date) -> Means | None:
    """What a company has at the statement's office. None where another one owes the taxes: it sees its own alone."""
    declared = _declared(statement, day)
    if company != statement.on_behalf_of:
        return None
    usable = [
        _holding(room, one)
        for one in room.deposits.accounts_of(statement.office, company)
        if one.terms is not None
        if guarantee.unusable(security_of(one), one, None, company, declared) is None
    ]
    deposit = room.deposits.of(company, statement.office)
    return Means(declared, _holding(room, deposit) if deposit else None, usable)


def security_of(one: Account) -> Security:
    """A guarantee as a statement names it."""
    assert one.terms is not None  # as every guarantee has
    return msgspec.convert({"kind": one.terms.scope, "number": one.number}, Security)


def security_fault(room: ReadingRoom, chosen: Security, statement: Statement, day: date) -> Fault | None:
    """What the authority would say of every declaration of the filing if it were secured so."""
    here = room.deposits.guarantee(chosen.number, statement.office)
    elsewhere = room.deposits.guarantee_elsewhere(chosen.number) if here is None else None
    return guarantee.unusable(chosen, here, elsewhere, statement.on_behalf_of, _declared(statement, day))


def free_at(room: ReadingRoom, company: str, office: str) -> int | None:
    """đồng that are free in a company's deposit account; None where it has none."""
    found = room.deposits.of(company, office)
    return room.deposits.figures(found.id).available if found else None


def _declared(statement: Statement, day: date) -> Declared:
    return Declared(FORMS[statement.direction], day)


def _holding(room: ReadingRoom, one: Account) -> Holding:
    return Holding(one, room.deposits.figures(one.id).available)
