"""An account's month: what came in, what was used, and what lay there at the end of each day."""

from collections.abc import Iterable

import msgspec

from thongquan.deposit.model import MOVES, Figures, Kind


class DayMoved(msgspec.Struct, frozen=True, gc=False):
    """All movements of one kind on one day in Viet Nam, summed."""

    day: str
    kind: Kind
    amount: int
    count: int


class StatementDay(msgspec.Struct, frozen=True):
    """đồng."""

    day: str
    put_in: int
    paid_back: int
    used: int
    """Went to the budget."""
    given_back: int
    """Came back from it."""
    movements: int
    after: Figures
    """At the end of the day."""

    @property
    def balance(self) -> int:
        """What is reserved lies there still."""
        return self.after.available + self.after.reserved


_PUT_IN: tuple[Kind, ...] = ("top-up", "grant")
_USED: tuple[Kind, ...] = ("settle", "charge")


def statement_days(opening: Figures, moved: Iterable[DayMoved]) -> list[StatementDay]:
    """The days on which something moved, in their order; `opening` is what lay there before the first."""
    by_day: dict[str, dict[Kind, DayMoved]] = {}
    for one in moved:
        by_day.setdefault(one.day, {})[one.kind] = one
    days, held = [], opening
    for day in sorted(by_day):
        held = _after(held, by_day[day])
        days.append(_day(day, by_day[day], held))
    return days


def busiest(moved: Iterable[DayMoved], since: str, until: str) -> int:
    """What went to the budget on the busiest day from `since` to `until`, in đồng."""
    used: dict[str, int] = {}
    for one in moved:
        if one.kind in _USED and since <= one.day <= until:
            used[one.day] = used.get(one.day, 0) + one.amount
    return max(used.values(), default=0)


def _day(day: str, kinds: dict[Kind, DayMoved], after: Figures) -> StatementDay:
    def summed(*names: Kind) -> int:
        return sum(kinds[one].amount for one in names if one in kinds)

    count = sum(one.count for one in kinds.values())
    return StatementDay(day, summed(*_PUT_IN), summed("pay-back"), summed(*_USED), summed("reverse"), count, after)


def _after(held: Figures, kinds: dict[Kind, DayMoved]) -> Figures:
    """Sums have no order within the day, so nothing is said of what lay there in between."""
    pots = {"available": held.available, "reserved": held.reserved, "bank": 0, "budget": 0}
    for kind, one in kinds.items():
        taken, put = MOVES[kind]
        pots[taken] -= one.amount
        pots[put] += one.amount
    return Figures(pots["available"], pots["reserved"])
