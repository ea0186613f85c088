"""Days and hours on which customs work, counted from a moment: terms that the law gives in working days or hours."""

from datetime import date, datetime, time, timedelta
from functools import cache

from thongquan import law
from thongquan.base.fault import Refusal
from thongquan.base.moment import VIETNAM
from thongquan.law.tables import WorkingCalendar

_SATURDAY = 5


class CalendarUnknown(Refusal):
    """The holidays of that year are not in the calendar yet."""

    code = "CALENDAR-UNKNOWN"


def working_days_after(day: date, count: int) -> date:
    """The day with which so many working days are over; `day` itself does not count (assumption).

    Raises:
        CalendarUnknown: nobody has entered the holidays of a year that is needed.

    >>> working_days_after(date(2026, 9, 1), 1)
    datetime.date(2026, 9, 3)
    """
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def is_working_day(day: date) -> bool:
    if day.year not in _calendar().years:
        raise CalendarUnknown(year=day.year)
    return day.weekday() < _SATURDAY and day not in _holidays()


def working_hours_after(moment: datetime, hours: int) -> datetime:
    """The moment, in Viet Nam's time, with which so many working hours are over.

    Raises:
        CalendarUnknown: as `working_days_after`.
    """
    now, left = moment.astimezone(VIETNAM), timedelta(hours=hours)
    while True:
        for begins, ends in _shifts(now.date()):
            from_now = max(begins, now)
            if ends - from_now >= left:
                return from_now + left
            left -= max(ends - from_now, timedelta())
        now = datetime.combine(now.date() + timedelta(days=1), time(), VIETNAM)


def _shifts(day: date) -> list[tuple[datetime, datetime]]:
    if not is_working_day(day):
        return []
    at = [
        (datetime.combine(day, one, VIETNAM), datetime.combine(day, other, VIETNAM)) for one, other in _calendar().hours
    ]
    return sorted(at)


@cache
def _calendar() -> WorkingCalendar:
    return law.table("working_calendar", WorkingCalendar)


@cache
def _holidays() -> frozenset[date]:
    return frozenset(
        one.first + timedelta(days=days)
        for one in _calendar().holiday
        for days in range((one.last - one.first).days + 1)
    )
