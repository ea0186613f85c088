"""An operator registers a company and its certificates."""

from collections.abc import Sequence

from thongquan.authority.plain_text import plain_name
from thongquan.authority.refusals import AlreadyRegistered
from thongquan.authority.sitting import Sitting
from thongquan.base.moment import stamp
from thongquan.numbering.unit_code import unit_code
from thongquan.registration.model import NEVER, Company
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
    return company
