"""What the register must hold, followed from the deeds on record, one after another.

A certificate, account or company that no deed brought was there before there were deeds: then the migration's signed
event tells of it (`register_before.py`).
"""

from collections.abc import Collection
from typing import NamedTuple

import msgspec

from thongquan.registration.deed import Particulars
from thongquan.registration.deeds import CertificateRegister
from thongquan.registration.deeds_account import AdminRegister, PasswordChange
from thongquan.registration.deeds_applying import ApplicationSend
from thongquan.registration.deeds_certificates import (
    CertificateConfirm,
    CertificateConfirmByOfficer,
    CertificateEnd,
    CertificateRefuseByOfficer,
    CertificateSuspend,
)
from thongquan.registration.deeds_delegation import DelegationGive
from thongquan.registration.deeds_operators import CertificateSuspendForCompany, CompanyAdd
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


class ChangeTold(msgspec.Struct, frozen=True):
    application: str
    certificate: str
    effective_at: str
    may_fail: bool = False
    """Another user got the certificate first, or the account ended: the application takes effect all the same."""


class AccountTold(msgspec.Struct):
    is_new: bool
    first_certificate: str = ""
    certificate: str = ""
    """Fingerprint; "" where no deed speaks of it."""
    changes: list["ChangeTold"] = []
    """Those that approved applications put in its place when they take effect: that, no deed says."""
    maybe: set[str] = set()
    """Those of changes that were due when a deed put another in its place: the change may have come after it."""
    password_number: int = 0
    ended_at: str = ""

    def move_to(self, certificate: str, at: str) -> None:
        due = [one for one in self.changes if one.effective_at <= at]
        self.certificate = certificate
        self.maybe = self.maybe | {one.certificate for one in due}
        self.changes = [one for one in self.changes if one not in due]

    def holders(self, effective: Collection[str]) -> set[str]:
        """The certificates that it may sign with, when these applications have taken effect; empty: any."""
        now = {self.certificate}
        for one in self.changes:
            if one.application in effective:
                now = {*(now if one.may_fail else ()), one.certificate}
        return set() if "" in now else self.maybe | now

    def signs_with(self, at: str) -> set[str]:
        """The certificates that it may have signed with at that moment; empty: deeds do not tell."""
        due = {one.certificate for one in self.changes if one.effective_at <= at}
        return self.maybe | due | {self.certificate} if self.certificate else set()

    def ever(self) -> set[str]:
        """All certificates that it may have signed with, or may sign with one day."""
        return {self.certificate, self.first_certificate, *self.maybe, *(one.certificate for one in self.changes)}

    def end(self, at: str, since: str) -> None:
        """What was not due yet will change nothing any more; of what was due, nobody tells whether it came first."""
        self.changes = [msgspec.structs.replace(one, may_fail=True) for one in self.changes if one.effective_at <= at]
        self.ended_at = self.ended_at or since


class OfficerTold(msgspec.Struct):
    first: tuple[str, str, str] | None
    """Name, office and role as the migration found them; None where a deed brought the officer."""
    said: tuple[str, str, str, str, str] | None
    """Name, office, role, team and hours; None where no deed speaks of them."""
    ended_at: str = ""


class OfficerCertificateTold(msgspec.Struct):
    officer: str
    state: str = "registered"


class TerminalTold(msgspec.Struct):
    tax_code: str
    application: str
    users: set[str] = set()
    """With whose certificate its key works: the last that was named."""
    key_number: int = 0
    ended_at: str = ""


class DelegationTold(msgspec.Struct):
    principal: str
    says: DelegationGive
    since: str
    until: str
    revoked_at: str = ""


class LinkTold(msgspec.Struct):
    """A link of a transport for its driver."""

    made: OnRecord
    ended_at: str = ""


class ApplicationTold(msgspec.Struct):
    tax_code: str
    says: ApplicationSend
    state: str = "sent"


class ListTold(msgspec.Struct):
    """A list HQ 01 or HQ 02, and the answer of customs."""

    company: str
    sent: OnRecord
    inspection: OnRecord | None = None
    """Of documents, where customs ordered one before they answered."""
    answer: OnRecord | None = None


class TransportTold(msgspec.Struct):
    """What the last deeds of a transport left of it: its head, and the digests of what lies sealed."""

    head: str
    standing: str
    last: OnRecord
    bodies: dict[int, str]
    """Version → digest."""
    held: dict[int, int]
    """What secures it, in đồng by account."""


class StepTold(NamedTuple):
    """What the feed of its company says of one step of a transport."""

    company: str
    number: str
    version: int
    step: str
    state: str
    at: str


class AttachmentTold(msgspec.Struct):
    """An attachment by itself: the deeds that made its versions, and the one with which an officer examined it."""

    versions: list[OnRecord]
    examined: OnRecord | None = None


class WebhookTold(msgspec.Struct):
    company: str
    address: str
    number: int = 1
    state: str = "active"


class MovedTold(NamedTuple):
    deed: OnRecord
    account: str
    kind: str
    amount: int
    number: int = 0
    """Of the transport that it secures, as the ledger spells it."""


class DepositsTold(msgspec.Struct):
    """What deeds say of accounts: who opened each, what was moved by deed, and which lines of the bank were booked."""

    opened: dict[int, OnRecord]
    ended: dict[int, str]
    """When guarantees were ended."""
    moved: list[MovedTold]
    """In their order."""
    bank_lines: dict[tuple[str, str], int]


class CompanyTold(msgspec.Struct, frozen=True):
    name: str
    code: str


class Told:
    """What the deeds so far say. Certificates are known by their fingerprint."""

    def __init__(self) -> None:
        self.companies: dict[str, CompanyTold] = {}
        self.certificates: dict[str, CertificateTold] = {}
        self.accounts: dict[str, AccountTold] = {}
        self.officers: dict[str, OfficerTold] = {}
        self.officer_certificates: dict[str, OfficerCertificateTold] = {}
        self.terminals: dict[str, TerminalTold] = {}
        self.delegations: dict[str, DelegationTold] = {}
        self.applications: dict[str, ApplicationTold] = {}
        self.lists: dict[str, ListTold] = {}
        self.attachments: dict[str, AttachmentTold] = {}
        self.links: dict[str, LinkTold] = {}
        self.webhooks: dict[str, WebhookTold] = {}
        self.deposits = DepositsTold({}, {}, [], {})
        self.transports: dict[str, TransportTold] = {}
        self.steps: list[StepTold] = []
        """Of all transports, in the order of their deeds."""
        self.closed: list[OnRecord] = []
        """The deeds that closed a day of the deposit accounts."""
        self.cancelled: set[str] = set()
        """Certificates of users that were cancelled, at once or for a day to come."""

    def counts(self, fingerprint: str, at: str) -> bool:
        """Whether a certificate could sign at that moment, as far as deeds tell."""
        if (of_officer := self.officer_certificates.get(fingerprint)) is not None:
            return of_officer.state == "registered"
        known = self.certificates.get(fingerprint)
        return known is None or (known.state == "registered" and at <= known.until)

    def has_left(self, fingerprint: str, at: str) -> bool:
        """Whether everybody who signs with it was cancelled by then, as far as deeds tell for sure."""
        if fingerprint not in self.cancelled:
            return False
        holders = [one for one in self.accounts.values() if fingerprint in one.ever()]
        return all(one.ended_at and one.ended_at <= at for one in holders)

    def certificate(self, fingerprint: str, tax_code: str) -> CertificateTold:
        """One that no deed brought is from before there were deeds."""
        return self.certificates.setdefault(fingerprint, CertificateTold(tax_code, is_new=False))

    def account(self, name: str, certificate: str = "") -> AccountTold:
        return self.accounts.setdefault(name, AccountTold(is_new=False, first_certificate=certificate))

    def cancel(self, user: str, at: str, since: str) -> None:
        """Its certificate speaks for the company no more from then on, unless another account signs with it."""
        account = self.account(user)
        account.end(at, since)
        if account.ever() == {account.certificate, ""}:  # deeds tell which it was, and no change came between
            self.cancelled.add(account.certificate)

    def take(self, user: str, certificate: str) -> None:
        """A user gets a certificate now: whoever was to change to it keeps another, unless this one ends before."""
        for name, one in self.accounts.items():
            if name != user and any(change.certificate == certificate for change in one.changes):
                one.changes = [
                    msgspec.structs.replace(change, may_fail=change.may_fail or change.certificate == certificate)
                    for change in one.changes
                ]


def certificate_register(told: Told, deed: OnRecord, says: CertificateRegister) -> None:
    if "company" in deed.outcome:
        told.companies[deed.company] = CompanyTold(says.owner, deed.outcome["company"])
    if "before" not in deed.outcome:
        told.certificates[says.fingerprint] = CertificateTold(deed.company, is_new=True)
    known = told.certificate(says.fingerprint, deed.company)
    known.state, known.until = deed.outcome["state"], deed.outcome["until"]
    known.replaces, known.deed, known.seconded_by = says.replaces, deed.seq, ""


def certificate_confirm(told: Told, deed: OnRecord, says: CertificateConfirm | CertificateConfirmByOfficer) -> None:
    known = told.certificate(says.fingerprint, deed.company)
    known.state = deed.outcome["state"]
    known.seconded_by = deed.outcome.get("seconded_by", known.seconded_by)
    if replaced := deed.outcome.get("replaced", ""):
        if replaced not in told.certificates and deed.outcome["replaced_state"] == "suspended":
            told.certificate(replaced, deed.company).first_state = "suspended"
        told.certificate(replaced, deed.company).state = deed.outcome["replaced_state"]
        for name in deed.outcome["accounts"].split():
            told.account(name, replaced).move_to(says.fingerprint, deed.at)
            if name != deed.company:  # the administrator's account is no user
                told.take(name, says.fingerprint)


def certificate_stop(
    told: Told,
    deed: OnRecord,
    says: CertificateSuspend | CertificateSuspendForCompany | CertificateEnd | CertificateRefuseByOfficer,
) -> None:
    told.certificate(says.fingerprint, deed.company).state = deed.outcome["state"]


def company_add(told: Told, deed: OnRecord, says: CompanyAdd) -> None:
    if "company" in deed.outcome:
        told.companies[says.tax_code] = CompanyTold(says.name, deed.outcome["company"])
    for added in deed.outcome["added"].split():
        told.certificates[added] = CertificateTold(says.tax_code, is_new=True, deed=deed.seq)
    for tied in deed.outcome["users"].split():
        user, _, fingerprint = tied.partition(":")
        told.accounts[user] = AccountTold(is_new=True, certificate=fingerprint)
        told.take(user, fingerprint)


def admin_register(told: Told, deed: OnRecord, says: AdminRegister) -> None:
    if deed.outcome["account"] == "registered":
        told.accounts[deed.account] = AccountTold(is_new=True)
    known = told.account(deed.account)
    known.certificate, known.password_number = says.fingerprint, int(deed.outcome["password_number"])


def password_change(told: Told, deed: OnRecord, says: PasswordChange) -> None:
    told.account(deed.account).password_number = int(says.becomes)
