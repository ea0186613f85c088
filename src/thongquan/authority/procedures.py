"""How each kind of deed is carried out: who may sign it, what would refuse it, and what it does. One table."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec

from thongquan.authority.deed_ports import Signatory
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.registration.deed import Deed, Particulars

Way = Literal["itself", "company", "account", "officer", "operator"]
"""Who signs. `itself`: the certificate in the message, which is not registered yet. `company`: any certificate that is
registered for the company that the deed names. `account`: the certificate of the account it names. `officer`: as
`account`, of an officer. `operator`: as `officer`, of one who runs the machine."""


class DrawnPassword(msgspec.Struct, frozen=True):
    """A password that this server made up for somebody, and what is kept of it."""

    password: str
    kept: str


class Signed(msgspec.Struct, frozen=True):
    """A deed that passed the door: signed by whom it names, with a certificate that counts, and not carried out yet."""

    deed: Deed
    text: bytes
    signature: bytes
    digest: bytes
    by: Signatory
    beside: Mapping[str, str] = {}
    """Of the documents that came with it: SHA-256 → kind. They were looked at and kept before the transaction."""
    drawn: Mapping[str, DrawnPassword] = {}
    """New passwords by account: hashing takes long, so it is done before the transaction, see `Procedure.draws`."""


class Done(msgspec.Struct, frozen=True):
    """What became of a deed."""

    outcome: dict[str, str]
    """Recorded, and told to whoever sent it."""
    shown: dict[str, str] = {}
    """Secrets: told once, in this answer, and kept nowhere."""
    company: str = ""
    """For whom it was done, as the record says it."""
    delegation: str = ""


def as_given(_now: Sitting, _account: str, given: dict[str, Any]) -> dict[str, Any]:
    return given


def none_drawn(_says: Any) -> list[str]:
    return []


Secrets = Mapping[str, str]
"""What travels beside a text, such as a password, by name. What is to be kept of it was hashed before."""


class Procedure(msgspec.Struct, frozen=True):
    says: type[Particulars]
    signed_by: Way
    carry_out: Callable[[Sitting, Signed, Secrets], Done]
    faults: Callable[[Sitting, str, Any], list[Fault]]
    """What would refuse it, before anything is signed: given the account and the particulars. All at once."""
    secrets: tuple[str, ...] = ()
    """The names of what travels beside it."""
    in_session: bool = False
    """Its text is only composed for an account that is logged in: password and certificate both stand behind it."""
    completed: Callable[[Sitting, str, dict[str, Any]], dict[str, Any]] = as_given
    """What the one who asks need not say, because the books say it, is filled in before the text is composed."""
    fills: tuple[str, ...] = ()
    """The names of those particulars, also of entries in a list."""
    draws: Callable[[Any], list[str]] = none_drawn
    """The accounts for which a default password is to be made up before the deed is carried out."""
