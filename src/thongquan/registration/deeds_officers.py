"""What operators do about officers."""

from typing import Annotated, ClassVar

from thongquan.registration.deed import Particulars, deed
from thongquan.registration.deeds import FINGERPRINT, SERIAL, called
from thongquan.registration.model import Role

ROLES = {"officer": "công chức", "head": "lãnh đạo", "auditor": "thanh tra", "operator": "vận hành"}

OfficerId = Annotated[str, called("Số hiệu công chức", "Officer's id")]
Name = Annotated[str, called("Họ và tên", "Full name")]
Office = Annotated[str, called("Chi cục hải quan", "Customs office", r"[0-9A-Z]{4}")]
OfficerRole = Annotated[Role, called("Vai trò", "Role", words=ROLES)]
Team = Annotated[str, called("Đội", "Team")]
Hours = Annotated[str, called("Giờ trực", "Hours of duty")]
Identity = Annotated[str, called("Số giấy tờ tùy thân", "Number of the identity card")]
Email = Annotated[str, called("Địa chỉ thư điện tử", "E-mail address")]
NUMBER = r"[1-9][0-9]{0,5}"
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
    role: OfficerRole
    team: Team = ""
    hours: Hours = ""
    identity: Identity = ""
    email: Email = ""
    serial: Serial = ""
    fingerprint: Fingerprint = ""
    account: Annotated[bool, called("Mở tài khoản", "With an account")] = False


@deed
class OperatorFound(Particulars, frozen=True):
    """Who will sign for everything after it. Recorded without a signature; nobody can send it."""

    kind: ClassVar[str] = "operator-found"
    work: ClassVar[str] = "Lập người vận hành đầu tiên, không có chữ ký số"
    work_en: ClassVar[str] = "Found the first operator, without a signature"

    id: OfficerId
    name: Name
    office: Office
    identity: Identity
    serial: Serial
    fingerprint: Fingerprint
    email: Email = ""


@deed
class OfficerChange(Particulars, frozen=True):
    kind: ClassVar[str] = "operator-officer-change"
    work: ClassVar[str] = "Người vận hành đổi thông tin công chức"
    work_en: ClassVar[str] = "An operator changes an officer's particulars"

    id: OfficerId
    name: Name
    office: Office
    role: OfficerRole
    team: Team = ""
    hours: Hours = ""
    identity: Annotated[str, called("Số giấy tờ tùy thân mới", "New number of the identity card")] = ""
    """"" stays as it is."""


@deed
class OfficerPassword(Particulars, frozen=True):
    """For an officer who lost his own. The text names the number of the password that dies, and of its successor."""

    kind: ClassVar[str] = "operator-officer-password"
    work: ClassVar[str] = "Người vận hành cấp mã dùng một lần thay mật khẩu của công chức"
    work_en: ClassVar[str] = "An operator gives an officer a one-time code in place of the password"

    id: OfficerId
    replaces: Annotated[str, called("Mật khẩu số", "Password number", NUMBER)]
    becomes: Annotated[str, called("Thay bằng mật khẩu số", "Becomes password number", NUMBER)]


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
