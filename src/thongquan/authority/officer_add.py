"""An operator registers an officer of a customs office, with certificate and account: without both nobody decides."""

import re
from datetime import timedelta

import msgspec

from thongquan.authority import beside
from thongquan.authority.authority import office_of
from thongquan.authority.password_work import DEFAULT
from thongquan.authority.procedures import Done, DrawnPassword, Procedure, Secrets, Signed
from thongquan.authority.refusals import AlreadyRegistered
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault, Refusal
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day, stamp
from thongquan.numbering.user_id import is_user_id
from thongquan.registration.account import Account, Person
from thongquan.registration.deeds_officers import OfficerAdd
from thongquan.registration.duty import are_hours
from thongquan.registration.model import Officer
from thongquan.signing.certificate import RegisteredCertificate, ends_at

_LIKE_A_COMPANYS = re.compile(r"[0-9]{10}([0-9]{3})?")


class HoursMalformed(Refusal):
    """Hours of duty are written `07:00-19:00`."""

    code = "OFFICER-HOURS"


class OfficerIdTaken(Refusal):
    """It looks like a tax code or a User ID, under which a company's people log in; or somebody has it."""

    code = "OFFICER-ID"


class AccountNeedsCertificate(Refusal):
    """An account signs with a certificate: there is none yet."""

    code = "OFFICER-CERTIFICATE-MISSING"


class AccountNeedsIdentity(Refusal):
    """Who decides must be told apart from the people of companies: by the identity number."""

    code = "OFFICER-IDENTITY-MISSING"


def said(says: OfficerAdd) -> Officer:
    return Officer(says.id, says.name, says.office, says.role, says.team, says.hours)


def faults(now: Sitting, _account: str, says: OfficerAdd) -> list[Fault]:
    """Raises what is worded for the one field that it is about."""
    require_fit(now, said(says))
    known = now.books.officer(says.id)
    if known is not None and known != said(says):
        raise AlreadyRegistered(what=says.id)
    if says.account and not says.identity:
        raise AccountNeedsIdentity(officer=says.id)
    return []


def officer_add(now: Sitting, signed: Signed, secrets: Secrets) -> Done:
    """The officer, the certificate if one is given, and the account if one is wanted; its one-time code is told once.

    What is there already stays as it is; the outcome says what is new.
    """
    says = signed.deed.says
    assert isinstance(says, OfficerAdd)
    officer, known = said(says), now.books.officer(says.id)
    if known is None:
        now.books.add_officer(officer, stamp(now.at))
    certificate = beside.of_officer(secrets, says)
    certified = certificate is not None and certify(now, officer, certificate)
    person = Person(says.name, says.identity, says.email)
    opened = says.account and open_account(now, officer, person, signed.drawn[says.id])
    told = {"known": known is not None, "certified": certified, "opened": opened}
    outcome = {"state": "registered", **{name: "yes" if one else "no" for name, one in told.items()}}
    return Done(outcome, shown={says.id: signed.drawn[says.id].password} if opened else {})


def require_fit(now: Sitting, officer: Officer) -> None:
    office_of(officer.office, "", business_day(now.at))
    account = now.books.accounts.account(officer.id)
    is_of_a_company = account is not None and account.kind != "officer"
    if is_of_a_company or _LIKE_A_COMPANYS.fullmatch(officer.id) or is_user_id(officer.id):
        raise OfficerIdTaken
    if officer.hours and not are_hours(officer.hours):
        raise HoursMalformed(hours=officer.hours)


def certify(now: Sitting, officer: Officer, certificate: RegisteredCertificate) -> bool:
    """Register the certificate; False if it was before."""
    now.authority.trust.check(certificate, now.at)
    known = now.books.certificates.signatory(certificate.issuer_serial)
    if known is not None:
        if known.certificate.der != certificate.der or known.holder != officer.id:
            raise AlreadyRegistered(what=certificate.serial)
        return False
    now.books.officers.register(officer.id, certificate, stamp(ends_at(certificate)), stamp(now.at))
    if (account := now.books.accounts.account(officer.id)) is not None:
        now.books.accounts.put(msgspec.structs.replace(account, certificate=certificate.issuer_serial))
    return True


def open_account(now: Sitting, officer: Officer, person: Person, code: DrawnPassword) -> bool:
    """Whether an account was opened; one that there is, is left as it is."""
    if now.books.accounts.account(officer.id) is not None:
        return False
    certificates = [one for one in now.books.officers.certificates_of(officer.id) if one.state == "registered"]
    if not certificates:
        raise AccountNeedsCertificate(officer=officer.id)
    signs_with = certificates[-1].certificate.issuer_serial
    account = Account(officer.id, "officer", "", signs_with, person, stamp(now.at))
    now.books.accounts.add(with_code(now, account, code.kept))
    return True


def with_code(now: Sitting, account: Account, kept: str) -> Account:
    """The account with a one-time code, of which `kept` is the hash: it opens nothing but its own change."""
    until = stamp(now.at + timedelta(seconds=LIMITS.officer_code_seconds))
    number = account.password_number + 1
    return msgspec.structs.replace(
        account, password=kept, password_number=number, password_state=DEFAULT, password_until=until
    )


def _drawn_for(says: OfficerAdd) -> list[str]:
    return [says.id] if says.account else []


PROCEDURE = Procedure(OfficerAdd, "operator", officer_add, faults, secrets=(beside.CERTIFICATES,), draws=_drawn_for)
