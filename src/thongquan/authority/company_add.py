"""An operator registers a company and its certificates, each of which may declare at once."""

from thongquan.authority import beside
from thongquan.authority.account_ports import Accounts
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import AlreadyRegistered
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.base.moment import stamp
from thongquan.numbering.unit_code import unit_code
from thongquan.numbering.user_id import user_id
from thongquan.registration.account import Account, Person
from thongquan.registration.deeds_operators import CompanyAdd
from thongquan.registration.model import ALWAYS, NEVER, Company
from thongquan.registration.rules import certificate_names_the_company
from thongquan.signing.certificate import RegisteredCertificate


def faults(now: Sitting, _account: str, says: CompanyAdd) -> list[Fault]:
    """Raises AlreadyRegistered: under another name."""
    known = now.books.company(says.tax_code)
    if known is not None and known.name != says.name:
        raise AlreadyRegistered(what=says.tax_code)
    return []


def company_add(now: Sitting, signed: Signed, secrets: Secrets) -> Done:
    """The company if it is new, and each certificate whose profile, chain and tax code are in order.

    What is registered already stays as it is; the outcome says what is new.
    """
    says, books = signed.deed.says, now.books
    assert isinstance(says, CompanyAdd)
    company = books.company(says.tax_code)
    told = {"state": "registered", "until": NEVER}
    if company is None:
        company = Company(says.tax_code, says.name, unit_code(books.companies() + 1))
        books.add_company(company, stamp(now.at))
        told["company"] = company.code
    held = [_checked(now, company, one) for one in beside.of_company(secrets, says.certificates)]
    added = [one.fingerprint for one in held if _register(now, one)]
    users = [f"{user}:{one.fingerprint}" for one in held if (user := _tied(now, company, one))]
    return Done({**told, "added": " ".join(added), "users": " ".join(users)}, company=company.tax_code)


def _checked(now: Sitting, company: Company, certificate: RegisteredCertificate) -> RegisteredCertificate:
    now.authority.trust.check(certificate, now.at)
    certificate_names_the_company(certificate.tax_code, company)
    known = now.books.certificates.signatory(certificate.issuer_serial)
    if known is not None and (known.certificate.der != certificate.der or known.holder != company.tax_code):
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


PROCEDURE = Procedure(CompanyAdd, "operator", company_add, faults, secrets=(beside.CERTIFICATES,))
