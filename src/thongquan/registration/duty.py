"""Who of the office may decide: by role, office, hours of duty, and never on what is his own business.

The hours of an office and who may decide are assumptions: no text was found. What they keep out is a decision by
somebody alone, at night, for himself.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from thongquan import law
from thongquan.base.fault import Refusal
from thongquan.base.moment import VIETNAM, business_day, stamp
from thongquan.registration.account import Account
from thongquan.registration.application import Asked
from thongquan.registration.model import Officer, Role

DECIDING: tuple[Role, ...] = ("officer", "head")
READING: tuple[Role, ...] = (*DECIDING, "auditor")
FOUR_EYES = law.parameter("application_four_eyes", str)

_HOURS = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")


class OtherOffice(Refusal):
    """An officer decides only for the office he or she belongs to."""

    code = "OFFICER-OTHER-OFFICE"


class OfficerRole(Refusal):
    """Auditors read, operators run the machine: neither decides."""

    code = "OFFICER-ROLE"


class OperatorOnly(Refusal):
    """It is signed by an operator."""

    code = "OPERATOR-ONLY"


class OfficerEnded(Refusal):
    """He or she no longer works for the office."""

    code = "OFFICER-ENDED"


class OffDuty(Refusal):
    """It is outside the officer's hours of duty."""

    code = "OFFICER-OFF-DUTY"


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


def may_decide(officer: Officer, office: str, at: datetime) -> None:
    """The officer decides for this office at this moment."""
    if officer.ended_at and officer.ended_at <= stamp(at):
        raise OfficerEnded(officer=officer.id)
    if officer.role not in DECIDING:
        raise OfficerRole(officer=officer.id)
    if officer.office != office:
        raise OtherOffice(officer=officer.id, office=office)
    require_on_duty(officer, at)


def may_operate(officer: Officer, at: datetime) -> None:
    """The officer does at this moment what operators do."""
    if officer.ended_at and officer.ended_at <= stamp(at):
        raise OfficerEnded(officer=officer.id)
    if officer.role != "operator":
        raise OperatorOnly(officer=officer.id)
    require_on_duty(officer, at)


def require_on_duty(officer: Officer, at: datetime) -> None:
    if not on_duty(officer.hours, at):
        raise OffDuty(officer=officer.id, hours=officer.hours)


def office_for(officer: Officer, offices: Sequence[str]) -> str:
    """The office whose business a company is: one that it sent applications to; where it sent none, any is.

    An assumption: no text says which office looks at the certificate of a company that lost its own.
    """
    return officer.office if not offices or officer.office in offices else offices[0]


def require_reading(officer: Officer) -> None:
    if officer.role not in READING:
        raise OfficerRole(officer=officer.id)


def require_not_own(identity: str, asked: Asked) -> None:
    if not identity:
        raise OfficerIdentityUnknown
    if identity.casefold() in {one.identity.casefold() for one in asked.declarants}:
        raise OwnCase


def not_of_own_company(officer: Officer, own: Account | None, theirs: Iterable[Account]) -> None:
    """The same identity number, or the same e-mail address, is the same person: in capitals or not."""
    if own is None or not own.person.identity:
        raise OfficerIdentityUnknown
    mine = _marks(own)
    if any(mine & _marks(one) for one in theirs):
        raise OwnCompany(officer=officer.id)


def _marks(account: Account) -> set[str]:
    person = account.person
    return {mark.casefold() for mark in (person.identity, person.email) if mark}


def needs_two(asked: Asked, at: datetime) -> bool:
    """Whether two officers must approve it."""
    rule = FOUR_EYES.on(business_day(at))
    changes = any(one.action == "change" and one.certificate for one in asked.declarants)
    return rule == "all" or (rule == "certificate-change" and changes)


def on_duty(hours: str, at: datetime) -> bool:
    """Within `HH:MM-HH:MM` in Viet Nam: from the first minute on, up to the last moment before the other one.

    Hours that end before they begin go over midnight. None are all hours.

    >>> from datetime import UTC
    >>> evening = datetime(2026, 9, 2, 12, 0, tzinfo=UTC)
    >>> on_duty("07:00-19:00", evening), on_duty("19:00-07:00", evening)
    (False, True)
    """
    if not hours:
        return True
    begins, ends = hours.split("-")
    now = at.astimezone(VIETNAM).strftime("%H:%M")
    return begins <= now < ends if begins < ends else now >= begins or now < ends


def are_hours(text: str) -> bool:
    """`07:00-19:00`, and no hours of no length."""
    found = _HOURS.fullmatch(text)
    return found is not None and text[:5] != text[6:]
