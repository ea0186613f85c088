"""Dates and flights. Day before month is how Viet Nam writes; a file that proves the contrary is not guessed at."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cached_property

from thongquan.base.moment import business_day
from thongquan.manifest.model import Cell, Reading
from thongquan.manifest.text import clean, is_blank, nothing

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2})")
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_NUMERIC = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?: \d{1,2}:\d{2}(?::\d{2})?)?")
_NAMED = re.compile(r"(\d{1,2})[-/. ]?([A-Za-z]{3})[A-Za-z]*[-/., ]*(\d{4}|\d{2})")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_FLIGHT = re.compile(r"([A-Z0-9]{2})[ -]?(\d{1,4})(?:\s*/\s*(\d{1,2})[ -]?([A-Z]{3})(?:\d{2}|\d{4})?)?")
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(36_526, 73_051)
"""Spreadsheet day numbers of the years 2000 to 2099."""


def _in_vietnam(text: str) -> date:
    """The day in Viet Nam of a time that names its own zone: 20:00 in London is the next day."""
    try:
        return business_day(datetime.fromisoformat(text))
    except OverflowError:
        raise ValueError(text) from None


class DateColumn:
    """Reads the cells of one column of dates."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self._cells = cells

    @cached_property
    def _month_first(self) -> bool:
        """Whether some date in the column can only have its month in front."""
        found = (_NUMERIC.fullmatch(cell.strip()) for cell in self._cells if isinstance(cell, str))
        return any(int(match[1]) <= 12 < int(match[2]) for match in found if match)

    def read(self, cell: Cell) -> Reading:
        if isinstance(cell, date):
            return Reading(cell.date() if isinstance(cell, datetime) else cell)
        if isinstance(cell, int | float) and not isinstance(cell, bool) and int(cell) in _SERIALS:
            return Reading(_SERIAL_ZERO + timedelta(days=int(cell)), mended="DATE-SPELLING")
        text = clean(cell)
        if is_blank(text):
            return nothing(text, None)
        try:
            day = self._written(text)
        except ValueError:
            return Reading(None, fault="DATE-UNREADABLE")
        if day is None:
            return Reading(None, fault="DATE-AMBIGUOUS")
        return Reading(day, mended="" if day.isoformat() == cell else "DATE-SPELLING")

    def _written(self, text: str) -> date | None:
        if _INSTANT.fullmatch(text):
            return _in_vietnam(text)
        told = _ISO.fullmatch(text) or _COMPACT.fullmatch(text)
        if told:
            return date(int(told[1]), int(told[2]), int(told[3]))
        told = _NAMED.fullmatch(text)
        if told:
            return date(_year(told[3]), _MONTHS.index(told[2].upper()) + 1, int(told[1]))
        told = _NUMERIC.fullmatch(text)
        if not told:
            raise ValueError(text)
        first, second = int(told[1]), int(told[2])
        if first <= 12 < second:
            return date(_year(told[3]), first, second)
        if self._month_first and first <= 12 and first != second:
            return None
        return date(_year(told[3]), second, first)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def read_flight(cell: Cell) -> Reading:
    """A flight in its normal form, `KE0359/03SEP`: airline 2, number 4 digits, day and month.

    >>> read_flight("ke 359/3sep").value, read_flight("KE0359").value
    ('KE0359/03SEP', 'KE0359')
    """
    text = clean(cell)
    if is_blank(text):
        return nothing(text)
    told = _FLIGHT.fullmatch(text.upper())
    if not told or (told[4] and told[4] not in _MONTHS) or told[1].isdecimal():
        return Reading(text, warning="FLIGHT-FORM", facts={"flight": text[:20]})
    flight = f"{told[1]}{int(told[2]):04d}"
    if told[3]:
        flight += f"/{int(told[3]):02d}{told[4]}"
    return Reading(flight, mended="" if flight == cell else "FLIGHT-SPELLING")


def with_day(flight: str, arrival: date | None) -> str:
    """The flight with its day, where only the number is known and the day of arrival is."""
    if not flight or "/" in flight or arrival is None or not _FLIGHT.fullmatch(flight):
        return flight
    return f"{flight}/{arrival.day:02d}{_MONTHS[arrival.month - 1]}"
