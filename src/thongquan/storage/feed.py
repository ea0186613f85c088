"""The acts of one company after a place in the log, without a look at anybody else's (decision 0045)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import apsw
import msgspec

from thongquan.authority.feed_ports import ActTold, Cursor, NoticeTold, Restoring
from thongquan.authority.ports import NewEntries
from thongquan.storage.database import LAST_ACT, one_number
from thongquan.storage.part import Part
from thongquan.storage.record import place_of, unpack

HAS_FEED = 6
"""The schema from which on the books say whose business an act is."""

ENTER = "INSERT INTO feed (company, first, last) VALUES (?, ?, ?)"
_LAST_RUN = "SELECT first, last FROM feed WHERE company = ? AND first <= ? ORDER BY first DESC LIMIT 1"
_ACTS = """
SELECT a.seq, a.number, a.kind, a.at, a.sealed
FROM feed f CROSS JOIN act a ON a.seq BETWEEN f.first AND f.last
WHERE f.company = ?1 AND a.seq > ?2
  AND f.first >= ifnull((SELECT max(first) FROM feed WHERE company = ?1 AND first <= ?2 + 1), 0)
ORDER BY f.first, a.seq LIMIT ?3"""
_OLD_ACTS = """
SELECT a.seq, d.filing FROM act a JOIN declaration d ON d.number = a.number ORDER BY a.seq"""
_RESTORED = """
SELECT told FROM event WHERE json_extract(CAST(told AS TEXT), '$.kind') = 'restored' ORDER BY seq"""

_NOTICES = """
SELECT place, nth, kind, about, at, step, state, version FROM notice
WHERE company = ? AND (place, nth) > (?, ?) ORDER BY place, nth LIMIT ?"""
GIVE_NOTICE = """
INSERT INTO notice (company, place, nth, kind, about, at, step, state, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""

Row = tuple[str, int, int]
"""Company, first and last act of a run."""


class SqliteFeed(Part):
    """Implements `authority.feed_ports.Feed`."""

    def acts(self, company: str, after: int, limit: int) -> list[ActTold]:
        return [
            ActTold(seq, number, kind, at, unpack(self._vault.open(sealed, place_of(number, seq))).decision)
            if sealed
            else ActTold(seq, number, kind, at, b"")
            for seq, number, kind, at, sealed in self._rows(_ACTS, company, after, limit)
        ]

    def notices(self, company: str, after: Cursor, limit: int) -> list[NoticeTold]:
        return [NoticeTold(*row) for row in self._rows(_NOTICES, company, after.place, after.nth, limit)]

    def notices_at(self, company: str, place: int) -> int:
        sql = "SELECT ifnull(max(nth), 0) FROM notice WHERE company = ? AND place = ?"
        return one_number(self._connection, sql, company, place)

    def last_act(self) -> int:
        return one_number(self._connection, LAST_ACT)

    def restorings(self) -> list[Restoring]:
        return [Restoring(told) for (told,) in self._rows(_RESTORED)]


def rows_of(filings: Iterable[NewEntries], first: int) -> Iterator[Row]:
    """For filings whose acts lie one after another in the log from `first` on."""
    for filing in filings:
        if filing.entries:
            last = first + len(filing.entries) - 1
            yield from rows_for({filing.filer, filing.entries[0].decision.on_behalf_of}, first, last)
            first = last + 1


def rows_for(companies: Iterable[str], first: int, last: int) -> Iterator[Row]:
    return ((company, first, last) for company in sorted(companies) if company)


class Statements:
    """Whose business a filing is, as its signed statement says."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._known: dict[int, Sequence[str]] = {}

    def companies(self, filing: int) -> Sequence[str]:
        """By the row of the filing; nobody where there is no such filing or its statement cannot be read."""
        if filing not in self._known:
            if len(self._known) > 10_000:
                self._known.clear()
            self._known[filing] = self._read(filing)
        return self._known[filing]

    def _read(self, filing: int) -> Sequence[str]:
        row = self._connection.execute("SELECT statement FROM filing WHERE row = ?", (filing,)).fetchone()
        try:
            named = msgspec.json.decode(row[0], type=_Named) if row else _Named()
        except msgspec.MsgspecError:
            named = _Named()
        return sorted({named.filer, named.on_behalf_of} - {""})


class _Named(msgspec.Struct, frozen=True):
    """As much of a statement as says whose business it is."""

    filer: str = ""
    on_behalf_of: str = ""


def fill(connection: apsw.Connection) -> None:
    """Inside a transaction: the runs of books from before there were any."""
    statements, runs = Statements(connection), dict[str, tuple[int, int]]()
    acts: Any = connection.execute(_OLD_ACTS)
    for seq, filing in acts:
        for company in statements.companies(filing):
            first, last = runs.get(company, (seq, seq - 1))
            if last != seq - 1:
                connection.execute(ENTER, (company, first, last))
                first = seq
            runs[company] = first, seq
    connection.executemany(ENTER, [(company, *run) for company, run in runs.items()])


class FeedChecked:
    """Told of every act in the order of the log; says which runs do not hold what they should, and nothing else."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._statements = Statements(connection)
        self._runs: dict[str, tuple[int, int]] = {}
        self._due = 0

    def holds(self, seq: int, filing: int) -> bool:
        """The act stands in the feed of everybody whose business its declaration is."""
        companies = self._statements.companies(filing)
        self._due += len(companies)
        return bool(companies) and all(self._is_told(company, seq) for company in companies)

    def has_no_more(self) -> bool:
        """After all acts: nothing is told twice or to anybody else, for there are just as many places in the runs."""
        return one_number(self._connection, "SELECT ifnull(sum(last - first + 1), 0) FROM feed") == self._due

    def _is_told(self, company: str, seq: int) -> bool:
        first, last = self._runs.get(company, (1, 0))
        if not first <= seq <= last:
            found: Any = self._connection.execute(_LAST_RUN, (company, seq)).fetchone()
            self._runs[company] = first, last = found or (1, 0)
        return first <= seq <= last
