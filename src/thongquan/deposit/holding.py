"""What the accounts hold for a declaration, read off its decisions: nothing else says what was moved for it.

So the whole ledger can be made again from the acts.
"""

from collections.abc import Iterator
from typing import Literal

from thongquan.declaration.model import Decision
from thongquan.deposit.model import Kind, Step

GIVEN_UP = frozenset({"manual", "refused", "seized", "withdrawn", "cancelled"})
"""States in which nothing is owed here: the declaration came to nothing, or its taxes are collected on paper."""

Held = Literal["", "reserved", "settled"]


def held_for(decision: Decision | None) -> Held:
    """In which pot the taxes of a declaration are."""
    if decision is None or not decision.secured_by or decision.taxes_ended or decision.state in GIVEN_UP:
        return ""
    return "settled" if decision.receipt else "reserved"


def steps(before: Decision | None, after: Decision) -> list[Step]:
    """The movements with which one decision follows another; `before` is None where it is registered."""
    was, now = held_for(before), held_for(after)
    if was == now == "reserved":
        return list(_differences(_taxes(before), _taxes(after)))
    if was == "reserved" and now == "settled":
        return _each("settle", after)
    if (was, _taxes(before), _receipt(before)) == (now, _taxes(after), after.receipt):
        return []
    freed = {"reserved": "release", "settled": "reverse", "": ""}[was]
    taken = {"reserved": "reserve", "settled": "charge", "": ""}[now]
    return [*_each(freed, before), *_each(taken, after)]  # type: ignore[arg-type] # the words are kinds


def _each(kind: Kind | Literal[""], decision: Decision | None) -> list[Step]:
    if not kind or decision is None:
        return []
    receipt = decision.receipt if kind in ("settle", "charge", "reverse") else 0
    return [Step(kind, amount, tax, receipt) for tax, amount in decision.taxes]


def _differences(before: dict[str, int], after: dict[str, int]) -> Iterator[Step]:
    """First what becomes free, so that it can be reserved again."""
    changes = {tax: after.get(tax, 0) - before.get(tax, 0) for tax in {**before, **after}}
    yield from (Step("release", -change, tax) for tax, change in changes.items() if change < 0)
    yield from (Step("reserve", change, tax) for tax, change in changes.items() if change > 0)


def _taxes(decision: Decision | None) -> dict[str, int]:
    return dict(decision.taxes) if decision is not None else {}


def _receipt(decision: Decision | None) -> int:
    return decision.receipt if decision is not None else 0
