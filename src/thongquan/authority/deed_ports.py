"""What deeds need from whoever keeps the books: the certificates that may sign, and the deeds on record."""

from typing import Protocol

import msgspec

from thongquan.authority.paging import Page, Wanted
from thongquan.registration.model import CertificateState, Company, Officer
from thongquan.signing.certificate import RegisteredCertificate


class Signatory(msgspec.Struct, frozen=True, gc=False):
    """A registered certificate and whom it speaks for: a company or an officer."""

    certificate: RegisteredCertificate
    state: CertificateState
    until: str
    """The moment after which the registration no longer counts."""
    company: Company | None = None
    officer: Officer | None = None

    @property
    def holder(self) -> str:
        """A tax code or an officer's id."""
        if self.company is not None:
            return self.company.tax_code
        assert self.officer is not None
        return self.officer.id


class OnFile(msgspec.Struct, frozen=True, gc=False):
    """A certificate as its company sees it."""

    certificate: RegisteredCertificate
    state: CertificateState
    until: str
    added_at: str
    replaces: bytes
    """Issuer and serial of the one that it is to replace; empty for none."""
    seconded_by: str = ""
    """The first of two officers to confirm it."""


class WaitingFile(msgspec.Struct, frozen=True, gc=False):
    """A certificate that waits, and the deed with which its holder asked."""

    file: OnFile
    deed: int
    """Its place in the record."""
    asked_at: str


class NewDeed(msgspec.Struct, frozen=True, gc=False):
    """A deed ready to be entered."""

    kind: str
    at: str
    account: str
    company: str
    certificate: str
    delegation: str
    digest: bytes
    leaf: bytes
    salt: bytes
    text: bytes
    signature: bytes
    outcome: bytes
    """Canonical JSON, without secrets."""


class DeedOnRecord(msgspec.Struct, frozen=True, gc=False):
    """A deed as it is read back by those whom it concerns."""

    seq: int
    kind: str
    at: str
    account: str
    company: str
    certificate: str
    delegation: str
    text: str
    outcome: dict[str, str]


class Sought(msgspec.Struct, frozen=True):
    """Which deeds an auditor asks for; "" leaves it open."""

    kind: str = ""
    account: str = ""
    company: str = ""


class CertificateSought(msgspec.Struct, frozen=True):
    """Which certificates of a company are asked for; "" leaves it open."""

    state: str = ""
    """`registered` holds those that have run out."""
    serial: str = ""
    """The end of the serial number, or all of it."""


class Conflicting(Exception):  # noqa: N818 - a state of the books, not an error of the program
    """The text stands in the record already."""


class Deeds(Protocol):
    """The record of deeds. Nothing in it is ever changed."""

    def done_at(self, digest: bytes) -> str | None:
        """When the deed of this text was carried out; None if it never was."""
        ...

    def of_digest(self, digest: bytes) -> DeedOnRecord | None:
        """The deed of this text."""
        ...

    def next_place(self) -> int:
        """The place that the next deed gets."""
        ...

    def composed_since(self) -> str:
        """Nothing composed before this stamp is carried out: restored books may have forgotten that it was."""
        ...

    def enter(self, deed: NewDeed) -> int:
        """Its place in the record. Raises Conflicting if its text stands there already."""
        ...

    def all_of(self, sought: "Sought", before: int, limit: int) -> list[DeedOnRecord]:
        """Whosever they are, the latest first, from below place `before` on."""
        ...

    def count(self, sought: "Sought") -> int:
        """How many there are; no further than one more than is ever told."""
        ...

    def of_company(self, tax_code: str, before: int, limit: int) -> list[DeedOnRecord]:
        """The latest first, from below place `before` on."""
        ...


class Certificates(Protocol):
    def signatory(self, issuer_serial: bytes) -> Signatory | None: ...
    def of_company(self, tax_code: str) -> list[OnFile]: ...
    def waiting(self, at: str, limit: int) -> list[WaitingFile]:
        """Of all companies, the oldest first; those of companies that have no other registered now before the rest."""
        ...

    def page_of_company(self, tax_code: str, sought: CertificateSought, wanted: Wanted) -> Page[OnFile]:
        """By `added`."""
        ...

    def held(self, tax_code: str, issuer_serial: bytes) -> OnFile | None:
        """The company's certificate of this issuer and serial."""
        ...

    def of_serial(self, serial: str) -> list[OnFile]:
        """Companies' certificates of this serial number, from whichever issuer. Looks through all of them."""
        ...

    def register(
        self,
        certificate: RegisteredCertificate,
        *,
        state: CertificateState,
        until: str,
        at: str,
        replaces: bytes = b"",
        deed: int,
    ) -> None:
        """For the company that the certificate names. `deed` is the place of the deed that did it."""
        ...

    def register_again(
        self,
        certificate: RegisteredCertificate,
        *,
        state: CertificateState,
        until: str,
        at: str,
        replaces: bytes = b"",
        deed: int,
    ) -> None:
        """As `register`, of one that is registered or waits already. `at` is not kept: it was added before."""
        ...

    def second(self, issuer_serial: bytes, officer: str) -> None:
        """An officer has confirmed it, and another must."""
        ...

    def put(self, issuer_serial: bytes, state: CertificateState) -> None: ...
