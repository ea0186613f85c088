"""An operator changes an officer's particulars, ends one who leaves, or suspends a certificate that was lost."""

import msgspec

from thongquan.authority.authority import office_of
from thongquan.authority.certificate_refusals import CertificateNotHeld
from thongquan.authority.officer_add import HoursMalformed
from thongquan.authority.operator_record import OPERATOR, by_operator
from thongquan.authority.plain_text import plain_name, plain_text
from thongquan.authority.refusals import OfficerUnknown
from thongquan.authority.sitting import Sitting
from thongquan.base.moment import business_day, stamp
from thongquan.registration.deeds_officers import OfficerCertificateSuspend, OfficerChange, OfficerEnd
from thongquan.registration.duty import OfficerEnded, are_hours
from thongquan.registration.model import Officer
from thongquan.registration.rules import CertificateBlocked


def officer_change(now: Sitting, changed: Officer, by: str = OPERATOR) -> Officer:
    """The officer as it is from now on. Nothing to change is nothing done."""
    known = working(now, changed.id)
    office_of(changed.office, "", business_day(now.at))
    plain_name("name", changed.name)
    plain_text("team", changed.team)
    if changed.hours and not are_hours(changed.hours):
        raise HoursMalformed(hours=changed.hours)
    if changed != known:
        now.books.officers.put(changed)
        one = changed
        says = OfficerChange(one.id, one.name, one.office, one.role, one.team, one.hours)
        before = {"name_before": known.name, "office_before": known.office, "role_before": known.role}
        by_operator(now, by, says, {"state": "changed", **before})
    return changed


def officer_end(now: Sitting, officer: str, by: str = OPERATOR) -> Officer:
    """Account and certificates end with it. What he or she decided stays."""
    ended = msgspec.structs.replace(working(now, officer), ended_at=stamp(now.at))
    now.books.officers.put(ended)
    for one in now.books.officers.certificates_of(officer):
        if one.state == "registered":
            now.books.officers.put_certificate(one.certificate.issuer_serial, "ended")
    account = now.books.accounts.account(officer)
    if account is not None and not account.ended_at:
        now.books.accounts.put(msgspec.structs.replace(account, ended_at=stamp(now.at)))
    by_operator(now, by, OfficerEnd(officer), {"state": "ended"})
    return ended


def officer_certificate_suspend(now: Sitting, officer: str, serial: str, by: str = OPERATOR) -> str:
    """Its SHA-256. It counts no more, from now on and for good.

    Raises:
        CertificateNotHeld: the officer has none of this serial number.
    """
    known = working(now, officer)
    found = [one for one in now.books.officers.certificates_of(known.id) if one.certificate.serial == serial]
    if not found:
        raise CertificateNotHeld
    for one in found:
        if one.state == "suspended":
            raise CertificateBlocked
        now.books.officers.put_certificate(one.certificate.issuer_serial, "suspended")
        fingerprint = one.certificate.fingerprint
        by_operator(now, by, OfficerCertificateSuspend(known.id, serial, fingerprint), {"state": "suspended"})
    return found[-1].certificate.fingerprint


def working(now: Sitting, officer: str) -> Officer:
    """Raises OfficerUnknown or OfficerEnded."""
    known = now.books.officer(officer)
    if known is None:
        raise OfficerUnknown(officer=officer)
    if known.ended_at:
        raise OfficerEnded(officer=officer)
    return known
