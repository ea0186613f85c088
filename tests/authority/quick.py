"""Signing by hand, in a tenth of a millisecond where pyHanko takes ten: for whoever signs thousands of texts."""

from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from authority.applying import officer_signer
from authority.house import the_pki
from demo_pki import P256_COMPANY, PASSWORD, RSA_COMPANY
from signing.forging import ECDSA_SHA256, RSA_SHA256, Forger
from thongquan.signing.certificate import RegisteredCertificate


class Held(Forger):
    def __init__(self, p12: Path, registered: RegisteredCertificate) -> None:
        key = load_pkcs12(p12.read_bytes(), PASSWORD.encode()).key
        assert isinstance(key, EllipticCurvePrivateKey | RSAPrivateKey)
        self.key, self.registered, self.der = key, registered, registered.der


class Quick:
    """A genuine key. Its messages carry no certificates."""

    def __init__(self, p12: Path, registered: RegisteredCertificate) -> None:
        self._held = Held(p12, registered)
        self._scheme = RSA_SHA256 if isinstance(self._held.key, RSAPrivateKey) else ECDSA_SHA256

    def sign(self, content: bytes) -> bytes:
        return self._held.message(content=content, scheme=self._scheme)


@cache
def quick(who: str) -> Quick:
    """Of one of both companies by its tax code, or of an officer, whose certificate is issued when first asked for."""
    pki = the_pki()
    if who in (P256_COMPANY, RSA_COMPANY):
        kind = "p256" if who == P256_COMPANY else "rsa"
        return Quick(pki.p12(kind), pki.certificate(kind))
    certificate = officer_signer(who).certificate
    return Quick(pki.officer_p12(who), certificate)
