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
    added = [one for der in certificates if (one := _added(now, company, der)) is not None]
    if is_new or added:
        listed = [CertificateAdded(one.serial, one.fingerprint) for one in added]
        says = CompanyAdd(tax_code, name, company.code, listed)
        told = {"company": company.code} if is_new else {}
        by_operator(now, by, says, {"state": "registered", "until": NEVER, **told}, company=tax_code)
    return company


def _added(now: Sitting, company: Company, der: bytes) -> RegisteredCertificate | None:
    """The certificate, registered with a user that declares with it; None if it was before."""
    books, certificate = now.books, read_certificate(der)
    now.authority.trust.check(certificate, now.at)
    certificate_names_the_company(certificate.tax_code, company)
    known = books.certificates.signatory(certificate.issuer_serial)
    if known is not None and (known.certificate.der != der or known.holder != company.tax_code):
        raise AlreadyRegistered(what=certificate.serial)
    if known is None:
        place = books.deeds.next_place()
        books.certificates.register(certificate, state="registered", until=NEVER, at=stamp(now.at), deed=place)
    tie_to_a_user(books.accounts, company, certificate.issuer_serial)
    return certificate if known is None else None


def tie_to_a_user(accounts: Accounts, company: Company, certificate: bytes) -> None:
    """A certificate for which nobody asked for a user declares through one all the same.

    What had one once, is left as it is.
    """
    if accounts.signing(certificate):
        return
    name = user_id(company.code, lambda one: accounts.account(one) is not None)
    accounts.add(Account(name, "user", company.tax_code, certificate, Person(), ALWAYS))
