"""VAT step by step: nothing up to the ceiling, else the day's rate on value, duty and the other taxes (section 3)."""

from decimal import Decimal

from thongquan.base.citation import cite
from thongquan.duty.model import Consignment
from thongquan.duty.rounding import whole
from thongquan.duty.special_consumption import SpecialGoods
from thongquan.duty.vat import FREE_CEILING, LOWER_RATE, NORMAL_RATE, REDUCED_RATE, rate_for, vat_class
from thongquan.duty.working import Source, Working, of_entry, plain

SEVERAL = cite("ASSESS-SEVERAL-VAT-RATES", "NQ giảm thuế GTGT 2025", "assumption")
NO_CLASS = cite("ASSESS-NO-VAT-CLASS", "NQ giảm thuế GTGT 2025", "assumption")

_ENTRIES = {"8/10": REDUCED_RATE, "10/8": NORMAL_RATE, "10": NORMAL_RATE, "5": LOWER_RATE}
_UNTAXED = Source("2026-01-01", "Biểu thuế nhập khẩu 2026", "public-M")


def vat(
    told: Consignment, special: SpecialGoods | None, value: int, others: list[int | None], sheet: Working, *,
    together: bool,
) -> int | None:  # fmt: skip
    """đồng; None where the amount of another tax that it is reckoned on (`others`) is not known."""
    free = FREE_CEILING.entry_on(sheet.day)
    if value <= free.is_ and not together:
        return sheet.step("VAT-EXEMPT-BY-VALUE", "GTGT", of_entry(free), base=str(value), amount=0, ceiling=free.is_)
    rule, rate, source = _rate(told, special, sheet)
    if None in others:
        return None
    base = value + sum(one for one in others if one is not None)
    exact = base * rate / 100
    return sheet.step(
        rule, "GTGT", source, base=str(base), rate=plain(rate), exact=exact, amount=whole(exact, sheet.day),
        percent=plain(rate), on=base,
    )  # fmt: skip


def _rate(told: Consignment, special: SpecialGoods | None, sheet: Working) -> tuple[str, Decimal, Source]:
    """Goods under special consumption tax are outside the cut, but for petrol (law of the cut)."""
    normal = NORMAL_RATE.entry_on(sheet.day)
    if "GTGT" in told.chosen:
        return "VAT-CHOSEN", told.chosen["GTGT"], Source("", "", "assumption")
    printed = vat_class(told.hs_code, sheet.day)
    if special is not None and not special.in_vat_cut and printed in ("8/10", ""):
        cut = REDUCED_RATE.entry_on(sheet.day)
        return "VAT-OUTSIDE-THE-CUT", Decimal(normal.is_), of_entry(cut if cut.cites else normal)
    rate = rate_for(told.hs_code, sheet.day)
    if rate.settled:
        entry = _ENTRIES[printed].entry_on(sheet.day) if printed in _ENTRIES else None
        source = Source(entry.since.isoformat(), entry.cites or normal.cites, entry.mark) if entry else _UNTAXED
        return "VAT", Decimal(rate.percent), source
    if printed:
        sheet.ask(SEVERAL, "hs_code", hs_code=told.hs_code, printed=_told(printed, sheet), percent=rate.percent)
    else:
        sheet.ask(NO_CLASS, "hs_code", hs_code=told.hs_code or "–", percent=rate.percent)
    return "VAT-ASSUMED", Decimal(rate.percent), Source(normal.since.isoformat(), normal.cites, "assumption")


def _told(printed: str, sheet: Working) -> str:
    """The rates that a class offers on the day: `*/5/8/10` is 0, 5 or what the cut leaves."""
    offered = {REDUCED_RATE.on(sheet.day)} if printed.endswith("8/10") else {NORMAL_RATE.on(sheet.day)}
    parts = printed.split("/")
    offered |= {0} if "*" in parts else set()
    offered |= {LOWER_RATE.on(sheet.day)} if "5" in parts else set()
    return "; ".join(str(rate) for rate in sorted(offered))
