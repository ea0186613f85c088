"""*Đăng ký serial với Hải quan*: a certificate registers itself, and brings its company into the books.

The first certificate of a company counts at once: its issuer vouches for the tax code. Each further one waits until
another certificate of the company confirms it, so that nobody puts himself in the company's place alone. Signed again
with the same certificate the registration gets another last day; one that ran out, or that an officer refused, waits
to be confirmed once more.
"""

from datetime import date, datetime

from thongquan import law
from thongquan.authority.certificate_refusals import CertificateNotHeld, OrganisationDiffers
from thongquan.authority.certificates_held import held, replaceable
from thongquan.authority.deed_ports import Signatory
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import AlreadyRegistered, CertificateDiffers
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.base.moment import business_day, stamp, years_after
from thongquan.numbering.unit_code import unit_code
from thongquan.registration.deeds import CertificateRegister
from thongquan.registration.model import CertificateState, Company
from thongquan.registration.rules import CertificateEnded, certificate_names_the_company, last_moment_of
from thongquan.signing.certificate import RegisteredCertificate, ends_at
from thongquan.signing.organisation import organisation_of

YEARS = law.parameter("certificate_registration_years", int)


def last_day_proposed(today: date, certificate_ends: datetime) -> date:
    """So many years from today, or the last day of the certificate if that comes before."""
    return min(years_after(today, YEARS.on(today)), business_day(certificate_ends))


def faults(now: Sitting, _account: str, says: CertificateRegister) -> list[Fault]:
    """The last day lies ahead. Whether the certificate ends before it is only known with the certificate."""
    today = business_day(now.at)
    if not _is_day(says.until) or says.until < today.isoformat():
        return [Fault("REGISTRATION-ENDS-BEFORE", "until", {"today": today.isoformat()})]
    return []


def certificate_register(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says, certificate, books = signed.deed.says, signed.by.certificate, now.books
    assert isinstance(says, CertificateRegister)
    _require_as_issued(says, certificate)
    known = _known(now, certificate)
    replaces = _replaced(now, certificate, says, known)
    until = min(last_moment_of(date.fromisoformat(says.until)), stamp(ends_at(certificate)))
    company, outcome = _company(now, certificate, says.owner)
    state = _state(now, company, known)
    put = books.certificates.register if known is None else books.certificates.register_again
    put(certificate, state=state, until=until, at=stamp(now.at), replaces=replaces, deed=books.deeds.next_place())
    before = {"before": known.state} if known else {}
    return Done({"state": state, "until": until, **before, **outcome}, company=company.tax_code)


def _require_as_issued(says: CertificateRegister, certificate: RegisteredCertificate) -> None:
    """What the deed says of the certificate is what its issuer says: nothing typed is believed."""
    if (says.fingerprint, says.serial) != (certificate.fingerprint, certificate.serial):
        raise CertificateDiffers
    if (named := organisation_of(certificate.der)) != says.owner:
        raise OrganisationDiffers(named=named)


def _known(now: Sitting, certificate: RegisteredCertificate) -> Signatory | None:
    """As it is registered already: for this company, this very certificate, and not ended for good."""
    known = now.books.certificates.signatory(certificate.issuer_serial)
    if known is None:
        return None
    if known.company is None or known.certificate.fingerprint != certificate.fingerprint:
        raise AlreadyRegistered(what=certificate.serial)
    if known.state == "ended":
        raise CertificateEnded
    return known


def _replaced(
    now: Sitting, certificate: RegisteredCertificate, says: CertificateRegister, known: Signatory | None
) -> bytes:
    """Issuer and serial of the one in whose place it is to stand; empty for none."""
    if not says.replaces:
        return b""
    if known is not None and known.state not in ("waiting", "refused"):
        raise AlreadyRegistered(what=certificate.serial)
    old = held(now.books, certificate.tax_code, says.replaces)
    if old.certificate.fingerprint == certificate.fingerprint or not replaceable(old):
        raise CertificateNotHeld
    return old.certificate.issuer_serial


def _state(now: Sitting, company: Company, known: Signatory | None) -> CertificateState:
    if known is None:
        return "waiting" if now.books.certificates.of_company(company.tax_code) else "registered"
    return known.state if known.state != "refused" and stamp(now.at) <= known.until else "waiting"


def _company(now: Sitting, certificate: RegisteredCertificate, name: str) -> tuple[Company, dict[str, str]]:
    """The company, and what there is to tell of it: its code when it is new."""
    company = now.books.company(certificate.tax_code)
    if company is not None:
        certificate_names_the_company(certificate.tax_code, company)
        return company, {}
    company = Company(certificate.tax_code, name, unit_code(now.books.companies() + 1))
    now.books.add_company(company, stamp(now.at))
    return company, {"company": company.code}


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


PROCEDURE = Procedure(CertificateRegister, "itself", certificate_register, faults)
