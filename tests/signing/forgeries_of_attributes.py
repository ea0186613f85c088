"""Forgeries of the signed attributes, and of the attribute that names the signer's certificate."""

from collections.abc import Callable
from hashlib import sha1, sha256

from signing.forging import (
    CONTENT,
    CONTENT_TYPE,
    DATA,
    ENVELOPED_DATA,
    MESSAGE_DIGEST,
    SHA1_ID,
    SHA256_ID,
    SIGNING_CERTIFICATE,
    SIGNING_CERTIFICATE_V2,
    SIGNING_TIME,
    VERSION_1,
    Forger,
    attribute,
    signing_certificate,
)
from thongquan.signing.der import (
    CONTEXT_0,
    CONTEXT_4,
    GENERALIZED_TIME,
    NULL,
    OCTET_STRING,
    SEQUENCE,
    SET,
    UTC_TIME,
    encode,
    object_identifier,
)

OTHER = b"another document"
DIGEST_ATTRIBUTE = attribute(MESSAGE_DIGEST, encode(OCTET_STRING, sha256(CONTENT).digest()))
OWN_TYPE = object_identifier("1.3.6.1.4.1.99999.1")


def replaced(forger: Forger, kind: bytes, *attributes: bytes) -> bytes:
    """A message with other attributes in place of those of one kind."""
    return forger.message(without=kind, more_attributes=attributes)


def certificate_value(*fields: bytes) -> bytes:
    """A signing-certificate attribute whose only identifier has these fields."""
    return attribute(SIGNING_CERTIFICATE_V2, encode(SEQUENCE, encode(SEQUENCE, encode(SEQUENCE, b"".join(fields)))))


def own_hash(forger: Forger) -> bytes:
    return encode(OCTET_STRING, sha256(forger.der).digest())


def issuer_serial(name: bytes, serial: bytes) -> bytes:
    return encode(SEQUENCE, encode(SEQUENCE, encode(CONTEXT_4, name)) + serial)


def nested(depth: int) -> bytes:
    value = encode(NULL, b"")
    for _ in range(depth):
        value = encode(SEQUENCE, value)
    return value


OF_ATTRIBUTES: dict[str, tuple[str, Callable[[Forger], bytes]]] = {
    # the signed attributes
    "no signed attributes": ("CMS-NO-ATTRIBUTES", lambda f: f.message(attributes_element=b"")),
    "attributes of a former signature as the document": (
        "CMS-NO-ATTRIBUTES",
        lambda f: f.message(
            attributes_element=b"",
            inner=encode(SEQUENCE, DATA + encode(CONTEXT_0, encode(OCTET_STRING, CONTENT))),
        ),
    ),
    "empty signed attributes": ("CMS-ATTRIBUTE-MISSING", lambda f: f.message(attributes=[])),
    "attributes as a plain set": (
        "CMS-NO-ATTRIBUTES",
        lambda f: f.message(attributes_element=encode(SET, b"".join(sorted(f.good_attributes())))),
    ),
    "attributes out of order": (
        "CMS-ATTRIBUTE-ORDER",
        lambda f: f.message(sort=False, attributes=sorted(f.good_attributes(), reverse=True)),
    ),
    "no content type": ("CMS-ATTRIBUTE-MISSING", lambda f: f.message(without=CONTENT_TYPE)),
    "no message digest": ("CMS-ATTRIBUTE-MISSING", lambda f: f.message(without=MESSAGE_DIGEST)),
    "no signing certificate": ("CMS-ATTRIBUTE-MISSING", lambda f: f.message(without=SIGNING_CERTIFICATE_V2)),
    "only the SHA-1 signing certificate": (
        "CMS-ATTRIBUTE-MISSING",
        lambda f: replaced(
            f,
            SIGNING_CERTIFICATE_V2,
            attribute(
                SIGNING_CERTIFICATE,
                encode(SEQUENCE, encode(SEQUENCE, encode(SEQUENCE, encode(OCTET_STRING, sha1(f.der).digest())))),
            ),
        ),
    ),
    "two content types": (
        "CMS-ATTRIBUTE-REPEATED",
        lambda f: f.message(more_attributes=[attribute(CONTENT_TYPE, ENVELOPED_DATA)]),
    ),
    "the same content type twice": (
        "CMS-ATTRIBUTE-REPEATED",
        lambda f: f.message(more_attributes=[attribute(CONTENT_TYPE, DATA)]),
    ),
    "two message digests": (
        "CMS-ATTRIBUTE-REPEATED",
        lambda f: f.message(more_attributes=[attribute(MESSAGE_DIGEST, encode(OCTET_STRING, sha256(OTHER).digest()))]),
    ),
    "two signing certificates": (
        "CMS-ATTRIBUTE-REPEATED",
        lambda f: f.message(
            more_attributes=[attribute(SIGNING_CERTIFICATE_V2, signing_certificate(b"another certificate"))]
        ),
    ),
    "a digest of two values": (
        "CMS-ATTRIBUTE-VALUES",
        lambda f: replaced(
            f,
            MESSAGE_DIGEST,
            attribute(MESSAGE_DIGEST, *[encode(OCTET_STRING, sha256(d).digest()) for d in (CONTENT, OTHER)]),
        ),
    ),
    "a digest of no value": ("CMS-TRUNCATED", lambda f: replaced(f, MESSAGE_DIGEST, attribute(MESSAGE_DIGEST))),
    "a digest cut short": (
        "CMS-MESSAGE-DIGEST",
        lambda f: replaced(f, MESSAGE_DIGEST, attribute(MESSAGE_DIGEST, encode(OCTET_STRING, bytes(20)))),
    ),
    "a digest as constructed string": (
        "CMS-BER",
        lambda f: replaced(
            f,
            MESSAGE_DIGEST,
            attribute(MESSAGE_DIGEST, encode(0x24, encode(OCTET_STRING, sha256(CONTENT).digest()))),
        ),
    ),
    "attribute type is another": (
        "CMS-CONTENT-TYPE",
        lambda f: replaced(f, CONTENT_TYPE, attribute(CONTENT_TYPE, ENVELOPED_DATA)),
    ),
    "rest after an attribute": (
        "CMS-TRAILING",
        lambda f: replaced(f, MESSAGE_DIGEST, encode(SEQUENCE, DIGEST_ATTRIBUTE[2:] + encode(NULL, b""))),
    ),
    "unknown attribute with a padded type": (
        "CMS-OBJECT",
        lambda f: f.message(more_attributes=[attribute(b"\x06\x03\x2a\x80\x01", encode(NULL, b""))]),
    ),
    "unknown attribute with an unfinished type": (
        "CMS-OBJECT",
        lambda f: f.message(more_attributes=[attribute(b"\x06\x02\x2a\x86", encode(NULL, b""))]),
    ),
    "unknown attribute in BER": (
        "CMS-BER",
        lambda f: f.message(more_attributes=[attribute(OWN_TYPE, encode(SEQUENCE, b"\x30\x80\0\0"))]),
    ),
    "unknown attribute nested deeply": (
        "CMS-DEPTH",
        lambda f: f.message(more_attributes=[attribute(OWN_TYPE, nested(100))]),
    ),
    "too many attributes": (
        "CMS-ATTRIBUTE-VALUES",
        lambda f: f.message(
            more_attributes=[
                attribute(object_identifier(f"1.3.6.1.4.1.99999.{n}"), encode(NULL, b"")) for n in range(40)
            ]
        ),
    ),
    "signing time in local time": (
        "CMS-SIGNING-TIME",
        lambda f: f.message(more_attributes=[attribute(SIGNING_TIME, encode(UTC_TIME, b"260902030000+0700"))]),
    ),
    "signing time with fractions": (
        "CMS-SIGNING-TIME",
        lambda f: f.message(more_attributes=[attribute(SIGNING_TIME, encode(GENERALIZED_TIME, b"20260902030000.5Z"))]),
    ),
    "signing time in the wrong type": (
        "CMS-SIGNING-TIME",
        lambda f: f.message(more_attributes=[attribute(SIGNING_TIME, encode(GENERALIZED_TIME, b"20260902030000Z"))]),
    ),
    "signing time that is no day": (
        "CMS-SIGNING-TIME",
        lambda f: f.message(more_attributes=[attribute(SIGNING_TIME, encode(UTC_TIME, b"260230030000Z"))]),
    ),
    # the signing certificate
    "hash of another certificate": (
        "SIG-CERTIFICATE",
        lambda f: replaced(
            f, SIGNING_CERTIFICATE_V2, attribute(SIGNING_CERTIFICATE_V2, signing_certificate(b"another"))
        ),
    ),
    "two certificates identified": (
        "CMS-SIGNING-CERTIFICATE",
        lambda f: replaced(
            f,
            SIGNING_CERTIFICATE_V2,
            attribute(SIGNING_CERTIFICATE_V2, signing_certificate(f.der, encode(SEQUENCE, own_hash(f)))),
        ),
    ),
    "no certificate identified": (
        "CMS-TRUNCATED",
        lambda f: replaced(
            f, SIGNING_CERTIFICATE_V2, attribute(SIGNING_CERTIFICATE_V2, encode(SEQUENCE, encode(SEQUENCE, b"")))
        ),
    ),
    "hash cut short": (
        "CMS-SIGNING-CERTIFICATE",
        lambda f: replaced(f, SIGNING_CERTIFICATE_V2, certificate_value(encode(OCTET_STRING, bytes(16)))),
    ),
    "hash by SHA-1": (
        "CMS-SIGNING-CERTIFICATE",
        lambda f: replaced(
            f,
            SIGNING_CERTIFICATE_V2,
            certificate_value(SHA1_ID, encode(OCTET_STRING, sha1(f.der).digest())),
        ),
    ),
    "default digest spelled out": (
        "CMS-SIGNING-CERTIFICATE",
        lambda f: replaced(f, SIGNING_CERTIFICATE_V2, certificate_value(SHA256_ID, own_hash(f))),
    ),
    "issuer of another certificate": (
        "CMS-SIGNING-CERTIFICATE",
        lambda f: replaced(
            f,
            SIGNING_CERTIFICATE_V2,
            certificate_value(own_hash(f), issuer_serial(encode(SEQUENCE, b""), VERSION_1)),
        ),
    ),
}
