"""What filers read back. The reader's secret is part of every question, so no page can forget to ask for it."""

from hmac import compare_digest

import apsw
import msgspec

from thongquan.authority.ports import Decided, Numbers, Shown
from thongquan.declaration.model import Decision
from thongquan.numbering.declaration_number import uncorrected
from thongquan.registration.model import Company
from thongquan.storage.books import company_in
from thongquan.storage.feed import SqliteFeed
from thongquan.storage.record import answer_place, kept, place_of, unpack
from thongquan.storage.register import SqliteRegister
from thongquan.storage.sealing import Vault

_DECLARATION = """
SELECT d.number, signed.seq, d.latest, signed.sealed, last.sealed, last.leaf
FROM declaration d JOIN filing f ON f.row = d.filing
                   JOIN act signed ON signed.seq = ifnull(d.signed, d.registered)
                   JOIN act last ON last.seq = d.latest
WHERE d.number = ? AND f.reader = ?"""
_PRINTED = """
SELECT d.number, d.direction, d.house, d.latest, last.sealed
FROM declaration d JOIN act last ON last.seq = d.latest WHERE d.number = ?"""
_DECIDED_SINCE = """
SELECT d.number, d.latest, last.sealed
FROM declaration d JOIN filing f ON f.row = d.filing JOIN act last ON last.seq = d.latest
WHERE d.number BETWEEN ? AND ? AND d.latest > d.registered AND f.id = ? AND f.reader = ?
ORDER BY d.number LIMIT ?"""

_CERTIFICATES = """
SELECT issuer_serial, der FROM certificate WHERE issuer_serial > :after AND state IN ('registered', 'waiting')
UNION
SELECT issuer_serial, der FROM officer_certificate WHERE issuer_serial > :after AND state = 'registered'
ORDER BY issuer_serial LIMIT :limit"""


class _Given(msgspec.Struct, frozen=True, gc=False):
    number: str


class _Outcome(msgspec.Struct, frozen=True, gc=False):
    decision: _Given | None = None


class _Answer(msgspec.Struct, frozen=True):
    """As much of an answer as says which numbers were given."""

    outcomes: list[_Outcome]


class SqliteReadingRoom(SqliteRegister):
    """Implements `authority.ports.ReadingRoom` on a connection that can only read."""

    def __init__(self, connection: apsw.Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault
        self.feed = SqliteFeed(connection, vault)
        super().__init__(connection, vault)

    def company(self, tax_code: str) -> Company | None:
        return company_in(self._connection, tax_code)

    def answer(self, batch: bytes, reader: bytes) -> bytes | None:
        """Of two filers who named one id and one reader the first is meant: the other can only have copied them."""
        sql = "SELECT answer FROM filing WHERE id = ? AND reader = ? ORDER BY row"
        row = self._connection.execute(sql, (batch, reader)).fetchone()
        return None if row is None else self._vault.open(kept(row[0]), answer_place(batch))

    def declaration(self, number: str, reader: bytes) -> Shown | None:
        row = self._connection.execute(_DECLARATION, (uncorrected(number), reader)).fetchone()
        if row is None:
            return None
        plain, said, latest, line, last, leaf = row
        signed = unpack(self._vault.open(kept(line), place_of(plain, said))).signed
        now = unpack(self._vault.open(last, place_of(plain, latest)))
        return Shown(signed, msgspec.json.decode(now.decision, type=Decision), now.salt, leaf)

    def printed(self, number: str, house: str) -> Decision | None:
        """The hash of a house bill hangs on the direction, so it is made for both, whether the number exists or not."""
        found = self._connection.execute(_PRINTED, (uncorrected(number),)).fetchone()
        plain, direction, own, latest, sealed = found or (0, "import", bytes(24), 0, b"")
        asked = {one: self._vault.house_key(one, house) for one in ("import", "export")}
        if not compare_digest(asked[direction], own):
            return None
        record = unpack(self._vault.open(kept(sealed), place_of(plain, latest)))
        return msgspec.json.decode(record.decision, type=Decision)

    def numbers(self, batch: bytes, reader: bytes) -> Numbers | None:
        answer = self.answer(batch, reader)
        if answer is None:
            return None
        outcomes = msgspec.json.decode(answer, type=_Answer).outcomes
        given = [int(one.decision.number) for one in outcomes if one.decision is not None]
        return Numbers(min(given), max(given)) if given else Numbers(1, 0)

    def registered_signers(self, after: bytes, limit: int) -> list[bytes]:
        return [der for _, der in self._connection.execute(_CERTIFICATES, {"after": after, "limit": limit})]

    def decided_since(self, batch: bytes, reader: bytes, among: Numbers, limit: int) -> list[Decided]:
        rows = self._connection.execute(_DECIDED_SINCE, (*among, batch, reader, limit))
        return [
            Decided(number, unpack(self._vault.open(sealed, place_of(number, seq))).decision)
            for number, seq, sealed in rows
        ]
