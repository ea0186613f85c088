"""The result codes with which a call-up (MID, MED) or a reference (IID, IEX) is answered or refused (term-2014)."""

from thongquan.base.citation import cite
from thongquan.base.fault import Fact, Refusal

_TOGETHER = {
    "CLEARED": "E0002",
    "NINTH": "E0003",
    "MANUAL": "E0004",
    "WITHDRAWN": "E0005",
    "INVALID": "E0006",
}
"""What both call-ups say of a declaration that is not corrected any more."""

RESULTS = {
    "MID": {
        "FOUND": "00000",
        "CHARACTERS": "S0001",
        "HOUSE-CHARACTERS": "S0002",
        "UNKNOWN": "S0003",
        "HOUSE-UNKNOWN": "S0004",
        "BOTH": "R0001",
        "NEITHER": "R0002",
        **_TOGETHER,
    },
    "MED": {"FOUND": "00000", "CHARACTERS": "S0001", "UNKNOWN": "S0003", "NEITHER": "S0005", **_TOGETHER},
    "IID": {"FOUND": "00000", "NEITHER": "S0001", "UNKNOWN": "S0002", "CHARACTERS": "S0900"},
    "IEX": {"FOUND": "00000", "NEITHER": "S0001", "UNKNOWN": "S0002", "CHARACTERS": "S0900"},
}
"""Procedure → what is told → its result code."""

CODES = {
    (procedure, told): cite(
        f"{procedure}-{told}", f"VNACCS 2014 {procedure} {result}", "term-2014", result_code=result, form=procedure
    )
    for procedure, results in RESULTS.items()
    for told, result in results.items()
}


class NotAnswered(Refusal):
    """A call-up or reference that is not answered, with the result code of its procedure among the facts."""

    def __init__(self, procedure: str, told: str, **facts: Fact) -> None:
        self.code = CODES[procedure, told]
        super().__init__(result_code=RESULTS[procedure][told], **facts)
