"""The movements of an account summed by day, and those of one declaration."""

from collections.abc import Iterator
from itertools import takewhile

from thongquan.authority.closing_ports import Span
from thongquan.authority.deposit_ports import MovementTold
from thongquan.deposit.model import Figures, Movement
from thongquan.deposit.statement import DayMoved
from thongquan.storage.closings import first_caused_by
from thongquan.storage.deposits import first_from
from thongquan.storage.part import Part

_HELD = "SELECT available, reserved FROM movement WHERE account = ? AND seq < ? ORDER BY seq DESC LIMIT 1"
_BY_DAY = """
SELECT date(at, '+7 hours') AS day, kind, sum(amount), count(*)
FROM movement WHERE account = ? AND seq >= ? AND seq < ? GROUP BY day, kind ORDER BY day"""
"""Viet Nam has been seven hours ahead of UTC since long before there were express parcels."""
_ACTS = """
SELECT registered FROM declaration WHERE number = ?1
UNION ALL
SELECT seq FROM act WHERE number = ?1 AND (kind = 'decided' OR kind = 'corrected') ORDER BY 1"""
_CAUSED = """
SELECT cause, seq, account, kind, at, number, tax, amount, available, reserved, receipt
FROM movement WHERE seq >= ? AND number > 0 ORDER BY seq"""


class SqliteStatements(Part):
    """Implements `authority.statement_ports.Statements`."""

    def held_before(self, account: int, moment: str) -> Figures:
        row = self._one(_HELD, account, first_from(self._connection, moment))
        return Figures(*row) if row else Figures()

    def by_day(self, account: int, span: Span) -> list[DayMoved]:
        places = first_from(self._connection, span.since), first_from(self._connection, span.until)
        return [DayMoved(*row) for row in self._rows(_BY_DAY, account, *places)]

    def of_declaration(self, account: int, number: int) -> list[MovementTold]:
        acts = [act for (act,) in self._rows(_ACTS, number)]
        return [one for act in acts for one in self._caused_by(act) if one.movement.account == account]

    def _caused_by(self, act: int) -> Iterator[MovementTold]:
        """Movements lie in the order of the acts that caused them."""
        rows = self._connection.execute(_CAUSED, (first_caused_by(self._connection, act),))
        for _cause, seq, *told in takewhile(lambda row: row[0] == act, rows):
            yield MovementTold(seq, Movement(*told))
