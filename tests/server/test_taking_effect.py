"""Whatever hinders it, what was approved is looked for again after the pause, and hinders nothing else."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from authority.applying import two_changes
from authority.house import NAMES, House, add_company
from demo_pki import RSA_COMPANY
from thongquan.authority import application_effect
from thongquan.authority.refusals import ClockBehind
from thongquan.base.limits import LIMITS
from thongquan.server.problem import NotNow
from thongquan.server.taking_effect import take_effects
from thongquan.storage.accounts import SqliteAccounts


@pytest.mark.parametrize("hindered", [NotNow(), ClockBehind(last="2026-09-02T03:00:00.000000Z"), ValueError("ours")])
def test_nothing_that_goes_wrong_ends_it(hindered: Exception) -> None:
    asked = []

    async def ask(_work: Callable[..., Any]) -> Any:
        asked.append(1)
        if len(asked) == 1:
            raise hindered
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(take_effects(ask, 0.0))
    assert len(asked) == 2


def test_as_many_as_a_round_looks_at_that_can_never_be_entered_hold_up_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(tmp_path)
    (stuck, taken), (other, _) = two_changes(house)
    add_company(house, NAMES[RSA_COMPANY], RSA_COMPANY, taken.certificate.der)
    monkeypatch.setattr(SqliteAccounts, "user_of", lambda *_: None)
    monkeypatch.setattr(application_effect, "LIMITS", msgspec.structs.replace(LIMITS, applications_listed=1))
    house.clock.now += timedelta(days=1)

    async def ask(work: Callable[..., Any]) -> Any:
        return house.sit(work)

    async def for_a_moment() -> None:
        await asyncio.wait_for(take_effects(ask, 3600.0), 0.01)

    with pytest.raises(TimeoutError):
        asyncio.run(for_a_moment())
    names = [house.books.accounts.account(one).person.name for one in (stuck, other)]
    house.close()
    assert names == ["Đặng Thị Thu Hà", "Tên Mới"]


def test_each_round_sees_to_the_draws_of_today_and_tomorrow_and_a_draw_that_does_not_fit_hinders_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, worked = House(tmp_path), []

    async def ask(work: Callable[..., Any]) -> Any:
        worked.append(house.sit(work))
        return worked[-1]

    async def for_a_moment() -> None:
        await asyncio.wait_for(take_effects(ask, 3600.0), 0.05)

    with pytest.raises(TimeoutError):
        asyncio.run(for_a_moment())
    assert house.rows("SELECT day FROM draw") == [("2026-09-02",), ("2026-09-03",)]
    house.books.connection.execute("UPDATE draw SET told = CAST(replace(told, 'commitment\":\"', '') AS BLOB)")
    rounds = len(worked)
    with pytest.raises(TimeoutError):
        asyncio.run(for_a_moment())
    house.close()
    assert len(worked) == rounds + 1
