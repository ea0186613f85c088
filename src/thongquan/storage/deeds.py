"""The record of deeds: entered once, in order, never changed."""

from typing import Any

import apsw
import msgspec

from thongquan.authority.deed_ports import Conflicting, DeedOnRecord, NewDeed
from thongquan.storage.part import Part

_ENTER = """
INSERT INTO deed (seq, kind, at, account, company, certificate, delegation, digest, leaf, sealed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_OF_COMPANY = """
SELECT seq, kind, at, account, company, certificate, delegation, sealed FROM deed
WHERE company = ? AND seq < ? ORDER BY seq DESC LIMIT ?"""


class SealedDeed(msgspec.Struct, frozen=True, array_like=True):
    """What of a deed only the authority's keys open."""

    salt: bytes
    text: bytes
    signature: bytes
    outcome: bytes


def deed_place(seq: int) -> bytes:
    return b"deed %d" % seq


class SqliteDeeds(Part):
    """Implements `authority.deed_ports.Deeds`."""

    def done_at(self, digest: bytes) -> str | None:
        row = self._one("SELECT at FROM deed WHERE digest = ?", digest)
        return None if row is None else str(row[0])

    def enter(self, deed: NewDeed) -> int:
        row = self._one("SELECT ifnull(max(seq), 0) + 1 FROM deed")
        assert row is not None
        seq: int = row[0]
        sealed = SealedDeed(deed.salt, deed.text, deed.signature, deed.outcome)
        try:
            self._write(
                _ENTER, seq, deed.kind, deed.at, deed.account, deed.company, deed.certificate, deed.delegation,
                deed.digest, deed.leaf, self._vault.seal(msgspec.msgpack.encode(sealed), deed_place(seq)),
            )  # fmt: skip
        except apsw.ConstraintError as error:
            raise Conflicting from error
        return seq

    def of_company(self, tax_code: str, before: int, limit: int) -> list[DeedOnRecord]:
        return [self._read(row) for row in self._rows(_OF_COMPANY, tax_code, before, limit)]

    def _read(self, row: tuple[Any, ...]) -> DeedOnRecord:
        *known, sealed = row
        opened = open_deed(self._vault.open(sealed, deed_place(known[0])))
        outcome = msgspec.json.decode(opened.outcome, type=dict[str, str])
        said: list[Any] = [*known, opened.text.decode(), outcome]
        return DeedOnRecord(*said)


def open_deed(plain: bytes) -> SealedDeed:
    return msgspec.msgpack.decode(plain, type=SealedDeed)
