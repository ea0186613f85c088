"""The chart of a month as shapes of an SVG: what lay in the account at the end of each day, and the tax of each day.

It is drawn here and not by a script; the table beside it says the same in figures.
"""

import calendar
from collections.abc import Sequence
from datetime import date

import msgspec

from thongquan.authority.deposit_statement import Statement
from thongquan.portal.language import number

WIDTH, HEIGHT = 720, 470
_TOPS, _DEEP = (40, 270), 160
"""Where each of the two panels begins, and how high it is."""
_STEPS = (1, 2, 5, 10)
_EVERY = 5
"""So many days lie between two that are named."""


class Bar(msgspec.Struct, frozen=True):
    x: float
    y: float
    width: float
    height: float
    told: str


class Panel(msgspec.Struct, frozen=True):
    top: int
    bottom: int
    lines: list[tuple[float, str]]
    """Height and figure of each line of the scale."""
    bars: list[Bar]


class Chart(msgspec.Struct, frozen=True):
    width: int
    height: int
    balance: Panel
    used: Panel
    days: list[tuple[float, str]]
    """Where a day is named."""


def chart_of(one: Statement, today: date) -> Chart:
    """Up to `today`, if the month is not over."""
    count = calendar.monthrange(one.first.year, one.first.month)[1]
    last = min(count, (today - one.first).days + 1)
    ends, used, held = {one.day: one.balance for one in one.days}, {one.day: one.used for one in one.days}, 0
    held = one.opening.available + one.opening.reserved
    balances, taxes = [], []
    for place in range(max(last, 0)):
        day = one.first.replace(day=place + 1).isoformat()
        held = ends.get(day, held)
        balances.append(held)
        taxes.append(used.get(day, 0))
    slot = WIDTH / count
    named = [(round((day - 0.5) * slot, 1), str(day)) for day in range(1, count + 1) if day == 1 or day % _EVERY == 0]
    return Chart(WIDTH, HEIGHT, _panel(one, balances, _TOPS[0], slot), _panel(one, taxes, _TOPS[1], slot), named)


def scale(most: int) -> int:
    """The least of 1, 2, 5 and their tenfolds that is not below `most`.

    >>> scale(0), scale(67_288), scale(200_000), scale(840_001)
    (1, 100000, 200000, 1000000)
    """
    power: int = 10 ** (len(str(most)) - 1)
    return next(step * power for step in _STEPS if step * power >= most)


def _panel(one: Statement, values: Sequence[int], top: int, slot: float) -> Panel:
    whole, bottom = scale(max(values, default=0)), top + _DEEP
    bars = []
    for place, value in enumerate(values):
        height = round(_DEEP * value / whole, 1)
        day = f"{one.first.replace(day=place + 1):%d/%m/%Y}"
        if height > 0:
            shape = round(place * slot + slot * 0.15, 1), round(bottom - height, 1), round(slot * 0.7, 1), height
            bars.append(Bar(*shape, f"{day}: {number(value)} đ"))
    lines = [(float(top), f"{number(whole)} đ"), (top + _DEEP / 2, f"{number(whole // 2)} đ"), (float(bottom), "0")]
    return Panel(top, bottom, lines if whole > 1 else lines[-1:], bars)
