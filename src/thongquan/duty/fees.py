"""The customs fee of an ordinary declaration of express goods, and who is exempt (Circular 14/2021/TT-BTC)."""

from thongquan import law
from thongquan.duty.working import Working, of_entry

FEE = law.parameter("fee_declaration", int)
FREE_VALUE = law.parameter("fee_free_express_value", int)
FREE_TAX = law.parameter("fee_free_express_tax", int)
COUNTS_VAT = law.parameter("fee_counts_vat", bool)


def fee(value: int, taxes: dict[str, int | None], sheet: Working) -> int | None:
    """đồng. Exempt up to a value or below a sum of taxes; None where that hangs on a tax that is not known.

    "Worth" is the customs value (assumption). The limits of goods of any kind are narrower and need not be looked at.
    """
    most = FREE_VALUE.entry_on(sheet.day)
    if value <= most.is_:
        return sheet.step("FEE-EXEMPT-BY-VALUE", "PHI", of_entry(most), base=str(value), amount=0, limit=most.is_)
    counted = [amount for tax, amount in taxes.items() if tax != "GTGT" or COUNTS_VAT.on(sheet.day)]
    known = sum(amount for amount in counted if amount is not None)
    limit = FREE_TAX.entry_on(sheet.day)
    if known >= limit.is_:
        entry = FEE.entry_on(sheet.day)
        return sheet.step("FEE", "PHI", of_entry(entry), base=str(known), amount=entry.is_, taxes=known)
    if None in counted:
        return None
    below = of_entry(limit)
    return sheet.step("FEE-EXEMPT-BY-TAX", "PHI", below, base=str(known), amount=0, taxes=known, limit=limit.is_)
