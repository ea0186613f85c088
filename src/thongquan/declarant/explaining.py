"""How the value and taxes of one house of a checked manifest come about."""

from datetime import date
from decimal import Decimal

from thongquan.base.fault import Refusal
from thongquan.consignment.bill import normalised
from thongquan.consignment.model import HouseBill
from thongquan.declarant.check import Checked
from thongquan.declarant.verdict import Verdict
from thongquan.declaration.drafting import ImportDrafter
from thongquan.declaration.model import ImportDeclaration
from thongquan.declaration.profile import Profile
from thongquan.duty.derivation import assess
from thongquan.duty.model import Assessment, Consignment, Money


class NoSuchHouse(Refusal):
    """None of the files has a house bill with this number."""

    code = "EXPLAIN-NO-HOUSE"


class NothingOwed(Refusal):
    """The house is an export: of group 2 it owes nothing, and export duty is not in the data."""

    code = "EXPLAIN-EXPORT"


def explain_house(checked: Checked, profile: Profile, house_bill: str) -> tuple[Verdict, Assessment]:
    """The verdict of an import with what it owes, step by step, as on the day for which it was checked.

    Raises:
        NoSuchHouse, NothingOwed
    """
    number = normalised(house_bill)
    verdict = next((one for one in checked.verdicts if normalised(one.house_bill) == number), None)
    if verdict is None or not number:
        raise NoSuchHouse(house_bill=house_bill)
    bill = _bill_of(checked, verdict)
    if bill is None:
        raise NothingOwed(house_bill=verdict.house_bill)
    day = date.fromisoformat(checked.summary.day)
    draft = ImportDrafter(profile, day).draft(bill).declaration
    assert isinstance(draft, ImportDeclaration)
    return verdict, assess(consignment_of(draft, bill, _together(checked, bill), verdict.form), day)


def _bill_of(checked: Checked, verdict: Verdict) -> HouseBill | None:
    """The house as it was read; None where it is an export."""
    sheets = (sheet for one in checked.manifests if one.file == verdict.file for sheet in one.sheets)
    rows = (row for sheet in sheets if sheet.direction != "export" for row in sheet.rows)
    return next((row.bill for row in rows if row.ordinal == verdict.row), None)


def _together(checked: Checked, bill: HouseBill) -> int:
    """đồng of all houses with which it loses the exemption; 0 where it does not."""
    master = normalised(bill.master_bill)
    groups = [one for one in checked.summary.aggregation if normalised(one.master_bill) == master]
    return max((one.customs_value for one in groups if bill.number in one.house_bills), default=0)


def consignment_of(draft: ImportDeclaration, bill: HouseBill, together: int, form: str) -> Consignment:
    """What the declaration would declare, with what only the bill tells: the goods' code and their exact weight.

    Where the declarant types the value, the draft computes it by the ordinary formula, which is shown instead.
    """
    return Consignment(
        invoice=_money(draft.invoice_value, draft.invoice_currency),
        freight=_money(draft.freight_amount, draft.freight_currency),
        freight_class=draft.freight_class,
        insurance=_money(draft.insurance_amount, draft.insurance_currency),
        price_term=draft.price_term,
        hs_code=bill.hs_code,
        kilograms=bill.weight,
        together=together,
        ordinary=form == "ordinary",
    )


def _money(amount: Decimal | None, currency: str) -> Money | None:
    return None if amount is None else Money(amount, currency)
