"""The certificates and revocation lists of the demonstration authority, one function for each kind."""

from datetime import datetime, timedelta
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from thongquan.signing.certificate import RECEIPT_SIGNING

CaKey = EllipticCurvePrivateKey
Key = EllipticCurvePrivateKey | RSAPrivateKey

CA_YEARS = 20
COMPANY_YEARS = 3
LONGEST_NAME = 64
"""Octets that an attribute of a name may have; a longer name is cut at a letter."""
BACKDATED = timedelta(days=365)
"""Demonstrations also walk through days gone by, so demonstration certificates begin a year early."""


class Issuer(NamedTuple):
    certificate: x509.Certificate
    key: CaKey


def _name(common_name: str, organisation: str, **more: str) -> x509.Name:
    attributes = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
        x509.NameAttribute(NameOID.COMMON_NAME, common_name),
    ]
    if tax_code := more.get("tax_code"):
        attributes.append(x509.NameAttribute(NameOID.USER_ID, f"MST:{tax_code}"))
    return x509.Name(attributes)


DEMONSTRATION = "Thông quan, chỉ để thử nghiệm"
ROOT = _name("Gốc chứng thực thử nghiệm Thông quan", DEMONSTRATION)
INTERMEDIATE = _name("Chứng thực doanh nghiệp thử nghiệm Thông quan", DEMONSTRATION)
AUTHORITY = _name("Biên nhận hải quan thử nghiệm Thông quan", DEMONSTRATION)


def company_name(tax_code: str, name: str) -> x509.Name:
    """The subject as Vietnamese providers write it, with the tax code as user id, after `MST:`."""
    short = name.encode()[:LONGEST_NAME].decode(errors="ignore").rstrip()
    return _name(short, short, tax_code=tax_code)


def officer_name(name: str) -> x509.Name:
    """The subject of an officer's: no company's tax code stands in it."""
    return _name(name.encode()[:LONGEST_NAME].decode(errors="ignore").rstrip(), "Hải quan (thử nghiệm)")


def issue_ca(
    subject: x509.Name, key: CaKey, issuer: Issuer | None, now: datetime, path_length: int
) -> x509.Certificate:
    """An issuer of certificates; without an `issuer` of its own it is a root."""
    builder = _builder(subject, key, issuer, now, CA_YEARS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=path_length), critical=True)
    builder = builder.add_extension(_usage(issues=True), critical=True)
    return builder.sign(issuer.key if issuer else key, SHA256())


def issue_company_certificate(subject: x509.Name, key: Key, issuer: Issuer, now: datetime) -> x509.Certificate:
    uses = [ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.EMAIL_PROTECTION]
    builder = _builder(subject, key, issuer, now, COMPANY_YEARS)
    builder = builder.add_extension(_usage(issues=False), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage(uses), critical=False)
    return builder.sign(issuer.key, SHA256())


def issue_authority(subject: x509.Name, key: CaKey, issuer: Issuer, now: datetime) -> x509.Certificate:
    """For receipts and nothing else, so that no company's certificate can stand in for it."""
    builder = _builder(subject, key, issuer, now, CA_YEARS - 1)
    builder = builder.add_extension(_usage(issues=False), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([RECEIPT_SIGNING]), critical=True)
    return builder.sign(issuer.key, SHA256())


def revocation_list(
    issuer: Issuer, revoked: list[tuple[int, datetime]], now: datetime, until: datetime
) -> x509.CertificateRevocationList:
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject)
    builder = builder.last_update(now).next_update(until)
    builder = builder.add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
    for serial, day in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(day)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(issuer.key, SHA256())


def _builder(subject: x509.Name, key: Key, issuer: Issuer | None, now: datetime, years: int) -> x509.CertificateBuilder:
    issuing_key = issuer.key.public_key() if issuer else key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BACKDATED)
        .not_valid_after(now + timedelta(days=365 * years))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuing_key), critical=False)
    )


def _usage(*, issues: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not issues,
        content_commitment=not issues,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issues,
        crl_sign=issues,
        encipher_only=False,
        decipher_only=False,
    )
