"""An operator registers a company and its certificates, each of which may declare at once."""

from collections.abc import Sequence

from thongquan.authority.account_ports import Accounts
from thongquan.authority.plain_text import plain_name
from thongquan.authority.refusals import AlreadyRegistered
from thongquan.authority.sitting import Sitting
from thongquan.base.moment import stamp
from thongquan.numbering.unit_code import unit_code
from thongquan.numbering.user_id import user_id
from thongquan.registration.account import Account, Person
from thongquan.registration.model import ALWAYS, NEVER, Company
from thongquan.registration.rules import certificate_names_the_company
from thongquan.signing.certificate import read_certificate


def company_add(now: Sitting, name: str, tax_code: str, certificates: Sequence[bytes]) -> Company:
    """Register the company if it is new, and each certificate whose profile, chain and tax code are in order.

    Asked again with the same particulars it changes nothing.
    """
    books, at = now.books, now.at
    plain_name("name", name)
    company = books.company(tax_code)
    if company is None:
        company = Company(tax_code, name, unit_code(books.companies() + 1))
        books.add_company(company, stamp(at))
    elif company.name != name:
        raise AlreadyRegistered(what=tax_code)
    for der in certificates:
        certificate = read_certificate(der)
        now.authority.trust.check(certificate, at)
        certificate_names_the_company(certificate.tax_code, company)
        signer = books.signer(certificate.issuer_serial)
        if signer is None:
            books.certificates.register(certificate, state="registered", until=NEVER, at=stamp(at))
        elif signer.certificate.der != der or signer.company.tax_code != tax_code:
            raise AlreadyRegistered(what=certificate.serial)
        tie_to_a_user(books.accounts, company, certificate.issuer_serial)
    return company


def tie_to_a_user(accounts: Accounts, company: Company, certificate: bytes) -> None:
    """A certificate for which nobody asked for a user declares through one all the same.

    What had one once, is left as it is.
    """
    if accounts.signing(certificate):
        return
    name = user_id(company.code, lambda one: accounts.account(one) is not None)
    accounts.add(Account(name, "user", company.tax_code, certificate, Person(), ALWAYS))
