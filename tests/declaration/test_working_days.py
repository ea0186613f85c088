"""Working days and hours: weekends and holidays do not count, and nothing is counted into an unknown year."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongquan.base.moment import VIETNAM
from thongquan.declaration.working_days import (
    CalendarUnknown,
    is_working_day,
    working_days_after,
    working_hours_after,
)

DAYS = st.dates(date(2025, 1, 1), date(2027, 10, 1))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 8, 28), True),  # Friday
        (date(2026, 8, 29), False),  # Saturday
        (date(2026, 8, 31), False),  # exchanged for a Saturday
        (date(2026, 9, 2), False),  # National Day
        (date(2026, 9, 3), True),
        (date(2026, 2, 20), False),  # Tết
        (date(2026, 2, 23), True),
    ],
)
def test_offices_work_on_weekdays_that_are_no_holidays(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_nothing_is_counted_into_a_year_without_a_calendar() -> None:
    with pytest.raises(CalendarUnknown):
        working_days_after(date(2027, 12, 30), 5)


@given(DAYS, st.integers(1, 20))
def test_so_many_working_days_lie_behind_the_day(day: date, count: int) -> None:
    last = working_days_after(day, count)
    between = [day + timedelta(days=n + 1) for n in range((last - day).days)]
    assert sum(map(is_working_day, between)) == count
    assert is_working_day(last)


@pytest.mark.parametrize(
    ("at", "hours", "due"),
    [
        ("2026-09-03 08:00", 2, "2026-09-03 10:00"),
        ("2026-09-03 11:00", 2, "2026-09-03 14:30"),  # over the midday rest
        ("2026-09-03 16:00", 8, "2026-09-04 16:00"),
        ("2026-09-04 16:30", 2, "2026-09-07 09:00"),  # over the weekend
        ("2026-09-05 23:00", 2, "2026-09-07 09:30"),
        ("2026-09-03 07:30", 8, "2026-09-03 17:00"),
    ],
)
def test_working_hours_run_in_the_hours_of_the_office(at: str, hours: int, due: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=VIETNAM)
    assert f"{working_hours_after(moment, hours):%Y-%m-%d %H:%M}" == due
