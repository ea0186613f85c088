"""The keyed hashes of what is sealed, made again from the declarations as they were signed."""

from typing import Any

import apsw

from thongquan.storage.database import LAST_ACT, one_number
from thongquan.storage.document_lists import rehash_documents
from thongquan.storage.record import place_of, unpack
from thongquan.storage.sealing import Vault
from thongquan.storage.snapshot import Tell
from thongquan.storage.state import Hashes, hashes_of
from thongquan.storage.transports import rehash_transports

STEP_ACTS = 10_000
_REGISTERED = """
SELECT a.seq, a.number, d.direction, a.sealed
FROM act a JOIN declaration d ON d.registered = a.seq AND d.number = a.number
WHERE a.seq > ? AND a.kind = 'registered' AND length(a.sealed) > 0 ORDER BY a.seq LIMIT ?"""


def rehash(connection: apsw.Connection, vault: Vault, tell: Tell) -> None:
    """Inside a transaction: the hashes of all whose content is kept, with the key in use."""
    last, after = one_number(connection, LAST_ACT), 0
    while rows := _some(connection, after):
        after = rows[-1][0]
        connection.executemany(
            "UPDATE declaration SET house = ?, owned = ? WHERE number = ?",
            [(*_hashes(vault, seq, number, direction, sealed), number) for seq, number, direction, sealed in rows],
        )
        tell(after, last)
    rehash_documents(connection, vault)
    rehash_transports(connection, vault)


def _some(connection: apsw.Connection, after: int) -> list[Any]:
    return connection.execute(_REGISTERED, (after, STEP_ACTS)).fetchall()


def _hashes(vault: Vault, seq: int, number: int, direction: str, sealed: bytes) -> Hashes:
    return hashes_of(vault, direction, unpack(vault.open(sealed, place_of(number, seq))).signed)
