"""The result codes with which HYS, HYE, IHY and MSB are answered or refused (term-2014).

What one item can have wrong (`HYS-STL-CHARACTERS`) is named after its item, as everywhere; the tables of items say
which result code it answers with.
"""

from thongquan.base.citation import cite
from thongquan.base.fault import Fact, Refusal

RESULTS = {
    "HYS": {
        "ACCEPTED": "00000",
        "NOT-ENTITLED": "U0001",
        "TSB-UNLISTED": "S0005",
        "NO-FILES": "E0002",
        "TSB-ENDED": "E0007",
        "NOT-STORED": "E0008",
    },
    "HYE": {
        "ACCEPTED": "00000",
        "NOT-ENTITLED": "U0001",
        "UNKNOWN": "S0002",
        "NOT-NOW": "S0003",
        "NO-FILES": "E0002",
        "TSB-ENDED": "E0005",
        "NINTH": "E0006",
        "NOT-STORED": "E0007",
    },
    "IHY": {"ACCEPTED": "00000", "UNKNOWN": "E0002"},
    "MSB": {"ACCEPTED": "00000", "NO-FILES": "E0002", "NOT-STORED": "E0006"},
}
"""Procedure → what is told → its result code."""

CODES = {
    (procedure, told): cite(
        f"{procedure}-{told}", f"VNACCS 2014 {procedure} {result}", "term-2014", result_code=result, form=procedure
    )
    for procedure, results in RESULTS.items()
    for told, result in results.items()
}


class AttachmentRefused(Refusal):
    """Refused with one of these codes; the result code of its procedure is among the facts."""

    def __init__(self, procedure: str, told: str, **facts: Fact) -> None:
        self.code = CODES[procedure, told]
        super().__init__(result_code=RESULTS[procedure][told], **facts)


class AttachmentChanged(Refusal):
    """It is not as it was when it was looked at."""

    code = "ATTACHMENT-CHANGED"


class AttachmentIdTaken(Refusal):
    """The one-time number of the text was used for an attachment of other content."""

    code = "ATTACHMENT-ID-TAKEN"


class AttachmentFilesMissing(Refusal):
    """The files that the text names did not come along."""

    code = "ATTACHMENT-FILES-MISSING"
