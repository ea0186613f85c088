"""What one import owes and how it comes about: value, duty, special consumption, environment tax, VAT, fee."""

from datetime import date

from thongquan.consignment.aggregation import CEILING as CEILING_TOGETHER
from thongquan.consignment.aggregation import IN_FORCE
from thongquan.duty.assessment import OTHER_TAXES_ON_GROUP_2, TAXES
from thongquan.duty.customs_value import customs_value
from thongquan.duty.environment import environment_tax
from thongquan.duty.fees import fee
from thongquan.duty.import_duty import CEILING, import_duty
from thongquan.duty.model import Assessment, Consignment, Due
from thongquan.duty.special_consumption import SpecialGoods, goods_of, special_consumption_tax
from thongquan.duty.vat_steps import vat
from thongquan.duty.working import Working, of_entry

Amounts = dict[str, int | None]


def assess(told: Consignment, day: date) -> Assessment:
    """Every amount with its derivation, by the law of `day`. Of group 2 the same as `assessment.taxes`.

    Raises:
        NotYetLaw: `day` is before the first day whose law is known.
    """
    sheet = Working(day)
    value = customs_value(told, sheet)
    if value is None:
        return Assessment(day, "ordinary", None, [], None, None, sheet.steps, sheet.open)
    together = _together(told.together, sheet)
    ordinary = told.ordinary or together or value > CEILING.on(day)
    amounts = _taxes(told, value, sheet, ordinary=ordinary, together=together)
    due = [Due(tax, amounts[tax]) for tax in TAXES if tax in amounts]
    known = [one.amount for one in due if one.amount is not None]
    total = sum(known) if len(known) == len(due) else None
    charged = fee(value, amounts, sheet)
    form = "ordinary" if ordinary else "MIC"
    return Assessment(day, form, value, due, total, charged, sheet.steps, sheet.open)


def _together(total: int, sheet: Working) -> bool:
    """Whether the houses of its owner lose the exemption together (CV 3923/TCHQ-GSQL)."""
    if not total:
        return False
    in_force, ceiling = IN_FORCE.entry_on(sheet.day), CEILING_TOGETHER.entry_on(sheet.day)
    if not in_force.is_:
        sheet.step("TOGETHER-NOT-YET", "", of_entry(in_force), base=str(total), total=total)
        return False
    beyond = total > ceiling.is_
    rule = "TOGETHER-TAXED" if beyond else "TOGETHER-EXEMPT"
    sheet.step(rule, "", of_entry(ceiling), base=str(total), total=total, ceiling=ceiling.is_)
    return beyond


def _taxes(told: Consignment, value: int, sheet: Working, *, ordinary: bool, together: bool) -> Amounts:
    """Import duty first; the taxes on goods of a kind are reckoned on it, and VAT on all of them."""
    amounts: Amounts = {"NK": import_duty(told, value, sheet, together=together)}
    special = None
    if ordinary or OTHER_TAXES_ON_GROUP_2.on(sheet.day):
        special = goods_of(told, sheet)
        _add(amounts, "TTDB", special_consumption_tax(told, special, value, amounts["NK"], sheet))
        _add(amounts, "BVMT", environment_tax(told, sheet))
    else:
        _say_what_group_2_is_spared(told, sheet)
    others = list(amounts.values())
    amounts["GTGT"] = vat(told, special, value, others, sheet, together=together)
    return amounts


def _add(amounts: Amounts, tax: str, amount: int | None) -> None:
    """A tax that these goods are not under is left out."""
    if amount != 0:
        amounts[tax] = amount


def _say_what_group_2_is_spared(told: Consignment, sheet: Working) -> None:
    special: SpecialGoods | None = goods_of(told, Working(sheet.day))
    if special is not None:
        source = of_entry(OTHER_TAXES_ON_GROUP_2.entry_on(sheet.day))
        sheet.step("SPECIAL-NOT-ON-GROUP-2", "TTDB", source, amount=0, goods=special.vi, goods_en=special.en)
