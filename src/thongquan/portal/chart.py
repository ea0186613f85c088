"""The chart of a month as shapes of an SVG: what lay in the account at the end of each day, and the tax of each day.

It is drawn here and not by a script; the table beside it says the same in figures.
"""

import calendar
from collections.abc import Sequence
from datetime import date

import msgspec

from thongquan.authority.deposit_statement import Statement
from thongquan.portal.language import number, tongue

WIDTH, HEIGHT = 720, 470
_PLOT = 590
"""Right of it stands the scale."""
_TOPS, _DEEP = (40, 270), 160
"""Where each of the two panels begins, and how high it is."""
_STEPS = (1, 2, 4, 10)
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
    plot: int
    """How far the lines go; the scale stands right of them."""
    balance: Panel
    used: Panel
    days: list[tuple[float, str]]
    """Where a day is named."""


def chart_of(one: Statement, today: date, language: str) -> Chart:
    """Up to `today`, if the month is not over."""
    count = calendar.monthrange(one.first.year, one.first.month)[1]
    days = [one.first.replace(day=place) for place in range(1, min(count, (today - one.first).days + 1) + 1)]
    ends, used = {told.day: told.balance for told in one.days}, {told.day: told.used for told in one.days}
    held, balances = one.opening.available + one.opening.reserved, []
    for day in days:
        held = ends.get(day.isoformat(), held)
        balances.append((day, held))
    taxes = [(day, used.get(day.isoformat(), 0)) for day in days]
    slot = _PLOT / count
    named = [(round((day - 0.5) * slot, 1), str(day)) for day in range(1, count + 1) if day == 1 or day % _EVERY == 0]
    upper, lower = (_panel(values, top, slot, language) for values, top in zip((balances, taxes), _TOPS, strict=True))
    return Chart(WIDTH, HEIGHT, _PLOT, upper, lower, named)


def scale(most: int) -> int:
    """The least of 1, 2, 4 and their tenfolds that is not below `most`: its half is round, too.

    >>> scale(0), scale(67_288), scale(200_000), scale(840_001)
    (1, 100000, 200000, 1000000)
    """
    power: int = 10 ** (len(str(most)) - 1)
    return next(step * power for step in _STEPS if step * power >= most)


def short(value: int, language: str) -> str:
    """A round figure in few letters.

    >>> short(500_000, "vi"), short(20_000_000, "vi"), short(0, "vi")
    ('500 nghìn', '20 triệu', '0')
    """
    _ = tongue(language).gettext
    for unit, word in ((10**9, _("tỷ")), (10**6, _("triệu")), (1000, _("nghìn"))):
        if value >= unit and not value % unit:
            return f"{number(value // unit)} {word}"
    return number(value)


def _panel(values: Sequence[tuple[date, int]], top: int, slot: float, language: str) -> Panel:
    whole, bottom = scale(max((value for _, value in values), default=0)), top + _DEEP
    bars = []
    for day, value in values:
        height = round(_DEEP * value / whole, 1)
        if height > 0:
            left = (day.day - 1) * slot + slot * 0.15
            shape = round(left, 1), round(bottom - height, 1), round(slot * 0.7, 1), height
            bars.append(Bar(*shape, f"{day:%d/%m/%Y}: {number(value)} đ"))
    heights = [(top, whole), (top + _DEEP / 2, whole // 2), (bottom, 0)] if whole > 1 else [(bottom, 0)]
    return Panel(top, bottom, [(float(y), short(value, language)) for y, value in heights], bars)
