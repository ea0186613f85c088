"""The HS code beside the criteria: no item of MIC, but what the taxes of the goods are reckoned by (decision 0008)."""

from thongquan.declaration.model import ImportDeclaration
from thongquan.declaration.rules.rule import Case, Facts, rule


@rule("MIC-HS-DIGITS", at="hs_code", criterion="", cites="", mark="assumption")
def an_hs_code_has_eight_digits(mic: ImportDeclaration, _case: Case) -> Facts | None:
    """Blank, or the 8 digits of a line of the tariff; an unknown code takes the normal rate, and is no fault."""
    if mic.hs_code and not is_hs_code(mic.hs_code):
        return {"value": mic.hs_code[:60]}
    return None


def is_hs_code(text: str) -> bool:
    """Whether it has the form of one."""
    return len(text) == 8 and text.isascii() and text.isdigit()
