"""The grounds on which a declaration is cancelled, and after how many days each may be used (law table)."""

from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal

from thongquan import law
from thongquan.base.fault import Refusal
from thongquan.base.moment import business_day, read_stamp
from thongquan.declaration.model import Decision
from thongquan.declaration.working_days import working_days_after
from thongquan.law.tables import Cancellation, Ground

DIRECTION = {"MIC": "import", "MEC": "export"}


class GroundUnfit(Refusal):
    """There is no such ground for this side, direction and state."""

    code = "GROUND-UNFIT"


class GroundMissing(Refusal):
    """A cancellation names its ground."""

    code = "GROUND-MISSING"


class GroundEarly(Refusal):
    """The days that the ground demands are not over."""

    code = "GROUND-EARLY"


@cache
def grounds() -> dict[str, Ground]:
    return {one.id: one for one in law.table("cancellation", Cancellation).ground}


def may_be_cancelled(decision: Decision, ground: str, by: Literal["declarant", "customs"], at: datetime) -> None:
    """Whether this ground holds for the declaration now.

    Raises:
        GroundMissing: none is named.
        GroundUnfit: not for this side, direction or state.
        GroundEarly: its days are not over; the first day on which they are is told.
    """
    if not ground:
        raise GroundMissing(number=decision.number)
    found = grounds().get(ground)
    if found is None or found.by != by or not _fits(found, decision):
        raise GroundUnfit(number=decision.number, **_named(found, ground))
    first = first_day(found, business_day(read_stamp(decision.registered_at)))
    if business_day(at) < first:
        raise GroundEarly(number=decision.number, day=f"{first:%d/%m/%Y}", **_named(found, ground))


def first_day(ground: Ground, registered_on: date) -> date:
    """The first day on which it may be used: the one after its last day, or at once where it demands none."""
    if not ground.days:
        return registered_on
    if ground.counted == "working-days":
        return working_days_after(registered_on, ground.days) + timedelta(days=1)
    return registered_on + timedelta(days=ground.days + 1)


def _fits(ground: Ground, decision: Decision) -> bool:
    directions: list[str] = list(ground.directions)
    return decision.state in ground.states and (not directions or DIRECTION[decision.form] in directions)


def _named(found: Ground | None, ground: str) -> dict[str, str]:
    return {"ground": found.name.vi if found else ground, "ground_en": found.name.en if found else ground}
