"""Whether a message was signed with the key of a certificate. Whether that counts is asked in `chain`."""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA384, SHA512, HashAlgorithm

from thongquan.signing.certificate import RegisteredCertificate, SigningKey, public_key
from thongquan.signing.cms import SignedMessage
from thongquan.signing.der import OBJECT, SEQUENCE, SET, expect, only
from thongquan.signing.policy import SALT_LENGTH
from thongquan.signing.refusal import SignatureRefused

HASHES: dict[str, HashAlgorithm] = {
    "sha1": SHA1(),  # noqa: S303 # nosec B303 - for archives; the default policy never reads a message with it
    "sha256": SHA256(),
    "sha384": SHA384(),
    "sha512": SHA512(),
}

DIGESTS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}


def verify_signature(message: SignedMessage, content: bytes, certificate: RegisteredCertificate) -> None:
    """`content` was signed with the key of `certificate`, and by naming that certificate; else `SignatureRefused`."""
    try:
        _verify(message, content, certificate)
    except SignatureRefused:
        raise
    except Exception as fault:  # judging fails closed
        raise SignatureRefused("SIG-UNREADABLE") from fault


def _verify(message: SignedMessage, content: bytes, certificate: RegisteredCertificate) -> None:
    if message.issuer_serial != certificate.issuer_serial:
        raise SignatureRefused("SIG-SIGNER")
    if message.content is not None and message.content is not content:
        raise SignatureRefused("SIG-CONTENT-TWICE")
    if is_attributes(content):
        raise SignatureRefused("SIG-CONTENT-IS-ATTRIBUTES")
    if DIGESTS[message.digest](content).digest() != message.message_digest:
        raise SignatureRefused("SIG-DIGEST")
    if not _names(message, certificate):
        raise SignatureRefused("SIG-CERTIFICATE")
    try:
        key = public_key(certificate.der)
        check_value(key, message.scheme, message.digest, message.signature, message.signed_attributes)
    except InvalidSignature as fault:
        raise SignatureRefused("SIG-SIGNATURE") from fault


def _names(message: SignedMessage, certificate: RegisteredCertificate) -> bool:
    attributes = message.attributes
    if attributes.certificate_digest == "sha256":
        return attributes.certificate_hash.hex() == certificate.fingerprint
    return attributes.certificate_hash == DIGESTS[attributes.certificate_digest](certificate.der).digest()


def check_value(key: SigningKey, scheme: str, digest: str, signature: bytes, data: bytes) -> None:
    """The bare signature over `data`. Raises InvalidSignature, or `SignatureRefused` for a key of another kind."""
    algorithm = HASHES[digest]
    if isinstance(key, RSAPublicKey) and scheme == "rsa":
        key.verify(signature, data, padding.PKCS1v15(), algorithm)
    elif isinstance(key, RSAPublicKey) and scheme == "pss":
        key.verify(signature, data, padding.PSS(padding.MGF1(algorithm), SALT_LENGTH[digest]), algorithm)
    elif isinstance(key, EllipticCurvePublicKey) and scheme == "ecdsa":
        key.verify(signature, data, ec.ECDSA(algorithm))
    else:
        raise SignatureRefused("SIG-KEY-KIND")


def is_attributes(content: bytes) -> bool:
    """Whether somebody's signed attributes are presented as the document: a signature over them exists already."""
    if not content.startswith(b"\x31"):
        return False
    try:
        at, end = only(SET, content, 0, len(content))
        at, end = expect(SEQUENCE, content, at, end)
        expect(OBJECT, content, at, end)
    except SignatureRefused:
        return False
    return True
