"""Foreign money in đồng, at the rate of the registration date (which day's rate: assumption)."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from thongquan import law

RATES = law.codes("exchange_rates")

_TO_WHOLE = Context(rounding=ROUND_HALF_UP).to_integral_value


@lru_cache(maxsize=64)
def rates_on(day: date) -> Mapping[str, Decimal]:
    """đồng for one unit of each currency, on the day."""
    return {currency: Decimal(row["vnd_per_unit"]) for currency, row in RATES.on(day).items()}


@lru_cache(maxsize=64)
def shown_rates(day: date) -> Mapping[str, str]:
    """The same rates as they are written beside a value: no trailing zeros, no exponent."""
    return {currency: format(rate.normalize(), "f") for currency, rate in rates_on(day).items()}


def whole_dong(amount: Decimal) -> int:
    """Half-up to whole đồng per declaration (assumption: parameter `customs_value_rounding`)."""
    return int(_TO_WHOLE(amount))
