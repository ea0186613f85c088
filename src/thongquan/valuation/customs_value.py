"""The customs value in đồng: a CIF-type value on import, FOB on export (what is assumed: `docs/known-limits.md`)."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache

import msgspec

from thongquan import law
from thongquan.valuation.exchange import rates_on, shown_rates, whole_dong

TERMS = law.codes("incoterms")
WITHOUT_CUSTOMS_VALUE = law.parameter("price_terms_without_customs_value", frozenset)
WITHOUT_INSURANCE = law.parameter("price_terms_without_insurance", frozenset)
_NOTHING = Decimal(0)
_WIDE = 20
_BEYOND = Decimal(10) ** _WIDE
"""An amount wider than every item counts as this: above every ceiling, and never too wide to reckon with."""


@lru_cache(maxsize=64)
def terms_with_freight(day: date) -> frozenset[str]:
    """Price terms whose price holds the freight already."""
    return frozenset(term for term, row in TERMS.on(day).items() if row["price_includes_freight"] == "yes")


@lru_cache(maxsize=64)
def terms_with_insurance(day: date) -> frozenset[str]:
    """Price terms whose price holds the insurance already."""
    return frozenset(term for term, row in TERMS.on(day).items() if row["price_includes_insurance"] == "yes")


class CustomsValue(msgspec.Struct, frozen=True, gc=False):
    """A value in đồng with the currencies it was exchanged from.

    `unknown` names the currencies without a rate on the day; then `dong` is 0 and nothing may be built on it.
    """

    dong: int
    rates: list[tuple[str, str]]
    unknown: tuple[str, ...] = ()


class _Currencies(msgspec.Struct, frozen=True):
    """What there is to know of the currencies of a value."""

    rates: list[Decimal]
    shown: list[tuple[str, str]]
    unknown: tuple[str, ...]


@lru_cache(maxsize=1024)
def _exchanging(currencies: tuple[str, ...], day: date) -> _Currencies:
    rates, shown = rates_on(day), shown_rates(day)
    known = [currency for currency in currencies if currency in rates]
    foreign = dict.fromkeys(currency for currency in known if currency != "VND")
    return _Currencies(
        [rates[currency] for currency in known],
        [(currency, shown[currency]) for currency in foreign],
        tuple(currency for currency in currencies if currency not in rates),
    )


def exchanged(parts: Iterable[tuple[Decimal | None, str]], day: date, typed: int | None = None) -> CustomsValue:
    """The sum of `parts`, each an amount with its currency, at the day's rates; empty amounts count nothing.

    A value that was `typed` stands in place of the sum.
    """
    given = [(amount, currency) for amount, currency in parts if amount is not None and currency]
    money = _exchanging(tuple([currency for _, currency in given]), day)
    if money.unknown:
        return CustomsValue(0, money.shown, money.unknown)
    if typed is not None:
        return CustomsValue(typed, money.shown)
    total = _NOTHING
    for (amount, _), rate in zip(given, money.rates, strict=True):
        total += (amount if amount.adjusted() < _WIDE else _held(amount)) * rate
    return CustomsValue(whole_dong(total), money.shown)


def _held(amount: Decimal) -> Decimal:
    return amount if -_BEYOND < amount < _BEYOND else _BEYOND.copy_sign(amount)
