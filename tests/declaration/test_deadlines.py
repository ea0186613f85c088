"""Customs Law, Art. 23: two working hours for documents, eight for goods, from when what was asked for is there."""

from datetime import UTC, datetime

import pytest

from thongquan.base.moment import stamp
from thongquan.declaration.deadlines import deadline

MORNING = stamp(datetime(2026, 9, 7, 2, tzinfo=UTC))  # Monday, 09:00 in Viet Nam
AFTERNOON = stamp(datetime(2026, 9, 7, 7, tzinfo=UTC))


@pytest.mark.parametrize(("channel", "hours"), [("2", 2), ("3", 8)])
def test_the_hours_run_from_registration_where_nothing_was_asked_for(channel: str, hours: int) -> None:
    until = deadline("registered", channel, MORNING)
    assert until is not None
    if hours == 2:
        assert stamp(until) == stamp(datetime(2026, 9, 7, 4, tzinfo=UTC))
    else:
        assert stamp(until) > stamp(datetime(2026, 9, 7, 10, tzinfo=UTC))


@pytest.mark.parametrize("state", ["documents", "inspection"])
def test_they_run_from_the_documents_where_some_were_asked_for(state: str) -> None:
    assert deadline(state, "2", MORNING, AFTERNOON) == deadline("registered", "2", AFTERNOON)


def test_none_run_while_what_was_asked_for_is_not_there() -> None:
    assert deadline("documents", "2", MORNING) is None


@pytest.mark.parametrize("state", ["held", "cleared", "manual"])
def test_none_run_where_customs_do_not_check(state: str) -> None:
    assert deadline(state, "2", MORNING, AFTERNOON) is None
