"""An operator changes an officer's particulars. What is not named stays as it is."""

from typing import Any

import msgspec

from thongquan.authority.authority import office_of
from thongquan.authority.officer_add import HoursMalformed
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import OfficerUnknown
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault, Refusal
from thongquan.base.moment import business_day, stamp
from thongquan.registration.account import Account
from thongquan.registration.deeds_officers import OfficerChange
from thongquan.registration.duty import OfficerEnded, are_hours
from thongquan.registration.model import Officer


class OfficerUnchanged(Refusal):
    """Everything is so already: there is nothing to sign."""

    code = "OFFICER-UNCHANGED"


class OfficerAccountMissing(Refusal):
    """The officer has no account: it is opened with an identity number and gets its first code."""

    code = "OFFICER-ACCOUNT-MISSING"


def completed(now: Sitting, _account: str, given: dict[str, Any]) -> dict[str, Any]:
    known = working(now, str(given.get("id", "")))
    present = {name: getattr(known, name) for name in ("name", "office", "role", "team", "hours")}
    return {**present, **given}


def faults(now: Sitting, _account: str, says: OfficerChange) -> list[Fault]:
    """Raises what is worded for the one field that it is about."""
    known = working(now, says.id)
    office_of(says.office, "", business_day(now.at))
    if says.hours and not are_hours(says.hours):
        raise HoursMalformed(hours=says.hours)
    if says.identity:
        account_of(now, says.id)
    elif _changed(known, says) == known:
        raise OfficerUnchanged(officer=says.id)
    return []


def officer_change(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    """Counts at once. The identity number is compared with companies' people from the next decision on."""
    says = signed.deed.says
    assert isinstance(says, OfficerChange)
    known = working(now, says.id)
    now.books.officers.put(_changed(known, says))
    if says.identity:
        account = account_of(now, says.id)
        person = msgspec.structs.replace(account.person, identity=says.identity)
        now.books.accounts.put(msgspec.structs.replace(account, person=person))
    before = {"name_before": known.name, "office_before": known.office, "role_before": known.role}
    return Done({"state": "changed", **before})


def working(now: Sitting, officer: str) -> Officer:
    """Raises OfficerUnknown or OfficerEnded."""
    known = now.books.officer(officer)
    if known is None:
        raise OfficerUnknown(officer=officer)
    if known.ended_at:
        raise OfficerEnded(officer=officer)
    return known


def account_of(now: Sitting, officer: str) -> Account:
    """Raises OfficerAccountMissing."""
    account = now.books.accounts.account(officer)
    if account is None or account.kind != "officer" or not account.is_open(stamp(now.at)):
        raise OfficerAccountMissing(officer=officer)
    return account


def _changed(known: Officer, says: OfficerChange) -> Officer:
    return Officer(says.id, says.name, says.office, says.role, says.team, says.hours, known.ended_at)


PROCEDURE = Procedure(OfficerChange, "operator", officer_change, faults, completed=completed)
