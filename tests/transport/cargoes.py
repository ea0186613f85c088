"""Cargo to be planned."""

from datetime import date
from decimal import Decimal
from typing import Any

from thongquan.transport.cargo import CargoLine
from thongquan.transport.plan import Asked, Planned, TransportPlan, plan

DAY = date(2026, 9, 2)


def bills(count: int, packages: int = 1, **more: Any) -> list[CargoLine]:
    """So many bills, each of so many packages."""
    return [
        CargoLine(f"TQ{place:04}", packages=packages, goods=f"Hàng {place}", at=f"A{place + 1}", **more)
        for place in range(1, count + 1)
    ]


def exports(count: int, packages: int = 1, goods: str = "", **more: Any) -> list[CargoLine]:
    """So many export declarations, each of a bill of its own."""
    return [
        CargoLine(
            f"TX{place:04}",
            declaration=number(place),
            packages=packages,
            goods=goods or f"Hàng {place}",
            at=f"A{place + 1}",
            **more,
        )
        for place in range(1, count + 1)
    ]


def number(place: int) -> str:
    return f"3{place:010}0"


def package(bill: str, name: str, **more: Any) -> CargoLine:
    weight = Decimal(more.pop("weight", 1))
    return CargoLine(bill, package=name, weight=weight, **more)


def planned(lines: list[CargoLine], direction: str = "import", **more: Any) -> Planned:
    return plan(lines, Asked(direction=direction, day=DAY, numbers=more.pop("numbers", ["BK-1"]), **more))  # type: ignore[arg-type] # tests name directions as text


def the_plan(lines: list[CargoLine], direction: str = "import", **more: Any) -> TransportPlan:
    told = planned(lines, direction, **more)
    assert told.faults == ()
    [one] = told.plans
    return one


def codes(told: Planned) -> list[str]:
    return [fault.code for fault in told.faults]
