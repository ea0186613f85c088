"""What happened to the books themselves, each event signed by the authority and chained to the one before.

Whoever can write to the database but has no key can neither invent an event nor take one out of the middle.
"""

from collections.abc import Collection
from hashlib import sha256
from typing import Any, Literal

import apsw
import msgspec

from thongquan.authority.seal import AuthoritySeal
from thongquan.base.canonical import canonical, read_canonical
from thongquan.signing.endorsement import is_endorsed
from thongquan.storage.database import LAST_ACT, one_number

Kind = Literal["migrated", "restored", "rotated", "erased"]


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    record: Literal["thongquan-event-1"]
    seq: int
    kind: Kind
    at: str
    by: str
    """Who typed the command, as the machine knows the user, or the name that was given."""
    acts: int
    """How many acts stood in the books: an event cannot be moved to another time."""
    before: str
    """SHA-256 of the event before, or ""."""
    facts: dict[str, str | int]


class Doing(msgspec.Struct, frozen=True):
    """Who does something to the books, when, and with what it is signed."""

    seal: AuthoritySeal
    at: str
    by: str


def note(connection: apsw.Connection, doing: Doing, kind: Kind, **facts: str | int) -> int:
    """Enter an event, in the transaction of what it tells. Its number."""
    last = connection.execute("SELECT seq, told FROM event ORDER BY seq DESC LIMIT 1").fetchone()
    seq, before = (last[0] + 1, sha256(last[1]).hexdigest()) if last else (1, "")
    told = canonical(
        Event("thongquan-event-1", seq, kind, doing.at, doing.by, one_number(connection, LAST_ACT), before, facts)
    )
    connection.execute(
        "INSERT INTO event (seq, told, signature, certificate) VALUES (?, ?, ?, ?)",
        (seq, told, doing.seal.endorse(told), doing.seal.certificate),
    )
    return seq


def believed(connection: apsw.Connection, authority: Collection[bytes] | None) -> list[Event]:
    """The events that the authority signed, in order. `authority`: the certificates that count; None is any."""
    found = (_believed(*row, authority) for row in _rows(connection))
    return [event for event in found if event is not None]


def broken(connection: apsw.Connection, authority: Collection[bytes] | None) -> list[str]:
    """The places where the chain of events does not hold."""
    wrong, before, acts = [], b"", 0
    for place, row in enumerate(_rows(connection), start=1):
        event = _believed(*row, authority)
        linked = event is not None and event.before == (sha256(before).hexdigest() if before else "")
        if event is None or not linked or not event.seq == row[0] == place or event.acts < acts:
            wrong.append(f"event {row[0]}")
        before, acts = row[1], event.acts if event else acts
    return wrong if acts <= one_number(connection, LAST_ACT) else [*wrong, f"act {acts}"]


def _rows(connection: apsw.Connection) -> list[tuple[int, bytes, bytes, bytes]]:
    if connection.pragma("user_version") < 2:
        return []
    rows: Any = connection.execute("SELECT seq, told, signature, certificate FROM event ORDER BY seq").fetchall()
    return rows  # type: ignore[no-any-return] # what the columns hold the schema says


def _believed(
    _: int, told: bytes, signature: bytes, certificate: bytes, authority: Collection[bytes] | None
) -> Event | None:
    try:
        event = read_canonical(told, Event)
        known = authority is None or certificate in authority
        return event if known and is_endorsed(told, signature, certificate) else None
    except Exception:  # noqa: BLE001 - what cannot be read is not believed
        return None
