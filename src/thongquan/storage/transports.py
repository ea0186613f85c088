"""Independent transport declarations: heads in columns, each version of a body sealed, cargo found by keyed hashes."""

import zlib
from collections.abc import Collection
from typing import Any

import apsw
import msgspec

from thongquan.authority.paging import Page, Wanted
from thongquan.authority.transport_ports import Transport, TransportSought
from thongquan.consignment.bill import normalised
from thongquan.storage.paging import Selection
from thongquan.storage.part import Part
from thongquan.storage.record import kept
from thongquan.storage.sealing import Vault
from thongquan.transport.lodged import Lodged, departs_from, read, spelled
from thongquan.transport.model import TransportDeclaration
from thongquan.transport.standing import Standing

COLUMNS = """row, number, company, office, arrival_office, direction, state, version, body, corrected, due_at,
lodged_at, changed_at, departed_at, arrived_at"""
_ORDER = {"lodged": ("lodged_at", "number"), "due": ("due_at", "number")}
_CHANGE = """
UPDATE transport SET arrival_office = ?, state = ?, version = ?, body = ?, corrected = ?, due_at = ?, changed_at = ?,
  departed_at = ?, arrived_at = ?, deed = ?, standing = ? WHERE row = ?"""
_SHARING = """
SELECT 1 FROM transport_cargo c JOIN transport t ON t.row = c.transport
WHERE c.cargo = ? AND t.row <> ? AND t.state NOT IN ('drafted', 'refused', 'cancelled') LIMIT 1"""
"""Drafts bind nobody, and what was refused or cancelled carries nothing."""
_KEPT = """
SELECT t.row, t.number, b.version, b.sealed FROM transport t JOIN transport_body b
ON b.transport = t.row AND b.version = t.body WHERE length(b.sealed) > 0 ORDER BY t.row"""
_ERASE = """
UPDATE transport SET standing = x'' WHERE state IN ('drafted', 'arrived', 'refused', 'cancelled') AND lodged_at < ?
AND length(standing) > 0 RETURNING row"""


class SqliteTransports(Part):
    """Implements `authority.transport_ports.Transports`."""

    def next_ordinal(self) -> int:
        row = self._one("SELECT ifnull(max(row), 0) + 1 FROM transport")
        return int(row[0]) if row else 1

    def of(self, number: str) -> Transport | None:
        row = self._one(f"SELECT {COLUMNS} FROM transport WHERE number = ?", number)  # noqa: S608 # nosec B608 - constants
        return None if row is None else Transport(*row)

    def body(self, one: Transport) -> Lodged:
        [[sealed]] = self._rows(
            "SELECT sealed FROM transport_body WHERE transport = ? AND version = ?", one.row, one.body
        )
        return read(opened(self._vault, one.number, one.body, kept(sealed)))

    def standing(self, one: Transport) -> Standing:
        [[sealed]] = self._rows("SELECT standing FROM transport WHERE row = ?", one.row)
        return standing_in(self._vault, one.number, one.version, kept(sealed))

    def page(self, sought: TransportSought, wanted: Wanted) -> Page[Transport]:
        found = _selected(sought).page(self._connection, COLUMNS, _ORDER[wanted.sort], wanted)
        return found.told(lambda row: Transport(*row))

    def count(self, sought: TransportSought) -> int:
        return _selected(sought).count(self._connection)

    def sharing(self, one: Transport, place: str, cargo: Collection[str]) -> list[str]:
        return [number for number in cargo if self._one(_SHARING, cargo_key(self._vault, place, number), one.row)]

    def add(self, one: Transport, body: Lodged, standing: Standing, deed: int) -> None:
        known = {
            **msgspec.structs.asdict(one),
            "deed": deed,
            "standing": sealed_standing(self._vault, one, standing),
        }
        into = f"INSERT INTO transport ({', '.join(known)}) VALUES ({', '.join('?' * len(known))})"  # noqa: S608 # nosec B608 - constants
        self._write(into, *known.values())
        self._keep(one, body)

    def change(self, one: Transport, standing: Standing, deed: int, body: Lodged | None = None) -> None:
        self._write(
            _CHANGE, one.arrival_office, one.state, one.version, one.body, one.corrected, one.due_at, one.changed_at,
            one.departed_at, one.arrived_at, deed, sealed_standing(self._vault, one, standing), one.row,
        )  # fmt: skip
        if body is not None:
            self._keep(one, body)

    def _keep(self, one: Transport, body: Lodged) -> None:
        sealed = self._vault.seal(zlib.compress(spelled(body)), body_place(one.number, one.body))
        self._write(
            "INSERT INTO transport_body (transport, version, sealed) VALUES (?, ?, ?)", one.row, one.body, sealed
        )
        enter_cargo(self._connection, self._vault, one.row, body.declaration)


def _selected(sought: TransportSought) -> Selection:
    found = Selection("transport").where_if(sought.company, "company = ?")
    found.where_if(sought.office, "office = ?").where_if(sought.arrival_office, "arrival_office = ?")
    found.where_if(sought.state, "state = ?").where_if(sought.direction, "direction = ?")
    found.where_if(sought.due_from, "due_at >= ?").where_if(sought.due_before, "due_at < ?")
    return found.beginning("company", sought.tax_code)


def body_place(number: str, version: int) -> bytes:
    """A sealed body opens only for its own transport and version."""
    return b"transport %s %d" % (number.encode(), version)


def standing_place(number: str, version: int) -> bytes:
    return b"transport standing %s %d" % (number.encode(), version)


def sealed_standing(vault: Vault, one: Transport, standing: Standing) -> bytes:
    return vault.seal(msgspec.json.encode(standing), standing_place(one.number, one.version))


def opened(vault: Vault, number: str, version: int, sealed: bytes) -> bytes:
    return zlib.decompress(vault.open(sealed, body_place(number, version)))


def standing_in(vault: Vault, number: str, version: int, sealed: bytes) -> Standing:
    return msgspec.json.decode(vault.open(sealed, standing_place(number, version)), type=Standing)


def cargo_key(vault: Vault, place: str, number: str) -> bytes:
    return vault.house_key(f"transport {place}", normalised(number))


def cargo_keys(vault: Vault, declaration: TransportDeclaration) -> set[bytes]:
    place = departs_from(declaration)
    return {cargo_key(vault, place, row.cargo_number) for row in declaration.cargo if row.cargo_number}


def enter_cargo(connection: apsw.Connection, vault: Vault, row: int, declaration: TransportDeclaration) -> None:
    connection.execute("DELETE FROM transport_cargo WHERE transport = ?", (row,))
    keys = sorted(cargo_keys(vault, declaration))
    connection.executemany("INSERT INTO transport_cargo (cargo, transport) VALUES (?, ?)", [(one, row) for one in keys])


def has_transports(connection: apsw.Connection) -> bool:
    """Whether the schema knows them."""
    return connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'transport'").fetchone() is not None


def rehash_transports(connection: apsw.Connection, vault: Vault) -> None:
    """Inside a transaction: the hashes of all cargo that is kept, with the key in use."""
    rows: list[Any] = connection.execute(_KEPT).fetchall()
    for row, number, version, sealed in rows:
        enter_cargo(connection, vault, row, read(opened(vault, number, version, sealed)).declaration)


def erase_transports(connection: apsw.Connection, before: str) -> None:
    """What was lodged before this moment and has ended: bodies, steps and hashes."""
    rows: list[Any] = connection.execute(_ERASE, (before,)).fetchall()
    connection.executemany("UPDATE transport_body SET sealed = x'' WHERE transport = ?", rows)
    connection.executemany("DELETE FROM transport_cargo WHERE transport = ?", rows)
