"""What a certificate must be before a signature made with it can count."""

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID

from thongquan.base.limits import LIMITS
from thongquan.signing.frame import Frame, read_frame
from thongquan.signing.policy import DEFAULT, EC_KEY, EC_KEYS, RSA_KEYS, Policy
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.tax_code import tax_code_of as tax_code_in

SigningKey = RSAPublicKey | EllipticCurvePublicKey

SMALLEST_EXPONENT = 65_537
LARGEST_EXPONENT = 1 << 64

UNDERSTOOD = {
    ExtensionOID.KEY_USAGE,
    ExtensionOID.BASIC_CONSTRAINTS,
    ExtensionOID.EXTENDED_KEY_USAGE,
    ExtensionOID.SUBJECT_ALTERNATIVE_NAME,
    ExtensionOID.CERTIFICATE_POLICIES,
}
"""Extensions that may be critical. Another critical one asks for something that nobody here would do."""

RECEIPT_SIGNING = x509.ObjectIdentifier("2.25.199935106446390729769507291330041328363")
"""Extended key usage of the authority's own certificate: no company's certificate can sign a receipt."""

COMPANY_USES = {
    ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
    ExtendedKeyUsageOID.CLIENT_AUTH,
    ExtendedKeyUsageOID.EMAIL_PROTECTION,
    x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36"),  # document signing, RFC 9336
    x509.ObjectIdentifier("1.3.6.1.4.1.311.10.3.12"),  # document signing before it
}


class RegisteredCertificate(msgspec.Struct, frozen=True, gc=False):
    """A company's certificate whose profile has been checked: what registration keeps and the front door looks up."""

    der: bytes
    fingerprint: str
    """SHA-256 in hex."""
    issuer_serial: bytes
    """The key under which a signed message names it."""
    serial: str
    tax_code: str


def read_certificate(der: bytes, policy: Policy = DEFAULT) -> RegisteredCertificate:
    """A company's certificate, if its profile is in order. Validity, issuer and revocation are for `TrustStore`."""
    frame, certificate = checked_profile(der, policy)
    check_extended_uses(certificate, COMPANY_USES)
    return described(der, frame, tax_code_in(certificate))


def read_person_certificate(der: bytes, policy: Policy = DEFAULT) -> RegisteredCertificate:
    """Of whoever signs: as `read_certificate`, but where it names no company its tax code is ""."""
    frame, certificate = checked_profile(der, policy)
    check_extended_uses(certificate, COMPANY_USES)
    try:
        return described(der, frame, tax_code_in(certificate))
    except SignatureRefused as refusal:
        if refusal.code != "CERT-TAX-CODE-MISSING":
            raise
        return described(der, frame, "")


def read_officer_certificate(der: bytes, policy: Policy = DEFAULT) -> RegisteredCertificate:
    """An officer's speaks for no company: one that names a tax code is a company's."""
    certificate = read_person_certificate(der, policy)
    if certificate.tax_code:
        raise SignatureRefused("CERT-OF-A-COMPANY")
    return certificate


def check_extended_uses(certificate: x509.Certificate, allowed: Collection[x509.ObjectIdentifier]) -> None:
    """Whoever names no use allows all."""
    uses = extended_uses(certificate)
    if uses and uses.isdisjoint(allowed):
        raise SignatureRefused("CERT-EXTENDED-KEY-USAGE")


def described(der: bytes, frame: Frame, tax_code: str) -> RegisteredCertificate:
    return RegisteredCertificate(
        der=der,
        fingerprint=sha256(der).hexdigest(),
        issuer_serial=frame.issuer_serial,
        serial=frame.serial,
        tax_code=tax_code,
    )


def ends_at(certificate: RegisteredCertificate) -> datetime:
    """The last second of its validity."""
    return parsed(certificate.der).not_valid_after_utc


def tax_code_of(der: bytes) -> str:
    """The tax code in a certificate, wherever its issuer puts it."""
    return tax_code_in(parsed(der))


def checked_profile(der: bytes, policy: Policy) -> tuple[Frame, x509.Certificate]:
    """The profile of any certificate that signs messages; `certificate` and `frame` are two readings of one."""
    frame = read_frame(der)
    certificate = parsed(der)
    try:
        check_algorithms(frame, certificate, policy)
        check_critical_extensions(certificate)
        _check_usage(certificate)
    except SignatureRefused:
        raise
    except Exception as fault:  # judging fails closed
        raise SignatureRefused("CERT-UNREADABLE") from fault
    return frame, certificate


@lru_cache(maxsize=LIMITS.remembered_certificates)
def public_key(der: bytes) -> SigningKey:
    """The key of a certificate, kept: parsing it costs more than using it."""
    try:
        key = parsed(der).public_key()
    except SignatureRefused:
        raise
    except Exception as fault:  # explicit curve parameters, among others
        raise SignatureRefused("CERT-KEY-KIND") from fault
    if not isinstance(key, SigningKey):
        raise SignatureRefused("CERT-KEY-KIND")
    return key


def parsed(der: bytes) -> x509.Certificate:
    if len(der) > LIMITS.certificate_bytes:
        raise SignatureRefused("CERT-TOO-LARGE", limit=LIMITS.certificate_bytes)
    try:
        return x509.load_der_x509_certificate(der)
    except Exception as fault:  # judging fails closed
        raise SignatureRefused("CERT-UNREADABLE") from fault


def check_algorithms(frame: Frame, certificate: x509.Certificate, policy: Policy) -> None:
    """The issuer's signature and the certificate's own key are of kinds and sizes that hold."""
    if policy.signatures.get(frame.signature_identifier, ("", ""))[1] == "":
        raise SignatureRefused("CERT-SIGNATURE-ALGORITHM")
    check_key(frame, certificate, policy)


def check_key(frame: Frame, certificate: x509.Certificate, policy: Policy) -> None:
    if frame.key_identifier in RSA_KEYS:
        _check_rsa(certificate, policy)
    elif frame.key_identifier not in EC_KEYS:
        raise SignatureRefused("CERT-KEY-CURVE" if EC_KEY in frame.key_identifier else "CERT-KEY-KIND")


def _check_rsa(certificate: x509.Certificate, policy: Policy) -> None:
    try:
        key = certificate.public_key()
    except Exception as fault:  # far too short, or no RSA key at all
        raise SignatureRefused("CERT-KEY-KIND") from fault
    assert isinstance(key, RSAPublicKey)
    if not policy.rsa_bits <= key.key_size <= LIMITS.rsa_bits:
        raise SignatureRefused("CERT-KEY-SIZE", bits=key.key_size, least=policy.rsa_bits)
    exponent = key.public_numbers().e
    if not (SMALLEST_EXPONENT <= exponent <= LARGEST_EXPONENT and exponent & 1):
        raise SignatureRefused("CERT-KEY-EXPONENT")


def check_critical_extensions(certificate: x509.Certificate) -> None:
    for extension in certificate.extensions:
        if extension.critical and extension.oid not in UNDERSTOOD:
            raise SignatureRefused("CERT-CRITICAL-EXTENSION", extension=extension.oid.dotted_string)


def check_validity(certificate: x509.Certificate, moment: datetime) -> None:
    """Both ends belong to the validity (RFC 5280, 4.1.2.5), and there is no tolerance beyond them."""
    if moment < certificate.not_valid_before_utc:
        raise SignatureRefused("CERT-NOT-YET-VALID")
    if moment > certificate.not_valid_after_utc:
        raise SignatureRefused("CERT-EXPIRED")


def extended_uses(certificate: x509.Certificate) -> set[x509.ObjectIdentifier]:
    try:
        return set(certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value)
    except x509.ExtensionNotFound:
        return set()


def _check_usage(certificate: x509.Certificate) -> None:
    """A signer is nobody's issuer, and its key is meant for signing."""
    try:
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    except x509.ExtensionNotFound:
        constraints = None
    if constraints is not None and constraints.ca:
        raise SignatureRefused("CERT-IS-CA")
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound as fault:
        raise SignatureRefused("CERT-KEY-USAGE") from fault
    if usage.key_cert_sign:
        raise SignatureRefused("CERT-IS-CA")
    if not (usage.digital_signature or usage.content_commitment):
        raise SignatureRefused("CERT-KEY-USAGE")
