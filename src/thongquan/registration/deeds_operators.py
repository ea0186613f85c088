"""What operators sign about companies, their certificates, and whose certificates count. About officers: elsewhere."""

from typing import Annotated, ClassVar, Literal

import msgspec

from thongquan.base.limits import LIMITS
from thongquan.registration.deed import Particulars, deed
from thongquan.registration.deeds import FINGERPRINT, called
from thongquan.registration.deeds_certificates import SUSPENDED_FOR, Fingerprint, Note, Serial, TaxCode

Needs = Literal["crl", "ocsp", "either", "both"]
NEEDS = {
    "crl": "danh sách thu hồi",
    "ocsp": "trả lời trực tuyến",
    "either": "một trong hai",
    "both": "cả hai",
}


class CertificateAdded(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    serial: Serial
    fingerprint: Fingerprint


@deed
class CompanyAdd(Particulars, frozen=True):
    kind: ClassVar[str] = "operator-company-add"
    work: ClassVar[str] = "Người vận hành đăng ký doanh nghiệp"
    work_en: ClassVar[str] = "An operator registers a company"

    tax_code: TaxCode
    name: Annotated[str, called("Tên doanh nghiệp", "Name of the company")]
    certificates: Annotated[list[CertificateAdded], called("Chứng thư số", "Certificate", most=100)] = msgspec.field(
        default_factory=list
    )


@deed
class CertificateSuspendForCompany(Particulars, frozen=True):
    """For a company that lost the only certificate it had, and showed by other means who it is."""

    kind: ClassVar[str] = "operator-certificate-suspend"
    work: ClassVar[str] = "Người vận hành ngừng ngay chứng thư số của doanh nghiệp"
    work_en: ClassVar[str] = "An operator suspends a company's certificate at once"

    tax_code: TaxCode
    serial: Serial
    fingerprint: Fingerprint
    reason: Annotated[str, called("Lý do", "Reason", words=SUSPENDED_FOR)]
    note: Note = ""


Address = Annotated[str, called("Địa chỉ", "Address", most=LIMITS.address_characters)]


@deed
class IssuerAdd(Particulars, frozen=True):
    """From then on certificates of this issuer count, on these terms (`signing/terms.py`)."""

    kind: ClassVar[str] = "operator-issuer-add"
    work: ClassVar[str] = "Người vận hành công nhận tổ chức cấp chứng thư số"
    work_en: ClassVar[str] = "An operator lets an issuer's certificates count"

    issuer: Annotated[str, called("Tổ chức cấp chứng thư số", "Issuer")]
    fingerprint: Fingerprint
    needs: Annotated[Needs, called("Căn cứ về thu hồi", "Revocation known by", words=NEEDS)]
    grace_seconds: Annotated[int, called("Châm chước sau khi hết hạn (giây)", "Grace after it ran out (seconds)")] = 0
    ocsp: Annotated[list[Address], called("Địa chỉ trả lời trực tuyến", "OCSP address", most=20)] = msgspec.field(
        default_factory=list
    )
    crl: Annotated[list[Address], called("Địa chỉ danh sách thu hồi", "CRL address", most=20)] = msgspec.field(
        default_factory=list
    )
    inside: Annotated[list[Address], called("Địa chỉ IP nội bộ", "Inside IP address", most=20)] = msgspec.field(
        default_factory=list
    )


@deed
class RevocationListTake(Particulars, frozen=True):
    kind: ClassVar[str] = "operator-crl-take"
    work: ClassVar[str] = "Người vận hành nhận danh sách thu hồi"
    work_en: ClassVar[str] = "An operator takes in a revocation list"

    issuer: Annotated[str, called("Tổ chức cấp chứng thư số", "Issuer")]
    digest: Annotated[str, called("Mã băm SHA-256 của danh sách", "SHA-256 of the list", FINGERPRINT)]
    revoked: Annotated[int, called("Số chứng thư số bị thu hồi", "Certificates revoked")]
    until: Annotated[str, called("Có hiệu lực đến", "In force until")]
