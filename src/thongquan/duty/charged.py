"""The taxes that are charged on a declaration. Which they are is decided here alone."""

from datetime import date

from thongquan.duty.vat import vat_on


def taxes_due(form: str, customs_value: int, hs_code: str, day: date) -> list[tuple[str, int]]:
    """Code and đồng of each tax that is owed, in the order of form HQ 03; nothing on exports (`form` is "MEC").

    `day` is that of registration; an HS code that is blank or unknown takes the normal rate (`docs/decisions/0008`).
    """
    vat = vat_on(customs_value, hs_code, day) if form == "MIC" else 0
    return [("GTGT", vat)] if vat else []
