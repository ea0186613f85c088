"""The signed attributes of a message: what the signature is really over (RFC 5652 section 5.3, RFC 5035)."""

from datetime import UTC, datetime
from functools import lru_cache

import msgspec

from thongquan.base.limits import LIMITS
from thongquan.signing.der import (
    CONTEXT_1,
    CONTEXT_4,
    GENERALIZED_TIME,
    OBJECT,
    OCTET_STRING,
    SEQUENCE,
    SET,
    UTC_TIME,
    check_deeply,
    check_object_identifier,
    element,
    encode,
    expect,
    object_identifier,
    only,
)
from thongquan.signing.policy import Policy
from thongquan.signing.refusal import SignatureRefused


def _arcs(dotted: str) -> bytes:
    return object_identifier(dotted)[2:]


CONTENT_TYPE = _arcs("1.2.840.113549.1.9.3")
MESSAGE_DIGEST = _arcs("1.2.840.113549.1.9.4")
SIGNING_TIME = _arcs("1.2.840.113549.1.9.5")
SIGNING_CERTIFICATE = _arcs("1.2.840.113549.1.9.16.2.12")
SIGNING_CERTIFICATE_V2 = _arcs("1.2.840.113549.1.9.16.2.47")
ALGORITHM_PROTECTION = _arcs("1.2.840.113549.1.9.52")
INTERPRETED = frozenset(
    {
        CONTENT_TYPE,
        MESSAGE_DIGEST,
        SIGNING_TIME,
        SIGNING_CERTIFICATE,
        SIGNING_CERTIFICATE_V2,
        ALGORITHM_PROTECTION,
    }
)

CONTENT_TYPE_DATA = object_identifier("1.2.840.113549.1.7.1")
DIGEST_LENGTH = {"sha1": 20, "sha256": 32, "sha384": 48, "sha512": 64}


class SignedAttributes(msgspec.Struct, frozen=True, gc=False):
    encoded: bytes
    """Tagged as a SET: the bytes under the signature."""
    message_digest: bytes
    certificate_digest: str
    """The name of the digest of `certificate_hash`."""
    certificate_hash: bytes
    """Hash of the signer's certificate, from the signing-certificate attribute."""
    signing_time: datetime | None


def read_attributes(
    encoded: bytes, start: int, *, digest: bytes, scheme: bytes, issuer_serial: bytes, policy: Policy
) -> SignedAttributes:
    """The attributes in `encoded`, whose content begins at `start`; `digest` and `scheme` are the signer's own."""
    found = attribute_values(encoded, start)
    if _value(encoded, found, CONTENT_TYPE, "contentType") != CONTENT_TYPE_DATA:
        raise SignatureRefused("CMS-CONTENT-TYPE")
    digest_element = _value(encoded, found, MESSAGE_DIGEST, "messageDigest")
    digest_start, digest_stop = only(OCTET_STRING, digest_element, 0, len(digest_element))
    if digest_stop - digest_start != DIGEST_LENGTH[policy.digests[digest]]:
        raise SignatureRefused("CMS-MESSAGE-DIGEST")
    if ALGORITHM_PROTECTION in found:
        start, stop = found[ALGORITHM_PROTECTION]
        if encoded[start:stop] != _algorithm_protection(digest, scheme):
            raise SignatureRefused("CMS-ALGORITHM-PROTECTION")
    certificate_digest, certificate_hash = _signing_certificate(encoded, found, issuer_serial, policy)
    return SignedAttributes(
        encoded=encoded,
        message_digest=digest_element[digest_start:digest_stop],
        certificate_digest=certificate_digest,
        certificate_hash=certificate_hash,
        signing_time=_signing_time(encoded, *found[SIGNING_TIME]) if SIGNING_TIME in found else None,
    )


def attribute_values(encoded: bytes, at: int) -> dict[bytes, tuple[int, int]]:
    """Type of each attribute → where its only value lies. The set must be sorted, and each type occur once."""
    found: dict[bytes, tuple[int, int]] = {}
    previous, end = b"", len(encoded)
    while at < end:
        start, stop = expect(SEQUENCE, encoded, at, end)
        start, kind_end = expect(OBJECT, encoded, start, stop)
        kind = encoded[start:kind_end]
        if kind in found:
            raise SignatureRefused("CMS-ATTRIBUTE-REPEATED")
        attribute = encoded[at:stop]
        if attribute < previous:
            raise SignatureRefused("CMS-ATTRIBUTE-ORDER")
        start, stop = only(SET, encoded, kind_end, stop)
        if element(encoded, start, stop)[2] != stop:
            raise SignatureRefused("CMS-ATTRIBUTE-VALUES")
        if kind not in INTERPRETED:
            check_object_identifier(kind)
            check_deeply(encoded, start, stop, LIMITS.der_depth)
        found[kind] = (start, stop)
        previous, at = attribute, stop
        if len(found) > LIMITS.signed_attributes:
            raise SignatureRefused("CMS-ATTRIBUTE-VALUES")
    return found


def _value(encoded: bytes, found: dict[bytes, tuple[int, int]], kind: bytes, name: str) -> bytes:
    if kind not in found:
        raise SignatureRefused("CMS-ATTRIBUTE-MISSING", attribute=name)
    start, stop = found[kind]
    return encoded[start:stop]


def _signing_certificate(
    encoded: bytes, found: dict[bytes, tuple[int, int]], issuer_serial: bytes, policy: Policy
) -> tuple[str, bytes]:
    """Digest and hash of the certificate that the signer says is his: without it, another could be slipped in."""
    version_2 = SIGNING_CERTIFICATE_V2 in found
    if not version_2 and not (policy.sha1_signing_certificate and SIGNING_CERTIFICATE in found):
        raise SignatureRefused("CMS-ATTRIBUTE-MISSING", attribute="signingCertificateV2")
    at, end = found[SIGNING_CERTIFICATE_V2 if version_2 else SIGNING_CERTIFICATE]
    at, end = only(SEQUENCE, encoded, at, end)
    at, stop = expect(SEQUENCE, encoded, at, end)
    if stop != end:
        only(SEQUENCE, encoded, stop, end)  # policies: not asked for, not interpreted
    at, end = expect(SEQUENCE, encoded, at, stop)
    if end != stop:  # several certificates: the first would be the signer's, but one reading is enough
        raise SignatureRefused("CMS-SIGNING-CERTIFICATE")
    digest = "sha256" if version_2 else "sha1"
    if version_2 and encoded[at] == SEQUENCE:
        _, stop = expect(SEQUENCE, encoded, at, end)
        digest = policy.digests.get(encoded[at:stop], "")
        if digest in ("", "sha256"):  # SHA-256 is the default, and a default is not spelled out in DER
            raise SignatureRefused("CMS-SIGNING-CERTIFICATE")
        at = stop
    start, stop = expect(OCTET_STRING, encoded, at, end)
    if stop - start != DIGEST_LENGTH[digest]:
        raise SignatureRefused("CMS-SIGNING-CERTIFICATE")
    if stop != end and encoded[stop:end] != _issuer_serial_of_attribute(issuer_serial):
        raise SignatureRefused("CMS-SIGNING-CERTIFICATE")
    return digest, encoded[start:stop]


@lru_cache(maxsize=256)  # strangers choose what is in it: their names may be as long as a signature
def _issuer_serial_of_attribute(issuer_serial: bytes) -> bytes:
    """The signer's identifier as RFC 5035 spells it: the name is one of a list of general names."""
    _, stop = expect(SEQUENCE, issuer_serial, 0, len(issuer_serial))
    names = encode(SEQUENCE, encode(CONTEXT_4, issuer_serial[:stop]))
    return encode(SEQUENCE, names + issuer_serial[stop:])


@lru_cache(maxsize=64)
def _algorithm_protection(digest: bytes, scheme: bytes) -> bytes:
    """RFC 6211: the algorithms once more, under the signature."""
    return encode(SEQUENCE, digest + bytes([CONTEXT_1]) + scheme[1:])


def _signing_time(encoded: bytes, at: int, end: int) -> datetime:
    """UTCTime until 2049 and GeneralizedTime after, with seconds and in UTC (RFC 5652 section 11.3)."""
    tag, start, stop = element(encoded, at, end)
    text = encoded[start:stop].decode("ascii")
    if tag == UTC_TIME and len(text) == 13:
        text = ("19" if text >= "5" else "20") + text
    elif tag != GENERALIZED_TIME or len(text) != 15 or text < "2050":
        raise SignatureRefused("CMS-SIGNING-TIME")
    if not text[:14].isdigit() or text[14] != "Z":
        raise SignatureRefused("CMS-SIGNING-TIME")
    try:
        return datetime(
            int(text[:4]), int(text[4:6]), int(text[6:8]), int(text[8:10]), int(text[10:12]), int(text[12:14]), 0, UTC
        )
    except ValueError as fault:
        raise SignatureRefused("CMS-SIGNING-TIME") from fault
