"""An operator registers an officer of a customs office, with certificate and account: without both nobody decides."""

import re

import msgspec

from thongquan.authority.authority import office_of
from thongquan.authority.operator_record import OPERATOR, by_operator
from thongquan.authority.plain_text import plain_name, plain_text
from thongquan.authority.refusals import AlreadyRegistered
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Refusal
from thongquan.base.moment import business_day, stamp
from thongquan.numbering.user_id import is_user_id
from thongquan.registration.account import Account, PasswordState, Person
from thongquan.registration.deeds_officers import OfficerAdd
from thongquan.registration.duty import are_hours
from thongquan.registration.model import Officer
from thongquan.signing.certificate import RegisteredCertificate, ends_at, read_officer_certificate

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


class FirstPassword(msgspec.Struct, frozen=True):
    """The account's password to begin with."""

    kept: str
    """Its hash."""
    state: PasswordState
    """`default`: a one-time code, to be changed at the first login."""
    until: str = ""
    """When a one-time code ends."""
    person: Person = Person()


def officer_add(
    now: Sitting, officer: Officer, certificate: bytes = b"", account: FirstPassword | None = None, by: str = OPERATOR
) -> Officer:
    """Register the officer, the certificate if one is given, and the account if one is wanted.

    Asked again with the same particulars it changes nothing. What it changes stands in the record of deeds.
    """
    _check(now, officer)
    known = now.books.officer(officer.id)
    if known is None:
        now.books.add_officer(officer, stamp(now.at))
    elif known != officer:
        raise AlreadyRegistered(what=officer.id)
    added = _certified(now, officer, certificate) if certificate else None
    opened = account is not None and _opened(now, officer, account)
    if known is None or added or opened:
        one = officer
        serial, fingerprint = (added.serial, added.fingerprint) if added else ("", "")
        says = OfficerAdd(one.id, one.name, one.office, one.role, one.team, one.hours, serial, fingerprint, opened)
        by_operator(now, by, says, {"state": "registered", "known": "yes" if known else "no"})
    return officer


def _check(now: Sitting, officer: Officer) -> None:
    office_of(officer.office, "", business_day(now.at))
    plain_name("id", officer.id)
    plain_name("name", officer.name)
    plain_text("team", officer.team)
    account = now.books.accounts.account(officer.id)
    is_of_a_company = account is not None and account.kind != "officer"
    if is_of_a_company or _LIKE_A_COMPANYS.fullmatch(officer.id) or is_user_id(officer.id):
        raise OfficerIdTaken
    if officer.hours and not are_hours(officer.hours):
        raise HoursMalformed(hours=officer.hours)


def _certified(now: Sitting, officer: Officer, der: bytes) -> RegisteredCertificate | None:
    """The certificate, registered; None if it was before."""
    certificate = read_officer_certificate(der)
    now.authority.trust.check(certificate, now.at)
    known = now.books.certificates.signatory(certificate.issuer_serial)
    if known is not None:
        if known.certificate.der != der or known.holder != officer.id:
            raise AlreadyRegistered(what=certificate.serial)
        return None
    now.books.officers.register(officer.id, certificate, stamp(ends_at(certificate)), stamp(now.at))
    if (account := now.books.accounts.account(officer.id)) is not None:
        now.books.accounts.put(msgspec.structs.replace(account, certificate=certificate.issuer_serial))
    return certificate


def _opened(now: Sitting, officer: Officer, first: FirstPassword) -> bool:
    """Whether an account was opened; one that there is, is left as it is."""
    if now.books.accounts.account(officer.id) is not None:
        return False
    certificates = [one for one in now.books.officers.certificates_of(officer.id) if one.state == "registered"]
    if not certificates:
        raise AccountNeedsCertificate(officer=officer.id)
    if not first.person.identity:
        raise AccountNeedsIdentity(officer=officer.id)
    signs_with = certificates[-1].certificate.issuer_serial
    account = Account(officer.id, "officer", "", signs_with, first.person, stamp(now.at), first.kept, 1, first.state)
    now.books.accounts.add(msgspec.structs.replace(account, password_until=first.until))
    return True
