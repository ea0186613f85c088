"""Transports against the deeds: heads, steps and each version of a body are what deeds left; cargo is hashed."""

from hashlib import sha256
from typing import Any

import apsw
import msgspec
from cryptography.exceptions import InvalidTag

from thongquan.authority.transport_ports import Transport
from thongquan.base.canonical import canonical
from thongquan.base.moment import business_day, read_stamp
from thongquan.storage.findings import Findings
from thongquan.storage.register_told import Told, TransportTold
from thongquan.storage.sealing import Vault
from thongquan.storage.transports import COLUMNS, cargo_keys, has_transports, opened, standing_place
from thongquan.transport.lifecycle import SECURED, SETTLED
from thongquan.transport.lodged import LodgedUnreadable, read
from thongquan.transport.standing import Standing

_HEADS = f"SELECT {COLUMNS}, deed, standing FROM transport ORDER BY row"  # noqa: S608 # nosec B608 - constants
_BODIES = "SELECT version, sealed FROM transport_body WHERE transport = ? ORDER BY version"
_CARGO = "SELECT cargo FROM transport_cargo WHERE transport = ?"


def check_transports(connection: apsw.Connection, vault: Vault, told: Told, erased_until: str, found: Findings) -> None:
    """`erased_until`: the last day whose content was erased, "" where nothing was."""
    missing = set(told.transports)
    rows: list[Any] = connection.execute(_HEADS).fetchall() if has_transports(connection) else []
    for *head, deed, standing in rows:
        one = Transport(*head)
        missing.discard(one.number)
        known = told.transports.get(one.number)
        if known is None or (canonical(one).decode(), deed) != (known.head, known.last.seq):
            found.add("transport", one.number)
        elif not standing:
            if not _may_be_erased(one, erased_until):
                found.add("transport", one.number)
        elif not _content_fits(connection, vault, one, known, standing):
            found.add("transport", one.number)
        if known is not None and known.held and one.state not in SECURED:
            found.add("deposit", f"transport {one.number}")
    for number in sorted(missing):
        found.add("transport", number)


def _may_be_erased(one: Transport, erased_until: str) -> bool:
    is_over = one.state in SETTLED | {"drafted"}
    return is_over and str(business_day(read_stamp(one.lodged_at))) <= erased_until


def _content_fits(
    connection: apsw.Connection, vault: Vault, one: Transport, known: TransportTold, standing: bytes
) -> bool:
    rows: list[Any] = connection.execute(_BODIES, (one.row,)).fetchall()
    bodies: dict[int, bytes] = dict(rows)
    cargo: list[Any] = connection.execute(_CARGO, (one.row,)).fetchall()
    hashed: set[bytes] = {key for (key,) in cargo}
    try:
        wrote = vault.open(standing, standing_place(one.number, one.version))
        plain = {version: opened(vault, one.number, version, sealed) for version, sealed in bodies.items()}
        declaration = read(plain[one.body]).declaration
        held = msgspec.json.decode(wrote, type=Standing).held_of
        return (
            _digest(wrote) == known.standing
            and {version: _digest(body) for version, body in plain.items()} == known.bodies
            and hashed == cargo_keys(vault, declaration)
            and held == known.held
            and sum(held.values()) in (0, declaration.security_amount)
        )
    except (InvalidTag, LodgedUnreadable, KeyError, msgspec.MsgspecError):
        return False


def _digest(plain: bytes) -> str:
    return sha256(plain).hexdigest()
