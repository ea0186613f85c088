"""The certificates that wait for customs, because none of their company's counts any more.

Those of an office are the ones of companies that sent applications to it, or to none yet (`duty.office_for`). Whether a
certificate counts is asked of the lists, which takes a while: this is read beside the clerk, not by it.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from thongquan.authority.certificate_look import CertificateLook, look_at
from thongquan.authority.certificate_refusals import SerialAmbiguous
from thongquan.authority.certificates_held import counts_at, fingerprint_of
from thongquan.authority.deed_ports import WaitingFile
from thongquan.authority.officers_seen import officer_asking
from thongquan.authority.own_account import require_officer
from thongquan.authority.ports import Books, ReadingRoom, Register
from thongquan.authority.refusals import NotFound
from thongquan.authority.sitting import Sitting
from thongquan.base.limits import LIMITS
from thongquan.base.moment import read_stamp, stamp
from thongquan.registration.duty import office_for, require_reading
from thongquan.registration.model import Officer
from thongquan.signing.chain import TrustStore


class WaitingCertificate(msgspec.Struct, frozen=True):
    """One line of the queue."""

    tax_code: str
    company: str
    """As it is registered."""
    look: CertificateLook
    """Whose it is, who issued it, and how chain and revocation stand now."""
    asked_at: str
    deed: int
    """The place in the record at which its holder, with this very certificate, asked."""
    hours: int
    """How long it has waited, in whole hours."""
    until: str
    """The end that was asked for."""
    replaces: str
    """Fingerprint of the one in whose place it is to stand; "" for none."""
    seconded_by: str
    """The first of two officers to confirm it; "" nobody."""


def waiting_certificates(room: ReadingRoom, trust: TrustStore, account: str, at: datetime) -> list[WaitingCertificate]:
    """The oldest first.

    Raises:
        NotFound: it is no officer's account.
        OfficerRole: operators do not read it.
    """
    officer = officer_asking(room, account, at)
    require_reading(officer)
    return [one for one in _waiting(room, trust, at) if _is_of(room, officer, one.tax_code)]


def waiting_at(room: Books | ReadingRoom, trust: TrustStore, office: str, at: datetime) -> list[WaitingCertificate]:
    """As the office's own socket asks."""
    nobody = Officer("", "", office, "officer")
    return [one for one in _waiting(room, trust, at) if _is_of(room, nobody, one.tax_code)]


def waiting_one(room: Books | ReadingRoom, trust: TrustStore, serial: str, at: datetime) -> WaitingCertificate:
    """That of this serial number, whichever office it is for.

    Raises:
        NotFound, SerialAmbiguous
    """
    found = [one for one in _waiting(room, trust, at) if one.look.serial == serial]
    if len(found) > 1:
        raise SerialAmbiguous(companies=sorted({one.tax_code for one in found}))
    if not found:
        raise NotFound
    return found[0]


def look_at_waiting(now: Sitting, account: str, fingerprint: str) -> None:
    """Put on record that the officer has this registration before him.

    Raises:
        NotFound: it does not wait, or is another office's.
        OfficerRole
    """
    _, officer = require_officer(now, account)
    require_reading(officer)
    for one in now.books.certificates.waiting(stamp(now.at), LIMITS.certificates_waiting):
        certificate = one.file.certificate
        if certificate.fingerprint == fingerprint and _is_of(now.books, officer, certificate.tax_code):
            now.books.applications.look(officer.id, fingerprint, one.deed, stamp(now.at))
            return
    raise NotFound


def _is_of(room: Register, officer: Officer, tax_code: str) -> bool:
    return office_for(officer, room.applications.offices(tax_code)) == officer.office


def _waiting(room: Books | ReadingRoom, trust: TrustStore, at: datetime) -> Sequence[WaitingCertificate]:
    """Those of companies that cannot confirm it themselves."""
    found, by_itself = room.certificates.waiting(stamp(at), LIMITS.certificates_waiting), dict[str, bool]()
    for company in {one.file.certificate.tax_code for one in found}:
        held = room.certificates.of_company(company)
        by_itself[company] = any(counts_at(room.accounts, trust, one, at) for one in held)
    ours = [one for one in found if not by_itself[one.file.certificate.tax_code]]
    return [_shown(room, one, trust, at) for one in sorted(ours, key=lambda one: one.deed)]


def _shown(room: Books | ReadingRoom, one: WaitingFile, trust: TrustStore, at: datetime) -> WaitingCertificate:
    certificate = one.file.certificate
    company = room.company(certificate.tax_code)
    return WaitingCertificate(
        tax_code=certificate.tax_code,
        company=company.name if company else "",
        look=look_at(certificate.der, trust, at),
        asked_at=one.asked_at,
        deed=one.deed,
        hours=int((at - read_stamp(one.asked_at)).total_seconds() // 3600),
        until=one.file.until,
        replaces=fingerprint_of(room.certificates.of_company(certificate.tax_code), one.file.replaces),
        seconded_by=one.file.seconded_by,
    )
