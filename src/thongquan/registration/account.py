"""Accounts: whoever logs in. An administrator manages a company's users and declares nothing, a user declares."""

from typing import Literal

import msgspec

Kind = Literal["admin", "user", "officer"]
PasswordState = Literal["none", "default", "own"]


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose account it is; sealed in the books."""

    name: str = ""
    identity: str = ""
    """Number of the identity card or passport."""
    email: str = ""


class Account(msgspec.Struct, frozen=True, gc=False):
    name: str
    """The tax code of an administrator, a User ID of 8 characters, or an officer's id."""
    kind: Kind
    tax_code: str
    """"" for officers."""
    certificate: bytes
    """Issuer and serial of the one certificate with which it signs."""
    person: Person
    effective_at: str
    password: str = ""
    """Its Argon2id hash; "" while there is none."""
    password_number: int = 0
    """Counts the passwords, so that a deed can name the one that it changes."""
    password_state: PasswordState = "none"  # noqa: S105 - a state, no password
    password_until: str = ""
    """When a default password that nobody changed ends; "" never."""
    ended_at: str = ""
    """From then on it is closed; "" never. May lie ahead: a cancelled user ends when the law says."""
    last_login: str = ""

    def is_open(self, at: str) -> bool:
        """In effect, and not ended. `at` is a `stamp`; an end may lie ahead."""
        return self.effective_at <= at and not self.has_ended(at)

    def has_ended(self, at: str) -> bool:
        return bool(self.ended_at) and self.ended_at <= at
