"""Which goods special consumption tax (thuế TTĐB) is on, by their heading; an extract, from general knowledge."""

from datetime import date
from decimal import Decimal
from functools import lru_cache

import msgspec

from thongquan import law
from thongquan.law import Row

GOODS = law.codes("special_consumption_tax")


class SpecialGoods(msgspec.Struct, frozen=True):
    """A kind of goods under the tax. `rates` in per cent, none where the day's rate is not known.

    `sure`: the heading holds little else; otherwise a person must say whether these are such goods.
    """

    code: str
    vi: str
    en: str
    rates: tuple[Decimal, ...]
    sure: bool
    in_vat_cut: bool
    since: str
    cites: str
    mark: str


@lru_cache(maxsize=16_384)
def special_goods(hs_code: str, day: date) -> tuple[SpecialGoods, ...]:
    """The kinds of goods that may stand under the code, in the order of the table."""
    rows = GOODS.on(day).values() if hs_code else ()
    return tuple(_goods(row, hs_code) for row in rows if hs_code.startswith(tuple(row["headings"].split(";"))))


def special_goods_named(code: str, day: date) -> SpecialGoods | None:
    """The kind of goods that a person names, by its code in the table; None where there is none on the day."""
    row = GOODS.on(day).get(code)
    return None if row is None else msgspec.structs.replace(_goods(row, ""), sure=True)


def likely(goods: tuple[SpecialGoods, ...]) -> SpecialGoods | None:
    """What stands until a person says more: of the sure kinds one without known rate, else that of the greatest."""
    sure = [one for one in goods if one.sure]
    unknown = next((one for one in sure if not one.rates), None)
    return unknown or max(sure, key=lambda one: max(one.rates), default=None)


def _goods(row: Row, hs_code: str) -> SpecialGoods:
    whole = tuple(filter(None, row["whole"].split(";")))
    return SpecialGoods(
        code=row["code"],
        vi=row["name_vi"],
        en=row["name_en"],
        rates=tuple(Decimal(rate) for rate in row["rate"].split("/") if rate),
        sure=hs_code.startswith(whole) if whole else False,
        in_vat_cut=row["in_vat_cut"] == "yes",
        since=row["valid_from"],
        cites=row["cites"],
        mark=row["mark"],
    )
