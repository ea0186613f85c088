"""Who of the office may decide: by role, office, hours of duty, and never on the business of one's own company."""

import re
from collections.abc import Iterable
from datetime import datetime

from thongquan.base.fault import Refusal
from thongquan.base.moment import VIETNAM, stamp
from thongquan.registration.account import Account
from thongquan.registration.model import Officer, Role

DECIDING: tuple[Role, ...] = ("officer", "head")
_HOURS = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")


class OtherOffice(Refusal):
    """An officer decides only for the office he or she belongs to."""

    code = "OFFICER-OTHER-OFFICE"


class OfficerRole(Refusal):
    """Auditors and operators read and run: they do not decide."""

    code = "OFFICER-ROLE"


class OfficerEnded(Refusal):
    """He or she no longer works for the office."""

    code = "OFFICER-ENDED"


class OffDuty(Refusal):
    """It is outside the officer's hours of duty."""

    code = "OFFICER-OFF-DUTY"


class OwnCompany(Refusal):
    """The officer is registered as somebody of the company whose business it is."""

    code = "OFFICER-OWN-COMPANY"


def may_decide(officer: Officer, office: str, at: datetime) -> None:
    if officer.ended_at and officer.ended_at <= stamp(at):
        raise OfficerEnded(officer=officer.id)
    if officer.role not in DECIDING:
        raise OfficerRole(officer=officer.id)
    if officer.office != office:
        raise OtherOffice(officer=officer.id, office=office)
    if not on_duty(officer.hours, at):
        raise OffDuty(officer=officer.id, hours=officer.hours)


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


def not_of_own_company(officer: Officer, own: Account | None, theirs: Iterable[Account]) -> None:
    """The same identity number, or the same e-mail address, is the same person."""
    if own is None:
        return
    marks = {mark for mark in (own.person.identity, own.person.email) if mark}
    for one in theirs:
        if marks & {one.person.identity, one.person.email}:
            raise OwnCompany(officer=officer.id)
