"""Passwords that this server makes up for a deed, before the books are opened for it: hashing takes long."""

from thongquan.authority.procedures import Procedure, Signed
from thongquan.registration.secret import default_password


def passwords_to_draw(signed: Signed, procedure: Procedure) -> dict[str, str]:
    """A new password for each account of which the deed asks for one. Each is still to be hashed."""
    return {account: default_password() for account in procedure.draws(signed.deed.says)}
