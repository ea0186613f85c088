"""Which officer may decide on declarations and applications: by role, office and hour, and never on his own behalf.

The hours of an office and who may decide are assumptions: no text was found. What they keep out is a decision by
somebody alone, at night, for himself.
"""

import re
from collections.abc import Iterable
from datetime import datetime, time

from thongquan import law
from thongquan.base.fault import Refusal
from thongquan.base.moment import VIETNAM, business_day, stamp
from thongquan.registration.account import Account
from thongquan.registration.application import Asked
from thongquan.registration.model import Officer

DECIDING = frozenset({"officer", "head"})
READING = DECIDING | {"auditor"}
FOUR_EYES = law.parameter("application_four_eyes", str)

_HOURS = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")


class OfficerRole(Refusal):
    """Auditors read, operators run the machine: neither decides."""

    code = "OFFICER-ROLE"


class OfficerOffDuty(Refusal):
    """Outside the officer's hours of duty."""

    code = "OFFICER-OFF-DUTY"


class OtherOffice(Refusal):
    """An officer decides only for the office he or she belongs to."""

    code = "OFFICER-OTHER-OFFICE"


class OfficerEnded(Refusal):
    """He or she no longer works for the office."""

    code = "OFFICER-ENDED"


class OwnCompany(Refusal):
    """The officer is registered as somebody of the company whose business it is."""

    code = "OFFICER-OWN-COMPANY"


class OwnCase(Refusal):
    """The officer is one of the persons it is about."""

    code = "OFFICER-OWN-CASE"


class OfficerIdentityUnknown(Refusal):
    """Without the officer's own identity number nobody can say that it is not about himself."""

    code = "OFFICER-IDENTITY-UNKNOWN"


class OfficerSame(Refusal):
    """Where two must approve, they are two."""

    code = "OFFICER-SAME"


def require_reading(officer: Officer) -> None:
    if officer.role not in READING:
        raise OfficerRole(role=officer.role)


def require_deciding(officer: Officer, at: datetime) -> None:
    if officer.role not in DECIDING:
        raise OfficerRole(role=officer.role)
    if not is_on_duty(officer.hours, at):
        raise OfficerOffDuty(hours=officer.hours)


def may_decide(officer: Officer, office: str, at: datetime) -> None:
    """On a declaration of this office."""
    if officer.ended_at and officer.ended_at <= stamp(at):
        raise OfficerEnded(officer=officer.id)
    if officer.role not in DECIDING:
        raise OfficerRole(role=officer.role)
    if officer.office != office:
        raise OtherOffice(officer=officer.id, office=office)
    require_deciding(officer, at)


def not_of_own_company(officer: Officer, own: Account | None, theirs: Iterable[Account]) -> None:
    """The same identity number, or the same e-mail address, is the same person."""
    marks = {mark for mark in (own.person.identity, own.person.email) if mark} if own else set()
    if any(marks & {one.person.identity, one.person.email} for one in theirs):
        raise OwnCompany(officer=officer.id)


def require_not_own(identity: str, asked: Asked) -> None:
    if not identity:
        raise OfficerIdentityUnknown
    if identity in {one.identity for one in asked.declarants}:
        raise OwnCase


def needs_two(asked: Asked, at: datetime) -> bool:
    """Whether two officers must approve it."""
    rule = FOUR_EYES.on(business_day(at))
    changes = any(one.action == "change" and one.certificate for one in asked.declarants)
    return rule == "all" or (rule == "certificate-change" and changes)


def is_on_duty(hours: str, at: datetime) -> bool:
    """Whether the moment lies in `07:00-19:00` of Viet Nam, which may go over midnight; "" at any hour.

    >>> from datetime import UTC
    >>> is_on_duty("22:00-06:00", datetime(2026, 9, 2, 22, 59, tzinfo=UTC))
    True
    """
    if not hours:
        return True
    told = _HOURS.fullmatch(hours)
    if told is None:
        return False
    begin, end = time(int(told[1]), int(told[2])), time(int(told[3]), int(told[4]))
    now = at.astimezone(VIETNAM).time()
    return begin <= now < end if begin < end else now >= begin or now < end


def are_hours(text: str) -> bool:
    """`07:00-19:00`, and no hours of no length."""
    return _HOURS.fullmatch(text) is not None and text[:5] != text[6:]
