"""An operator registers a company and its certificates, each of which may declare at once."""

from collections.abc import Sequence

from thongquan.authority.account_ports import Accounts
from thongquan.authority.operator_record import OPERATOR, by_operator
from thongquan.authority.plain_text import plain_name
from thongquan.authority.refusals import AlreadyRegistered
from thongquan.authority.sitting import Sitting
from thongquan.base.moment import stamp
from thongquan.numbering.unit_code import unit_code
from thongquan.numbering.user_id import user_id
from thongquan.registration.account import Account, Person
from thongquan.registration.deeds_certificates import CertificateAdded, CompanyAdd
from thongquan.registration.model import ALWAYS, NEVER, Company
from thongquan.registration.rules import certificate_names_the_company
from thongquan.signing.certificate import RegisteredCertificate, read_certificate


def company_add(now: Sitting, name: str, tax_code: str, certificates: Sequence[bytes], by: str = OPERATOR) -> Company:
    """Register the company if it is new, and each certificate whose profile, chain and tax code are in order.

    Asked again with the same particulars it changes nothing. What it changes stands in the record of deeds.
    """
    books = now.books
    plain_name("name", name)
    company = books.company(tax_code)
    is_new = company is None
    if company is None:
        company = Company(tax_code, name, unit_code(books.companies() + 1))
        books.add_company(company, stamp(now.at))
    elif company.name != name:
        raise AlreadyRegistered(what=tax_code)
    held = [_checked(now, company, der) for der in certificates]
    added = [one for one in held if _register(now, one)]
    users = [f"{user}:{one.fingerprint}" for one in held if (user := _tied(now, company, one))]
    if is_new or added or users:
        listed = [CertificateAdded(one.serial, one.fingerprint) for one in added]
        told = {"company": company.code} if is_new else {}
        outcome = {"state": "registered", "until": NEVER, "users": " ".join(users), **told}
        by_operator(now, by, CompanyAdd(tax_code, name, company.code, listed), outcome, company=tax_code)
    return company


def _checked(now: Sitting, company: Company, der: bytes) -> RegisteredCertificate:
    certificate = read_certificate(der)
    now.authority.trust.check(certificate, now.at)
    certificate_names_the_company(certificate.tax_code, company)
    known = now.books.certificates.signatory(certificate.issuer_serial)
    if known is not None and (known.certificate.der != der or known.holder != company.tax_code):
        raise AlreadyRegistered(what=certificate.serial)
    return certificate


def _register(now: Sitting, certificate: RegisteredCertificate) -> bool:
    """False where it was registered before."""
    books = now.books
    if books.certificates.signatory(certificate.issuer_serial) is not None:
        return False
    place = books.deeds.next_place()
    books.certificates.register(certificate, state="registered", until=NEVER, at=stamp(now.at), deed=place)
    return True


def _tied(now: Sitting, company: Company, certificate: RegisteredCertificate) -> str:
    return tie_to_a_user(now.books.accounts, company, certificate.issuer_serial)


def tie_to_a_user(accounts: Accounts, company: Company, certificate: bytes) -> str:
    """A certificate for which nobody asked for a user declares through one all the same: the User ID that it gets.

    What had one once, is left as it is: then "".
    """
    if accounts.signing(certificate):
        return ""
    name = user_id(company.code, lambda one: accounts.account(one) is not None)
    accounts.add(Account(name, "user", company.tax_code, certificate, Person(), ALWAYS))
    return name
