"""What the register must hold, followed from the deeds on record, one after another.

A certificate, account or company that no deed brought was there before there were deeds: then the migration's signed
event tells of it (`register_before.py`).
"""

from collections.abc import Callable
from typing import Any

import msgspec

from thongquan.registration.deed import Particulars
from thongquan.registration.deeds import CertificateRegister
from thongquan.registration.deeds_account import AdminRegister, LogIn, PasswordChange
from thongquan.registration.deeds_certificates import (
    CertificateConfirm,
    CertificateConfirmByOfficer,
    CertificateEnd,
    CertificateSuspend,
    CompanyAdd,
)
from thongquan.registration.model import NEVER


class OnRecord(msgspec.Struct, frozen=True):
    """A deed that was found sound."""

    seq: int
    at: str
    account: str
    company: str
    says: Particulars
    outcome: dict[str, str]


class CertificateTold(msgspec.Struct):
    tax_code: str
    is_new: bool
    """A deed brought it."""
    first_state: str = "registered"
    """Where no deed brought it: how the migration found it."""
    state: str = "registered"
    until: str = NEVER
    replaces: str = ""
    deed: int | None = None
    seconded_by: str = ""


class AccountTold(msgspec.Struct):
    is_new: bool
    first_certificate: str = ""
    certificate: str = ""
    """Fingerprint; "" where no deed speaks of it."""
    password_number: int = 0


class CompanyTold(msgspec.Struct, frozen=True):
    name: str
    code: str


class Told:
    """What the deeds so far say. Certificates are known by their fingerprint."""

    def __init__(self) -> None:
        self.companies: dict[str, CompanyTold] = {}
        self.certificates: dict[str, CertificateTold] = {}
        self.accounts: dict[str, AccountTold] = {}

    def follow(self, deed: OnRecord) -> None:
        """Raises KeyError for a kind that nobody taught it."""
        FOLLOWED[type(deed.says)](self, deed, deed.says)

    def counts(self, fingerprint: str, at: str) -> bool:
        """Whether a company's certificate could sign at that moment, as far as deeds tell."""
        known = self.certificates.get(fingerprint)
        return known is None or (known.state == "registered" and at <= known.until)

    def certificate(self, fingerprint: str, tax_code: str) -> CertificateTold:
        """One that no deed brought is from before there were deeds."""
        return self.certificates.setdefault(fingerprint, CertificateTold(tax_code, is_new=False))

    def account(self, name: str, certificate: str = "") -> AccountTold:
        return self.accounts.setdefault(name, AccountTold(is_new=False, first_certificate=certificate))


def _register(told: Told, deed: OnRecord, says: CertificateRegister) -> None:
    if "company" in deed.outcome:
        told.companies[deed.company] = CompanyTold(says.owner, deed.outcome["company"])
    if "before" not in deed.outcome:
        told.certificates[says.fingerprint] = CertificateTold(deed.company, is_new=True)
    known = told.certificate(says.fingerprint, deed.company)
    known.state, known.until = deed.outcome["state"], deed.outcome["until"]
    known.replaces, known.deed, known.seconded_by = says.replaces, deed.seq, ""


def _confirm(told: Told, deed: OnRecord, says: CertificateConfirm | CertificateConfirmByOfficer) -> None:
    known = told.certificate(says.fingerprint, deed.company)
    known.state = deed.outcome["state"]
    known.seconded_by = deed.outcome.get("seconded_by", known.seconded_by)
    if replaced := deed.outcome.get("replaced", ""):
        if replaced not in told.certificates and deed.outcome["replaced_state"] == "suspended":
            told.certificate(replaced, deed.company).first_state = "suspended"
        told.certificate(replaced, deed.company).state = deed.outcome["replaced_state"]
        for name in deed.outcome["accounts"].split():
            told.account(name, replaced).certificate = says.fingerprint


def _stop(told: Told, deed: OnRecord, says: CertificateSuspend | CertificateEnd) -> None:
    told.certificate(says.fingerprint, deed.company).state = deed.outcome["state"]


def _company_add(told: Told, deed: OnRecord, says: CompanyAdd) -> None:
    if "company" in deed.outcome:
        told.companies[says.tax_code] = CompanyTold(says.name, says.code)
    for one in says.certificates:
        told.certificates[one.fingerprint] = CertificateTold(says.tax_code, is_new=True, deed=deed.seq)


def _admin_register(told: Told, deed: OnRecord, says: AdminRegister) -> None:
    if deed.outcome["account"] == "registered":
        told.accounts[deed.account] = AccountTold(is_new=True)
    known = told.account(deed.account)
    known.certificate, known.password_number = says.fingerprint, int(deed.outcome["password_number"])


def _password_change(told: Told, deed: OnRecord, says: PasswordChange) -> None:
    told.account(deed.account).password_number = int(says.becomes)


def nothing(_told: Told, _deed: OnRecord, _says: Particulars) -> None:
    """Changes nothing in the register."""


FOLLOWED: dict[type[Particulars], Callable[[Told, OnRecord, Any], None]] = {
    CertificateRegister: _register,
    CertificateConfirm: _confirm,
    CertificateConfirmByOfficer: _confirm,
    CertificateSuspend: _stop,
    CertificateEnd: _stop,
    CompanyAdd: _company_add,
    AdminRegister: _admin_register,
    LogIn: nothing,
    PasswordChange: _password_change,
}
