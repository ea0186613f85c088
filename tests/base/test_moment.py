"""The business day is the day in Viet Nam; a moment has one spelling."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongquan.base.moment import business_day, read_stamp, stamp


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2025, 2, 17, 16, 59, 59, tzinfo=UTC), date(2025, 2, 17)),
        (datetime(2025, 2, 17, 17, 0, 0, tzinfo=UTC), date(2025, 2, 18)),
    ],
)
def test_the_day_changes_at_midnight_in_viet_nam(moment: datetime, day: date) -> None:
    assert business_day(moment) == day


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - with its zone
def test_a_stamp_is_read_back(moment: datetime) -> None:
    assert read_stamp(stamp(moment)) == moment


@pytest.mark.parametrize("text", ["2026-09-02T03:04:05Z", "2026-09-02T03:04:05.6Z", "2026-9-2T03:04:05.000006Z", ""])
def test_another_spelling_is_no_stamp(text: str) -> None:
    with pytest.raises(ValueError, match=text or "Invalid"):
        read_stamp(text)
