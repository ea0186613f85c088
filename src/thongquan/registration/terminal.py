"""Terminals: the computers that a company declares with. Each has an access key, bound to one certificate."""

import msgspec

from thongquan.registration.secret import is_key


class Terminal(msgspec.Struct, frozen=True, gc=False):
    id: str
    """Six capitals and digits."""
    tax_code: str
    effective_at: str
    readable_until: str
    """A first key that nobody fetched by then is not given out any more."""
    key: bytes = b""
    """Hash of its access key; empty: nobody read one yet."""
    key_number: int = 0
    """Counts the keys, so that a deed can name the one that it changes."""
    old_key: bytes = b""
    old_until: str = ""
    certificate: bytes = b""
    """Issuer and serial of the certificate with which alone the key works."""
    ended_at: str = ""
    application: str = ""

    def is_open(self, at: str) -> bool:
        """In effect, and not ended. `at` is a `stamp`."""
        return self.effective_at <= at and not self.has_ended(at)

    def has_ended(self, at: str) -> bool:
        return bool(self.ended_at) and self.ended_at <= at

    def opens(self, key: str, certificate: bytes, at: str) -> bool:
        """Whether this access key works here with this certificate: the new one, or the old in its overlap."""
        if not self.is_open(at) or not self.key or certificate != self.certificate:
            return False
        return is_key(key, self.id, self.key) or (
            bool(self.old_key) and at < self.old_until and is_key(key, self.id, self.old_key)
        )
