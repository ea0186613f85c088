"""Delegations as the two companies see them: what one gave, what one was given, and for whom a user may act now."""

from datetime import datetime
from typing import Literal

import msgspec

from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.base.moment import stamp
from thongquan.registration.account import Account
from thongquan.registration.delegation import Delegation

Life = Literal["coming", "open", "over", "revoked"]


class DelegationShown(msgspec.Struct, frozen=True):
    id: str
    principal: str
    principal_name: str
    broker: str
    broker_name: str
    """"" while no company of this tax code is registered."""
    user: str
    directions: list[str]
    acts: list[str]
    offices: list[str]
    """None named is all."""
    agent_code: str
    employee_code: str
    since: str
    until: str
    revoked_at: str
    state: Life


class DelegationsShown(msgspec.Struct, frozen=True):
    given: list[DelegationShown]
    """By the company of whoever asks; to its administrator only."""
    held: list[DelegationShown]
    """Given to it; a user is shown those that he may act by."""


def delegations_seen(room: ReadingRoom, account: str, at: datetime) -> DelegationsShown:
    """Raises NotFound: the account is nobody's, or no company's."""
    asking = _of_a_company(room, account, at)
    held = room.delegations.to_broker(asking.tax_code)
    if asking.kind == "user":
        return DelegationsShown([], _shown(room, [one for one in held if one.user in ("", account)], at))
    return DelegationsShown(_shown(room, room.delegations.of_principal(asking.tax_code), at), _shown(room, held, at))


def principals_of(room: ReadingRoom, account: str, at: datetime) -> list[DelegationShown]:
    """For whom this user may act at this moment, by which delegation.

    Raises:
        NotFound: it is no user's account.
    """
    asking = _of_a_company(room, account, at)
    if asking.kind != "user":
        raise NotFound
    held = room.delegations.to_broker(asking.tax_code)
    return _shown(room, [one for one in held if may_act_by(room, one, account, at)], at)


def acting_by(room: ReadingRoom, account: str, delegation: str, at: datetime) -> DelegationShown:
    """The delegation by which the user is about to act.

    Raises:
        NotFound: there is none in effect for this user; another's looks the same.
    """
    for one in principals_of(room, account, at):
        if one.id == delegation:
            return one
    raise NotFound


def still_acts(room: ReadingRoom, account: str, delegation: str, at: datetime) -> bool:
    """Asked again while a session goes on: what was revoked ends it."""
    try:
        return not delegation or acting_by(room, account, delegation, at) is not None
    except NotFound:
        return False


def may_act_by(room: ReadingRoom, one: Delegation, user: str, at: datetime) -> bool:
    principal = room.company(one.principal)
    return one.user in ("", user) and one.is_open(stamp(at)) and principal is not None and not principal.suspended


def _of_a_company(room: ReadingRoom, account: str, at: datetime) -> Account:
    found = room.accounts.account(account)
    if found is None or not found.tax_code or not found.is_open(stamp(at)):
        raise NotFound
    return found


def _shown(room: ReadingRoom, found: list[Delegation], at: datetime) -> list[DelegationShown]:
    return [
        DelegationShown(
            id=one.id,
            principal=one.principal,
            principal_name=_name(room, one.principal),
            broker=one.broker,
            broker_name=_name(room, one.broker),
            user=one.user,
            directions=one.scope.directions,
            acts=one.scope.acts,
            offices=one.scope.offices,
            agent_code=one.agent_code,
            employee_code=one.employee_code,
            since=one.since,
            until=one.until,
            revoked_at=one.revoked_at,
            state=life_of(one, stamp(at)),
        )
        for one in found
    ]


def life_of(one: Delegation, at: str) -> Life:
    if one.revoked_at and one.revoked_at <= at:
        return "revoked"
    if at < one.since:
        return "coming"
    return "open" if at <= one.until else "over"


def _name(room: ReadingRoom, tax_code: str) -> str:
    company = room.company(tax_code)
    return company.name if company else ""
