"""Whatever hinders it once, what was approved is looked for again after the pause."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from thongquan.authority.refusals import ClockBehind
from thongquan.server.problem import NotNow
from thongquan.server.taking_effect import take_effects


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
