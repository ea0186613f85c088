"""VAT on express imports: the day's rate for the goods class, on customs value."""

from datetime import date
from functools import lru_cache

import msgspec

from thongquan import law
from thongquan.duty.rounding import added

FREE_CEILING = law.parameter("vat_free_ceiling", int)
NORMAL_RATE = law.parameter("vat_rate_normal", int)
REDUCED_RATE = law.parameter("vat_rate_reduced", int)
LOWER_RATE = law.parameter("vat_rate_lower", int)
TARIFF = law.codes("tariff")


class Rate(msgspec.Struct, frozen=True, gc=False):
    """Per cent, and whether the goods' class settles it; if not, the normal rate stands and a person must look."""

    percent: int
    settled: bool


def owes_vat(customs_value: int, day: date) -> bool:
    """VAT is owed above the ceiling in force on the day the declaration is registered."""
    return customs_value > FREE_CEILING.on(day)


@lru_cache(maxsize=16_384)
def rate_for(hs_code: str, day: date) -> Rate:
    """The rate of the tariff's class column on the day (`docs/decisions/0008`).

    `8/10` is inside the temporary cut, `10/8` outside it; 5 and 0 stand alone; a line with several classes or goods
    without a known code take the normal rate, unsettled.
    """
    normal = NORMAL_RATE.on(day)
    match vat_class(hs_code, day):
        case "8/10":
            return Rate(REDUCED_RATE.on(day), settled=True)
        case "10/8" | "10":
            return Rate(normal, settled=True)
        case "5":
            return Rate(LOWER_RATE.on(day), settled=True)
        case "*" | "0":
            return Rate(0, settled=True)
    return Rate(normal, settled=False)


def vat_class(hs_code: str, day: date) -> str:
    """The class as the tariff prints it; "" where it prints none, or has no such line."""
    row = TARIFF.on(day).get(hs_code)
    return row["vat"] if row else ""


def vat_at(customs_value: int, percent: int, day: date) -> int:
    """đồng of VAT on one consignment of group 2, rounded as `tax_rounding` says (assumption)."""
    if not owes_vat(customs_value, day):
        return 0
    return (customs_value * percent + added(100, day)) // 100
