"""Certificates and revocation lists made to be wrong in one respect each."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from demo_pki import NOW
from thongquan.signing.der import BIT_STRING, INTEGER, SEQUENCE, UTC_TIME, encode, object_identifier

COMPANY = x509.Name(
    [x509.NameAttribute(NameOID.COMMON_NAME, "Công ty A"), x509.NameAttribute(NameOID.USER_ID, "MST:9901234560")]
)
UNKNOWN_EXTENSION = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.99999.7"), b"\x05\x00")
SECOND = timedelta(seconds=1)

_key = ec.generate_private_key(ec.SECP256R1())
_other_key = ec.generate_private_key(ec.SECP256R1())


def named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def usage(*chosen: str) -> x509.KeyUsage:
    names = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign "
        "crl_sign encipher_only decipher_only"
    )
    return x509.KeyUsage(**{name: name in chosen for name in names.split()})


SIGNS = (usage("digital_signature"), True)
ISSUES = (usage("key_cert_sign", "crl_sign"), True)
IS_CA = (x509.BasicConstraints(ca=True, path_length=None), True)


class Ca:
    """An issuer for tests. What it issues is good unless told otherwise."""

    def __init__(self, name: str = "Gốc", issuer: "Ca | None" = None, key: Any = None, **changes: Any) -> None:
        self.key = key or ec.generate_private_key(ec.SECP256R1())
        self.name = named(name)
        defaults: dict[str, Any] = {"subject": self.name, "extensions": (IS_CA, ISSUES), "key": self.key}
        self.der = (issuer or self).issue(**(defaults | changes))

    def issue(
        self,
        subject: x509.Name = COMPANY,
        *,
        key: Any = _key,
        extensions: Sequence[tuple[x509.ExtensionType, bool]] = (SIGNS,),
        starts: datetime = NOW - timedelta(days=1),
        ends: datetime = NOW + timedelta(days=1),
        serial: int | None = None,
        signed_with: Any = None,
    ) -> bytes:
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(serial or x509.random_serial_number())
            .not_valid_before(starts)
            .not_valid_after(ends)
        )
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical=critical)
        return builder.sign(signed_with or self.key, SHA256()).public_bytes(Encoding.DER)

    def crl(
        self,
        *serials: int,
        starts: datetime = NOW - timedelta(hours=1),
        ends: datetime = NOW + timedelta(hours=1),
        extensions: Sequence[tuple[x509.ExtensionType, bool]] = (),
        signed_with: Any = None,
    ) -> bytes:
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.name).last_update(starts).next_update(ends)
        for serial in serials:
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(starts)
            builder = builder.add_revoked_certificate(entry.build())
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical=critical)
        return builder.sign(signed_with or self.key, SHA256()).public_bytes(Encoding.DER)


def other_key() -> ec.EllipticCurvePrivateKey:
    return _other_key


def serial_of(der: bytes) -> int:
    return x509.load_der_x509_certificate(der).serial_number


def long_crl(ca: Ca, count: int) -> bytes:
    """A list of `count` serial numbers of 16 octets, put together by hand: the builder is slow at such sizes."""
    algorithm = encode(SEQUENCE, object_identifier("1.2.840.10045.4.3.2"))
    day = encode(UTC_TIME, (NOW - timedelta(days=1)).strftime("%y%m%d%H%M%SZ").encode())
    until = encode(UTC_TIME, (NOW + timedelta(days=1)).strftime("%y%m%d%H%M%SZ").encode())
    serials = (b"\x02\x10\x01" + number.to_bytes(15) for number in range(count))
    entries = encode(SEQUENCE, b"".join(encode(SEQUENCE, serial + day) for serial in serials))
    fields = encode(INTEGER, b"\x01") + algorithm + ca.name.public_bytes() + day + until + entries
    body = encode(SEQUENCE, fields)
    signature = ca.key.sign(body, ec.ECDSA(SHA256()))
    return encode(SEQUENCE, body + algorithm + encode(BIT_STRING, b"\x00" + signature))
