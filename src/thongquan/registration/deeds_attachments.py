"""What is signed about attachments: registered (HYS), changed (HYE), sent to customs (MSB), examined. Files lie beside.

Each text names every file that belongs to the attachment afterwards, so that its signer is bound to their very bytes.
"""

from typing import Annotated, ClassVar

import msgspec

from thongquan.base.limits import LIMITS
from thongquan.registration.deed import Particulars, deed
from thongquan.registration.deeds import called
from thongquan.registration.deeds_documents import NamedDocument

TAX_CODE = r"[0-9]{10}(?:-?[0-9]{3})?"
_TYPED = LIMITS.attachment_typed_characters
"""More than an item holds: what is too long for it is told with the item's own code."""

Number = Annotated[str, called("Số tệp tin đính kèm", "Number of the attachment", r"[0-9]{12}")]
Version = Annotated[str, called("Lần thay đổi khi xem", "Changes when looked at", r"[0-9]")]
Office = Annotated[str, called("Cơ quan Hải quan", "Customs office", r"[0-9A-Z]{4,6}")]
Team = Annotated[str, called("Bộ phận xử lý", "Processing team", most=_TYPED)]
Phone = Annotated[str, called("Số điện thoại người khai", "Applicant's telephone", most=_TYPED)]
Reference = Annotated[str, called("Số quản lý nội bộ của doanh nghiệp", "Internal reference", most=_TYPED)]
Remarks = Annotated[str, called("Ghi chú", "Remarks", most=_TYPED)]
Files = Annotated[list[NamedDocument], called("Tệp", "File", most=LIMITS.attachment_files)]


@deed
class AttachmentRegister(Particulars, frozen=True):
    """HYS. Signed by the company, or by a broker in the name of a principal whose delegation lets it file."""

    kind: ClassVar[str] = "attachment-register"
    work: ClassVar[str] = "Đăng ký tệp tin đính kèm (HYS)"
    work_en: ClassVar[str] = "Register an attachment (HYS)"

    office: Office
    procedure: Annotated[str, called("Phân loại thủ tục khai báo", "Application procedure type", r"[A-Z0-9]{3}")]
    team: Team = ""
    on_behalf_of: Annotated[str, called("Đăng ký thay cho", "On behalf of", TAX_CODE)] = ""
    phone: Phone = ""
    reference: Reference = ""
    remarks: Remarks = ""
    documents: Files = msgspec.field(default_factory=list)


@deed
class AttachmentChange(Particulars, frozen=True):
    """HYE. What the attachment is afterwards; a file that it has already need not come a second time."""

    kind: ClassVar[str] = "attachment-change"
    work: ClassVar[str] = "Thay đổi tệp tin đính kèm (HYE)"
    work_en: ClassVar[str] = "Change an attachment (HYE)"

    number: Number
    version: Version
    phone: Phone = ""
    reference: Reference = ""
    remarks: Remarks = ""
    documents: Files = msgspec.field(default_factory=list)


@deed
class AttachmentSend(Particulars, frozen=True):
    """MSB: extra files that a company sends to customs, about a declaration or without one. It is never changed."""

    kind: ClassVar[str] = "attachment-send"
    work: ClassVar[str] = "Gửi thêm tệp tin cho Hải quan (MSB)"
    work_en: ClassVar[str] = "Send extra files to customs (MSB)"

    office: Office
    team: Annotated[str, called("Bộ phận xử lý", "Processing team", r"[0-9A-Z]{2}")]
    subject: Annotated[str, called("Tiêu đề", "Subject", most=_TYPED)] = ""
    declaration: Annotated[str, called("Số tờ khai", "Number of the declaration", most=_TYPED)] = ""
    remarks: Remarks = ""
    documents: Files = msgspec.field(default_factory=list)


@deed
class AttachmentExamine(Particulars, frozen=True):
    """Names the attachment as it was shown. From then on it is not changed any more."""

    kind: ClassVar[str] = "attachment-examine"
    work: ClassVar[str] = "Xác nhận đã kiểm tra tệp tin đính kèm"
    work_en: ClassVar[str] = "Confirm that an attachment was examined"

    number: Number
    version: Version
    company: Annotated[str, called("Doanh nghiệp khai", "Company", TAX_CODE)]
    result: Annotated[
        str, called("Ghi chú của hải quan", "Remarks of customs", most=LIMITS.attachment_remark_characters)
    ] = ""
