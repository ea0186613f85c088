"""Code tables: tab-separated rows, each with the days on which it is valid. A snapshot serves a whole period."""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from thongquan.law.reading import LawBroken, name_of, read_text

Row = dict[str, str]
"""One line of a table: column to text. `code`, `valid_from` and `valid_to` are always there."""

DAY = timedelta(days=1)
_DAYS_KEPT = 4096


def read_codes(path: Path) -> list[Row]:
    """The rows of a table. First column `code`; an empty `valid_from` or `valid_to` is unbounded.

    Raises:
        LawBroken: a wrong header, a ragged row, a bad day, or two rows of one code valid on the same day.
    """
    lines = read_text(path).splitlines()
    file = name_of(path)
    header = lines[0].split("\t") if lines else []
    if not header or header[0] != "code" or len(set(header)) != len(header) or "" in header:
        raise LawBroken("LAW-HEADER", file, lines[0] if lines else "")
    if not {"valid_from", "valid_to"} <= set(header):
        raise LawBroken("LAW-HEADER", file, "valid_from, valid_to")
    table = [line.split("\t") for line in lines[1:]]
    for number, cells in enumerate(table, start=2):
        if len(cells) != len(header) or not cells[0]:
            raise LawBroken("LAW-ROW", file, f"line {number}", why=f"{len(cells)} cells, {len(header)} columns")
    rows = [dict(zip(header, cells)) for cells in table]  # noqa: B905 - their lengths are looked at above
    check_days(rows, file)
    return rows


def check_days(rows: list[Row], file: str) -> None:
    """Each day is a day, and no code is valid twice on one day."""
    if not any(map(_is_dated, rows)) and len({row["code"] for row in rows}) == len(rows):
        return  # as most of the long tables are
    by_code: dict[str, list[Row]] = {}
    for row in rows:
        first, last = first_day(row, file), last_day(row, file)
        if first > last:
            raise LawBroken("LAW-DATE", file, row["code"], why=f"{first} after {last}")
        by_code.setdefault(row["code"], []).append(row)
    for code, same in by_code.items():
        if len(same) > 1:
            _check_apart(code, same, file)


def _is_dated(row: Row) -> bool:
    return bool(row["valid_from"] or row["valid_to"])


def _check_apart(code: str, rows: list[Row], file: str) -> None:
    spans = sorted((first_day(row, file), last_day(row, file)) for row in rows)
    for (_, last), (first, _) in pairwise(spans):
        if first <= last:
            raise LawBroken("LAW-OVERLAP", file, code, since=first.isoformat())


def first_day(row: Row, file: str = "") -> date:
    return _day(row, "valid_from", file) if row["valid_from"] else date.min


def last_day(row: Row, file: str = "") -> date:
    return _day(row, "valid_to", file) if row["valid_to"] else date.max


def _day(row: Row, column: str, file: str) -> date:
    try:
        return date.fromisoformat(row[column])
    except ValueError:
        raise LawBroken("LAW-DATE", file, f"{row['code']}.{column}", why=row[column]) from None


class CodeTable:
    """A table of codes. The file is read on the first question; each distinct period is laid out once."""

    def __init__(self, name: str, read: Callable[[], list[Row]]) -> None:
        self.name = name
        self._read = read
        self._rows: list[Row] = []
        self._turns: list[date] | None = None
        self._snapshots: dict[int, Mapping[str, Row]] = {}
        self._days: dict[date, Mapping[str, Row]] = {}
        self._ever: frozenset[str] = frozenset()

    def on(self, day: date) -> Mapping[str, Row]:
        """The rows valid on `day`, by code. The same object for all days between two changes; not to be changed."""
        try:
            return self._days[day]
        except KeyError:
            if len(self._days) >= _DAYS_KEPT:
                self._days.clear()
            return self._days.setdefault(day, self._snapshot(day))

    def rows(self) -> list[Row]:
        """All rows of all times, in the order of the file."""
        if self._turns is None:
            self._rows = self._read()
            self._turns = _turns(self._rows)
            self._ever = frozenset(row["code"] for row in self._rows)
        return self._rows

    def ever(self) -> frozenset[str]:
        """The codes of all times."""
        if self._turns is None:
            self.rows()
        return self._ever

    def _snapshot(self, day: date) -> Mapping[str, Row]:
        rows = self.rows()
        period = bisect_right(self._turns or [], day)
        if period not in self._snapshots:
            valid = [row for row in rows if _is_valid(row, day)] if self._turns else rows
            self._snapshots[period] = {row["code"]: row for row in valid}
        return self._snapshots[period]


def _is_valid(row: Row, day: date) -> bool:
    return not _is_dated(row) or first_day(row) <= day <= last_day(row)


def _turns(rows: list[Row]) -> list[date]:
    """The days on which something begins, or has just ended."""
    starts = {first_day(row) for row in rows if row["valid_from"]}
    ends = {last_day(row) + DAY for row in rows if row["valid_to"]}
    return sorted(starts | ends)
