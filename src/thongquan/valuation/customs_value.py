"""The customs value in đồng: a CIF-type value on import, FOB on export (what is assumed: `docs/known-limits.md`)."""

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
_BEYOND = Decimal(10) ** 20
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
    unknown: list[str] = []


def exchanged(parts: list[tuple[Decimal | None, str]], day: date) -> CustomsValue:
    """The sum of `parts`, each an amount with its currency, at the day's rates; empty amounts count nothing."""
    rates, shown = rates_on(day), shown_rates(day)
    total = _NOTHING
    used: dict[str, str] = {}
    unknown: list[str] = []
    for amount, currency in parts:
        if amount is None or not currency:
            continue
        rate = rates.get(currency)
        if rate is None:
            unknown.append(currency)
            continue
        total += (amount if -_BEYOND < amount < _BEYOND else _BEYOND.copy_sign(amount)) * rate
        if currency != "VND":
            used[currency] = shown[currency]
    if unknown:
        return CustomsValue(0, list(used.items()), unknown)
    return CustomsValue(whole_dong(total), list(used.items()))
