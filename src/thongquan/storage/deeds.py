"""The record of deeds: entered once, in order, never changed."""

from typing import Any

import apsw
import msgspec

from thongquan.authority.deed_ports import Conflicting, DeedOnRecord, NewDeed, Sought
from thongquan.storage.events import believed
from thongquan.storage.paging import Selection
from thongquan.storage.part import Part

_ENTER = """
INSERT INTO deed (seq, kind, at, account, company, certificate, delegation, digest, leaf, sealed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_NEXT = """
SELECT max(ifnull((SELECT max(seq) FROM deed), 0),
           ifnull((SELECT max(after) - 1 FROM gap WHERE what = 'deed'), 0)) + 1"""
_COLUMNS = "seq, kind, at, account, company, certificate, delegation, sealed"


HAS_DEEDS = 5
"""The schema from which on the books hold deeds."""


class SealedDeed(msgspec.Struct, frozen=True, array_like=True):
    """What of a deed only the authority's keys open."""

    salt: bytes
    text: bytes
    signature: bytes
    outcome: bytes


def deed_place(seq: int, *clear: str) -> bytes:
    """Kind, moment, account, company, certificate and delegation stand in clear and are part of the place.

    So none of them can be changed without the key.
    """
    return msgspec.json.encode(["deed", seq, *clear])


class SqliteDeeds(Part):
    """Implements `authority.deed_ports.Deeds`."""

    _since: str | None = None

    def done_at(self, digest: bytes) -> str | None:
        row = self._one("SELECT at FROM deed WHERE digest = ?", digest)
        return None if row is None else str(row[0])

    def of_digest(self, digest: bytes) -> DeedOnRecord | None:
        row = self._one(f"SELECT {_COLUMNS} FROM deed WHERE digest = ?", digest)  # noqa: S608 # nosec B608 - constants
        return None if row is None else self._read(row)

    def next_place(self) -> int:
        row = self._one(_NEXT)
        assert row is not None
        return int(row[0])

    def composed_since(self) -> str:
        """Asked for once: books are restored while no server runs."""
        if self._since is None:
            told = believed(self._connection, None)
            self._since = max((event.at for event in told if event.kind == "restored"), default="")
        return self._since

    def enter(self, deed: NewDeed) -> int:
        seq = self.next_place()
        place = deed_place(seq, deed.kind, deed.at, deed.account, deed.company, deed.certificate, deed.delegation)
        sealed = SealedDeed(deed.salt, deed.text, deed.signature, deed.outcome)
        try:
            self._write(
                _ENTER,
                seq,
                deed.kind,
                deed.at,
                deed.account,
                deed.company,
                deed.certificate,
                deed.delegation,
                deed.digest,
                deed.leaf,
                self._vault.seal(msgspec.msgpack.encode(sealed), place),
            )
        except apsw.ConstraintError as error:
            raise Conflicting from error
        return seq

    def all_of(self, sought: Sought, before: int, limit: int) -> list[DeedOnRecord]:
        found = _selected(sought).where("seq < ?", before)
        return [self._read(row) for row in found.rows(self._connection, _COLUMNS, "seq DESC", limit)]

    def count(self, sought: Sought) -> int:
        return _selected(sought).count(self._connection)

    def of_company(self, tax_code: str, before: int, limit: int) -> list[DeedOnRecord]:
        return self.all_of(Sought(company=tax_code), before, limit)

    def _read(self, row: tuple[Any, ...]) -> DeedOnRecord:
        *known, sealed = row
        opened = open_deed(self._vault.open(sealed, deed_place(*known)))
        outcome = msgspec.json.decode(opened.outcome, type=dict[str, str])
        said: list[Any] = [*known, opened.text.decode(), outcome]
        return DeedOnRecord(*said)


def _selected(sought: Sought) -> Selection:
    found = Selection("deed").where_if(sought.kind, "kind = ?").where_if(sought.account, "account = ?")
    return found.where_if(sought.company, "company = ?")


def open_deed(plain: bytes) -> SealedDeed:
    return msgspec.msgpack.decode(plain, type=SealedDeed)
