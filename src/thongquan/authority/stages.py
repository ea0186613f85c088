"""How far a filing has been checked. A function that needs a verified filing cannot be handed a received one."""

from datetime import datetime

import msgspec

from thongquan.authority.acting import Acting
from thongquan.registration.model import Signer
from thongquan.signing.cms import SignedMessage
from thongquan.signing.statement import Statement


class Received(msgspec.Struct, frozen=True):
    """The three parts as they came, within the limits of size, with the server's own time of receipt."""

    statement: bytes
    signature: bytes
    declarations: bytes
    at: datetime


class Opened(msgspec.Struct, frozen=True):
    """Read, but nothing of it believed yet."""

    received: Received
    statement: Statement
    message: SignedMessage
    lines: list[bytes]


class Identified(msgspec.Struct, frozen=True):
    """The signer it names is registered. Whether the signer made it is still open."""

    opened: Opened
    signer: Signer


class Verified(msgspec.Struct, frozen=True):
    """Signed by the registered certificate over this statement, and every line stands in the signed tree."""

    statement: Statement
    signer: Signer
    lines: list[bytes]
    root: bytes
    statement_bytes: bytes
    signature: bytes
    at: datetime
    batch: bytes
    """The batch id of the statement."""
    acting: Acting

    @property
    def filer(self) -> str:
        return self.statement.filer
