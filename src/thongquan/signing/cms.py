"""Signed messages (CMS SignedData, RFC 5652), read strictly: exactly one signer, signed attributes, DER throughout.

Certificates and revocation lists that travel in a message are stepped over: they prove nothing about it.
"""

from datetime import datetime

import msgspec

from thongquan.base.limits import LIMITS
from thongquan.signing.attributes import SignedAttributes, read_attributes
from thongquan.signing.der import (
    CONTEXT_0,
    CONTEXT_1,
    INTEGER,
    OCTET_STRING,
    SEQUENCE,
    SET,
    element,
    expect,
    integer_is_minimal,
    object_identifier,
    only,
)
from thongquan.signing.policy import DEFAULT, Policy
from thongquan.signing.refusal import SignatureRefused

SIGNED_DATA = object_identifier("1.2.840.113549.1.7.2")
DATA = object_identifier("1.2.840.113549.1.7.1")
VERSION_1 = b"\x02\x01\x01"


class SignedMessage(msgspec.Struct, frozen=True, gc=False):
    """What a message says of itself; nothing of it has been verified yet."""

    issuer_serial: bytes
    """DER of the issuer's name and the serial number: the key under which the signer must be registered."""
    serial: str
    """The serial number in hex."""
    digest: str
    """"sha256", "sha384" or "sha512"."""
    scheme: str
    """"rsa", "pss" or "ecdsa"."""
    attributes: SignedAttributes
    signature: bytes
    certificates: tuple[bytes, ...]
    """As embedded: candidates for offline tools only, never for the server."""
    unsigned_parts: bool
    """Whether it carries unsigned attributes or revocation lists, which nothing protects."""
    content: bytes | None
    """The content, if it is inside the message."""

    @property
    def signed_attributes(self) -> bytes:
        """The bytes under the signature: the attributes, tagged as a SET."""
        return self.attributes.encoded

    @property
    def message_digest(self) -> bytes:
        return self.attributes.message_digest

    @property
    def signing_time(self) -> datetime | None:
        """The sender's claim."""
        return self.attributes.signing_time


class _Signer(msgspec.Struct, frozen=True, gc=False):
    issuer_serial: bytes
    serial: str
    digest: str
    scheme: str
    attributes: SignedAttributes
    signature: bytes
    unsigned_attributes: bool


def read_cms(der: bytes, policy: Policy = DEFAULT, limit: int = LIMITS.signature_bytes) -> SignedMessage:
    """Read one message of at most `limit` bytes. Whatever goes wrong is a `SignatureRefused`."""
    if len(der) > limit:
        raise SignatureRefused("CMS-TOO-LARGE", limit=limit)
    try:
        return _signed_data(der, policy)
    except SignatureRefused:
        raise
    except Exception as fault:  # judging fails closed
        raise SignatureRefused("CMS-UNREADABLE") from fault


def _signed_data(der: bytes, policy: Policy) -> SignedMessage:
    at, end = only(SEQUENCE, der, 0, len(der))
    if not der.startswith(SIGNED_DATA, at, end):
        raise SignatureRefused("CMS-NOT-SIGNED-DATA")
    at, end = only(CONTEXT_0, der, at + len(SIGNED_DATA), end)
    at, end = only(SEQUENCE, der, at, end)
    if not der.startswith(VERSION_1, at, end):
        raise SignatureRefused("CMS-VERSION")
    digests_at, digests_end = expect(SET, der, at + len(VERSION_1), end)
    content_at, content_end = expect(SEQUENCE, der, digests_end, end)
    content = _content(der, content_at, content_end)

    certificates: tuple[bytes, ...] = ()
    revocation_lists = False
    tag, start, stop = element(der, content_end, end)
    if tag == CONTEXT_0:
        certificates = _certificates(der, start, stop)
        tag, start, stop = element(der, stop, end)
    if tag == CONTEXT_1:
        revocation_lists = True
        tag, start, stop = element(der, stop, end)
    if tag != SET:
        raise SignatureRefused("CMS-TAG")
    if stop != end:
        raise SignatureRefused("CMS-TRAILING")

    signer = _signer(der, *_only_signer(der, start, stop), policy)
    if policy.digests.get(der[digests_at:digests_end]) != signer.digest:
        raise SignatureRefused("CMS-DIGEST-SET")
    return SignedMessage(
        issuer_serial=signer.issuer_serial,
        serial=signer.serial,
        digest=signer.digest,
        scheme=signer.scheme,
        attributes=signer.attributes,
        signature=signer.signature,
        certificates=certificates,
        unsigned_parts=revocation_lists or signer.unsigned_attributes,
        content=content,
    )


def _content(der: bytes, at: int, end: int) -> bytes | None:
    if not der.startswith(DATA, at, end):
        raise SignatureRefused("CMS-CONTENT-TYPE")
    at += len(DATA)
    if at == end:
        return None
    at, end = only(CONTEXT_0, der, at, end)
    start, stop = only(OCTET_STRING, der, at, end)
    return der[start:stop]


def _certificates(der: bytes, at: int, end: int) -> tuple[bytes, ...]:
    found: list[bytes] = []
    while at < end:
        if len(found) == LIMITS.embedded_certificates:
            raise SignatureRefused("CMS-CERTIFICATES", limit=LIMITS.embedded_certificates)
        _, _, stop = element(der, at, end)
        found.append(der[at:stop])
        at = stop
    return tuple(found)


def _only_signer(der: bytes, at: int, end: int) -> tuple[int, int]:
    if at == end:
        raise SignatureRefused("CMS-SIGNERS")
    start, stop = expect(SEQUENCE, der, at, end)
    if stop != end:
        raise SignatureRefused("CMS-SIGNERS")
    return start, stop


def _signer(der: bytes, at: int, end: int, policy: Policy) -> _Signer:
    if not der.startswith(VERSION_1, at, end):  # version 3 names the signer by key identifier
        raise SignatureRefused("CMS-SIGNER-ID")
    name_at, digest_at = expect(SEQUENCE, der, at + len(VERSION_1), end)
    issuer_serial = der[name_at:digest_at]
    _, serial_at = expect(SEQUENCE, der, name_at, digest_at)
    serial_start, serial_stop = only(INTEGER, der, serial_at, digest_at)
    if not integer_is_minimal(der, serial_start, serial_stop):
        raise SignatureRefused("CMS-LENGTH")

    _, attributes_at = expect(SEQUENCE, der, digest_at, end)
    digest_identifier = der[digest_at:attributes_at]
    digest = policy.digests.get(digest_identifier)
    if digest is None:
        raise SignatureRefused("CMS-DIGEST-ALGORITHM")
    if attributes_at >= end or der[attributes_at] != CONTEXT_0:
        raise SignatureRefused("CMS-NO-ATTRIBUTES")
    attributes_start, scheme_at = expect(CONTEXT_0, der, attributes_at, end)
    _, signature_at = expect(SEQUENCE, der, scheme_at, end)
    scheme_identifier = der[scheme_at:signature_at]
    scheme, digest_of_scheme = policy.signatures.get(scheme_identifier, ("", ""))
    if not scheme:
        raise SignatureRefused("CMS-SIGNATURE-ALGORITHM")
    if digest_of_scheme not in ("", digest):
        raise SignatureRefused("CMS-DIGEST-MISMATCH")
    signature_start, stop = expect(OCTET_STRING, der, signature_at, end)
    unsigned_attributes = stop != end
    if unsigned_attributes:
        only(CONTEXT_1, der, stop, end)
    encoded = b"\x31" + der[attributes_at + 1 : scheme_at]
    return _Signer(
        issuer_serial=issuer_serial,
        serial=der[serial_start:serial_stop].hex(),
        digest=digest,
        scheme=scheme,
        attributes=read_attributes(
            encoded,
            attributes_start - attributes_at,
            digest=digest_identifier,
            scheme=scheme_identifier,
            issuer_serial=issuer_serial,
            policy=policy,
        ),
        signature=der[signature_start:stop],
        unsigned_attributes=unsigned_attributes,
    )
