"""Revocation lists, read once into an index: a look-up costs the same whether a list has two entries or 200,000."""

from datetime import datetime

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509.oid import ExtensionOID

from thongquan.base.limits import LIMITS
from thongquan.signing.certificate import SigningKey
from thongquan.signing.policy import Policy
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.verifying import check_value

PLAIN = {ExtensionOID.AUTHORITY_KEY_IDENTIFIER, ExtensionOID.CRL_NUMBER}
"""A full list of one issuer has these. Delta, indirect and partitioned lists have others, and need other readers."""


class RevocationList(msgspec.Struct, frozen=True):
    issuer: bytes
    """The issuer's name, in DER."""
    this_update: datetime
    next_update: datetime | None
    revoked: frozenset[int]
    plain: bool
    parsed: x509.CertificateRevocationList

    def signed_by(self, key: SigningKey, policy: Policy) -> bool:
        digest = self.parsed.signature_hash_algorithm
        if digest is None or digest.name not in policy.digests.values():
            return False
        if digest.name == "sha1":  # archives: the library no longer verifies such lists as a whole
            return self._signed_with_sha1(key)
        return self.parsed.is_signature_valid(key)

    def _signed_with_sha1(self, key: SigningKey) -> bool:
        scheme = "rsa" if isinstance(key, RSAPublicKey) else "ecdsa"
        try:
            check_value(key, scheme, "sha1", self.parsed.signature, self.parsed.tbs_certlist_bytes)
        except InvalidSignature:
            return False
        return True

    def require_in_force(self, moment: datetime) -> None:
        """A list that has run out says nothing about today: refuse rather than guess."""
        if moment < self.this_update:
            raise SignatureRefused("CRL-NOT-YET-VALID")
        if self.next_update is None or moment > self.next_update:
            raise SignatureRefused("CRL-STALE")


def read_revocation_list(data: bytes) -> RevocationList:
    """One list, in DER or PEM."""
    if len(data) > LIMITS.crl_bytes:
        raise SignatureRefused("CRL-TOO-LARGE", limit=LIMITS.crl_bytes)
    try:
        parsed = x509.load_pem_x509_crl(data) if data.startswith(b"-----") else x509.load_der_x509_crl(data)
        return RevocationList(
            issuer=parsed.issuer.public_bytes(),
            this_update=parsed.last_update_utc,
            next_update=parsed.next_update_utc,
            revoked=frozenset(entry.serial_number for entry in parsed),
            plain=all(extension.oid in PLAIN or not _limits_scope(extension) for extension in parsed.extensions),
            parsed=parsed,
        )
    except Exception as fault:
        raise SignatureRefused("CRL-UNREADABLE") from fault


def _limits_scope(extension: x509.Extension[x509.ExtensionType]) -> bool:
    return extension.critical or extension.oid in {
        ExtensionOID.DELTA_CRL_INDICATOR,
        ExtensionOID.ISSUING_DISTRIBUTION_POINT,
    }
