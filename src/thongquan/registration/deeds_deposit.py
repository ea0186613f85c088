"""What officers sign about deposit accounts: who has one, and what came into it or went back."""

from typing import Annotated, ClassVar

from thongquan.registration.deed import Particulars, deed
from thongquan.registration.deeds import DAY, called
from thongquan.registration.deeds_declarations import Reason

TAX_CODE = r"[0-9]{10}(?:[0-9]{3})?"
REFERENCE = r"[0-9A-Za-z](?:[0-9A-Za-z ./_-]*[0-9A-Za-z])?"

Company = Annotated[str, called("Mã số thuế doanh nghiệp", "Tax code of the company", TAX_CODE)]
Office = Annotated[str, called("Cơ quan Hải quan", "Customs office", r"[0-9A-Z]{4}")]
Reference = Annotated[str, called("Số tham chiếu của ngân hàng", "Bank reference", REFERENCE, most=70)]
Amount = Annotated[int, called("Số tiền (VND)", "Amount (VND)")]
PaidOn = Annotated[str, called("Ngày ngân hàng ghi có", "Credited by the bank on", DAY)]


@deed
class DepositOpen(Particulars, frozen=True):
    kind: ClassVar[str] = "deposit-open"
    work: ClassVar[str] = "Mở tài khoản đặt cọc"
    work_en: ClassVar[str] = "Open a deposit account"

    company: Company
    office: Office


@deed
class DepositTopUp(Particulars, frozen=True):
    """What the bank credited; the same bank reference counts once."""

    kind: ClassVar[str] = "deposit-top-up"
    work: ClassVar[str] = "Ghi có tài khoản đặt cọc"
    work_en: ClassVar[str] = "Credit a deposit account"

    company: Company
    office: Office
    amount: Amount
    reference: Reference
    paid_on: PaidOn


@deed
class DepositPayBack(Particulars, frozen=True):
    """What is paid back to the company through the bank, out of what is available."""

    kind: ClassVar[str] = "deposit-pay-back"
    work: ClassVar[str] = "Trả lại tiền từ tài khoản đặt cọc"
    work_en: ClassVar[str] = "Pay back from a deposit account"

    company: Company
    office: Office
    amount: Amount
    reference: Reference
    paid_on: PaidOn
    reason: Reason
