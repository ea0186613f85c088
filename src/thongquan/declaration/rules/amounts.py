"""What the rules of criteria 23, 24, 25 and 28 have in common: amounts with their currencies.

The rules look at the currency, and at whether there is an amount, before the amount itself: declarations are often
alike in the first, and then need not be asked one by one.
"""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from functools import lru_cache

from thongquan import law
from thongquan.declaration.rules.rule import Facts

CURRENCIES = law.codes("currencies")
NOTHING = "–"
"""How an empty box is shown."""
_FINEST = 10_000
"""Amounts have up to four decimals; of more their format speaks."""


def shown(amount: Decimal | None) -> str:
    return NOTHING if amount is None else format(amount, "f")


def broken_dong(amount: Decimal | None) -> Facts | None:
    """đồng have no decimals; of a minus sign or a fifth decimal the item's format speaks."""
    if amount is not None and 0 < amount != amount.to_integral_value():
        return {"amount": shown(amount)} if amount * _FINEST % 1 == 0 else None
    return None


def broken_unit(amount: Decimal | None, currency: str) -> Facts | None:
    """A fraction of a currency that has no smaller unit, such as the yen; of đồng there is a rule."""
    if amount is None or currency == "VND" or amount == amount.to_integral_value():
        return None
    return {"amount": shown(amount), "currency": currency}


@lru_cache(maxsize=64)
def undivided(day: date) -> frozenset[str]:
    """Currencies without a smaller unit (ISO 4217)."""
    return frozenset(code for code, row in CURRENCIES.on(day).items() if row["decimals"] == "0")


def without_rate(currency: str, unknown: Collection[str], day: date) -> Facts | None:
    """A currency that is in no list at all is the item's own fault, not this."""
    if currency not in unknown or currency not in CURRENCIES.on(day):
        return None
    return {"currency": currency, "day": day.isoformat()}


@lru_cache(maxsize=8)
def _limits(form: str) -> tuple[tuple[str, int], ...]:
    return tuple((item.field, 10**item.integers) for item in law.criteria(form) if item.attribute == "F")


def too_wide(form: str, declaration: object) -> bool:
    """Whether an amount has more digits than its item; then its format speaks, and not the ceiling."""
    amounts = ((getattr(declaration, field), limit) for field, limit in _limits(form))
    return any(amount is not None and amount >= limit for amount, limit in amounts)
