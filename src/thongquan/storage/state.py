"""The present state of declarations as their acts decide it: `declaration` is only a view of the acts."""

from collections.abc import Iterator
from hashlib import sha256
from itertools import groupby
from typing import Any, NamedTuple

import apsw
import msgspec

from thongquan.authority.houses import whose
from thongquan.consignment.bill import normalised
from thongquan.declaration.codec import decode_line
from thongquan.declaration.model import Decision
from thongquan.numbering.declaration_number import uncorrected
from thongquan.storage.record import place_of, unpack
from thongquan.storage.sealing import Vault

STEP_ROWS = 10_000
DIRECTION = {"MIC": "import", "MEC": "export"}

_ACTS = "SELECT number, seq, sealed FROM act WHERE length(sealed) > 0 ORDER BY number, seq"
_LATEST = """
SELECT d.number, a.seq, a.sealed FROM declaration d JOIN act a ON a.seq = d.latest
WHERE d.number > ? AND length(a.sealed) > 0 ORDER BY d.number LIMIT ?"""
_STANDING = """
SELECT d.number, office, direction, filing, line, filer, state, channel, customs_value, registered_at, registered,
       latest, hex(a.leaf)
FROM declaration d JOIN act a ON a.seq = d.latest WHERE filing > ? AND filing <= ? ORDER BY d.number"""


class Hashes(NamedTuple):
    """Under which a declaration's house bill is found, and under which it counts together with others, if any."""

    house: bytes
    owned: bytes | None


class State(msgspec.Struct, frozen=True):
    """A row of `declaration`, as far as the acts decide it."""

    number: int
    office: str
    direction: str
    house: bytes
    owned: bytes | None
    state: str
    channel: str
    customs_value: int
    registered_at: str
    team: str
    documents_at: str
    registered: int
    latest: int


def derived(connection: apsw.Connection, vault: Vault) -> Iterator[State]:
    """The present state of every declaration whose content is kept, made from its acts alone."""
    for number, acts in groupby(connection.execute(_ACTS), key=lambda row: row[0]):
        opened = [(seq, unpack(vault.open(sealed, place_of(number, seq)))) for _, seq, sealed in acts]
        (first, _), (last, latest) = opened[0], opened[-1]
        signed = [record.signed for _, record in opened if record.signed]
        yield state_of(vault, signed[-1], latest.decision, (first, last))


def state_of(vault: Vault, signed: bytes, decided: bytes, acts: tuple[int, int]) -> State:
    """From the line as it was signed, the latest decision, and the places of the first and the latest act."""
    decision = msgspec.json.decode(decided, type=Decision)
    direction = DIRECTION[decision.form]
    hashes = hashes_of(vault, direction, signed)
    return State(
        number=uncorrected(decision.number),
        office=decision.office.code,
        direction=direction,
        house=hashes.house,
        owned=hashes.owned,
        state=decision.state,
        channel=decision.channel,
        customs_value=decision.customs_value,
        registered_at=decision.registered_at,
        team=decision.office.team,
        documents_at=decision.documents_at,
        registered=acts[0],
        latest=acts[1],
    )


def fill_queues(connection: apsw.Connection, vault: Vault) -> None:
    """Inside a transaction: the teams of books from before they were kept outside of what is sealed.

    Nobody could ask for documents then.
    """
    after = 0
    while rows := _some(connection, after):
        after = rows[-1][0]
        teams = [(_team(vault, *row), row[0]) for row in rows]
        connection.executemany("UPDATE declaration SET team = ? WHERE number = ?", teams)


def _some(connection: apsw.Connection, after: int) -> list[Any]:
    return connection.execute(_LATEST, (after, STEP_ROWS)).fetchall()


def _team(vault: Vault, number: int, seq: int, sealed: bytes) -> str:
    decided = unpack(vault.open(sealed, place_of(number, seq))).decision
    return msgspec.json.decode(decided, type=Decision).office.team


def hashes_of(vault: Vault, direction: str, signed: bytes) -> Hashes:
    """From the line as it was signed."""
    declaration = decode_line(signed)
    house = vault.house_key(direction, normalised(declaration.house_bill))
    return Hashes(house, vault.owner_key(*whose(declaration)) or None)


def standing(connection: apsw.Connection, after: int, last: int) -> str:
    """SHA-256 of what stays of the declarations of filings `after` + 1 to `last` when their content is erased."""
    digest, encode = sha256(), msgspec.json.encode
    row: tuple[Any, ...]
    for row in connection.execute(_STANDING, (after, last)):
        digest.update(encode(row))
        digest.update(b"\n")
    return digest.hexdigest()
