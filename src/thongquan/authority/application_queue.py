"""What waits at an office: the queue, and one application with everything that an officer should know of it.

Whoever opens one is recorded with the version that he saw: nothing is decided unseen (threat 14).
"""

from datetime import datetime, timedelta
from hashlib import sha256

import msgspec

from thongquan.authority.application_ports import Elsewhere, QueueSought, WaitingApplication
from thongquan.authority.applications import what_hinders
from thongquan.authority.deed_ports import OnFile
from thongquan.authority.officers_seen import officer_asking
from thongquan.authority.own_account import require_officer
from thongquan.authority.paging import Page, Wanted
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.authority.sitting import Sitting
from thongquan.base.canonical import canonical
from thongquan.base.fault import Fault, Refusal
from thongquan.base.moment import read_stamp, stamp
from thongquan.registration.application import WAITING, Application, Asked
from thongquan.registration.duty import needs_two, require_reading
from thongquan.registration.model import Officer
from thongquan.signing.certificate import RegisteredCertificate, ends_at
from thongquan.signing.chain import TrustStore

SOON = timedelta(days=30)


class InQueue(msgspec.Struct, frozen=True):
    waiting: WaitingApplication
    hours: int
    """How long it has waited, in whole hours."""


class SameElsewhere(msgspec.Struct, frozen=True):
    """A person whose number stands with another company too. For the officer's eyes only."""

    place: int
    found: list[Elsewhere]


class CertificateNow(msgspec.Struct, frozen=True):
    """The certificate of one declarant as it stands now."""

    place: int
    serial: str
    registration: str
    """State of its registration; empty: not registered by this company."""
    until: str
    refusal: str = ""
    """Why it is not trusted now: revoked, run out, unknown …; a code. Empty: it is."""


class Opened(msgspec.Struct, frozen=True):
    """An application before an officer, but for what takes long to find out."""

    application: Application
    company: str
    """As it is registered."""
    hinders: list[Fault]
    elsewhere: list[SameElsewhere]
    files: list[OnFile]
    needs_two: bool
    digest: str
    """SHA-256 of what is asked for, as the decision will name it."""


class CaseShown(msgspec.Struct, frozen=True):
    """All of it."""

    application: Application
    company: str
    hinders: list[Fault]
    elsewhere: list[SameElsewhere]
    needs_two: bool
    digest: str
    certificates: list[CertificateNow]
    warnings: list[Fault]


def queue(room: ReadingRoom, account: str, at: datetime, sought: QueueSought, wanted: Wanted) -> Page[InQueue]:
    """A page of what waits at the officer's office, by `sent`, `company` or `tax_code`.

    Raises:
        NotFound, OfficerRole, CursorUnknown
    """
    officer = officer_asking(room, account, at)
    require_reading(officer)
    waiting = room.applications.waiting(officer.office, sought, wanted)
    return waiting.told(lambda one: InQueue(one, int((at - read_stamp(one.sent_at)).total_seconds() // 3600)))


def open_case(now: Sitting, account: str, application: str) -> Opened:
    """Opened and recorded.

    Raises:
        NotFound: not sent to this officer's office, or not there at all.
    """
    officer, books = _reader(now, account), now.books
    found = books.applications.at_office(officer.office, application)
    company = books.company(found.tax_code) if found else None
    if found is None or company is None:
        raise NotFound
    books.applications.look(officer.id, found.id, found.version, stamp(now.at))
    return Opened(
        found,
        company.name,
        what_hinders(books, found, now.at) if found.state in WAITING else [],
        [
            SameElsewhere(place, others)
            for place, one in enumerate(found.asked.declarants)
            if one.identity and (others := books.applications.elsewhere(one.identity, found.tax_code))
        ],
        books.certificates.of_company(found.tax_code),
        needs_two(found.asked, now.at),
        digest_of(found.asked),
    )


def case_shown(opened: Opened, trust: TrustStore, at: datetime) -> CaseShown:
    """With the state of each certificate now. Takes a while: not for the clerk's thread."""
    files = {one.certificate.fingerprint: one for one in opened.files}
    certificates = [
        _certificate(place, files.get(one.certificate), trust, at)
        for place, one in enumerate(opened.application.asked.declarants)
        if one.certificate
    ]
    return CaseShown(
        opened.application,
        opened.company,
        opened.hinders,
        opened.elsewhere,
        opened.needs_two,
        opened.digest,
        certificates,
        [*_differences(opened), *_about_certificates(certificates, at), *_twins(opened)],
    )


def digest_of(asked: Asked) -> str:
    return sha256(canonical(asked)).hexdigest()


def trusted_now(certificate: RegisteredCertificate, trust: TrustStore, at: datetime) -> str:
    """The code of the reason why it is not; empty when it is."""
    try:
        trust.check(certificate, at)
    except Refusal as refusal:
        return refusal.code
    return ""


def _reader(now: Sitting, account: str) -> Officer:
    _, officer = require_officer(now, account)
    require_reading(officer)
    return officer


def _certificate(place: int, file: OnFile | None, trust: TrustStore, at: datetime) -> CertificateNow:
    if file is None:
        return CertificateNow(place, "", "", "")
    certificate = file.certificate
    until = min(file.until, stamp(ends_at(certificate)))
    refusal = trusted_now(certificate, trust, at)
    return CertificateNow(place, certificate.serial, file.state, until, refusal)


def _differences(opened: Opened) -> list[Fault]:
    written = opened.application.asked.company
    if written == opened.company:
        return []
    return [Fault("OFFICE-COMPANY-NAME-DIFFERS", "company", {"registered": opened.company, "written": written})]


def _about_certificates(certificates: list[CertificateNow], at: datetime) -> list[Fault]:
    found = []
    for one in certificates:
        where = f"declarants.{one.place}.certificate"
        if one.refusal:
            found.append(Fault("OFFICE-CERTIFICATE-NOT-TRUSTED", where, {"serial": one.serial, "reason": one.refusal}))
        elif one.until and one.until < stamp(at + SOON):
            found.append(Fault("OFFICE-CERTIFICATE-ENDS-SOON", where, {"serial": one.serial, "until": one.until}))
    return found


def _twins(opened: Opened) -> list[Fault]:
    return [
        Fault(
            "OFFICE-PERSON-ELSEWHERE",
            f"declarants.{one.place}.identity",
            {"name": opened.application.asked.declarants[one.place].name, "companies": _companies(one)},
        )
        for one in opened.elsewhere
    ]


def _companies(one: SameElsewhere) -> list[str]:
    return sorted({other.tax_code for other in one.found})
