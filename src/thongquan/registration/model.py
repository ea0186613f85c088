"""Companies and officers as the authority knows them."""

from typing import Literal

import msgspec

from thongquan.signing.certificate import RegisteredCertificate

Role = Literal["officer", "head"]


class Company(msgspec.Struct, frozen=True, gc=False):
    """A company registered for electronic customs. Its tax code is its name to us; `code` is printed as the agent's."""

    tax_code: str
    name: str
    code: str
    suspended: bool = False


class Officer(msgspec.Struct, frozen=True, gc=False):
    """Somebody who decides for one customs office. The head's name stands on what the office issues."""

    id: str
    name: str
    office: str
    role: Role


class Signer(msgspec.Struct, frozen=True, gc=False):
    """A registered certificate and the company that it speaks for."""

    company: Company
    certificate: RegisteredCertificate
    blocked: bool = False
    """The company (or the operator) reported the key lost: refused at once, whatever the lists say."""
