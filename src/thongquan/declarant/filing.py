"""From ready declarations to signed filings in the outbox: one signature for a whole flight."""

import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Literal

import msgspec

from thongquan.base.canonical import canonical
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day, stamp
from thongquan.declarant.ledger import Ledger, Place, content_of
from thongquan.declarant.outbox import Entry, Meta, Outbox
from thongquan.declarant.refusals import PrincipalMalformed
from thongquan.declaration.codec import encode_line
from thongquan.declaration.derived import office_of
from thongquan.declaration.model import Declaration, ImportDeclaration
from thongquan.signing import merkle
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.sign import Signer
from thongquan.signing.statement import Security, Statement

_TAX_CODE = re.compile(r"[0-9]{10}(?:[0-9]{3})?")
ROOM_FOR_STATEMENT_AND_SIGNATURE = 64 * 1024


class Address(msgspec.Struct, frozen=True):
    """Where filings go, for whom, and when they were made."""

    server: str
    system: str
    on_behalf_of: str
    manifests: list[str]
    now: datetime
    security: Security | None = None
    """The guarantee that is to secure the taxes, instead of the deposit account."""


class Sorted(msgspec.Struct, frozen=True):
    """What is new, and what lies in the outbox already: (house bill, place)."""

    fresh: list[Declaration]
    held: list[tuple[str, Place]]


def sort_out(ready: Iterable[Declaration], ledger: Ledger) -> Sorted:
    """The same parcel with the same content is not signed again; with other content it is: the authority decides."""
    fresh: list[Declaration] = []
    held: list[tuple[str, Place]] = []
    for declaration in ready:
        place = ledger.get(content_of(encode_line(declaration)))
        if place is None:
            fresh.append(declaration)
        else:
            held.append((declaration.house_bill, place))
    return Sorted(fresh, held)


def principal_of(told: str, signer: Signer) -> str:
    """For whom the filings are made. Whether a delegation is in effect only the authority knows.

    Raises:
        PrincipalMalformed: it is no tax code.
        SignatureRefused: the certificate speaks for no company, so nothing can be filed with it.
    """
    if not signer.certificate.tax_code:
        raise SignatureRefused("CERT-TAX-CODE-MISSING")
    if told and not _TAX_CODE.fullmatch(told):
        raise PrincipalMalformed(found=told)
    return told or signer.certificate.tax_code


def keep_filings(outbox: Outbox, fresh: Sequence[Declaration], signer: Signer, address: Address) -> list[Entry]:
    """Sign the declarations in as few filings as the limits allow; each is on disk when this returns.

    Raises:
        Refusal: what `principal_of` says of the address; nothing was signed.
    """
    address = msgspec.structs.replace(address, on_behalf_of=principal_of(address.on_behalf_of, signer))
    return [
        keep_one(outbox, lines, group, signer, address) for group, lines in batches(fresh, business_day(address.now))
    ]


Group = tuple[str, Literal["import", "export"]]


def batches(declarations: Iterable[Declaration], day: date) -> Iterator[tuple[Group, list[bytes]]]:
    """Lines by office and direction, in their order, no batch above the limits of lines and bytes."""
    groups: dict[Group, list[bytes]] = {}
    for declaration in declarations:
        groups.setdefault(group_of(declaration, day), []).append(line_of(declaration))
    for group, lines in groups.items():
        for batch in within_limits(lines):
            yield group, batch


def group_of(declaration: Declaration, day: date) -> Group:
    """The office that is declared or that the storage place tells, and the direction."""
    return office_of(declaration, day), "import" if isinstance(declaration, ImportDeclaration) else "export"


def line_of(declaration: Declaration, random: Callable[[int], bytes] = os.urandom) -> bytes:
    """The line that is signed, with a fresh nonce: two parcels never have the same hash."""
    return encode_line(msgspec.structs.replace(declaration, nonce=random(16).hex()))


def within_limits(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    room = LIMITS.filing_bytes - ROOM_FOR_STATEMENT_AND_SIGNATURE
    batch: list[bytes] = []
    size = 0
    for line in lines:
        if batch and (len(batch) == LIMITS.filing_lines or size + len(line) + 1 > room):
            yield batch
            batch, size = [], 0
        batch.append(line)
        size += len(line) + 1
    if batch:
        yield batch


def keep_one(
    outbox: Outbox,
    lines: list[bytes],
    group: Group,
    signer: Signer,
    address: Address,
    *,
    kind: Literal["filing", "correction"] = "filing",
) -> Entry:
    secret, batch = secrets.token_urlsafe(32), new_batch(address.now)
    office, direction = group
    statement = canonical(
        Statement(
            system=address.system,
            kind=kind,
            batch=batch,
            filer=signer.certificate.tax_code,
            on_behalf_of=address.on_behalf_of,
            office=office,
            direction=direction,
            count=len(lines),
            root=merkle.root([merkle.leaf_hash(line) for line in lines]).hex(),
            reader=sha256(secret.encode()).hexdigest(),
            created_at=stamp(address.now),
            security=address.security,
        )
    )
    meta = Meta(batch=batch, server=address.server, secret=secret, manifests=address.manifests)
    declarations = b"\n".join(lines) + b"\n"
    return outbox.keep(meta, statement=statement, signature=signer.sign(statement), declarations=declarations)


def new_batch(now: datetime, random: Callable[[int], bytes] = os.urandom) -> str:
    """A UUIDv7 (RFC 9562): the time in milliseconds, then random bits, so that ids sort by their time."""
    value = int(now.timestamp() * 1000) << 80 | int.from_bytes(random(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
