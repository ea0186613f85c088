"""Moments are aware and in UTC; the business day is the day in Viet Nam. The clock is always an argument."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_OFFSET = len("+00:00")

Clock = Callable[[], datetime]


def business_day(moment: datetime) -> date:
    """The day in Viet Nam on which `moment` falls: the day that chooses the law.

    >>> business_day(datetime(2025, 2, 17, 17, 0, tzinfo=UTC))
    datetime.date(2025, 2, 18)
    """
    return moment.astimezone(VIETNAM).date()


def begin_of(day: date) -> datetime:
    """The midnight in Viet Nam with which `day` begins.

    >>> stamp(begin_of(date(2025, 2, 18)))
    '2025-02-17T17:00:00.000000Z'
    """
    return datetime.combine(day, time(), VIETNAM)


def years_after(day: date, years: int) -> date:
    """The same day of the month so many years later; a month that lacks it ends with its own last day (BLDS 2015, 148).

    >>> years_after(date(2026, 9, 2), 3), years_after(date(2024, 2, 29), 5)
    (datetime.date(2029, 9, 2), datetime.date(2029, 2, 28))
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def stamp(moment: datetime) -> str:
    """RFC 3339 in UTC with microseconds, one spelling for one moment: `2026-09-02T03:04:05.000006Z`."""
    return f"{moment.astimezone(UTC).isoformat(timespec='microseconds')[:-_OFFSET]}Z"


def read_stamp(text: str) -> datetime:
    """The moment written by `stamp`. Raises ValueError for any other spelling."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or stamp(moment) != text:
        raise ValueError(text)
    return moment
