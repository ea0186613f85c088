"""What goods on an ordinary declaration will owe: the estimates of `derivation.assess`, many at a time."""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import msgspec

from thongquan.duty import fees
from thongquan.duty.derivation import assess
from thongquan.duty.import_duty import CEILING, SMALL
from thongquan.duty.model import Assessment, Consignment
from thongquan.duty.rounding import added
from thongquan.duty.special_consumption import BASE
from thongquan.duty.vat import FREE_CEILING

_PARTS = 1000
"""Rates are whole thousandths of a per cent: 7.5 % is 7500."""
_WHOLE = 100 * _PARTS
_ABOVE_EVERY_CEILING = 10**12


class Foreseen(msgspec.Struct, frozen=True, gc=False):
    """đồng of each tax by its name on form HQ 03, and the fee; None where a person must choose first.

    `open` are the codes of what a person must look at.
    """

    taxes: dict[str, int | None]
    fee: int | None
    open: list[str]


class _Day(NamedTuple):
    """What a day settles for all goods."""

    duty_free_to: int
    vat_free_to: int
    small_duty: int
    added: int
    special_on_duty: bool
    fee: int
    fee_free_value: int
    fee_free_tax: int
    fee_counts_vat: bool


class _Goods(NamedTuple):
    """What the goods' code settles beside: rates in thousandths of a per cent, None where they are not known."""

    duty: int | None
    special: int | None
    vat: int | None
    open: list[str]


def foreseen(value: int, hs_code: str, day: date, *, together: bool) -> Foreseen:
    """By value and code alone. `together`: its owner's houses count together above the ceiling, and are all taxed."""
    known = _day(day)
    duty_free = value <= known.duty_free_to and not together
    vat_free = value <= known.vat_free_to and not together
    goods = _goods(hs_code, day, duty_free, vat_free)
    duty = 0 if duty_free else _share(value, goods.duty, known.added)
    if duty is not None and duty < known.small_duty and not together:
        duty = 0
    taxes = {"NK": duty}
    base = value + (duty or 0)
    special = _share(base if known.special_on_duty else value, goods.special, known.added)
    if special != 0:
        taxes["TTDB"] = special
    vat = 0 if vat_free else None
    if duty is not None and special is not None and not vat_free:
        vat = _share(base + special, goods.vat, known.added)
    taxes["GTGT"] = vat
    return Foreseen(taxes, _fee(value, taxes, known), goods.open)


def _share(base: int, rate: int | None, added: int) -> int | None:
    return None if rate is None else (base * rate + added) // _WHOLE


def _fee(value: int, taxes: dict[str, int | None], known: _Day) -> int | None:
    if value <= known.fee_free_value:
        return 0
    counted = [owed for tax, owed in taxes.items() if tax != "GTGT" or known.fee_counts_vat]
    if sum(owed for owed in counted if owed is not None) >= known.fee_free_tax:
        return known.fee
    return None if None in counted else 0


@lru_cache(maxsize=64)
def _day(day: date) -> _Day:
    return _Day(
        CEILING.on(day),
        FREE_CEILING.on(day),
        SMALL.on(day),
        added(_WHOLE, day),
        BASE.on(day) == "value-and-duty",
        fees.FEE.on(day),
        fees.FREE_VALUE.on(day),
        fees.FREE_TAX.on(day),
        fees.COUNTS_VAT.on(day),
    )


@lru_cache(maxsize=16_384)
def _goods(hs_code: str, day: date, duty_free: bool, vat_free: bool) -> _Goods:
    """Read off an assessment of such goods, so that rates are looked up in one place only."""
    ceilings = [ceiling.on(day) for ceiling, free in ((CEILING, duty_free), (FREE_CEILING, vat_free)) if free]
    value = min(ceilings, default=_ABOVE_EVERY_CEILING)
    told = assess(Consignment(typed_value=value, hs_code=hs_code, ordinary=True), day)
    special = None if told.due("TTDB") is None else _rate(told, "TTDB") or 0
    codes = [fault.code for fault in told.open]
    return _Goods(_rate(told, "NK"), special, _rate(told, "GTGT"), codes)


def _rate(told: Assessment, tax: str) -> int | None:
    rates = [step.rate for step in told.steps if step.of == tax and step.rate]
    return int(Decimal(rates[0]) * _PARTS) if rates else None
