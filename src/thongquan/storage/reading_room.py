"""What filers read back. The reader's secret is part of every question, so no page can forget to ask for it."""

from hmac import compare_digest
from typing import Any

import apsw
import msgspec

from thongquan.authority.day_folds import DayFolds
from thongquan.authority.ports import Decided, Numbers, PastAct, Recorded, RecordedAct, Shown
from thongquan.declaration.model import Decision
from thongquan.numbering.declaration_number import uncorrected
from thongquan.registration.model import Company
from thongquan.storage.books import company_in
from thongquan.storage.record import Record, answer_place, kept, place_of, unpack
from thongquan.storage.register import SqliteRegister
from thongquan.storage.sealing import Vault
from thongquan.storage.statements import RememberedStatements

_DECLARATION = """
SELECT d.number, signed.seq, d.latest, signed.sealed, last.sealed, last.leaf
FROM declaration d JOIN filing f ON f.row = d.filing
                   JOIN act signed ON signed.seq = ifnull(d.signed, d.registered)
                   JOIN act last ON last.seq = d.latest
WHERE d.number = ? AND f.reader = ?"""
_PRINTED = """
SELECT d.number, d.direction, d.house, d.latest, last.sealed
FROM declaration d JOIN act last ON last.seq = d.latest WHERE d.number = ?"""
_FILER = "SELECT number, filer FROM declaration WHERE number = ?"
_ACTS = """
SELECT a.seq, kind, at, by, leaf, sealed FROM declaration d JOIN act a ON a.seq = d.registered WHERE d.number = ?1
UNION ALL
SELECT seq, kind, at, by, leaf, sealed FROM act WHERE number = ?1 AND (kind = 'decided' OR kind = 'corrected')
ORDER BY seq"""
_DECIDED_SINCE = """
SELECT d.number, d.latest, last.sealed
FROM declaration d JOIN filing f ON f.row = d.filing JOIN act last ON last.seq = d.latest
WHERE d.number BETWEEN ?1 AND ?2 AND d.latest > max(d.registered, ?6) AND f.id = ?3 AND f.reader = ?4
UNION ALL
SELECT d.number, d.latest, last.sealed
FROM filing f JOIN correction c ON c.filing = f.row JOIN act own ON own.seq = c.act
              JOIN declaration d ON d.number = own.number JOIN act last ON last.seq = d.latest
WHERE f.id = ?3 AND f.reader = ?4 AND d.number BETWEEN ?1 AND ?2 AND d.latest > max(c.act, ?6)
ORDER BY 1 LIMIT ?5"""
_PAST = """
SELECT d.number, d.filer, f.reader, a.seq, a.kind, a.sealed
FROM declaration d JOIN filing f ON f.row = d.filing JOIN act a ON a.seq = d.registered WHERE d.number = ?1
UNION ALL
SELECT a.number, '', x'', a.seq, a.kind, a.sealed
FROM act a WHERE a.number = ?1 AND (a.kind = 'decided' OR a.kind = 'corrected')
ORDER BY a.seq"""
_RETURNED = "SELECT number FROM returned WHERE original = ? ORDER BY number"

_CERTIFICATES = """
SELECT issuer_serial, der FROM certificate WHERE issuer_serial > :after AND state IN ('registered', 'waiting')
UNION
SELECT issuer_serial, der FROM officer_certificate WHERE issuer_serial > :after AND state = 'registered'
ORDER BY issuer_serial LIMIT :limit"""


def _past(kind: str, record: Record) -> PastAct:
    return PastAct(kind, msgspec.json.decode(record.decision, type=Decision), record.signed)


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
        super().__init__(connection, vault)
        self.statements = RememberedStatements(connection, vault)
        self.folds = DayFolds(self.closings)

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
        returned = [str(one) for (one,) in self._connection.execute(_RETURNED, (plain,))]
        return Shown(signed, msgspec.json.decode(now.decision, type=Decision), now.salt, leaf, returned)

    def past(self, number: str, reader: bytes, company: str) -> list[PastAct] | None:
        found: list[tuple[Any, ...]] = self._connection.execute(_PAST, (uncorrected(number),)).fetchall()
        if not found:
            return None
        plain, filer, own_reader, *_ = found[0]
        acts = [
            _past(kind, unpack(self._vault.open(kept(sealed), place_of(plain, seq)))) for *_, seq, kind, sealed in found
        ]
        companies = {filer, acts[0].decision.on_behalf_of} - {""}
        return acts if compare_digest(own_reader, reader) or company in companies else None

    def printed(self, number: str, house: str) -> Decision | None:
        """The hash of a house bill hangs on the direction, so it is made for both, whether the number exists or not."""
        found = self._connection.execute(_PRINTED, (uncorrected(number),)).fetchone()
        plain, direction, own, latest, sealed = found or (0, "import", bytes(24), 0, b"")
        asked = {one: self._vault.house_key(one, house) for one in ("import", "export")}
        if not compare_digest(asked[direction], own):
            return None
        record = unpack(self._vault.open(kept(sealed), place_of(plain, latest)))
        return msgspec.json.decode(record.decision, type=Decision)

    def recorded(self, number: str) -> Recorded | None:
        found = self._connection.execute(_FILER, (uncorrected(number),)).fetchone()
        if found is None:
            return None
        plain, filer = found
        acts = self._connection.execute(_ACTS, (plain,))
        return Recorded(str(plain), filer, [self._act(plain, row) for row in acts])

    def _act(self, number: int, row: Any) -> RecordedAct:
        seq, kind, at, by, leaf, sealed = row
        said = unpack(self._vault.open(kept(sealed), place_of(number, seq)))
        decision = msgspec.json.decode(said.decision, type=Decision)
        return RecordedAct(seq, kind, at, by, said.signed, decision, said.salt, leaf, said.reasons)

    def numbers(self, batch: bytes, reader: bytes) -> Numbers | None:
        answer = self.answer(batch, reader)
        if answer is None:
            return None
        outcomes = msgspec.json.decode(answer, type=_Answer).outcomes
        given = [uncorrected(one.decision.number) for one in outcomes if one.decision is not None]
        return Numbers(min(given), max(given)) if given else Numbers(1, 0)

    def registered_signers(self, after: bytes, limit: int) -> list[bytes]:
        return [der for _, der in self._connection.execute(_CERTIFICATES, {"after": after, "limit": limit})]

    def decided_since(self, batch: bytes, reader: bytes, among: Numbers, limit: int, after: int) -> list[Decided]:
        rows = self._connection.execute(_DECIDED_SINCE, (*among, batch, reader, limit, after))
        return [
            Decided(number, unpack(self._vault.open(sealed, place_of(number, seq))).decision)
            for number, seq, sealed in rows
        ]
