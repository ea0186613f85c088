"""The certificates that travel beside a text, which names each by serial number and SHA-256."""

from base64 import b64decode
from collections.abc import Sequence
from typing import Protocol

from thongquan.authority.procedures import Secrets
from thongquan.base.fault import Refusal
from thongquan.signing.certificate import RegisteredCertificate, read_certificate, read_officer_certificate

CERTIFICATES = "certificates"
"""Under this name: base64 of DER, with blanks between."""


class CertificatesDiffer(Refusal):
    """Other certificates came than the text names."""

    code = "CERTIFICATES-DIFFER"


class Named(Protocol):
    @property
    def serial(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...


def of_company(secrets: Secrets, named: Sequence[Named]) -> list[RegisteredCertificate]:
    """As the text names them, in its order.

    Raises:
        CertificatesDiffer
        SignatureRefused: no certificate of a company, or one that nothing may be signed with.
    """
    return _as_named([read_certificate(der) for der in given(secrets)], named)


def of_officer(secrets: Secrets, named: Named) -> RegisteredCertificate | None:
    """None: the text names none. Raises as above."""
    read = [read_officer_certificate(der) for der in given(secrets)]
    found = _as_named(read, [named] if named.fingerprint else [])
    return found[0] if found else None


def given(secrets: Secrets) -> list[bytes]:
    try:
        return [b64decode(one, validate=True) for one in secrets[CERTIFICATES].split()]
    except ValueError:
        raise CertificatesDiffer from None


def _as_named(read: list[RegisteredCertificate], named: Sequence[Named]) -> list[RegisteredCertificate]:
    if [(one.serial, one.fingerprint) for one in read] != [(one.serial, one.fingerprint) for one in named]:
        raise CertificatesDiffer
    return read
