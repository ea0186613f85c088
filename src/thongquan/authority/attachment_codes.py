"""The result codes with which HYS, HYE, IHY and MSB are answered or refused (term-2014).

What one item can have wrong (`HYS-STL-CHARACTERS`) is named after its item, as everywhere; the tables of items say
which result code it answers with.
"""

from thongquan.base.citation import cite
from thongquan.base.fault import Fact, Refusal

RESULTS = {
    "HYS-ACCEPTED": "00000",
    "HYS-NOT-ENTITLED": "U0001",
    "HYS-TSB-UNLISTED": "S0005",
    "HYS-NO-FILES": "E0002",
    "HYS-TSB-ENDED": "E0007",
    "HYS-NOT-STORED": "E0008",
    "HYE-ACCEPTED": "00000",
    "HYE-NOT-ENTITLED": "U0001",
    "HYE-UNKNOWN": "S0002",
    "HYE-NOT-NOW": "S0003",
    "HYE-NO-FILES": "E0002",
    "HYE-TSB-ENDED": "E0005",
    "HYE-NINTH": "E0006",
    "HYE-NOT-STORED": "E0007",
    "IHY-ACCEPTED": "00000",
    "IHY-UNKNOWN": "E0002",
    "MSB-ACCEPTED": "00000",
    "MSB-NO-FILES": "E0002",
    "MSB-NOT-STORED": "E0006",
}
"""What is told → its result code. What a code begins with is its procedure."""

for code, result in RESULTS.items():
    cite(code, f"VNACCS 2014 {code[:3]} {result}", "term-2014", result_code=result, form=code[:3])


class AttachmentRefused(Refusal):
    """Refused with one of these codes; the result code of its procedure is among the facts."""

    def __init__(self, code: str, **facts: Fact) -> None:
        self.code = code
        super().__init__(result_code=RESULTS[code], **facts)


class AttachmentChanged(Refusal):
    """It is not as it was when it was looked at."""

    code = "ATTACHMENT-CHANGED"


class AttachmentIdTaken(Refusal):
    """The one-time number of the text was used for an attachment of other content."""

    code = "ATTACHMENT-ID-TAKEN"


class AttachmentFilesMissing(Refusal):
    """The files that the text names did not come along."""

    code = "ATTACHMENT-FILES-MISSING"
