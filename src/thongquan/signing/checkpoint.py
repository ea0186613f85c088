"""What the authority commits to: a leaf for each declaration, a leaf for each filing, one signed root for a group."""

from hashlib import sha256
from typing import Annotated

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from thongquan.base.canonical import canonical
from thongquan.signing.certificate import RECEIPT_SIGNING, checked_profile, extended_uses, public_key
from thongquan.signing.merkle import leaf_hash
from thongquan.signing.policy import DEFAULT
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.statement import Hex256, batch_bytes

CHECKPOINT_SIGNATURE = ECDSA(SHA256())
SALT_BYTES = 16


class Checkpoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    system: str
    group: Annotated[int, msgspec.Meta(ge=0)]
    filings: Annotated[int, msgspec.Meta(ge=1)]
    root: Hex256
    """Merkle root over the filings of the group."""
    at: str


def receipt_leaf(salt: bytes, line: bytes, decision: bytes) -> bytes:
    """One registered declaration and its decision (canonical JSON). The salt keeps siblings from being guessed."""
    return leaf_hash(salt + sha256(line).digest() + sha256(decision).digest())


def filing_leaf(batch: str, statement: bytes, filing_root: bytes, count: int) -> bytes:
    """One filing in its group: `count` declarations of it were registered, and no more.

    It names the statement that was accepted. Without it, whoever holds a receipt could put a statement of his own, with
    the same batch id and line, in the place of the filer's, and show another's parcel as his.
    """
    return leaf_hash(batch_bytes(batch) + sha256(statement).digest() + filing_root + count.to_bytes(4, "big"))


def sign_checkpoint(key: EllipticCurvePrivateKey, checkpoint: Checkpoint) -> bytes:
    """The authority's signature, in DER. The key must be P-256."""
    return key.sign(canonical(checkpoint), CHECKPOINT_SIGNATURE)


def read_checkpoint_key(pem: bytes) -> EllipticCurvePrivateKey:
    """The authority's key from its file."""
    key = load_pem_private_key(pem, None)
    if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1):
        raise SignatureRefused("KEY-FILE")
    return key


def verify_checkpoint(checkpoint: Checkpoint, signature: bytes, authority: bytes) -> None:
    verify_record(canonical(checkpoint), signature, authority)


def verify_record(record: bytes, signature: bytes, authority: bytes) -> None:
    """A record of the authority, which must say what it is.

    `authority` is the DER of a certificate made for receipts; whether it counts is for its chain to say.
    """
    _, certificate = checked_profile(authority, DEFAULT)
    if RECEIPT_SIGNING not in extended_uses(certificate):
        raise SignatureRefused("RECEIPT-AUTHORITY")
    key = public_key(authority)
    if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
        raise SignatureRefused("RECEIPT-AUTHORITY")
    try:
        key.verify(signature, record, CHECKPOINT_SIGNATURE)
    except InvalidSignature as fault:
        raise SignatureRefused("RECEIPT-CHECKPOINT") from fault
