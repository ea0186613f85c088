"""The customs value in đồng: a CIF-type value on import, FOB on export (what is assumed: `docs/known-limits.md`)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

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


class _Money(NamedTuple):
    """What there is to know of the currencies of a value. An amount without currency counts nothing."""

    rates: dict[str, Decimal]
    shown: list[tuple[str, str]]
    unknown: tuple[str, ...]


class Exchange:
    """Exchanges one value after another at the rates of a day; what values have in common is looked up once."""

    def __init__(self, day: date) -> None:
        self._day = day
        self._met: dict[tuple[str, ...], _Money] = {}

    def value(self, parts: Sequence[tuple[Decimal | None, str]], typed: int | None = None) -> CustomsValue:
        """The sum of `parts`, each an amount with its currency; empty amounts count nothing.

        A value that was `typed` stands in place of the sum.
        """
        currencies = tuple([currency for amount, currency in parts if amount is not None])
        money = self._met.get(currencies) or self._meet(currencies)
        if money.unknown:
            return CustomsValue(0, money.shown, money.unknown)
        if typed is not None:
            return CustomsValue(typed, money.shown)
        rates, total = money.rates, _NOTHING
        for amount, currency in parts:
            if amount is not None:
                total += (amount if amount.adjusted() < _WIDE else _held(amount)) * rates[currency]
        return CustomsValue(whole_dong(total), money.shown)

    def _meet(self, currencies: tuple[str, ...]) -> _Money:
        rates, shown = rates_on(self._day), shown_rates(self._day)
        foreign = dict.fromkeys(currency for currency in currencies if currency in rates and currency != "VND")
        money = _Money(
            {currency: rates.get(currency, _NOTHING) for currency in currencies},
            [(currency, shown[currency]) for currency in foreign],
            tuple(currency for currency in currencies if currency and currency not in rates),
        )
        self._met[currencies] = money
        return money


def exchanged(parts: Sequence[tuple[Decimal | None, str]], day: date) -> CustomsValue:
    """The sum of `parts`, each an amount with its currency, at the day's rates."""
    return Exchange(day).value(parts)


def _held(amount: Decimal) -> Decimal:
    return amount if -_BEYOND < amount < _BEYOND else _BEYOND.copy_sign(amount)
