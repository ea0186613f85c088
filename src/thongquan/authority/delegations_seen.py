"""Delegations as the two companies see them: what one gave, what one was given, and for whom a user may act now."""

from datetime import datetime
from typing import Literal

import msgspec

from thongquan.authority.delegation_ports import DelegationSought
from thongquan.authority.paging import Page, Wanted
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


def given_seen(
    room: ReadingRoom, account: str, at: datetime, sought: DelegationSought, wanted: Wanted
) -> Page[DelegationShown]:
    """What the company of this administrator gave, a page by `since`; a user is shown none.

    Raises:
        NotFound: the account is nobody's, or no company's.
        CursorUnknown
    """
    asking = _of_a_company(room, account, at)
    if asking.kind == "user":
        return Page([], "", 0, True)
    return room.delegations.page_given(asking.tax_code, sought, stamp(at), wanted).told(
        lambda one: shown(room, one, at)
    )


def held_seen(
    room: ReadingRoom, account: str, at: datetime, sought: DelegationSought, wanted: Wanted
) -> Page[DelegationShown]:
    """What the company was given, as `given_seen`; a user is shown what he may act by."""
    asking = _of_a_company(room, account, at)
    sought = msgspec.structs.replace(sought, user=account if asking.kind == "user" else "")
    return room.delegations.page_held(asking.tax_code, sought, stamp(at), wanted).told(lambda one: shown(room, one, at))


def given_by(room: ReadingRoom, account: str, delegation: str, at: datetime) -> DelegationShown:
    """One that the company of this administrator gave.

    Raises:
        NotFound: there is none; another's looks the same.
    """
    asking = _of_a_company(room, account, at)
    found = room.delegations.given_by(asking.tax_code, delegation) if asking.kind == "admin" else None
    if found is None:
        raise NotFound
    return shown(room, found, at)


def principals_of(room: ReadingRoom, account: str, at: datetime) -> list[DelegationShown]:
    """For whom this user may act at this moment, by which delegation.

    Raises:
        NotFound: it is no user's account.
    """
    asking = _of_a_company(room, account, at)
    if asking.kind != "user":
        raise NotFound
    held = room.delegations.to_broker(asking.tax_code)
    return [shown(room, one, at) for one in held if may_act_by(room, one, account, at)]


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


def shown(room: ReadingRoom, one: Delegation, at: datetime) -> DelegationShown:
    return DelegationShown(
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


def life_of(one: Delegation, at: str) -> Life:
    if one.revoked_at and one.revoked_at <= at:
        return "revoked"
    if at < one.since:
        return "coming"
    return "open" if at <= one.until else "over"


def _name(room: ReadingRoom, tax_code: str) -> str:
    company = room.company(tax_code)
    return company.name if company else ""
