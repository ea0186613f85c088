"""Forgeries, one function each: what an attacker who holds a genuine company key might send, and why it is refused."""

from collections.abc import Callable
from hashlib import sha384

from cryptography.hazmat.primitives.hashes import SHA256

from signing.forgeries_of_attributes import OF_ATTRIBUTES, OTHER, replaced
from signing.forging import (
    ALGORITHM_PROTECTION,
    CONTENT,
    DATA,
    DSA_SHA256,
    ECDSA_SHA384,
    ED25519,
    ENVELOPED_DATA,
    MD5_ID,
    MESSAGE_DIGEST,
    RSA_PLAIN,
    RSA_SHA1,
    RSA_SHA256,
    SHA1_ID,
    SHA256_ID,
    SHA384_ID,
    SIGNED_DATA,
    SIGNING_TIME,
    VERSION_1,
    Forger,
    attribute,
    identifier,
)
from thongquan.signing.der import (
    CONTEXT_0,
    CONTEXT_1,
    INTEGER,
    NULL,
    OCTET_STRING,
    SEQUENCE,
    SET,
    UTC_TIME,
    encode,
)


def long_form(content: bytes) -> bytes:
    """A length in more octets than it needs."""
    return b"\x30\x83" + len(content).to_bytes(3, "big") + content


def body(forger: Forger) -> bytes:
    """The content of the outermost SEQUENCE of a good message."""
    return SIGNED_DATA + encode(CONTEXT_0, signed_data(forger))


def signed_data(forger: Forger) -> bytes:
    whole = VERSION_1 + encode(SET, SHA256_ID) + encode(SEQUENCE, DATA) + encode(SET, forger.signer())
    return encode(SEQUENCE, whole)


FORGERIES: dict[str, tuple[str, Callable[[Forger], bytes]]] = OF_ATTRIBUTES | {
    # the outer shape
    "empty": ("CMS-TRUNCATED", lambda f: b""),
    "one octet": ("CMS-TRUNCATED", lambda f: b"\x30"),
    "text": ("CMS-TAG", lambda f: b"-----BEGIN PKCS7-----"),
    "cut short": ("CMS-TRUNCATED", lambda f: f.message()[:-1]),
    "trailing zero": ("CMS-TRAILING", lambda f: f.message(trailing=b"\0")),
    "second message behind": ("CMS-TRAILING", lambda f: f.message() + f.message()),
    "too large": ("CMS-TOO-LARGE", lambda f: f.message(unsigned=encode(CONTEXT_1, bytes(20_000)))),
    "enveloped data": ("CMS-NOT-SIGNED-DATA", lambda f: f.message(outer_type=ENVELOPED_DATA)),
    "bare signed data": ("CMS-NOT-SIGNED-DATA", signed_data),
    "indefinite length": ("CMS-BER", lambda f: b"\x30\x80" + body(f) + b"\0\0"),
    "non-minimal outer length": ("CMS-LENGTH", lambda f: long_form(body(f))),
    "length of five octets": ("CMS-LENGTH", lambda f: b"\x30\x85\x00\x00\x00\x00\x01" + bytes(1)),
    "length beyond the end": ("CMS-TRUNCATED", lambda f: b"\x30\x82\xff\xff" + body(f)),
    "short length in long form": (
        "CMS-LENGTH",
        lambda f: f.message(inner=b"\x30\x81\x0b" + DATA),
    ),
    "high tag number": ("CMS-TAG", lambda f: f.message(crls=b"\x1f\x81\x00\x00")),
    "rest inside the outer sequence": (
        "CMS-TRAILING",
        lambda f: encode(SEQUENCE, body(f) + encode(NULL, b"")),
    ),
    "rest inside signed data": ("CMS-TRAILING", lambda f: f.message(outer_rest=encode(NULL, b""))),
    "version 3": ("CMS-VERSION", lambda f: f.message(version=b"\x02\x01\x03")),
    "version with a leading zero": ("CMS-VERSION", lambda f: f.message(version=b"\x02\x02\x00\x01")),
    "foreign element before the signers": ("CMS-TAG", lambda f: f.message(crls=encode(0xA2, b""))),
    # digests declared
    "no digest declared": ("CMS-DIGEST-SET", lambda f: f.message(digest_set=encode(SET, b""))),
    "another digest declared": ("CMS-DIGEST-SET", lambda f: f.message(digest_set=encode(SET, SHA384_ID))),
    "two digests declared": ("CMS-DIGEST-SET", lambda f: f.message(digest_set=encode(SET, SHA256_ID + SHA384_ID))),
    "MD5": ("CMS-DIGEST-ALGORITHM", lambda f: f.message(digest=MD5_ID, digest_set=encode(SET, MD5_ID))),
    "SHA-1": ("CMS-DIGEST-ALGORITHM", lambda f: f.message(digest=SHA1_ID, digest_set=encode(SET, SHA1_ID))),
    "digest with odd parameters": (
        "CMS-DIGEST-ALGORITHM",
        lambda f: f.message(digest=identifier("2.16.840.1.101.3.4.2.1", VERSION_1)),
    ),
    # the content
    "content of another type": (
        "CMS-CONTENT-TYPE",
        lambda f: f.message(inner=encode(SEQUENCE, ENVELOPED_DATA)),
    ),
    "content as constructed string": (
        "CMS-BER",
        lambda f: f.message(
            inner=encode(SEQUENCE, DATA + encode(CONTEXT_0, encode(0x24, encode(OCTET_STRING, CONTENT))))
        ),
    ),
    "two contents": (
        "CMS-TRAILING",
        lambda f: f.message(inner=encode(SEQUENCE, DATA + encode(CONTEXT_0, encode(OCTET_STRING, CONTENT) * 2))),
    ),
    "content inside and beside": (
        "SIG-CONTENT-TWICE",
        lambda f: f.message(inner=encode(SEQUENCE, DATA + encode(CONTEXT_0, encode(OCTET_STRING, OTHER)))),
    ),
    "signed another document": ("SIG-DIGEST", lambda f: f.message(content=OTHER)),
    # the signers
    "no signer": ("CMS-SIGNERS", lambda f: f.message(signers=encode(SET, b""))),
    "two signers": ("CMS-SIGNERS", lambda f: f.message(signers=encode(SET, f.signer() * 2))),
    "a good and a bad signer": (
        "CMS-SIGNERS",
        lambda f: f.message(signers=encode(SET, f.signer() + f.signer(content=OTHER))),
    ),
    "signers as a sequence": ("CMS-TAG", lambda f: f.message(signers=encode(SEQUENCE, f.signer()))),
    "signer by key identifier": (
        "CMS-SIGNER-ID",
        lambda f: f.message(signer_version=b"\x02\x01\x03", sid=encode(0x80, bytes(20))),
    ),
    "key identifier under version 1": ("CMS-TAG", lambda f: f.message(sid=encode(0x80, bytes(20)))),
    "somebody else's serial": (
        "SIG-SIGNER",
        lambda f: f.message(sid=encode(SEQUENCE, f.registered.issuer_serial[:-1] + b"\x7f")),
    ),
    "serial with a leading zero": (
        "CMS-LENGTH",
        lambda f: f.message(sid=encode(SEQUENCE, encode(SEQUENCE, b"") + encode(INTEGER, b"\0\x01"))),
    ),
    "serial of no octets": (
        "CMS-LENGTH",
        lambda f: f.message(sid=encode(SEQUENCE, encode(SEQUENCE, b"") + encode(INTEGER, b""))),
    ),
    "rest after the serial": (
        "CMS-TRAILING",
        lambda f: f.message(sid=encode(SEQUENCE, f.registered.issuer_serial + encode(NULL, b""))),
    ),
    "rest after the signer": ("CMS-TAG", lambda f: f.message(signer_rest=encode(NULL, b""))),
    "two sets of unsigned attributes": (
        "CMS-TRAILING",
        lambda f: f.message(unsigned=encode(CONTEXT_1, b"") * 2),
    ),
    # algorithms
    "RSA scheme, P-256 key": ("SIG-KEY-KIND", lambda f: f.message(scheme=RSA_SHA256)),
    "bare RSA scheme, P-256 key": ("SIG-KEY-KIND", lambda f: f.message(scheme=RSA_PLAIN)),
    "scheme with SHA-1": ("CMS-SIGNATURE-ALGORITHM", lambda f: f.message(scheme=RSA_SHA1)),
    "DSA": ("CMS-SIGNATURE-ALGORITHM", lambda f: f.message(scheme=DSA_SHA256)),
    "Ed25519": ("CMS-SIGNATURE-ALGORITHM", lambda f: f.message(scheme=ED25519)),
    "ECDSA with parameters": (
        "CMS-SIGNATURE-ALGORITHM",
        lambda f: f.message(scheme=identifier("1.2.840.10045.4.3.2", encode(NULL, b""))),
    ),
    "PSS with default parameters": (
        "CMS-SIGNATURE-ALGORITHM",
        lambda f: f.message(scheme=identifier("1.2.840.113549.1.1.10", encode(SEQUENCE, b""))),
    ),
    "digest and scheme differ": ("CMS-DIGEST-MISMATCH", lambda f: f.message(scheme=ECDSA_SHA384)),
    "protected algorithms differ": (
        "CMS-ALGORITHM-PROTECTION",
        lambda f: f.message(
            more_attributes=[
                attribute(ALGORITHM_PROTECTION, encode(SEQUENCE, SHA256_ID + encode(CONTEXT_1, ECDSA_SHA384[2:])))
            ]
        ),
    ),
    "digest as long as another": (
        "CMS-MESSAGE-DIGEST",
        lambda f: replaced(
            f, MESSAGE_DIGEST, attribute(MESSAGE_DIGEST, encode(OCTET_STRING, sha384(CONTENT).digest()))
        ),
    ),
    # the signature itself
    "no signature": ("CMS-TRUNCATED", lambda f: f.message(signature=b"")),
    "empty signature": ("SIG-SIGNATURE", lambda f: f.message(signature=encode(OCTET_STRING, b""))),
    "zero signature": ("SIG-SIGNATURE", lambda f: f.message(signature=encode(OCTET_STRING, bytes(70)))),
    "signature over the content": (
        "SIG-SIGNATURE",
        lambda f: f.message(signature=encode(OCTET_STRING, f.sign(CONTENT, SHA256()))),
    ),
    "signature of another message": (
        "SIG-SIGNATURE",
        lambda f: f.message(signature=encode(OCTET_STRING, f.sign(OTHER, SHA256()))),
    ),
    "attribute added after signing": (
        "SIG-SIGNATURE",
        lambda f: f.message(
            attributes_element=encode(
                CONTEXT_0,
                b"".join(sorted([*f.good_attributes(), attribute(SIGNING_TIME, encode(UTC_TIME, b"260902030000Z"))])),
            )
        ),
    ),
    "signature as a bit string": ("CMS-TAG", lambda f: f.message(signature=encode(0x03, bytes(70)))),
    # embedded certificates
    "too many certificates": (
        "CMS-CERTIFICATES",
        lambda f: f.message(certificates=encode(CONTEXT_0, encode(SEQUENCE, b"") * 100)),
    ),
    "certificate that leaves its bag": (
        "CMS-TRUNCATED",
        lambda f: f.message(certificates=encode(CONTEXT_0, b"\x30\x7f\x00")),
    ),
}
