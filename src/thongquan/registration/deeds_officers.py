"""What operators do about officers."""

from typing import Annotated, ClassVar

from thongquan.registration.deed import Particulars, deed
from thongquan.registration.deeds import FINGERPRINT, SERIAL, called

ROLES = {"officer": "công chức", "head": "lãnh đạo", "auditor": "thanh tra", "operator": "vận hành"}

OfficerId = Annotated[str, called("Số hiệu công chức", "Officer's id")]
Name = Annotated[str, called("Họ và tên", "Full name")]
Office = Annotated[str, called("Chi cục hải quan", "Customs office", r"[0-9A-Z]{4}")]
Role = Annotated[str, called("Vai trò", "Role", words=ROLES)]
Team = Annotated[str, called("Đội", "Team")]
Hours = Annotated[str, called("Giờ trực", "Hours of duty")]
Serial = Annotated[str, called("Số serial chứng thư số", "Certificate serial number", SERIAL)]
Fingerprint = Annotated[str, called("Mã băm SHA-256 của chứng thư số", "SHA-256 of the certificate", FINGERPRINT)]


@deed
class OfficerAdd(Particulars, frozen=True):
    kind: ClassVar[str] = "operator-officer-add"
    work: ClassVar[str] = "Người vận hành thêm công chức"
    work_en: ClassVar[str] = "An operator adds an officer"

    id: OfficerId
    name: Name
    office: Office
    role: Role
    team: Team = ""
    hours: Hours = ""
    serial: Serial = ""
    fingerprint: Fingerprint = ""
    account: Annotated[bool, called("Mở tài khoản", "With an account")] = False


@deed
class OfficerChange(Particulars, frozen=True):
    kind: ClassVar[str] = "operator-officer-change"
    work: ClassVar[str] = "Người vận hành đổi thông tin công chức"
    work_en: ClassVar[str] = "An operator changes an officer's particulars"

    id: OfficerId
    name: Name
    office: Office
    role: Role
    team: Team = ""
    hours: Hours = ""


@deed
class OfficerEnd(Particulars, frozen=True):
    kind: ClassVar[str] = "operator-officer-end"
    work: ClassVar[str] = "Người vận hành cho công chức thôi việc trên hệ thống"
    work_en: ClassVar[str] = "An operator ends an officer"

    id: OfficerId


@deed
class OfficerCertificateSuspend(Particulars, frozen=True):
    kind: ClassVar[str] = "operator-officer-suspend"
    work: ClassVar[str] = "Người vận hành khóa chứng thư số của công chức"
    work_en: ClassVar[str] = "An operator suspends an officer's certificate"

    id: OfficerId
    serial: Serial
    fingerprint: Fingerprint
