"""Secrets that customs gives out: the default password of a User ID, the access key of a terminal, a driver's link.

The interface of 2014 (term-2014): a password has at most 8 printable characters of ASCII without `$`, an access key at
most 16 letters and digits. Ours are as long as they may be and come from the operating system's random source. That
they leave out what looks alike (0 O o, 1 I i l) is an assumption: people copy them from a page by hand.
"""

import hashlib
import hmac
import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz"
PASSWORD_LENGTH = 8
"""46 bits: slow to guess through a server that counts, and kept only as a slow hash (`password.py`)."""
KEY_LENGTH = 16
"""92 bits: beyond guessing, so that a fast hash hides it as well as a slow one."""

LINK_LENGTH = 24
"""138 bits, for an address: whoever has it needs nothing else."""

_PURPOSE = b"thongquan access key\0"
_LINK_PURPOSE = b"thongquan transport link\0"


def default_password() -> str:
    """The first password of a User ID; it must be changed at its first use."""
    return _drawn(PASSWORD_LENGTH)


def access_key() -> str:
    """The access key of one terminal."""
    return _drawn(KEY_LENGTH)


def link_secret() -> str:
    """What stands in the address of a driver's link."""
    return _drawn(LINK_LENGTH)


def link_hash(secret: str) -> bytes:
    """What is kept of it, and what it is found by: 32 bytes."""
    return hashlib.sha256(_LINK_PURPOSE + secret.encode(errors="replace")).digest()


def key_hash(key: str, terminal: str) -> bytes:
    """What is kept of an access key: 32 bytes, good for this terminal only."""
    return hashlib.sha256(_PURPOSE + terminal.encode() + b"\0" + key.encode()).digest()


def is_key(key: str, terminal: str, kept: bytes) -> bool:
    """Whether this is the terminal's access key; takes the same time however much of it is right."""
    return hmac.compare_digest(key_hash(key, terminal), kept)


def _drawn(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
