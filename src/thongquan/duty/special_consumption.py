"""Special consumption tax (thuế TTĐB): on which goods, by their heading; an extract, from general knowledge."""

from datetime import date
from decimal import Decimal
from functools import lru_cache

import msgspec

from thongquan import law
from thongquan.base.citation import cite
from thongquan.duty.model import Consignment
from thongquan.duty.rounding import whole
from thongquan.duty.working import Source, Working, plain
from thongquan.law import Row

GOODS = law.codes("special_consumption_tax")
BASE = law.parameter("special_consumption_base", str)

PERHAPS = cite("ASSESS-SPECIAL-PERHAPS", "Luật 66/2025/QH15", "public-L")
SEVERAL = cite("ASSESS-SPECIAL-SEVERAL-RATES", "Luật 66/2025/QH15", "public-L")
NO_RATE = cite("ASSESS-SPECIAL-NO-RATE", "Luật 66/2025/QH15", "public-L")
UNKNOWN = cite("ASSESS-SPECIAL-UNKNOWN", "", "assumption")


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


def special_consumption_tax(
    told: Consignment, goods: SpecialGoods | None, value: int, duty: int | None, sheet: Working
) -> int | None:
    """đồng on goods of this kind, 0 on others; None where rate, duty or the kind that was named is not known."""
    if goods is None:
        return 0 if told.special_goods in ("", "NONE") else None
    names = {"goods": goods.vi, "goods_en": goods.en}
    rate = told.chosen.get("TTDB", max(goods.rates, default=None))
    if rate is None:
        sheet.ask(NO_RATE, "hs_code", day=sheet.day.isoformat(), **names)
    if rate is None or duty is None:
        return None
    base = value + duty if BASE.on(sheet.day) == "value-and-duty" else value
    exact = base * rate / 100
    return sheet.step(
        "SPECIAL", "TTDB", Source(goods.since, goods.cites, goods.mark), base=str(base), rate=plain(rate), exact=exact,
        amount=whole(exact, sheet.day), percent=plain(rate), **names,
    )  # fmt: skip


def goods_of(told: Consignment, sheet: Working) -> SpecialGoods | None:
    """The kind of goods that counts, with what must be asked of it; None where these are no such goods, or unlikely."""
    if told.special_goods == "NONE":
        return None
    if told.special_goods:
        named = special_goods_named(told.special_goods, sheet.day)
        if named is None:
            sheet.ask(UNKNOWN, "", kind=told.special_goods, day=sheet.day.isoformat())
        found: tuple[SpecialGoods, ...] = (named,) if named else ()
    else:
        found = special_goods(told.hs_code, sheet.day)
    goods = likely(found)
    if goods is None:
        for one in found:
            sheet.ask(PERHAPS, "hs_code", goods=one.vi, goods_en=one.en, kind=one.code)
        return None
    rates = sorted({rate for one in found if one.sure for rate in one.rates})
    if len(rates) > 1 and "TTDB" not in told.chosen:
        listed = "; ".join(plain(rate) for rate in rates)
        sheet.ask(SEVERAL, "hs_code", goods=goods.vi, goods_en=goods.en, rates=listed, percent=plain(rates[-1]))
    return goods


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
