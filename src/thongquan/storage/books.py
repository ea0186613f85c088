"""The books in SQLite: what the writer reads and enters. Every statement here is written by hand."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import TracebackType
from typing import Any

import apsw
import msgspec

from thongquan.authority.ports import (
    Act,
    Case,
    Checkpointed,
    Conflict,
    Entry,
    FilingEntry,
    KnownFiling,
    LiveHouse,
    NewEntries,
    OfOwner,
    Waiting,
)
from thongquan.base.limits import LIMITS
from thongquan.base.moment import begin_of, stamp
from thongquan.consignment.aggregation import NAMED
from thongquan.declaration.lifecycle import DEAD
from thongquan.declaration.model import Decision
from thongquan.numbering.declaration_number import uncorrected
from thongquan.registration.model import Company, Officer, Signer
from thongquan.signing.certificate import read_certificate
from thongquan.storage.database import one_number
from thongquan.storage.deeds import HAS_DEEDS
from thongquan.storage.deposits import RememberedDeposits
from thongquan.storage.feed import ENTER, Row, rows_for, rows_of
from thongquan.storage.record import answer_place, kept, pack, place_of, unpack
from thongquan.storage.register import SqliteRegister
from thongquan.storage.sealing import Vault

_ENTER_ACT = "INSERT INTO act (seq, number, kind, at, by, leaf, sealed) VALUES (?, ?, ?, ?, ?, ?, ?)"
_ENTER_DECLARATION = """
INSERT INTO declaration (number, office, direction, filing, line, filer, house, live, state, channel, customs_value,
                         registered_at, registered, latest, owned, team)
VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?)"""
_ENTER_FILING = """
INSERT INTO filing (row, id, filer, office, direction, root, reader, registered, refused, received_at, checkpoint,
                    position, statement, signature, answer)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_LIVE = """
SELECT house, number, filer FROM carray(?) JOIN declaration ON house = value WHERE live = 1"""
_OF_OWNERS = """
SELECT owned, min(filer), max(filer), sum(customs_value), (
  SELECT group_concat(number) FROM (
    SELECT number FROM declaration AS first WHERE first.owned = declaration.owned
    AND live = 1 AND state <> 'refused' AND state <> 'seized' AND registered_at >= ?2 ORDER BY number LIMIT ?3))
FROM carray(?1) JOIN declaration ON owned = value
WHERE live = 1 AND state <> 'refused' AND state <> 'seized' AND registered_at >= ?2 GROUP BY owned"""
_KNOWN = "SELECT id, filer, root, answer FROM carray(?) JOIN filing ON id = value"
_SIGNER = """
SELECT der, state, until, tax_code, name, code, suspended
FROM certificate JOIN company USING (tax_code) WHERE issuer_serial = ?"""
_CASE = """
SELECT d.number, d.filer, d.live, d.latest, signed.seq, signed.sealed, last.sealed
FROM declaration d JOIN act signed ON signed.seq = ifnull(d.signed, d.registered) JOIN act last ON last.seq = d.latest
WHERE d.number = ?"""
_CORRECT = """
UPDATE declaration SET house = ?, owned = ?, state = ?, channel = ?, customs_value = ?, signed = ?, latest = ?
WHERE number = ?"""
_WAITING = """
SELECT number, direction, channel, filer, customs_value, registered_at FROM declaration
WHERE (state = 'registered' OR state = 'documents' OR state = 'inspection' OR state = 'held') AND office = ?
ORDER BY registered_at, number LIMIT ?"""
_HEAD = "SELECT name FROM officer WHERE office = ? AND role = 'head' AND ended_at = '' ORDER BY id"
_NEXT_CHECKPOINT = """
SELECT max(ifnull((SELECT max(number) FROM checkpoint), 0),
           ifnull((SELECT max(after) - 1 FROM gap WHERE what = 'group'), 0)) + 1"""
_COMPANIES = """
SELECT (SELECT count(*) FROM company) + (SELECT ifnull(sum(after - first), 0) FROM gap WHERE what = 'company')"""
_LAST_MOMENT = """
SELECT at FROM (SELECT at FROM act ORDER BY seq DESC LIMIT 1)
UNION ALL SELECT at FROM (SELECT at FROM checkpoint ORDER BY number DESC LIMIT 1)"""
_LAST_DEED = "UNION ALL SELECT at FROM (SELECT at FROM deed ORDER BY seq DESC LIMIT 1)"


class SqliteBooks(SqliteRegister):
    """Implements `authority.ports.Books` on the one connection that writes."""

    failures: tuple[type[Exception], ...] = (apsw.Error, OSError)
    deposits: RememberedDeposits

    def __init__(self, connection: apsw.Connection, vault: Vault) -> None:
        self.connection = connection
        self._vault = vault
        self._signers: dict[bytes, Signer] = {}
        self._heads: dict[str, str] = {}
        self._filing: int | None = None
        self._act: int | None = None
        self._told: set[str] = set()
        super().__init__(connection, vault, self.forget)
        self.deposits = RememberedDeposits(connection, vault)

    # what the front door asks

    def signer(self, issuer_serial: bytes) -> Signer | None:
        """Remembered until anything is registered: only this object changes what it remembers.

        With it the moments of its users, so that one that begins or ends needs nobody to forget.
        """
        known = self._signers.get(issuer_serial)
        if known is None and (row := self._one(_SIGNER, issuer_serial)) is not None:
            der, state, until, tax_code, name, code, suspended = row
            company, users = Company(tax_code, name, code, bool(suspended)), self.accounts.signing(issuer_serial)
            known = Signer(company, read_certificate(der), state, until, users)
            if len(self._signers) < LIMITS.remembered_certificates:
                self._signers[issuer_serial] = known
        return known

    def filings(self, batches: Sequence[bytes]) -> dict[tuple[bytes, str], KnownFiling]:
        rows = self.connection.execute(_KNOWN, (apsw.carray(tuple(batches)),)) if batches else ()
        return {
            (batch, filer): KnownFiling(root, self._vault.open(answer, answer_place(batch)) if answer else None)
            for batch, filer, root, answer in rows
        }

    # what judging asks

    def house_keys(self, direction: str, houses: Sequence[str]) -> list[bytes]:
        key = self._vault.house_key
        return [key(direction, house) for house in houses]

    def live_houses(self, houses: Sequence[bytes]) -> dict[bytes, LiveHouse]:
        if not houses:
            return {}
        rows = self.connection.execute(_LIVE, (apsw.carray(tuple(houses)),))
        return {house: LiveHouse(str(number), filer) for house, number, filer in rows}

    def owner_keys(self, together: Sequence[tuple[str, str]]) -> list[bytes]:
        key = self._vault.owner_key
        return [key(master_bill, owner) for master_bill, owner in together]

    def live_of_owners(self, owned: Sequence[bytes], since: date) -> dict[bytes, OfOwner]:
        if not owned:
            return {}
        asked = (apsw.carray(tuple(owned)), stamp(begin_of(since)), NAMED + 1)
        return {
            key: OfOwner(numbers.split(","), filer if filer == last else "", value)
            for key, filer, last, value, numbers in self.connection.execute(_OF_OWNERS, asked)
        }

    def next_number(self, direction: str) -> int:
        return self._number("SELECT next FROM sequence WHERE direction = ?", direction)

    def next_checkpoint(self) -> int:
        return self._number(_NEXT_CHECKPOINT)

    def head_of(self, office: str) -> str:
        if office not in self._heads:
            row = self._one(_HEAD, office)
            self._heads[office] = "" if row is None else str(row[0])
        return self._heads[office]

    # entering

    def separately(self) -> "Savepoint":
        return Savepoint(self)

    def enter(self, filings: Sequence[NewEntries], next_numbers: Mapping[str, int]) -> None:
        entries = [one for filing in filings for one in filing.entries]
        first = self._take_acts(len(entries))
        sealed = self._vault.seal_rows(
            [pack(one.salt, one.canonical_decision, one.signed, one.reasons) for one in entries],
            [place_of(one.number, seq) for seq, one in enumerate(entries, start=first)],
        )
        self.connection.executemany(_ENTER_ACT, _acts(filings, first, sealed))
        row = self._next_filing()
        self.connection.executemany(_ENTER_DECLARATION, _declarations(filings, first, row))
        for seq, filing, one in _corrections(filings, first, row):
            self._correct(seq, filing, one)
        returned = [(one.number, int(one.decision.original)) for one in entries if one.decision.original]
        self.connection.executemany("INSERT INTO returned (number, original) VALUES (?, ?)", returned)
        moved = [(one, seq) for seq, entry in enumerate(entries, start=first) for one in entry.movements]
        self.deposits.enter([one for one, _ in moved], [seq for _, seq in moved])
        self._tell(rows_of(filings, first))
        used = "UPDATE sequence SET next = ? WHERE direction = ? AND next <> ?"
        self.connection.executemany(used, [(number, direction, number) for direction, number in next_numbers.items()])

    def conclude(self, checkpoint: Checkpointed, filings: Sequence[FilingEntry]) -> None:
        row = self._next_filing()
        self._filing = row + len(filings)
        self.connection.execute(
            "INSERT INTO checkpoint (number, filings, root, at, signature) VALUES (?, ?, ?, ?, ?)",
            (checkpoint.number, checkpoint.filings, checkpoint.root, checkpoint.at, checkpoint.signature),
        )
        answers = self._vault.seal_rows([one.answer for one in filings], [answer_place(one.batch) for one in filings])
        self.connection.executemany(_ENTER_FILING, [
            (
                row + position, one.batch, one.filer, one.office, one.direction, one.root, one.reader, one.registered,
                one.refused, one.received_at, checkpoint.number, position, one.statement, one.signature, answer,
            )
            for position, (one, answer) in enumerate(zip(filings, answers, strict=True))
        ])  # fmt: skip

    def _correct(self, seq: int, filing: int, one: Entry) -> None:
        now = one.decision
        self.connection.execute("DELETE FROM returned WHERE number = ?", (one.number,))
        self.connection.execute("INSERT INTO correction (act, filing, line) VALUES (?, ?, ?)", (seq, filing, one.line))
        self.connection.execute(
            _CORRECT, (one.house, one.owned or None, now.state, now.channel, now.customs_value, seq, seq, one.number)
        )

    # the office

    def case(self, number: str) -> Case | None:
        row = self._one(_CASE, uncorrected(number))
        if row is None:
            return None
        plain, filer, live, latest, said, line, last = row
        signed = unpack(self._vault.open(kept(line), place_of(plain, said)))
        now = unpack(self._vault.open(last, place_of(plain, latest)))
        decision = msgspec.json.decode(now.decision, type=Decision)
        return Case(str(plain), filer, bool(live), signed.signed, decision, now.salt, signed.reasons, latest)

    def decide(self, case: Case, act: Act) -> None:
        seq, number, decision = self._take_acts(1), int(case.number), act.decision
        sealed = self._vault.seal(pack(act.salt, act.canonical_decision, b"", []), place_of(number, seq))
        self.connection.execute(_ENTER_ACT, (seq, number, "decided", act.at, decision.decided_by, act.leaf, sealed))
        self.connection.execute(
            "UPDATE declaration SET state = ?, channel = ?, live = ?, documents_at = ?, latest = ? WHERE number = ?",
            (decision.state, decision.channel, decision.state not in DEAD, decision.documents_at, seq, number),
        )
        self.deposits.enter(act.movements, [seq] * len(act.movements))
        self._tell(rows_for({case.filer, decision.on_behalf_of}, seq, seq))

    def waiting(self, office: str, limit: int) -> list[Waiting]:
        rows = self.connection.execute(_WAITING, (office, limit))
        return [Waiting(str(number), *rest) for number, *rest in rows]

    def company(self, tax_code: str) -> Company | None:
        return company_in(self.connection, tax_code)

    def companies(self) -> int:
        return self._number(_COMPANIES)

    def officer(self, officer: str) -> Officer | None:
        return self.officers.officer(officer)

    def add_company(self, company: Company, at: str) -> None:
        self._register(
            "INSERT INTO company (tax_code, name, code, added_at) VALUES (?, ?, ?, ?)",
            company.tax_code, company.name, company.code, at,
        )  # fmt: skip

    def add_officer(self, officer: Officer, at: str) -> None:
        self.officers.add(officer, at)

    def companies_told(self) -> set[str]:
        """Whose business it was that was entered since this was asked last; after an undoing also what was undone."""
        told, self._told = self._told, set()
        return told

    def _tell(self, rows: Iterator[Row]) -> None:
        entered = list(rows)
        self._told.update(company for company, _, _ in entered)
        self.connection.executemany(ENTER, entered)

    def forget(self) -> None:
        """Remember nothing of what was read: it may have been undone."""
        self._signers.clear()
        self._heads.clear()
        self.deposits.forget()
        self._filing = self._act = None

    def _register(self, sql: str, *bindings: Any) -> None:
        self.connection.execute(sql, bindings)
        self.forget()

    def last_moment(self) -> str:
        return last_moment(self.connection)

    def _next_filing(self) -> int:
        """The row of the first filing since the last commit."""
        if self._filing is None:
            self._filing = self._number("SELECT ifnull(max(row), 0) + 1 FROM filing")
        return self._filing

    def _take_acts(self, count: int) -> int:
        """The first of so many places in the log."""
        if self._act is None:
            self._act = self._number("SELECT ifnull(max(seq), 0) + 1 FROM act")
        first, self._act = self._act, self._act + count
        return first

    def _number(self, sql: str, *bindings: Any) -> int:
        return one_number(self.connection, sql, *bindings)

    def _one(self, sql: str, *bindings: Any) -> tuple[Any, ...] | None:
        return self.connection.execute(sql, bindings).fetchone()


def company_in(connection: apsw.Connection, tax_code: str) -> Company | None:
    sql = "SELECT tax_code, name, code, suspended FROM company WHERE tax_code = ?"
    row: tuple[Any, ...] | None = connection.execute(sql, (tax_code,)).fetchone()
    return None if row is None else Company(row[0], row[1], row[2], bool(row[3]))


def last_moment(connection: apsw.Connection) -> str:
    """The stamp of the latest act, deed or checkpoint, or "". Older books, too, are asked before they are migrated."""
    has_deeds = connection.pragma("user_version") >= HAS_DEEDS
    found = connection.execute(f"{_LAST_MOMENT} {_LAST_DEED if has_deeds else ''}").fetchall()
    return max((str(at) for (at,) in found), default="")


def _acts(filings: Sequence[NewEntries], first: int, sealed: Sequence[bytes]) -> Iterator[tuple[Any, ...]]:
    seq = first
    for filing in filings:
        kind = "corrected" if filing.corrects else "registered"
        for one in filing.entries:
            at = one.decision.step_at if filing.corrects else one.decision.registered_at
            yield seq, one.number, kind, at, filing.filer, one.leaf, sealed[seq - first]
            seq += 1


def _declarations(filings: Sequence[NewEntries], first: int, row: int) -> Iterator[tuple[Any, ...]]:
    seq = first
    for filing in filings:
        if filing.corrects:
            seq, row = seq + len(filing.entries), row + 1
            continue
        for one in filing.entries:
            decided = one.decision
            yield (
                one.number, decided.office.code, filing.direction, row, one.line, filing.filer, one.house,
                decided.state, decided.channel, decided.customs_value, decided.registered_at, seq, seq,
                one.owned or None, decided.office.team,
            )  # fmt: skip
            seq += 1
        row += 1


def _corrections(filings: Sequence[NewEntries], first: int, row: int) -> Iterator[tuple[int, int, Entry]]:
    """The place in the log and the filing's row of each correction."""
    seq = first
    for place, filing in enumerate(filings):
        if filing.corrects:
            yield from ((seq + n, row + place, one) for n, one in enumerate(filing.entries))
        seq += len(filing.entries)


class Savepoint:
    """Keeps or undoes what is written inside, without touching the transaction around it."""

    def __init__(self, books: SqliteBooks) -> None:
        self._books = books

    def __enter__(self) -> None:
        self._books.connection.execute("SAVEPOINT one")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if kind is not None:
            self._books.connection.execute("ROLLBACK TO one")
            self._books.forget()
        self._books.connection.execute("RELEASE one")
        if isinstance(error, apsw.ConstraintError):
            raise Conflict from error
