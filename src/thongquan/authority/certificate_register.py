"""*Đăng ký serial với Hải quan*: a certificate registers itself, and brings its company into the books.

The first certificate of a company counts at once: its issuer vouches for the tax code. Each further one waits until a
second certificate of the company confirms it, so that nobody puts himself in the company's place alone.
"""

from datetime import date

from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import AlreadyRegistered, CertificateDiffers
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.base.moment import business_day, stamp
from thongquan.numbering.unit_code import unit_code
from thongquan.registration.deeds import CertificateRegister
from thongquan.registration.model import CertificateState, Company
from thongquan.registration.rules import certificate_names_the_company, last_moment_of
from thongquan.signing.certificate import RegisteredCertificate, ends_at


def faults(now: Sitting, _account: str, says: CertificateRegister) -> list[Fault]:
    """The last day lies ahead. Whether the certificate ends before it is only known with the certificate."""
    today = business_day(now.at)
    if not _is_day(says.until) or says.until < today.isoformat():
        return [Fault("REGISTRATION-ENDS-BEFORE", "until", {"today": today.isoformat()})]
    return []


def certificate_register(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says, certificate, books = signed.deed.says, signed.by.certificate, now.books
    assert isinstance(says, CertificateRegister)
    if (says.fingerprint, says.serial) != (certificate.fingerprint, certificate.serial):
        raise CertificateDiffers
    company = books.company(certificate.tax_code) or _first(now, certificate, says.owner)
    certificate_names_the_company(certificate.tax_code, company)
    if books.certificates.signatory(certificate.issuer_serial) is not None:
        raise AlreadyRegistered(what=certificate.serial)
    others = [one for one in books.certificates.of_company(company.tax_code) if one.state == "registered"]
    state: CertificateState = "waiting" if others else "registered"
    until = min(last_moment_of(date.fromisoformat(says.until)), stamp(ends_at(certificate)))
    books.certificates.register(certificate, state=state, until=until, at=stamp(now.at))
    return Done({"state": state, "until": until}, company=company.tax_code)


def _first(now: Sitting, certificate: RegisteredCertificate, name: str) -> Company:
    company = Company(certificate.tax_code, name, unit_code(now.books.companies() + 1))
    now.books.add_company(company, stamp(now.at))
    return company


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


PROCEDURE = Procedure(CertificateRegister, "itself", certificate_register, faults)
