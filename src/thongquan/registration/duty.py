"""Which officer may decide on what a company applies for: by role, office and hour, and never on his own behalf.

The hours of an office and who may decide are assumptions: no text was found. What they keep out is a decision by
somebody alone, at night, for himself.
"""

import re
from datetime import datetime, time

from thongquan import law
from thongquan.base.fault import Refusal
from thongquan.base.moment import VIETNAM, business_day
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
