"""House and master bill (criteria 14 and 15)."""

from thongquan.declaration.model import ImportDeclaration
from thongquan.declaration.rules.rule import Case, Facts, rule


@rule(
    "MIC-14-MASTER",
    at="house_bill",
    criterion="14",
    cites="VNACCS 2014 MIC R0047",
    mark="term-2014",
    result_code="R0047",
)
def house_bill_differs_from_the_master_bill(mic: ImportDeclaration, _case: Case) -> Facts | None:
    """The house bill (14) is not the master bill (15)."""
    if mic.house_bill and mic.house_bill == mic.master_bill:
        return {"house_bill": mic.house_bill}
    return None
