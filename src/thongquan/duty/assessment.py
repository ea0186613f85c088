"""The taxes of one declaration of group 2, as accepting and `check` reckon them ten thousand times a second."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from thongquan import law
from thongquan.duty.rounding import added
from thongquan.duty.special_consumption import likely, special_goods
from thongquan.duty.vat import FREE_CEILING, NORMAL_RATE, rate_for, vat_class

OTHER_TAXES_ON_GROUP_2 = law.parameter("other_taxes_on_group_2", bool)

TAXES = ("XK", "NK", "TTDB", "GTGT", "BVMT")
"""Export and import duty, special consumption tax, VAT, environment tax: the columns of form HQ 03 in their order."""


class _Rates(NamedTuple):
    """What code and day settle, in per cent."""

    vat_free_to: int
    vat: int
    special: int
    hundredths: int


def taxes(form: str, customs_value: int, hs_code: str, day: date) -> list[tuple[str, int]]:
    """What one MIC or MEC of group 2 owes: tax and đồng, greater than nothing only, in the order of `TAXES`.

    Import duty is exempt by value (NĐ 134/2016, Article 29), exports of group 2 owe no duty. VAT is the day's rate for
    the goods on the customs value (QĐ 01/2025/QĐ-TTg); without a code that settles it the normal rate (decision 0008).
    Special consumption tax only where `other_taxes_on_group_2` says so (assumption: not); environment tax never, for a
    declaration does not tell kind and weight of what it is on. `derivation.assess` tells how it comes about.
    """
    if form != "MIC":
        return []
    vat_free_to, vat, special, hundredths = _rates(hs_code, day)
    due = []
    base = customs_value
    if special and base > 0:
        owed = (base * special + hundredths) // 100
        base += owed
        if owed:
            due.append(("TTDB", owed))
    if customs_value > vat_free_to and (owed := (base * vat + hundredths) // 100):
        due.append(("GTGT", owed))
    return due


@lru_cache(maxsize=32_768)
def _rates(hs_code: str, day: date) -> _Rates:
    special, vat = 0, rate_for(hs_code, day).percent
    goods = likely(special_goods(hs_code, day)) if OTHER_TAXES_ON_GROUP_2.on(day) else None
    if goods is not None and goods.rates:
        special = int(max(goods.rates))
        if vat_class(hs_code, day) == "8/10" and not goods.in_vat_cut:
            vat = NORMAL_RATE.on(day)
    return _Rates(FREE_CEILING.on(day), vat, special, added(100, day))
