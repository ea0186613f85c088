"""Companies, officers and their certificates as the authority knows them."""

from typing import Literal

import msgspec

from thongquan.signing.certificate import RegisteredCertificate

NEVER = "9999-12-31T23:59:59.999999Z"
"""A registration without an end of its own lasts as long as its certificate."""

ALWAYS = "2016-01-01T00:00:00.000000Z"
"""The first day that this program knows: a user that nobody asked for counts as long as its certificate does."""

Role = Literal["officer", "head", "auditor", "operator"]
"""`head` leads an office; an auditor reads, an operator runs the machine: neither decides."""

CertificateState = Literal["registered", "waiting", "refused", "suspended", "ended"]
"""`waiting`: for a second person of the company, or for officers. `refused`: by an officer, and it may ask again.
`suspended`: reported lost or stolen, refused at once, whatever the
lists say. `ended`: replaced, or its holder has left."""


class Company(msgspec.Struct, frozen=True, gc=False):
    """A company registered for electronic customs. Its tax code is its name to us; `code` is printed as the agent's."""

    tax_code: str
    name: str
    code: str
    suspended: bool = False


class Officer(msgspec.Struct, frozen=True, gc=False):
    """Somebody who works for one customs office. The head's name stands on what the office issues."""

    id: str
    name: str
    office: str
    role: Role
    team: str = ""
    """"" belongs to no team: to all."""
    hours: str = ""
    """`07:00-19:00` in Viet Nam; "" at any hour."""
    ended_at: str = ""


class SigningUser(msgspec.Struct, frozen=True, gc=False):
    """A User ID that declares with a certificate, or another account that signs with it, from one moment to another."""

    name: str
    effective_at: str
    ended_at: str = ""
    """"" while no end was named."""

    def is_open(self, at: str) -> bool:
        """In effect and not ended at `at`, a `stamp`."""
        return self.effective_at <= at and not self.has_ended(at)

    def has_ended(self, at: str) -> bool:
        return bool(self.ended_at) and self.ended_at <= at


class Signer(msgspec.Struct, frozen=True, gc=False):
    """A registered certificate, the company that it speaks for, and who of it declares with it."""

    company: Company
    certificate: RegisteredCertificate
    state: CertificateState = "registered"
    until: str = NEVER
    """The moment after which the registration no longer counts."""
    users: tuple[SigningUser, ...] = ()
    """One at a time, ended ones too."""
