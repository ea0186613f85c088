"""Signed messages made by hand, piece by piece, so that each piece can be made wrong."""

from collections.abc import Sequence
from hashlib import sha256

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from demo_pki import MADE_AT, PASSWORD, Pki
from thongquan.signing.der import (
    CONTEXT_0,
    INTEGER,
    NULL,
    OCTET_STRING,
    SEQUENCE,
    SET,
    encode,
    object_identifier,
)
from thongquan.signing.issuing import INTERMEDIATE, Issuer, issue_ca

CONTENT = b'{"batch":"1"}'
DATA = object_identifier("1.2.840.113549.1.7.1")
SIGNED_DATA = object_identifier("1.2.840.113549.1.7.2")
ENVELOPED_DATA = object_identifier("1.2.840.113549.1.7.3")
CONTENT_TYPE = object_identifier("1.2.840.113549.1.9.3")
MESSAGE_DIGEST = object_identifier("1.2.840.113549.1.9.4")
SIGNING_TIME = object_identifier("1.2.840.113549.1.9.5")
SIGNING_CERTIFICATE = object_identifier("1.2.840.113549.1.9.16.2.12")
SIGNING_CERTIFICATE_V2 = object_identifier("1.2.840.113549.1.9.16.2.47")
ALGORITHM_PROTECTION = object_identifier("1.2.840.113549.1.9.52")
VERSION_1 = encode(INTEGER, b"\x01")


def identifier(dotted: str, parameters: bytes = b"") -> bytes:
    return encode(SEQUENCE, object_identifier(dotted) + parameters)


SHA1_ID = identifier("1.3.14.3.2.26")
SHA256_ID = identifier("2.16.840.1.101.3.4.2.1")
SHA384_ID = identifier("2.16.840.1.101.3.4.2.2")
MD5_ID = identifier("1.2.840.113549.2.5", encode(NULL, b""))
ECDSA_SHA256 = identifier("1.2.840.10045.4.3.2")
ECDSA_SHA384 = identifier("1.2.840.10045.4.3.3")
RSA_SHA1 = identifier("1.2.840.113549.1.1.5", encode(NULL, b""))
RSA_SHA256 = identifier("1.2.840.113549.1.1.11", encode(NULL, b""))
RSA_PLAIN = identifier("1.2.840.113549.1.1.1", encode(NULL, b""))
ED25519 = identifier("1.3.101.112")
DSA_SHA256 = identifier("2.16.840.1.101.3.4.3.2")


def attribute(kind: bytes, *values: bytes) -> bytes:
    return encode(SEQUENCE, kind + encode(SET, b"".join(values)))


def signing_certificate(der: bytes, *more: bytes) -> bytes:
    """The value of the attribute; `more` are further certificate identifiers."""
    own = encode(SEQUENCE, encode(OCTET_STRING, sha256(der).digest()))
    return encode(SEQUENCE, encode(SEQUENCE, own + b"".join(more)))


class Parts(msgspec.Struct, frozen=True):
    """A good message by default; each part may be replaced."""

    outer_type: bytes = SIGNED_DATA
    version: bytes = VERSION_1
    digest_set: bytes = encode(SET, SHA256_ID)
    inner: bytes = encode(SEQUENCE, DATA)
    certificates: bytes = b""
    crls: bytes = b""
    signers: bytes | None = None
    outer_rest: bytes = b""
    trailing: bytes = b""
    signer_version: bytes = VERSION_1
    sid: bytes | None = None
    digest: bytes = SHA256_ID
    attributes: Sequence[bytes] | None = None
    more_attributes: Sequence[bytes] = ()
    without: bytes = b""
    sort: bool = True
    attributes_element: bytes | None = None
    scheme: bytes = ECDSA_SHA256
    signature: bytes | None = None
    unsigned: bytes = b""
    signer_rest: bytes = b""
    content: bytes = CONTENT


class Forger:
    """Holds a genuine company key, as an attacker with an account of his own does."""

    def __init__(self, pki: Pki, key: str = "p256") -> None:
        opened = load_pkcs12(pki.p12(key).read_bytes(), PASSWORD.encode())
        assert isinstance(opened.key, ec.EllipticCurvePrivateKey | RSAPrivateKey)
        self.key = opened.key
        self.registered = pki.certificate(key)
        self.der = self.registered.der

    def message(self, **changes: object) -> bytes:
        parts = Parts(**changes)  # type: ignore[arg-type] # the names are the fields
        signers = parts.signers if parts.signers is not None else encode(SET, self.signer(parts))
        body = parts.version + parts.digest_set + parts.inner + parts.certificates + parts.crls + signers
        signed_data = encode(SEQUENCE, body + parts.outer_rest)
        return encode(SEQUENCE, parts.outer_type + encode(CONTEXT_0, signed_data)) + parts.trailing

    def signer(self, parts: Parts | None = None, **changes: object) -> bytes:
        parts = parts or Parts(**changes)  # type: ignore[arg-type] # the names are the fields
        sid = parts.sid if parts.sid is not None else encode(SEQUENCE, self.registered.issuer_serial)
        attributes = self.attributes(parts)
        signature = parts.signature
        if signature is None:
            signature = encode(OCTET_STRING, self.sign(b"\x31" + attributes[1:], SHA256()))
        if parts.attributes_element is not None:
            attributes = parts.attributes_element
        head = parts.signer_version + sid + parts.digest + attributes
        return encode(SEQUENCE, head + parts.scheme + signature + parts.unsigned + parts.signer_rest)

    def attributes(self, parts: Parts) -> bytes:
        chosen = list(self.good_attributes(parts.content) if parts.attributes is None else parts.attributes)
        chosen = [one for one in chosen if not parts.without or parts.without not in one] + list(parts.more_attributes)
        return encode(CONTEXT_0, b"".join(sorted(chosen) if parts.sort else chosen))

    def good_attributes(self, content: bytes = CONTENT) -> list[bytes]:
        return [
            attribute(CONTENT_TYPE, DATA),
            attribute(MESSAGE_DIGEST, encode(OCTET_STRING, sha256(content).digest())),
            attribute(SIGNING_CERTIFICATE_V2, signing_certificate(self.der)),
        ]

    def sign(self, data: bytes, digest: HashAlgorithm) -> bytes:
        if isinstance(self.key, RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), digest)
        return self.key.sign(data, ec.ECDSA(digest))


def looping_issuers(count: int) -> list[bytes]:
    """Issuers of one name that all certify one another."""
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(count)]
    roots = [issue_ca(INTERMEDIATE, key, None, MADE_AT, path_length=9) for key in keys]
    issued = [
        issue_ca(INTERMEDIATE, keys[n], Issuer(roots[n - 1], keys[n - 1]), MADE_AT, path_length=9) for n in range(count)
    ]
    return [certificate.public_bytes(Encoding.DER) for certificate in issued]
