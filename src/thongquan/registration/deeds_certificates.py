"""The kinds of deeds about a company's certificates after it was registered."""

from typing import Annotated, ClassVar

from thongquan.registration.deed import Particulars, deed
from thongquan.registration.deeds import FINGERPRINT, SERIAL, called

TAX_CODE = r"[0-9]{10}(?:[0-9]{3})?"

Serial = Annotated[str, called("Số serial chứng thư số", "Certificate serial number", SERIAL)]
Fingerprint = Annotated[str, called("Mã băm SHA-256 của chứng thư số", "SHA-256 of the certificate", FINGERPRINT)]
Replaces = Annotated[
    str, called("Thay cho chứng thư số có mã băm", "In place of the certificate with SHA-256", FINGERPRINT)
]
TaxCode = Annotated[str, called("Mã số thuế doanh nghiệp", "Tax code of the company", TAX_CODE)]
Note = Annotated[str, called("Ghi chú", "Note")]

SUSPENDED_FOR = {
    "lost": "mất thiết bị",
    "stolen": "bị lấy cắp",
    "exposed": "lộ khóa hoặc mật khẩu",
    "left": "người giữ đã nghỉ việc",
    "other": "lý do khác",
}


@deed
class CertificateConfirm(Particulars, frozen=True):
    """A second certificate of the company stands for the one that waits. The text names the old key and the new."""

    kind: ClassVar[str] = "certificate-confirm"
    work: ClassVar[str] = "Xác nhận chứng thư số của doanh nghiệp"
    work_en: ClassVar[str] = "Confirm a certificate of one's company"

    serial: Serial
    fingerprint: Fingerprint
    replaces: Replaces = ""


@deed
class CertificateConfirmByOfficer(Particulars, frozen=True):
    """For a company of whose certificates none counts any more: an officer looked at its papers."""

    kind: ClassVar[str] = "certificate-confirm-by-officer"
    work: ClassVar[str] = "Công chức xác nhận chứng thư số của doanh nghiệp"
    work_en: ClassVar[str] = "An officer confirms a certificate of a company"

    tax_code: TaxCode
    serial: Serial
    fingerprint: Fingerprint
    grounds: Annotated[str, called("Căn cứ", "Grounds")]
    replaces: Replaces = ""


@deed
class CertificateRefuseByOfficer(Particulars, frozen=True):
    """An officer looked at the papers and does not confirm. With better papers the company may ask again."""

    kind: ClassVar[str] = "certificate-refuse-by-officer"
    work: ClassVar[str] = "Công chức từ chối xác nhận chứng thư số của doanh nghiệp"
    work_en: ClassVar[str] = "An officer refuses to confirm a certificate of a company"

    tax_code: TaxCode
    serial: Serial
    fingerprint: Fingerprint
    grounds: Annotated[str, called("Lý do từ chối", "Reason of the refusal")]
    replaces: Replaces = ""


@deed
class CertificateSuspend(Particulars, frozen=True):
    """Reported lost or stolen: it counts no more from this moment on, and never again."""

    kind: ClassVar[str] = "certificate-suspend"
    work: ClassVar[str] = "Ngừng ngay việc sử dụng chứng thư số"
    work_en: ClassVar[str] = "Suspend a certificate at once"

    serial: Serial
    fingerprint: Fingerprint
    reason: Annotated[str, called("Lý do", "Reason", words=SUSPENDED_FOR)]
    note: Note = ""


@deed
class CertificateEnd(Particulars, frozen=True):
    """Its holder has left, or it is not used any more."""

    kind: ClassVar[str] = "certificate-end"
    work: ClassVar[str] = "Chấm dứt đăng ký chứng thư số"
    work_en: ClassVar[str] = "End the registration of a certificate"

    serial: Serial
    fingerprint: Fingerprint
    note: Note = ""
