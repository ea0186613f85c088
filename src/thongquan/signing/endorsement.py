"""The authority's signature under records of its own, such as events of the books and manifests of backups."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey

from thongquan.signing.certificate import public_key
from thongquan.signing.checkpoint import CHECKPOINT_SIGNATURE


def endorse(key: EllipticCurvePrivateKey, record: bytes) -> bytes:
    """`record` must say what it is, so that it never passes for a record of another kind."""
    return key.sign(record, CHECKPOINT_SIGNATURE)


def is_endorsed(record: bytes, signature: bytes, certificate: bytes) -> bool:
    """Whether the key of this certificate (DER) signed it. Whether the certificate counts is for the caller to say."""
    key = public_key(certificate)
    if not isinstance(key, EllipticCurvePublicKey):
        return False
    try:
        key.verify(signature, record, CHECKPOINT_SIGNATURE)
    except InvalidSignature:
        return False
    return True
