"""The customs fee of an ordinary declaration, and who is exempt (Circular 14/2021/TT-BTC)."""

from thongquan import law
from thongquan.duty.working import Working, of_entry

FEE = law.parameter("fee_declaration", int)
FREE_EXPRESS_VALUE = law.parameter("fee_free_express_value", int)
FREE_EXPRESS_TAX = law.parameter("fee_free_express_tax", int)
FREE_VALUE = law.parameter("fee_free_value", int)
FREE_TAX = law.parameter("fee_free_tax", int)
COUNTS_VAT = law.parameter("fee_counts_vat", bool)


def fee(value: int, taxes: dict[str, int | None], sheet: Working, *, express: bool) -> int | None:
    """đồng. Exempt up to a value or below a sum of taxes; None where that hangs on a tax that is not known.

    Express goods are exempt up to 1,000,000 đồng, any goods below 500,000: "worth" is the customs value (assumption).
    """
    most = FREE_EXPRESS_VALUE.entry_on(sheet.day)
    if express and value <= most.is_:
        return sheet.step("FEE-EXEMPT-EXPRESS-VALUE", "PHI", of_entry(most), base=str(value), amount=0, limit=most.is_)
    below = FREE_VALUE.entry_on(sheet.day)
    if value < below.is_:
        return sheet.step("FEE-EXEMPT-VALUE", "PHI", of_entry(below), base=str(value), amount=0, limit=below.is_)
    return _by_taxes(taxes, sheet, express=express)


def _by_taxes(taxes: dict[str, int | None], sheet: Working, *, express: bool) -> int | None:
    counted = [amount for tax, amount in taxes.items() if tax != "GTGT" or COUNTS_VAT.on(sheet.day)]
    known = sum(amount for amount in counted if amount is not None)
    rule = "FEE-EXEMPT-EXPRESS-TAX" if express else "FEE-EXEMPT-TAX"
    limit = (FREE_EXPRESS_TAX if express else FREE_TAX).entry_on(sheet.day)
    if known < limit.is_:
        if None in counted:
            return None
        return sheet.step(rule, "PHI", of_entry(limit), base=str(known), amount=0, taxes=known, limit=limit.is_)
    entry = FEE.entry_on(sheet.day)
    return sheet.step("FEE", "PHI", of_entry(entry), base=str(known), amount=entry.is_, taxes=known)
