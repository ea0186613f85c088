"""Lists HQ 02 and their lines. None is ever deleted; a line says only which declaration, and what became of it."""

from array import array
from collections.abc import Mapping, Sequence
from typing import Any

import apsw
import msgspec

from thongquan.authority.completed_list_ports import (
    Became,
    Candidate,
    CompletedList,
    Listable,
    Listed,
    Told,
)
from thongquan.authority.ports import Case
from thongquan.declaration.model import Decision
from thongquan.registration.deeds_completed import Hq02Send
from thongquan.storage.database import LAST_ACT, one_number
from thongquan.storage.record import kept, place_of, unpack
from thongquan.storage.sent_lists import SqliteSentLists

_CANDIDATES = """
SELECT d.number, d.filer, d.live, d.office, d.direction, signed.seq, signed.leaf, signed.sealed, d.latest, last.sealed,
  (SELECT l.number FROM completed_line c JOIN completed_list l ON l.row = c.list
   WHERE c.number = d.number AND l.state = 'sent')
FROM carray(?) CROSS JOIN declaration d ON d.number = value
     JOIN act signed ON signed.seq = ifnull(d.signed, d.registered) JOIN act last ON last.seq = d.latest"""
# By the company's own runs of acts (`feed`), so that nobody else's declarations are looked at.
_LISTABLE = """
SELECT d.number FROM feed f CROSS JOIN act a ON a.seq BETWEEN f.first AND f.last
     CROSS JOIN declaration d ON d.number = a.number
WHERE f.company = ?1 AND f.first < ?5 AND a.seq >= ?4 AND a.seq < ?5
  AND f.first >= ifnull((SELECT max(first) FROM feed WHERE company = ?1 AND first <= ?4), 0)
  AND a.kind = 'registered' AND d.filer = ?1 AND d.office = ?2 AND d.direction = ?3 AND d.state = 'cleared'
  AND NOT EXISTS (SELECT 1 FROM completed_line c JOIN completed_list l ON l.row = c.list
                  WHERE c.number = d.number AND l.state = 'sent')
ORDER BY f.first, a.seq LIMIT ?6"""
_ACT_FROM = "SELECT seq, at FROM act WHERE seq >= ? ORDER BY seq LIMIT 1"
_TOLD = """
SELECT c.line, c.number, c.act, c.became, signed.leaf, signed.sealed, d.latest, last.sealed
FROM completed_line c JOIN declaration d ON d.number = c.number
     JOIN act signed ON signed.seq = c.act JOIN act last ON last.seq = d.latest
WHERE c.list = ? AND c.line > ? ORDER BY c.line LIMIT ?"""
_LINE = 7
_ANSWER = "UPDATE completed_list SET state = ?, answered_at = ?, answered_by = ?, answer = ? WHERE row = ?"


class SqliteCompletedLists(SqliteSentLists[CompletedList]):
    """Implements `authority.completed_list_ports.CompletedLists`."""

    table = "completed_list"
    columns = "row, id, company, number, year, ordinal, state, sent_at, sent_by, answered_at, answered_by, says"

    def candidates(self, numbers: Sequence[int]) -> dict[int, Candidate]:
        rows = (
            self._rows(_CANDIDATES, apsw.carray(array("q", numbers), flags=apsw.SQLITE_CARRAY_INT64)) if numbers else []
        )
        return {row[0]: self._candidate(row) for row in rows if row[_LINE]}

    def listable(self, sought: Listable, limit: int) -> list[int]:
        span, of = (self._first_act(sought.since), self._first_act(sought.until)), (sought.office, sought.direction)
        return [number for (number,) in self._rows(_LISTABLE, sought.company, *of, *span, limit)]

    def _first_act(self, moment: str) -> int:
        """The place of the first act at this moment or later: acts lie in the log in the order of their time."""
        low, high = 0, one_number(self._connection, LAST_ACT) + 1
        while low < high:
            middle = (low + high) // 2
            found = self._one(_ACT_FROM, middle)
            if found is None or found[1] >= moment:
                high = middle
            else:
                low = found[0] + 1
        return low

    def add(self, one: CompletedList, lines: Sequence[Listed], deed: int) -> None:
        row = self._add(one, deed)
        self._connection.executemany(
            "INSERT INTO completed_line (list, line, number, act) VALUES (?, ?, ?, ?)",
            [(row, line.line, line.number, line.act) for line in lines],
        )

    def lines(self, row: int) -> list[Listed]:
        sql = "SELECT line, number, act, became FROM completed_line WHERE list = ? ORDER BY line"
        return [Listed(*one) for one in self._rows(sql, row)]

    def told(self, row: int, after: int, limit: int) -> list[Told]:
        return [self._told(one) for one in self._rows(_TOLD, row, after, limit)]

    def answer(self, one: CompletedList, became: Mapping[int, Became], deed: int) -> None:
        self._write(_ANSWER, one.state, one.answered_at, one.answered_by, deed, one.row)
        self._connection.executemany(
            "UPDATE completed_line SET became = ? WHERE list = ? AND line = ?",
            [(what, one.row, line) for line, what in became.items()],
        )

    def _candidate(self, row: tuple[Any, ...]) -> Candidate:
        number, filer, live, office, direction, act, leaf, line, latest, last, listed = row
        signed = unpack(self._vault.open(line, place_of(number, act)))
        now = signed if latest == act else unpack(self._vault.open(last, place_of(number, latest)))
        decision = msgspec.json.decode(now.decision, type=Decision)
        case = Case(str(number), filer, bool(live), signed.signed, decision, now.salt, signed.reasons, latest)
        return Candidate(case, office, direction, act, leaf, listed or "")

    def _told(self, row: tuple[Any, ...]) -> Told:
        line, number, act, became, leaf, sealed, latest, last = row
        signed = unpack(self._vault.open(kept(sealed), place_of(number, act)))
        now = unpack(self._vault.open(kept(last), place_of(number, latest)))
        decision = msgspec.json.decode(now.decision, type=Decision)
        return Told(Listed(line, number, act, became), signed.signed, decision, leaf)

    def _read(self, row: tuple[Any, ...]) -> CompletedList:
        *known, says = row
        said: list[Any] = [*known, msgspec.json.decode(says, type=Hq02Send)]
        return CompletedList(*said)
