"""Lists HQ 01. Their lines name people, so they lie sealed, each list's together; bills are found by keyed hashes."""

import zlib
from collections.abc import Collection
from typing import Any

import apsw
import msgspec

from thongquan.authority.document_list_ports import DocumentList, Remarks
from thongquan.base.canonical import canonical
from thongquan.consignment.bill import normalised
from thongquan.declaration.document_list import read
from thongquan.registration.deeds_documents_listed import Hq01Send
from thongquan.storage.record import kept
from thongquan.storage.sealing import Vault
from thongquan.storage.sent_lists import SqliteSentLists

_LIVING = """
SELECT l.number FROM document_house h JOIN document_list l ON l.row = h.list
WHERE h.house = ? AND l.company = ? AND l.state <> 'declined'"""
_ANSWER = """
UPDATE document_list SET state = ?, inspection_at = ?, inspection_by = ?, answered_at = ?, answered_by = ?, remarks = ?,
  inspection = ifnull(inspection, CASE WHEN ?7 THEN ?8 END), answer = CASE WHEN ?7 THEN answer ELSE ?8 END
WHERE row = ?9"""
_KEPT = "SELECT row, id, says, sealed FROM document_list WHERE length(sealed) > 0 ORDER BY row"
_ERASE = """
UPDATE document_list SET sealed = x'', remarks = x'' WHERE state <> 'sent' AND sent_at < ? AND length(sealed) > 0
RETURNING row"""


class SqliteDocumentLists(SqliteSentLists[DocumentList]):
    """Implements `authority.document_list_ports.DocumentLists`."""

    table = "document_list"
    columns = """row, id, company, number, year, ordinal, state, sent_at, sent_by, answered_at, answered_by, says,
inspection_at, inspection_by"""

    def living(self, company: str, direction: str, bills: Collection[str]) -> dict[str, str]:
        found = {one: self._one(_LIVING, self._vault.house_key(direction, one), company) for one in bills}
        return {one: str(row[0]) for one, row in found.items() if row is not None}

    def add(self, one: DocumentList, told: bytes, bills: Collection[str], deed: int) -> None:
        row = self._add(one, deed, sealed=self._vault.seal(zlib.compress(told), lines_place(one.id)))
        enter_houses(self._connection, self._vault, row, one.says.direction, bills)

    def told(self, one: DocumentList) -> bytes:
        [[sealed]] = self._rows("SELECT sealed FROM document_list WHERE row = ?", one.row)
        return opened(self._vault, one.id, kept(sealed))

    def remarks(self, one: DocumentList) -> Remarks:
        [[sealed]] = self._rows("SELECT remarks FROM document_list WHERE row = ?", one.row)
        return remarks_in(self._vault, one.id, sealed)

    def answer(self, one: DocumentList, remarks: Remarks, deed: int) -> None:
        sealed = self._vault.seal(canonical(remarks), remarks_place(one.id))
        told = (one.state, one.inspection_at, one.inspection_by, one.answered_at, one.answered_by, sealed)
        self._write(_ANSWER, *told, one.state == "sent", deed, one.row)

    def _read(self, row: tuple[Any, ...]) -> DocumentList:
        *known, says, inspection_at, inspection_by = row
        said: list[Any] = [*known, msgspec.json.decode(says, type=Hq01Send), inspection_at, inspection_by]
        return DocumentList(*said)


def lines_place(id_: str) -> bytes:
    """A list's sealed lines open only for that list."""
    return b"hq01 lines " + id_.encode()


def remarks_place(id_: str) -> bytes:
    return b"hq01 remarks " + id_.encode()


def opened(vault: Vault, id_: str, sealed: bytes) -> bytes:
    return zlib.decompress(vault.open(sealed, lines_place(id_)))


def remarks_in(vault: Vault, id_: str, sealed: bytes) -> Remarks:
    return msgspec.json.decode(vault.open(sealed, remarks_place(id_)), type=Remarks) if sealed else Remarks()


def bills_of(told: bytes) -> set[str]:
    """Normalised, of the lines that give one."""
    return {normalised(line.house_bill) for line in read(told)} - {""}


def enter_houses(connection: apsw.Connection, vault: Vault, row: int, direction: str, bills: Collection[str]) -> None:
    keys = sorted(vault.house_key(direction, one) for one in bills)
    connection.executemany("INSERT INTO document_house (list, house) VALUES (?, ?)", [(row, one) for one in keys])


def rehash_documents(connection: apsw.Connection, vault: Vault) -> None:
    """Inside a transaction: the hashes of every bill whose list is kept, with the key in use."""
    rows: list[Any] = connection.execute(_KEPT).fetchall()
    for row, id_, says, sealed in rows:
        connection.execute("DELETE FROM document_house WHERE list = ?", (row,))
        direction = msgspec.json.decode(says, type=Hq01Send).direction
        enter_houses(connection, vault, row, direction, bills_of(opened(vault, id_, sealed)))


def erase_documents(connection: apsw.Connection, before: str) -> None:
    """What was sent before this moment and answered: lines, hashes and remarks."""
    rows: list[Any] = connection.execute(_ERASE, (before,)).fetchall()
    connection.executemany("DELETE FROM document_house WHERE list = ?", rows)
