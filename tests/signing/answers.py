"""Responders' answers (OCSP) put together by hand, so that each piece can be made wrong."""

from datetime import datetime, timedelta
from hashlib import sha1
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256, HashAlgorithm
from cryptography.x509.oid import ExtendedKeyUsageOID

from demo_pki import NOW
from signing.certificates import SIGNS, Ca, named
from signing.forging import ECDSA_SHA256, SHA1_ID
from thongquan.signing.der import (
    BIT_STRING,
    CONTEXT_0,
    GENERALIZED_TIME,
    INTEGER,
    OCTET_STRING,
    SEQUENCE,
    encode,
    object_identifier,
)
from thongquan.signing.link import link_of
from thongquan.signing.ocsp import key_octets

GOOD = b"\x80\x00"
UNKNOWN = b"\x82\x00"
BASIC = object_identifier("1.3.6.1.5.5.7.48.1.1")
ENUMERATED = 0x0A
HOUR = timedelta(hours=1)

RESPONDER = named("Máy trả lời")
ANSWERS = (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), False)
NO_CHECK = (x509.OCSPNoCheck(), False)


def time(moment: datetime) -> bytes:
    return encode(GENERALIZED_TIME, moment.strftime("%Y%m%d%H%M%SZ").encode())


def revoked(since: datetime = NOW - HOUR) -> bytes:
    return encode(0xA1, time(since))


def number(serial: int) -> bytes:
    return encode(INTEGER, serial.to_bytes(serial.bit_length() // 8 + 1))


def single(issuer: Ca, serial: int, says: bytes, since: datetime, until: datetime | None) -> bytes:
    frame = link_of(issuer.der).frame
    name, key = sha1(frame.subject).digest(), sha1(key_octets(frame)).digest()
    about = encode(SEQUENCE, SHA1_ID + encode(OCTET_STRING, name) + encode(OCTET_STRING, key) + number(serial))
    return encode(SEQUENCE, about + says + time(since) + (encode(CONTEXT_0, time(until)) if until else b""))


def an_answer(
    issuer: Ca,
    serial: int,
    says: bytes = GOOD,
    *,
    about: Ca | None = None,
    since: datetime = NOW - HOUR,
    until: datetime | None = NOW + HOUR,
    produced: datetime | None = None,
    signer: x509.Name | None = None,
    key: Any = None,
    delegate: bytes = b"",
    algorithm: bytes = ECDSA_SHA256,
    digest: HashAlgorithm | None = None,
    times: int = 1,
) -> bytes:
    """A good answer by the issuer itself, unless told otherwise. `times` repeats it in one response."""
    by = encode(0xA1, (signer or issuer.name).public_bytes())
    answers = encode(SEQUENCE, single(about or issuer, serial, says, since, until) * times)
    told = encode(SEQUENCE, by + time(produced or since) + answers)
    signature = (key or issuer.key).sign(told, ec.ECDSA(digest or SHA256()))
    beside = encode(CONTEXT_0, encode(SEQUENCE, delegate)) if delegate else b""
    basic = encode(SEQUENCE, told + algorithm + encode(BIT_STRING, b"\0" + signature) + beside)
    response = encode(CONTEXT_0, encode(SEQUENCE, BASIC + encode(OCTET_STRING, basic)))
    return encode(SEQUENCE, encode(ENUMERATED, b"\0") + response)


class Delegate:
    """A responder with a key of its own, which `issuer` certified."""

    def __init__(self, issuer: Ca, *more: tuple[x509.ExtensionType, bool], **changes: Any) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        extensions = (SIGNS, *(more or (ANSWERS, NO_CHECK)))
        self.der = issuer.issue(RESPONDER, **{"key": self.key, "extensions": extensions, **changes})

    def answers(self, issuer: Ca, serial: int, says: bytes = GOOD, **changes: Any) -> bytes:
        return an_answer(issuer, serial, says, signer=RESPONDER, key=self.key, delegate=self.der, **changes)
