"""What one signature says about a whole filing."""

from typing import Annotated, Literal

import msgspec

from thongquan.base.canonical import read_canonical
from thongquan.base.limits import LIMITS
from thongquan.base.moment import read_stamp
from thongquan.signing.refusal import SignatureRefused

Hex256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
TaxCode = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{10}(?:[0-9]{3})?\Z")]
Uuid7 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z")]


class Security(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The guarantee that is to secure the taxes of a filing."""

    kind: Literal["general", "individual"]
    number: Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Z][0-9A-Z./-]{0,34}\Z")]


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Signed by the company: who files what, for whom, and the tree that holds each declaration to it."""

    system: str
    """The name of the server it is meant for, so that it cannot be filed with another."""
    kind: Literal["filing", "correction"]
    """New declarations, or corrections of registered ones."""
    batch: Uuid7
    filer: TaxCode
    on_behalf_of: TaxCode
    office: str
    direction: Literal["import", "export"]
    count: Annotated[int, msgspec.Meta(ge=1)]
    root: Hex256
    """Merkle root over the declarations' lines, without their line feeds."""
    reader: Hex256
    """SHA-256 of a secret: whoever shows the secret may read the answer back."""
    created_at: str
    """The sender's claim; never used for law, validity or rates."""
    security: Security | None = None
    """Chosen instead of the deposit account. What a correction names changes nothing: it stays as it was secured."""


def batch_bytes(batch: str) -> bytes:
    """The 16 bytes of a batch id."""
    return bytes.fromhex(batch.replace("-", ""))


def read_statement(data: bytes) -> Statement:
    """The statement in `data`, which must be its only spelling (RFC 8785)."""
    if len(data) > LIMITS.statement_bytes:
        raise SignatureRefused("STATEMENT-TOO-LARGE", limit=LIMITS.statement_bytes)
    try:
        statement = read_canonical(data, Statement)
        read_stamp(statement.created_at)
    except Exception as fault:  # whatever goes wrong in reading, the statement is not accepted
        raise SignatureRefused("STATEMENT-UNREADABLE") from fault
    return statement
