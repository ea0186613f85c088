"""What the accounts hold for a declaration, read off its decisions: nothing else says what was moved for it.

So the whole ledger can be made again from the acts; of transports, from their deeds.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from thongquan.declaration.model import Decision
from thongquan.deposit.model import Kind, Step

GIVEN_UP = frozenset({"manual", "refused", "seized", "withdrawn", "cancelled"})
"""States in which nothing is owed here: the declaration came to nothing, or its taxes are collected on paper."""

Held = Literal["", "reserved", "settled"]
_FREED: dict[Held, Kind | Literal[""]] = {"reserved": "release", "settled": "reverse", "": ""}
_TAKEN: dict[Held, Kind | Literal[""]] = {"reserved": "reserve", "settled": "charge", "": ""}
_WITH_RECEIPT = frozenset({"settle", "charge", "reverse"})


def held_for(decision: Decision | None) -> Held:
    """In which pot the taxes of a declaration are."""
    if decision is None or not decision.secured_by or decision.taxes_ended or decision.state in GIVEN_UP:
        return ""
    return "settled" if decision.receipt else "reserved"


def steps(before: Decision | None, after: Decision) -> list[Step]:
    """The movements with which one decision follows another; `before` is None where it is registered."""
    now = held_for(after)
    if before is None:
        return _each(_TAKEN[now], after)
    was = held_for(before)
    if was == now == "reserved":
        return list(_differences(dict(before.taxes), dict(after.taxes)))
    if was == "reserved" and now == "settled":
        return _each("settle", after)
    if (was, before.taxes, before.receipt) == (now, after.taxes, after.receipt):
        return []
    return [*_each(_FREED[was], before), *_each(_TAKEN[now], after)]


def _each(kind: Kind | Literal[""], decision: Decision) -> list[Step]:
    if not kind:
        return []
    receipt = decision.receipt if kind in _WITH_RECEIPT else 0
    return [Step(kind, amount, tax, receipt) for tax, amount in decision.taxes]


def _differences(before: dict[str, int], after: dict[str, int]) -> Iterator[Step]:
    """First what becomes free, so that it can be reserved again."""
    changes = {tax: after.get(tax, 0) - before.get(tax, 0) for tax in {**before, **after}}
    yield from (Step("release", -change, tax) for tax, change in changes.items() if change < 0)
    yield from (Step("reserve", change, tax) for tax, change in changes.items() if change > 0)


def resecured(before: Mapping[int, int], after: Mapping[int, int]) -> list[tuple[int, Step]]:
    """The movements, each with its account, after which something else is held: first what becomes free.

    Both say what is held of which account, in đồng. What is secured so is no tax.

    >>> [(account, step.kind, step.amount) for account, step in resecured({7: 500}, {7: 300, 9: 100})]
    [(7, 'release', 200), (9, 'reserve', 100)]
    """
    changes = {account: after.get(account, 0) - before.get(account, 0) for account in {**before, **after}}
    freed = [(account, Step("release", -change)) for account, change in changes.items() if change < 0]
    return freed + [(account, Step("reserve", change)) for account, change in changes.items() if change > 0]
