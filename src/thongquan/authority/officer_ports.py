"""What the requests about officers need from whoever keeps the books."""

from typing import Protocol

import msgspec

from thongquan.authority.paging import Page, Wanted
from thongquan.registration.model import CertificateState, Officer
from thongquan.signing.certificate import RegisteredCertificate


class OfficerCertificate(msgspec.Struct, frozen=True, gc=False):
    certificate: RegisteredCertificate
    state: CertificateState
    until: str
    added_at: str


class OfficerSought(msgspec.Struct, frozen=True):
    """Which officers are asked for; "" leaves it open."""

    office: str = ""
    role: str = ""
    team: str = ""


class Officers(Protocol):
    """Nobody ever leaves the list: whoever has ended decided once."""

    def officer(self, officer: str) -> Officer | None: ...
    def of_office(self, office: str) -> list[Officer]:
        """By id; "" is all offices."""
        ...

    def page_of_office(self, sought: OfficerSought, wanted: Wanted) -> Page[Officer]:
        """By `id`."""
        ...

    def add(self, officer: Officer, at: str) -> None: ...
    def put(self, officer: Officer) -> None:
        """Everything of it as it is now; the id never changes."""
        ...

    def certificates_of(self, officer: str) -> list[OfficerCertificate]: ...
    def register(self, officer: str, certificate: RegisteredCertificate, until: str, at: str) -> None: ...
    def put_certificate(self, issuer_serial: bytes, state: CertificateState) -> None: ...
