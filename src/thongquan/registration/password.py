"""Passwords are kept as Argon2id (RFC 9106) of their normal form, never as they are.

However it was typed, a password is the same if it reads the same: Unicode's NFKC (NIST SP 800-63B, 5.1.1.2), so that
Vietnamese typed composed and decomposed, and letters of full width, are one. What has no fixed form (control,
invisible, private, unassigned characters) is refused when a password is chosen, see `password_rules.py`.
"""

import unicodedata
from functools import cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from thongquan.base.limits import LIMITS, Limits


def normal(password: str) -> str:
    """The one form of a password that is hashed and judged."""
    return unicodedata.normalize("NFKC", password)


def hashed(password: str, limits: Limits = LIMITS) -> str:
    """The password's Argon2id hash with its salt and parameters, as a text of some 100 characters (PHC format)."""
    return _hasher(limits).hash(normal(password).encode("utf-8", "surrogatepass"))


def is_password(password: str, kept: str, limits: Limits = LIMITS) -> bool:
    """Whether it is the password of which `kept` is the hash. What is longer than any password may be is not hashed."""
    if len(password) > limits.password_characters:
        return False
    try:
        return _hasher(limits).verify(kept, normal(password).encode("utf-8", "surrogatepass"))
    except (VerificationError, InvalidHashError):
        return False


def is_outgrown(kept: str, limits: Limits = LIMITS) -> bool:
    """Whether a hash was made with other parameters than today's: hash anew at the next right password."""
    return _hasher(limits).check_needs_rehash(kept)


@cache
def _hasher(limits: Limits) -> PasswordHasher:
    return PasswordHasher(
        time_cost=limits.argon2_passes,
        memory_cost=limits.argon2_kib,
        parallelism=limits.argon2_lanes,
        hash_len=32,
        salt_len=16,
        type=Type.ID,
    )
