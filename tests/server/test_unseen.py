"""Deciding without looking is told when it happens several times in a row (threat 14)."""

import pytest

from thongquan.base.limits import LIMITS
from thongquan.server.unseen import Unseen


@pytest.mark.parametrize(("tries", "alarms"), [(LIMITS.unseen_approvals - 1, 0), (LIMITS.unseen_approvals, 1)])
def test_so_many_are_told(tries: int, alarms: int) -> None:
    unseen = Unseen(LIMITS)
    for _ in range(tries):
        unseen.tries("cb01", 0.0)
    assert unseen.alarms == alarms


@pytest.mark.parametrize(("less", "alarms"), [(1, 1), (0, 0)])
def test_what_is_longer_ago_is_not_counted(less: int, alarms: int) -> None:
    unseen = Unseen(LIMITS)
    for _ in range(LIMITS.unseen_approvals - 1):
        unseen.tries("cb01", 0.0)
    unseen.tries("cb01", LIMITS.unseen_seconds - less)
    assert unseen.alarms == alarms


def test_looking_breaks_the_row_and_others_rows_are_their_own() -> None:
    unseen = Unseen(LIMITS)
    for _ in range(LIMITS.unseen_approvals):
        unseen.tries("cb01", 0.0)
        unseen.looked("cb01")
    for officer in ("cb01", "cb02", "cb03"):
        unseen.tries(officer, 0.0)
    assert unseen.alarms == 0
