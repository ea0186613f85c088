"""A look at a certificate before anything is registered: whose it is, who issued it, and whether it would count now.

Nothing of what is registered goes into the answer: it is what anybody can read who has the certificate and the lists.
"""

import re
from base64 import b64decode
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from thongquan.base.fault import Fact, Refusal
from thongquan.base.limits import LIMITS
from thongquan.base.moment import stamp
from thongquan.signing.certificate import check_validity, parsed, read_certificate
from thongquan.signing.chain import TrustStore
from thongquan.signing.frame import read_frame
from thongquan.signing.owner import IDENTITIES, TAX_CODE, Identifier, identifiers_of, name_of, owner_of
from thongquan.signing.refusal import SignatureRefused

_PKCS12 = re.compile(rb"\x30(?:[\x00-\x7f]|\x80|\x81.|\x82..|\x83...)\x02\x01\x03\x30", re.DOTALL)


class CheckedPart(msgspec.Struct, frozen=True):
    """One question about the certificate, and why it would be refused for it."""

    name: str
    """`look_kind`, `look_validity`, `look_chain`, `look_revocation`: worded in `law/wording/*/portal.toml`."""
    state: str
    """"good", "bad", or "unasked": what comes before it must be good first."""
    reason: str = ""
    facts: dict[str, Fact] = {}


class CertificateLook(msgspec.Struct, frozen=True):
    owner: str
    organisation: str
    tax_code: str
    """The one that the certificate speaks for; "" where it names none, or several."""
    identity: str
    """Number of the person, such as the legal representative's; "" where none is named."""
    identifiers: list[Identifier]
    subject: str
    issuer: str
    issuer_name: str
    serial: str
    fingerprint: str
    """SHA-256 in hex."""
    key: str
    """Such as "RSA 2048", "P-256"."""
    valid_from: str
    valid_until: str
    chain: list[str]
    """Names of its issuers up to the root; empty where none was found."""
    checks: list[CheckedPart]

    @property
    def counts(self) -> bool:
        """It could be registered now."""
        return all(one.state == "good" for one in self.checks)


def certificate_in(data: bytes) -> bytes:
    """The DER of one certificate in a file that is PEM or DER.

    Raises:
        SignatureRefused: none, several, or a private key beside it, which should never have been sent.
    """
    if len(data) > 2 * LIMITS.certificate_bytes:  # PEM, with what people write around it
        raise SignatureRefused("CERT-TOO-LARGE", limit=LIMITS.certificate_bytes)
    if b"PRIVATE KEY-----" in data:
        raise SignatureRefused("LOOK-PRIVATE-KEY")
    if b"-----BEGIN" not in data:
        return _der(data if data.startswith(b"\x30") else _bare(data))
    try:
        found = x509.load_pem_x509_certificates(data)
    except ValueError as fault:
        raise SignatureRefused("CERT-UNREADABLE") from fault
    if len(found) > 1:
        raise SignatureRefused("LOOK-SEVERAL", count=len(found))
    return found[0].public_bytes(Encoding.DER)


def look_at(der: bytes, trust: TrustStore | None, at: datetime) -> CertificateLook:
    """Everything that can be said of it at this moment. Without `trust` nobody is asked for its issuers.

    Raises:
        SignatureRefused: it cannot be read as a certificate at all.
    """
    frame, certificate = read_frame(der), parsed(der)
    try:
        return _told(der, frame.serial, certificate, trust, at)
    except Refusal:
        raise
    except Exception as fault:  # a name or extension that the library cannot decode
        raise SignatureRefused("CERT-UNREADABLE") from fault


def _told(
    der: bytes, serial: str, certificate: x509.Certificate, trust: TrustStore | None, at: datetime
) -> CertificateLook:
    identifiers = identifiers_of(certificate)
    codes = {one.value for one in identifiers if one.what == TAX_CODE and one.speaks}
    people = {one.what: one.value for one in reversed(identifiers) if one.what in IDENTITIES}
    chain, checks = _checks(der, certificate, trust, at)
    return CertificateLook(
        owner=owner_of(certificate),
        organisation=name_of(certificate.subject, NameOID.ORGANIZATION_NAME),
        tax_code=codes.pop() if len(codes) == 1 else "",
        identity=next((people[what] for what in IDENTITIES if what in people), ""),
        identifiers=identifiers,
        subject=certificate.subject.rfc4514_string(),
        issuer=certificate.issuer.rfc4514_string(),
        issuer_name=name_of(certificate.issuer, NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME),
        serial=serial,
        fingerprint=sha256(der).hexdigest(),
        key=_key(certificate),
        valid_from=stamp(certificate.not_valid_before_utc),
        valid_until=stamp(certificate.not_valid_after_utc),
        chain=chain,
        checks=checks,
    )


def _checks(
    der: bytes, certificate: x509.Certificate, trust: TrustStore | None, at: datetime
) -> tuple[list[str], list[CheckedPart]]:
    """Each question apart, so that who holds a certificate sees everything that is wrong with it at once."""
    kind = _asked("look_kind", lambda: read_certificate(der))
    validity = _asked("look_validity", lambda: check_validity(certificate, at))
    if trust is None:
        return [], [kind, validity, CheckedPart("look_chain", "unasked"), CheckedPart("look_revocation", "unasked")]
    within = min(max(at, certificate.not_valid_before_utc), certificate.not_valid_after_utc)
    issuers: list[str] = []

    def find_issuers() -> None:
        links = trust.without_revocation().chain(der, within)[1:]
        issuers.extend(owner_of(link.certificate) or link.certificate.subject.rfc4514_string() for link in links)

    chain = _asked("look_chain", find_issuers)
    if chain.state != "good":
        return [], [kind, validity, chain, CheckedPart("look_revocation", "unasked")]
    return issuers, [kind, validity, chain, _asked("look_revocation", lambda: trust.chain(der, within))]


def _asked(name: str, question: Callable[[], object]) -> CheckedPart:
    try:
        question()
    except SignatureRefused as refusal:
        return CheckedPart(name, "bad", refusal.code, refusal.facts)
    return CheckedPart(name, "good")


def _key(certificate: x509.Certificate) -> str:
    key = certificate.public_key()
    if isinstance(key, RSAPublicKey):
        return f"RSA {key.key_size}"
    if isinstance(key, EllipticCurvePublicKey):
        return {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}.get(key.curve.name, key.curve.name)
    return type(key).__name__.removesuffix("PublicKey").lstrip("_")


def _der(data: bytes) -> bytes:
    """PKCS#12 begins with its version, 3, where a certificate has a sequence."""
    if _PKCS12.match(data):
        raise SignatureRefused("LOOK-KEY-FILE")
    if not data.startswith(b"\x30"):
        raise SignatureRefused("CERT-UNREADABLE")
    return data


def _bare(data: bytes) -> bytes:
    """Base64 without its frame, as some token managers export."""
    try:
        return b64decode(b"".join(data.split()), validate=True)
    except ValueError as fault:
        raise SignatureRefused("CERT-UNREADABLE") from fault
