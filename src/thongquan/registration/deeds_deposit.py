"""What officers sign about deposit accounts: who has one, and what came into it or went back."""

from typing import Annotated, ClassVar

import msgspec

from thongquan.base.limits import LIMITS
from thongquan.registration.deed import Particulars, deed
from thongquan.registration.deeds import DAY, called
from thongquan.registration.deeds_declarations import Reason

TAX_CODE = r"[0-9]{10}(?:[0-9]{3})?"
GUARANTEE = r"[0-9A-Z][0-9A-Z./-]{0,34}"
REFERENCE = r"[0-9A-Za-z](?:[0-9A-Za-z ./_-]*[0-9A-Za-z])?"

Company = Annotated[str, called("Mã số thuế doanh nghiệp", "Tax code of the company", TAX_CODE)]
Office = Annotated[str, called("Cơ quan Hải quan", "Customs office", r"[0-9A-Z]{4}")]
Reference = Annotated[str, called("Số tham chiếu của ngân hàng", "Bank reference", REFERENCE, most=70)]
Amount = Annotated[int, called("Số tiền (VND)", "Amount (VND)")]
PaidOn = Annotated[str, called("Ngày ngân hàng ghi có", "Credited by the bank on", DAY)]


@deed
class DepositOpen(Particulars, frozen=True):
    kind: ClassVar[str] = "deposit-open"
    work: ClassVar[str] = "Mở tài khoản tiền gửi"
    work_en: ClassVar[str] = "Open a deposit account"

    company: Company
    office: Office


@deed
class DepositTopUp(Particulars, frozen=True):
    """What the bank credited; the same bank reference counts once."""

    kind: ClassVar[str] = "deposit-top-up"
    work: ClassVar[str] = "Ghi có tài khoản tiền gửi"
    work_en: ClassVar[str] = "Credit a deposit account"

    company: Company
    office: Office
    amount: Amount
    reference: Reference
    paid_on: PaidOn


class ImportedLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of a bank's statement, and whose account it is for."""

    company: Company
    amount: Amount
    reference: Reference
    paid_on: PaidOn


@deed
class DepositImport(Particulars, frozen=True):
    """Lines of a bank's statement that an officer looked through; `digest` is of the file that they stand in."""

    kind: ClassVar[str] = "deposit-import"
    work: ClassVar[str] = "Ghi có các tài khoản tiền gửi theo sao kê ngân hàng"
    work_en: ClassVar[str] = "Credit deposit accounts by a bank's statement"

    office: Office
    digest: Annotated[str, called("Mã băm SHA-256 của tệp sao kê", "SHA-256 of the statement", r"[0-9a-f]{64}")]
    lines: Annotated[list[ImportedLine], called("Dòng sao kê", "Line of the statement", most=LIMITS.deed_entries)]


@deed
class DepositPayBack(Particulars, frozen=True):
    """What is paid back to the company through the bank, out of what is available."""

    kind: ClassVar[str] = "deposit-pay-back"
    work: ClassVar[str] = "Trả lại tiền từ tài khoản tiền gửi"
    work_en: ClassVar[str] = "Pay back from a deposit account"

    company: Company
    office: Office
    amount: Amount
    reference: Reference
    paid_on: PaidOn
    reason: Reason


KINDS = {"general": "bảo lãnh chung", "individual": "bảo lãnh riêng"}
FORMS = {"MIC": "tờ khai nhập khẩu MIC", "MEC": "tờ khai xuất khẩu MEC"}

GuaranteeNumber = Annotated[str, called("Số bảo lãnh", "Number of the guarantee", GUARANTEE)]


@deed
class GuaranteeRegister(Particulars, frozen=True):
    """What a bank guarantees for a company at an office; an individual guarantee also for which declaration."""

    kind: ClassVar[str] = "guarantee-register"
    work: ClassVar[str] = "Ghi nhận bảo lãnh của ngân hàng"
    work_en: ClassVar[str] = "Register the guarantee of a bank"

    number: GuaranteeNumber
    scope: Annotated[str, called("Loại bảo lãnh", "Kind of guarantee", words=KINDS)]
    bank: Annotated[str, called("Ngân hàng bảo lãnh", "Bank", most=140)]
    company: Company
    office: Office
    amount: Annotated[int, called("Hạn mức (VND)", "Limit (VND)")]
    since: Annotated[str, called("Hiệu lực từ ngày", "In effect from", DAY)]
    until: Annotated[str, called("Hiệu lực đến hết ngày", "In effect up to and including", DAY)]
    form: Annotated[str, called("Loại tờ khai", "Form of the declaration", words=FORMS)] = ""
    declared_on: Annotated[str, called("Ngày đăng ký dự kiến", "To be declared on", DAY)] = ""
    bill: Annotated[str, called("Số vận đơn", "Transport document", most=35)] = ""
    """House or master bill."""


@deed
class GuaranteeEnd(Particulars, frozen=True):
    """From then on it secures nothing new; what it secures already stays secured."""

    kind: ClassVar[str] = "guarantee-end"
    work: ClassVar[str] = "Chấm dứt bảo lãnh của ngân hàng"
    work_en: ClassVar[str] = "End the guarantee of a bank"

    number: GuaranteeNumber
    company: Company
    office: Office
    reason: Reason
