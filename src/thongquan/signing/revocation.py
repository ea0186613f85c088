"""Revocation lists. The head is read at once; the entries when somebody asks, or never, where an index has them."""

from collections.abc import Callable
from functools import cached_property
from hashlib import sha256
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding

from thongquan.base.limits import LIMITS
from thongquan.signing.certificate import SigningKey
from thongquan.signing.policy import Policy
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.revocation_reading import Head, read_entries, read_head
from thongquan.signing.serials import Serials
from thongquan.signing.verifying import check_value

T = TypeVar("T")


class RevocationList:
    """One list, in DER. `serials` are known already where an index of this very list was at hand."""

    def __init__(self, data: bytes, head: Head, serials: Serials | None = None) -> None:
        self.data = data
        self.head = head
        self.issuer = head.issuer
        self.this_update, self.next_update = head.this_update, head.next_update
        if serials is not None:
            self.__dict__["serials"] = serials

    @cached_property
    def serials(self) -> Serials:
        """Linear in the size of the list. Raises `SignatureRefused`: the entries are not what they must be."""
        return _guarded(lambda: Serials.of(read_entries(self.data, self.head)))

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 in hex."""
        return sha256(self.data).hexdigest()

    def signed_by(self, key: SigningKey, policy: Policy) -> bool:
        scheme, digest = policy.signatures.get(self.head.algorithm, ("", ""))
        if not digest:
            return False
        signed, signature = self.data[slice(*self.head.signed)], self.data[slice(*self.head.signature)]
        try:
            check_value(key, scheme, digest, signature, signed)
        except (InvalidSignature, SignatureRefused):
            return False
        return True

    def require_kind(self) -> None:
        """A full list of one issuer; another kind is refused by its name."""
        if self.head.kind:
            raise SignatureRefused(self.head.kind)

    def is_older_than(self, other: "RevocationList") -> bool:
        """By its number where both have one, and by its day: neither may go back."""
        mine, others = self.head.number, other.head.number
        counted_back = mine is not None and others is not None and mine < others
        return counted_back or self.this_update < other.this_update


def read_revocation_list(data: bytes, serials: Serials | None = None) -> RevocationList:
    """One list, in DER or PEM."""
    if len(data) > LIMITS.crl_bytes:
        raise SignatureRefused("CRL-TOO-LARGE", limit=LIMITS.crl_bytes)
    return _guarded(lambda: _read(data, serials))


def _read(data: bytes, serials: Serials | None) -> RevocationList:
    der = x509.load_pem_x509_crl(data).public_bytes(Encoding.DER) if data.startswith(b"-----") else data
    return RevocationList(der, read_head(der), serials)


def _guarded(read: Callable[[], T]) -> T:
    try:
        return read()
    except SignatureRefused as refusal:
        if refusal.code.startswith("CRL-"):
            raise
        raise SignatureRefused("CRL-UNREADABLE") from refusal
    except Exception as fault:  # judging fails closed
        raise SignatureRefused("CRL-UNREADABLE") from fault
