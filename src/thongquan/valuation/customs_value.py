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
    """What there is to know of the currencies in which a value is told, one for each amount; "" for none."""

    rates: list[tuple[int, Decimal]]
    """With the place of its amount. An amount without currency counts nothing."""
    shown: list[tuple[str, str]]
    unknown: tuple[str, ...]


def exchanged(parts: Sequence[tuple[Decimal | None, str]], day: date) -> CustomsValue:
    """The sum of `parts`, each an amount with its currency, at the day's rates; empty amounts count nothing."""
    return exchanged_all([([amount], [currency]) for amount, currency in parts], [None], day)[0]


def exchanged_all(
    parts: Sequence[tuple[Sequence[Decimal | None], Sequence[str]]], typed: Sequence[int | None], day: date
) -> list[CustomsValue]:
    """Many values at once: each part is a column of amounts and one of their currencies.

    A value that was `typed` stands in place of the sum.
    """
    currencies = [
        [currency if amount is not None else "" for amount, currency in zip(*part, strict=True)] for part in parts
    ]
    met: dict[tuple[str, ...], _Money] = {}
    values = []
    amounts = zip(*(amounts for amounts, _ in parts), strict=True)
    for told, summands, instead in zip(zip(*currencies, strict=True), amounts, typed, strict=True):
        money = met.get(told) or met.setdefault(told, _money(told, day))
        dong = _sum(summands, money.rates) if instead is None else instead
        values.append(CustomsValue(0 if money.unknown else dong, money.shown, money.unknown))
    return values


def _money(currencies: tuple[str, ...], day: date) -> _Money:
    rates, shown = rates_on(day), shown_rates(day)
    known = [(place, currency) for place, currency in enumerate(currencies) if currency in rates]
    foreign = dict.fromkeys(currency for _, currency in known if currency != "VND")
    return _Money(
        [(place, rates[currency]) for place, currency in known],
        [(currency, shown[currency]) for currency in foreign],
        tuple(currency for currency in currencies if currency and currency not in rates),
    )


def _sum(amounts: tuple[Decimal, ...], rates: list[tuple[int, Decimal]]) -> int:
    total = _NOTHING
    for place, rate in rates:
        amount = amounts[place]
        total += (amount if amount.adjusted() < _WIDE else _held(amount)) * rate
    return whole_dong(total)


def _held(amount: Decimal) -> Decimal:
    return amount if -_BEYOND < amount < _BEYOND else _BEYOND.copy_sign(amount)
