"""A page of a list out of the books: what is asked for, in which order, from after which row on."""

from collections.abc import Sequence
from typing import Any

import apsw

from thongquan.authority.paging import Key, Page, Wanted
from thongquan.base.limits import LIMITS

Row = tuple[Any, ...]
LAST = chr(0x10FFFF)


class Selection:
    """Rows of a table that meet every condition named. All SQL in it is written here, values are bound."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._conditions: list[str] = []
        self._bindings: list[Any] = []

    def where(self, condition: str, *bindings: Any) -> "Selection":
        self._conditions.append(condition)
        self._bindings += bindings
        return self

    def where_if(self, value: str, condition: str, *bindings: Any) -> "Selection":
        """Only if `value` is not empty; it is what is bound unless `bindings` are named."""
        return self.where(condition, *(bindings or (value,))) if value else self

    def beginning(self, column: str, text: str) -> "Selection":
        """Only what begins with `text`, unless that is empty; found by the column's index."""
        return self.where(f"{column} >= ? AND {column} < ?", text, f"{text}{LAST}") if text else self

    def page(self, connection: apsw.Connection, columns: str, order: Sequence[str], wanted: Wanted) -> Page[Row]:
        """`order` names columns that are together different in every row, and have an index with the conditions.

        Raises:
            CursorUnknown
        """
        key, way = wanted.key(len(order)), (" DESC" if wanted.descending else "")
        rows = Selection(self._table)
        rows._conditions, rows._bindings = [*self._conditions], [*self._bindings]
        if key:
            asked = f"({', '.join(order)}) {'<' if wanted.descending else '>'} ({', '.join('?' * len(order))})"
            rows.where(asked, *key)
        by = ", ".join(one + way for one in order)
        sql = f"SELECT {', '.join(order)}, {columns} {rows._from} ORDER BY {by} LIMIT ?"  # nosec B608 - constants
        found: list[Row] = connection.execute(sql, (*rows._bindings, wanted.rows + 1)).fetchall()
        is_whole = not key and len(found) <= wanted.rows  # then nobody need look through the index once more
        shown, total = found[: wanted.rows], len(found) if is_whole else self.count(connection)
        last: Key = shown[-1][: len(order)] if len(found) > wanted.rows else ()
        return Page(
            [row[len(order) :] for row in shown],
            wanted.cursor(last) if last else "",
            min(total, LIMITS.rows_counted),
            total <= LIMITS.rows_counted,
        )

    def rows(self, connection: apsw.Connection, columns: str, order: str, limit: int) -> list[Row]:
        sql = f"SELECT {columns} {self._from} ORDER BY {order} LIMIT ?"  # nosec B608 - as above
        return connection.execute(sql, (*self._bindings, limit)).fetchall()

    def count(self, connection: apsw.Connection) -> int:
        """No further than one more than is ever told."""
        sql = f"SELECT count(*) FROM (SELECT 1 {self._from} LIMIT ?)"  # noqa: S608 # nosec B608 - as above
        found = connection.execute(sql, (*self._bindings, LIMITS.rows_counted + 1)).fetchone()
        return int(found[0]) if found else 0

    @property
    def _from(self) -> str:
        where = f" WHERE {' AND '.join(self._conditions)}" if self._conditions else ""
        return f"FROM {self._table}{where}"
