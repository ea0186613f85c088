"""One line of the tariff on a day: its rates as they are known, and what is not."""

from datetime import date

import msgspec

from thongquan.base.citation import cite
from thongquan.base.fault import Fault, Refusal
from thongquan.duty.derivation import assess
from thongquan.duty.environment import GOODS as ENVIRONMENT
from thongquan.duty.import_duty import duty_rate
from thongquan.duty.model import Consignment
from thongquan.duty.special_consumption import special_goods
from thongquan.duty.tariff_search import TARIFF, name_en
from thongquan.duty.vat import LOWER_RATE, NORMAL_RATE, REDUCED_RATE, rate_for, vat_class
from thongquan.duty.working import plain

_ABOVE_EVERY_CEILING = 10**12
NEAR = 12
"""So many lines are named in place of one that is not there."""


class NoSuchLine(Refusal):
    """The tariff has no line with this code; `near` are lines under the same beginning."""

    code = cite("TARIFF-NO-LINE", "Biểu thuế nhập khẩu 2026", "public-M")


class NoSuchLineNorNear(Refusal):
    """Nor has it any that begins alike."""

    code = cite("TARIFF-NO-LINE-NEAR", "Biểu thuế nhập khẩu 2026", "public-M")


class VatTurn(msgspec.Struct, frozen=True):
    """VAT in per cent from a day on; `settled` is whether the line's class settles it."""

    since: str
    percent: int
    settled: bool


class Under(msgspec.Struct, frozen=True):
    """A kind of goods that may stand under the line, and what is on it: per cent, or đồng per kilogram."""

    code: str
    vi: str
    en: str
    rate: str
    sure: bool


class TariffLine(msgspec.Struct, frozen=True):
    """A line on a day. Duty and VAT class as the tariff prints them, "" where it prints none; VAT in per cent by days.

    `unit` as printed; in chapter 98 the line that the goods are classified under. `open`: what a person must look at.
    """

    code: str
    day: str
    name_vi: str
    name_en: str
    unit: str
    duty_mfn: str
    duty_normal: str
    vat_class: str
    vat: list[VatTurn]
    special_consumption: list[Under]
    environment: list[Under]
    policy_note: bool
    vintage: str
    open: list[Fault]


def line_of(code: str, day: date) -> TariffLine:
    """The line with these eight digits; dots and blanks do not count.

    Raises:
        NoSuchLine, NoSuchLineNorNear: with the lines that begin with the same six digits, or four.
    """
    code = code.replace(".", "").replace(" ", "")
    row = TARIFF.on(day).get(code)
    if row is None:
        raise _not_there(code, day)
    printed = {normal: duty_rate(code, day, normal=normal) for normal in (False, True)}
    mfn, normal = printed[False], printed[True]
    return TariffLine(
        code=code,
        day=day.isoformat(),
        name_vi=row["name_vi"],
        name_en=name_en(code, day),
        unit=row.get("unit", ""),
        duty_mfn=mfn.printed if mfn else "",
        duty_normal=row.get("duty_normal", "") or (plain(max(normal.rates)) if normal and normal.rates else ""),
        vat_class=vat_class(code, day),
        vat=_vat_turns(code),
        special_consumption=[
            Under(one.code, one.vi, one.en, "/".join(map(plain, one.rates)), one.sure)
            for one in special_goods(code, day)
        ],
        environment=_environment(code, day),
        policy_note=row["policy_note"] == "Y",
        vintage=row.get("vintage", ""),
        open=assess(Consignment(typed_value=_ABOVE_EVERY_CEILING, hs_code=code), day).open,
    )


def _not_there(code: str, day: date) -> Refusal:
    for digits in (6, 4):
        near = [one for one in sorted(TARIFF.on(day)) if one.startswith(code[:digits])]
        if near and len(code) >= digits:
            return NoSuchLine(hs_code=code, near=near if len(near) <= NEAR else [*near[:NEAR], "…"])
    return NoSuchLineNorNear(hs_code=code)


def _vat_turns(code: str) -> list[VatTurn]:
    """The rate from each day on which it changes."""
    days = sorted({entry.since for rates in (NORMAL_RATE, REDUCED_RATE, LOWER_RATE) for entry in rates.entries()})
    turns: list[VatTurn] = []
    for day in days:
        rate = rate_for(code, day)
        if not turns or (turns[-1].percent, turns[-1].settled) != (rate.percent, rate.settled):
            turns.append(VatTurn(day.isoformat(), rate.percent, rate.settled))
    return turns


def _environment(code: str, day: date) -> list[Under]:
    rows = ENVIRONMENT.on(day).values()
    under = [row for row in rows if code.startswith(tuple(row["headings"].split(";")))]
    return [Under(row["code"], row["name_vi"], row["name_en"], row["vnd_per_kg"], sure=False) for row in under]
