"""What an officer signs when he closes a day: the signature of whoever prepared forms HQ 03 and HQ 04."""

from typing import Annotated, ClassVar

import msgspec

from thongquan.base.limits import LIMITS
from thongquan.registration.deed import Particulars, deed
from thongquan.registration.deeds import DAY, called

TAX = r"[A-Z]{2,6}"
REFERENCE = r"[0-9A-Za-z](?:[0-9A-Za-z ./_-]*[0-9A-Za-z])?"


class Transfer(msgspec.Struct, frozen=True):
    """What of one tax goes to the state budget, with the document under which it goes."""

    tax: Annotated[str, called("Sắc thuế", "Tax", TAX)]
    amount: Annotated[int, called("Số tiền (VND)", "Amount (VND)")]
    """Less than nothing where more came back on that day than went: what is set off against the next transfer."""
    reference: Annotated[str, called("Số chứng từ nộp NSNN", "Document of the transfer", REFERENCE, most=70)]


@deed
class DepositDayClose(Particulars, frozen=True):
    """Names the forms of the day by their digests; their lines are in the ledger."""

    kind: ClassVar[str] = "deposit-day-close"
    work: ClassVar[str] = "Khóa sổ ngày, lập bản kê HQ 03 và bản tổng hợp HQ 04"
    work_en: ClassVar[str] = "Close a day, with its forms HQ 03 and HQ 04"

    office: Annotated[str, called("Cơ quan Hải quan", "Customs office", r"[0-9A-Z]{4}")]
    day: Annotated[str, called("Ngày", "Day", DAY)]
    lines: Annotated[int, called("Số dòng của HQ 03", "Lines of HQ 03")]
    total: Annotated[int, called("Tổng số tiền chuyển nộp NSNN (VND)", "Transferred to the budget (VND)")]
    hq03_digest: Annotated[str, called("Mã băm SHA-256 của HQ 03", "SHA-256 of HQ 03", r"[0-9a-f]{64}")]
    accounts: Annotated[int, called("Số bản tổng hợp HQ 04", "Number of forms HQ 04")]
    hq04_digest: Annotated[str, called("Mã băm SHA-256 của các HQ 04", "SHA-256 of all HQ 04", r"[0-9a-f]{64}")]
    transfers: Annotated[
        list[Transfer], called("Chuyển nộp NSNN", "Transfer to the budget", most=LIMITS.deed_entries)
    ] = msgspec.field(default_factory=list)
