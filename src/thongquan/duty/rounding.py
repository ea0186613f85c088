"""How a tax becomes whole đồng (assumption: parameter `tax_rounding`)."""

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from thongquan import law

ROUNDING = law.parameter("tax_rounding", str)

_MODES = {"half-up": ROUND_HALF_UP, "down": ROUND_FLOOR, "up": ROUND_CEILING}


def whole(exact: Decimal, day: date) -> int:
    """The amount in whole đồng."""
    return int(exact.to_integral_value(_MODES[ROUNDING.on(day)]))


def added(parts: int, day: date) -> int:
    """What is added to an amount in such parts of a đồng before they are cut off: `(amount + this) // parts`."""
    return {"half-up": parts // 2, "down": 0, "up": parts - 1}[ROUNDING.on(day)]
