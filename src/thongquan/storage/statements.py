"""The movements of an account summed by day, and those of one declaration."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import takewhile

import apsw
import msgspec

from thongquan.authority.closing_ports import Span
from thongquan.authority.deposit_day import month_of, span_of
from thongquan.authority.deposit_ports import MovementTold
from thongquan.base.limits import LIMITS
from thongquan.deposit.model import Figures, Movement
from thongquan.deposit.statement import DayMoved
from thongquan.storage.closings import first_caused_by
from thongquan.storage.deposits import first_from
from thongquan.storage.part import Part
from thongquan.storage.sealing import Vault

_HELD = "SELECT available, reserved FROM movement WHERE account = ? AND seq < ? ORDER BY seq DESC LIMIT 1"
_MOVED = "SELECT kind, sum(amount), count(*) FROM movement WHERE account = ? AND seq >= ? AND seq < ? GROUP BY kind"
_ACTS = """
SELECT registered FROM declaration WHERE number = ?1
UNION ALL
SELECT seq FROM act WHERE number = ?1 AND (kind = 'decided' OR kind = 'corrected') ORDER BY 1"""
_CAUSED = """
SELECT cause, seq, account, kind, at, number, tax, amount, available, reserved, receipt
FROM movement WHERE seq >= ? AND number > 0 ORDER BY seq"""

_OF_TRANSPORT = """
SELECT seq, account, kind, at, number, tax, amount, available, reserved, receipt
FROM movement WHERE account = ? AND seq >= ? AND seq < ? AND number = ? ORDER BY seq"""


class SqliteStatements(Part):
    """Implements `authority.statement_ports.Statements`."""

    def held_before(self, account: int, moment: str) -> Figures:
        row = self._one(_HELD, account, first_from(self._connection, moment))
        return Figures(*row) if row else Figures()

    def by_day(self, account: int, first: date) -> list[DayMoved]:
        return list(self._moved(account, first, *self._places(first)))

    def of_declaration(self, account: int, number: int) -> list[MovementTold]:
        acts = [act for (act,) in self._rows(_ACTS, number)]
        return [one for act in acts for one in self._caused_by(act) if one.movement.account == account]

    def of_transport(self, account: int, number: int, lived: Span) -> list[MovementTold]:
        places = (first_from(self._connection, moment) for moment in (lived.since, lived.until))
        rows = self._rows(_OF_TRANSPORT, account, *places, number)
        return [MovementTold(seq, Movement(*told)) for seq, *told in rows]

    def _places(self, first: date) -> tuple[int, int]:
        """Between which the month lies."""
        span = month_of(first)
        return self._first_from(span.since), self._first_from(span.until)

    def _first_from(self, moment: str) -> int:
        return first_from(self._connection, moment)

    def _moved(self, account: int, first: date, since: int, until: int) -> Iterator[DayMoved]:
        """From a place in the month on until before another. Day by day: a run of the ledger needs no dates."""
        day = first
        while since < until:
            end = min(until, self._first_from(span_of(day).until))
            if since < end:
                yield from (DayMoved(day.isoformat(), *row) for row in self._rows(_MOVED, account, since, end))
                since = end
            day += timedelta(days=1)

    def _caused_by(self, act: int) -> Iterator[MovementTold]:
        """Movements lie in the order of the acts that caused them."""
        rows = self._connection.execute(_CAUSED, (first_caused_by(self._connection, act),))
        for _cause, seq, *told in takewhile(lambda row: row[0] == act, rows):
            yield MovementTold(seq, Movement(*told))


class RememberedStatements(SqliteStatements):
    """On a connection that only reads: a month is summed once, and from then on what was moved since is added.

    What it sees is committed, so it never has to forget: rows are added and never changed, in the order of their time.
    """

    def __init__(self, connection: apsw.Connection, vault: Vault, most: int = LIMITS.remembered_account_months) -> None:
        super().__init__(connection, vault)
        self._most = most
        self._months: OrderedDict[tuple[int, date], _Month] = OrderedDict()
        self._found: dict[str, int] = {}

    def by_day(self, account: int, first: date) -> list[DayMoved]:
        since, until = self._places(first)
        known = self._months.pop((account, first), None) or _Month(since, [])
        if known.until < until:
            known = _Month(until, _together(known.moved, self._moved(account, first, known.until, until)))
        self._months[account, first] = known
        if len(self._months) > self._most:
            self._months.popitem(last=False)
        return known.moved

    def _first_from(self, moment: str) -> int:
        """It stays where it is once something was moved from that moment on."""
        known = self._found.get(moment)
        if known is None:
            known = super()._first_from(moment)
            if self._is_entered(known, moment):
                self._found[moment] = known
        return known

    def _is_entered(self, place: int, moment: str) -> bool:
        """Something lies there, and not sooner: more may have been entered while the place was looked for."""
        row = self._one("SELECT at FROM movement WHERE seq = ?", place)
        return row is not None and row[0] >= moment


class _Month(msgspec.Struct, frozen=True, gc=False):
    until: int
    """Before which place in the ledger `moved` ends."""
    moved: list[DayMoved]


def _together(known: Iterable[DayMoved], more: Iterable[DayMoved]) -> list[DayMoved]:
    sums = {(one.day, one.kind): one for one in known}
    for one in more:
        had = sums.get((one.day, one.kind), DayMoved(one.day, one.kind, 0, 0))
        sums[one.day, one.kind] = DayMoved(one.day, one.kind, had.amount + one.amount, had.count + one.count)
    return list(sums.values())
