"""What a price term says of the price: whether it holds the freight, and so which kind of price (23) it is."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from thongquan.valuation.customs_value import TERMS, WITHOUT_CUSTOMS_VALUE, terms_with_freight

WITH_FREIGHT, WITHOUT_FREIGHT = "B", "A"
"""Kinds of price: the invoice holds the freight, or does not. C (mixed) and D (other) fit every term."""


@lru_cache(maxsize=64)
def kind_of_term(day: date) -> Mapping[str, str]:
    """The kind of price that each term means.

    Terms whose customs value is typed are left out: what the invoice holds does not make the customs value there.
    """
    held = terms_with_freight(day)
    used = TERMS.on(day).keys() - WITHOUT_CUSTOMS_VALUE.on(day)
    return {term: WITH_FREIGHT if term in held else WITHOUT_FREIGHT for term in used}


def contradicts(kind: str, term: str, day: date) -> bool:
    """Whether kind of price and price term say the opposite of each other. That is told before what follows of it."""
    meant = kind_of_term(day).get(term)
    return meant is not None and kind in (WITH_FREIGHT, WITHOUT_FREIGHT) and kind != meant
