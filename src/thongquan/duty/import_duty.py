"""Import duty: the tariff's rate, and what is exempt by value or for being small (NĐ 134/2016, Article 29)."""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

import msgspec

from thongquan import law
from thongquan.base.citation import cite
from thongquan.duty.model import Consignment
from thongquan.duty.rounding import whole
from thongquan.duty.working import Source, Working, of_entry, plain

TARIFF = law.codes("tariff")
CEILING = law.parameter("duty_free_ceiling", int)
SMALL = law.parameter("duty_free_small_duty", int)
NORMAL_SHARE = law.parameter("normal_duty_share", int)
FIRST_DAY = law.parameter("tariff_first_day", date)

NO_CODE = cite("ASSESS-NO-HS-CODE", "Biểu thuế nhập khẩu 2026", "public-M")
NO_RATE = cite("ASSESS-NO-DUTY-RATE", "Biểu thuế nhập khẩu 2026", "public-M")
SEVERAL = cite("ASSESS-SEVERAL-DUTY-RATES", "Biểu thuế nhập khẩu 2026", "public-M")
OTHER_YEAR = cite("ASSESS-DUTY-OF-ANOTHER-YEAR", "Biểu thuế nhập khẩu 2026", "assumption")

BOOK = "Biểu thuế nhập khẩu 2026"
_CELL = re.compile(r"(\d+(?:\.\d+)?)(?: \(NHN: (\d+(?:\.\d+)?)\))?")
_HUNDRED = Decimal(100)


class DutyRate(msgspec.Struct, frozen=True):
    """Rates in per cent, as the tariff prints them: several where they hang on a condition, none where it has none.

    `rule`: DUTY-MFN, DUTY-NORMAL, or DUTY-NORMAL-SHARE where the normal rate is reckoned from the other.
    """

    rule: str
    printed: str
    rates: tuple[Decimal, ...]


@lru_cache(maxsize=16_384)
def duty_rate(hs_code: str, day: date, *, normal: bool = False) -> DutyRate | None:
    """The rate of a line of eight digits; None where the tariff has no such line.

    `40 (NHN: 80)` is 40 within the quota and 80 outside it. A row of an operator's older list has no such column.
    """
    row = TARIFF.on(day).get(hs_code)
    if row is None:
        return None
    mfn, stated = row.get("duty_mfn", ""), row.get("duty_normal", "")
    if not normal:
        return DutyRate("DUTY-MFN", mfn, _rates(mfn))
    if stated:
        return DutyRate("DUTY-NORMAL", stated, _rates(stated))
    share = NORMAL_SHARE.on(day)
    return DutyRate("DUTY-NORMAL-SHARE", mfn, tuple(rate * share / _HUNDRED for rate in _rates(mfn)))


def _rates(cell: str) -> tuple[Decimal, ...]:
    read = _CELL.fullmatch(cell)
    return tuple(Decimal(one) for one in read.groups() if one) if read else ()


def import_duty(told: Consignment, value: int, sheet: Working, *, together: bool) -> int | None:
    """đồng; None where the rate is not known. `together`: its owner's houses count together, and are not exempt."""
    if value <= CEILING.on(sheet.day) and not together:
        entry = CEILING.entry_on(sheet.day)
        return sheet.step("DUTY-EXEMPT-BY-VALUE", "NK", of_entry(entry), base=str(value), amount=0, ceiling=entry.is_)
    rate = told.chosen.get("NK")
    source = Source("", "", "assumption")
    rule = "DUTY-CHOSEN"
    if rate is None:
        found = _found(told, sheet)
        if found is None:
            return None
        rule, rate = found.rule, max(found.rates)
        source = _source(found, sheet)
    exact = value * rate / _HUNDRED
    amount = whole(exact, sheet.day)
    sheet.step(rule, "NK", source, base=str(value), rate=plain(rate), exact=exact, amount=amount, percent=plain(rate))
    return amount if together else amount + _small(amount, sheet)


def _source(found: DutyRate, sheet: Working) -> Source:
    share = NORMAL_SHARE.entry_on(sheet.day)
    if found.rule == "DUTY-NORMAL-SHARE":
        return of_entry(share)
    first = FIRST_DAY.on(sheet.day)
    return Source(first.isoformat(), BOOK, "public-M" if sheet.day >= first else "assumption")


def _found(told: Consignment, sheet: Working) -> DutyRate | None:
    """The rate of the line, with what must be asked of it."""
    code = told.hs_code
    if not code:
        sheet.ask(NO_CODE, "hs_code")
        return None
    found = duty_rate(code, sheet.day, normal=told.normal_duty)
    if found is None or not found.rates:
        sheet.ask(NO_RATE, "hs_code", hs_code=code)
        return None
    if len(found.rates) > 1:
        sheet.ask(SEVERAL, "hs_code", hs_code=code, printed=found.printed, percent=plain(max(found.rates)))
    if sheet.day < FIRST_DAY.on(sheet.day):
        sheet.ask(OTHER_YEAR, "hs_code", hs_code=code, day=sheet.day.isoformat())
    return found


def _small(amount: int, sheet: Working) -> int:
    """What is taken off again where the duty is below the limit; nothing that is nothing is taken off."""
    limit = SMALL.entry_on(sheet.day)
    if not 0 < amount < limit.is_:
        return 0
    sheet.step("DUTY-EXEMPT-SMALL", "NK", of_entry(limit), base=str(amount), amount=-amount, limit=limit.is_)
    return -amount
