"""Which algorithms are accepted. The server has one policy; old archives are verified under another.

An algorithm is recognised by the whole DER of its identifier, so that its parameters are fixed with it.
"""

import msgspec

from thongquan.signing.der import CONTEXT_0, INTEGER, NULL, SEQUENCE, encode, object_identifier

SHA_1 = "1.3.14.3.2.26"
SHA_2 = {
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
}
RSA = "1.2.840.113549.1.1."
RSA_WITH = {"sha256": RSA + "11", "sha384": RSA + "12", "sha512": RSA + "13"}
RSA_PSS = RSA + "10"
MASK_GENERATION = RSA + "8"
ECDSA = "1.2.840.10045.4."
ECDSA_WITH = {"sha256": ECDSA + "3.2", "sha384": ECDSA + "3.3", "sha512": ECDSA + "3.4"}

EC_KEY = object_identifier("1.2.840.10045.2.1")
P_256 = "1.2.840.10045.3.1.7"
P_384 = "1.3.132.0.34"

SALT_LENGTH = {"sha256": 32, "sha384": 48, "sha512": 64}


class Policy(msgspec.Struct, frozen=True):
    name: str
    digests: dict[bytes, str]
    """DER of an AlgorithmIdentifier → name of the digest."""
    signatures: dict[bytes, tuple[str, str]]
    """DER of an AlgorithmIdentifier → scheme, and the digest it fixes or ""."""
    rsa_bits: int
    sha1_signing_certificate: bool
    """Whether the older signing-certificate attribute (RFC 2634) will do."""


def _identifier(dotted: str, parameters: bytes) -> bytes:
    return encode(SEQUENCE, object_identifier(dotted) + parameters)


RSA_KEYS = {_identifier(RSA + "1", encode(NULL, b""))}
EC_KEYS = {encode(SEQUENCE, EC_KEY + object_identifier(curve)) for curve in (P_256, P_384)}
"""Curves by name only: parameters spelled out may describe a curve that is almost, but not quite, the one they copy."""


def _with_and_without_null(dotted: str) -> tuple[bytes, bytes]:
    """Both spellings of "no parameters" are in use, and RFC 4055 asks to accept both."""
    return _identifier(dotted, encode(NULL, b"")), _identifier(dotted, b"")


def _pss(digest: str, hash_identifier: bytes) -> bytes:
    """RSA-PSS with one digest throughout and a salt as long as the digest: the only form accepted."""
    mask = _identifier(MASK_GENERATION, hash_identifier)
    salt = encode(INTEGER, bytes([SALT_LENGTH[digest]]))
    fields = encode(CONTEXT_0, hash_identifier) + encode(CONTEXT_0 | 1, mask) + encode(CONTEXT_0 | 2, salt)
    return _identifier(RSA_PSS, encode(SEQUENCE, fields))


def _digests(names: dict[str, str]) -> dict[bytes, str]:
    return {spelling: name for name, dotted in names.items() for spelling in _with_and_without_null(dotted)}


def _signatures() -> dict[bytes, tuple[str, str]]:
    known = dict.fromkeys(_with_and_without_null(RSA + "1"), ("rsa", ""))
    for digest, dotted in SHA_2.items():
        known |= dict.fromkeys(_with_and_without_null(RSA_WITH[digest]), ("rsa", digest))
        known |= {_pss(digest, spelling): ("pss", digest) for spelling in _with_and_without_null(dotted)}
        known[_identifier(ECDSA_WITH[digest], b"")] = ("ecdsa", digest)
    return known


DEFAULT = Policy(
    name="default",
    digests=_digests(SHA_2),
    signatures=_signatures(),
    rsa_bits=2048,
    sha1_signing_certificate=False,
)

LEGACY_ALGORITHMS = Policy(
    name="legacy-algorithms",
    digests=_digests(SHA_2 | {"sha1": SHA_1}),
    signatures=DEFAULT.signatures
    | dict.fromkeys(_with_and_without_null(RSA + "5"), ("rsa", "sha1"))
    | {_identifier(ECDSA + "1", b""): ("ecdsa", "sha1")},
    rsa_bits=1024,
    sha1_signing_certificate=True,
)

POLICIES = {policy.name: policy for policy in (DEFAULT, LEGACY_ALGORITHMS)}
