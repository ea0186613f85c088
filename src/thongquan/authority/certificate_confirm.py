"""A certificate that waits is confirmed: by another one of its company, or, where none counts any more, by officers.

Where it was registered in another's place, that one ends in the same moment, and its accounts go on with the new one.
"""

from msgspec.structs import replace

from thongquan import law
from thongquan.authority.certificate_refusals import (
    CertificateNotWaiting,
    CompanyConfirmsItself,
    ConfirmedByItself,
    OfficerDoesNotDecide,
    ReplacementDiffers,
    SameOfficer,
)
from thongquan.authority.certificates_held import counts, fingerprint_of, held_as
from thongquan.authority.deed_ports import OnFile
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import AlreadyRegistered, NotFound
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.base.moment import business_day
from thongquan.registration.deeds_certificates import CertificateConfirm, CertificateConfirmByOfficer

FOUR_EYES = law.parameter("registration_four_eyes", bool)

DECIDING = ("officer", "head")


def no_faults(_now: Sitting, _account: str, _says: CertificateConfirm | CertificateConfirmByOfficer) -> list[Fault]:
    """What is registered is told only to whoever has signed."""
    return []


def certificate_confirm(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says, company = signed.deed.says, signed.by.company
    assert isinstance(says, CertificateConfirm)
    assert company is not None
    waiting = _waiting(now, company.tax_code, says)
    if waiting.certificate.fingerprint == signed.by.certificate.fingerprint:
        raise ConfirmedByItself
    return Done(_confirmed(now, company.tax_code, waiting), company=company.tax_code)


def certificate_confirm_by_officer(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says, officer = signed.deed.says, signed.by.officer
    assert isinstance(says, CertificateConfirmByOfficer)
    assert officer is not None
    if officer.role not in DECIDING or officer.ended_at:
        raise OfficerDoesNotDecide
    company = now.books.company(says.tax_code)
    if company is None:
        raise NotFound
    waiting = _waiting(now, company.tax_code, says)
    if any(counts(now, one) for one in now.books.certificates.of_company(company.tax_code)):
        raise CompanyConfirmsItself
    if FOUR_EYES.on(business_day(now.at)) and waiting.seconded_by in ("", officer.id):
        return Done(_seconded(now, waiting, officer.id), company=company.tax_code)
    return Done(_confirmed(now, company.tax_code, waiting), company=company.tax_code)


def _seconded(now: Sitting, waiting: OnFile, officer: str) -> dict[str, str]:
    """The first of two officers: nothing counts yet."""
    if waiting.seconded_by:
        raise SameOfficer(officer=officer)
    now.books.certificates.second(waiting.certificate.issuer_serial, officer)
    return {"state": "waiting", "seconded_by": officer}


def _waiting(now: Sitting, tax_code: str, says: CertificateConfirm | CertificateConfirmByOfficer) -> OnFile:
    """What the deed is about. The old key that it names is the one that the new asked to replace."""
    found = held_as(now.books, tax_code, says.fingerprint, says.serial)
    if found.state != "waiting":
        raise CertificateNotWaiting
    if fingerprint_of(now.books.certificates.of_company(tax_code), found.replaces) != says.replaces:
        raise ReplacementDiffers
    now.authority.trust.check(found.certificate, now.at)
    return found


def _confirmed(now: Sitting, tax_code: str, waiting: OnFile) -> dict[str, str]:
    books, certificate = now.books, waiting.certificate
    books.certificates.put(certificate.issuer_serial, "registered")
    if not waiting.replaces:
        return {"state": "registered"}
    [old] = [
        one for one in books.certificates.of_company(tax_code) if one.certificate.issuer_serial == waiting.replaces
    ]
    if old.state == "registered":
        books.certificates.put(waiting.replaces, "ended")
    moved = _move_accounts(now, tax_code, old.certificate.issuer_serial, certificate.issuer_serial)
    return {"state": "registered", "replaced": old.certificate.fingerprint, "accounts": " ".join(moved)}


def _move_accounts(now: Sitting, tax_code: str, old: bytes, new: bytes) -> list[str]:
    """Open accounts that signed with the old certificate sign with the new one from now on; sessions end with that."""
    accounts = now.books.accounts
    moving = [one for one in accounts.of_company(tax_code) if one.certificate == old and not one.ended_at]
    if any(one.kind == "user" for one in moving) and (taken := accounts.user_of(new)) is not None:
        raise AlreadyRegistered(what=taken.name)
    for one in moving:
        accounts.put(replace(one, certificate=new))
    return [one.name for one in moving]


BY_COMPANY = Procedure(CertificateConfirm, "company", certificate_confirm, no_faults)
BY_OFFICER = Procedure(CertificateConfirmByOfficer, "officer", certificate_confirm_by_officer, no_faults)
