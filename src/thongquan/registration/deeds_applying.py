"""Deeds about applications: sent by a company, decided by an office, and the secrets that it is given then."""

from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import Meta

from thongquan.base.limits import LIMITS
from thongquan.registration.application import (
    TERMINAL_ID,
    USER_ID,
    Address,
    CompanyName,
    Declarants,
    Email,
    GivenUp,
    Office,
    Phone,
    Representative,
    TerminalCount,
)
from thongquan.registration.deed import Particulars, deed
from thongquan.registration.deeds import FINGERPRINT, called
from thongquan.registration.deeds_certificates import TAX_CODE

Verdict = Literal["approve", "reject", "return"]
VERDICTS = {"approve": "chấp nhận", "reject": "từ chối", "return": "yêu cầu sửa"}

ApplicationId = Annotated[str, called("Số hồ sơ", "Application", r"[0-9a-f]{32}", most=32)]
Version = Annotated[int, called("Lần ghi", "Version")]
NEW_NUMBER: Meta = called("Số thứ tự mới", "New number")


@deed
class ApplicationSend(Particulars, frozen=True):
    """*Ký chữ ký số → Gửi*: everything that customs will decide on, and who sends it."""

    kind: ClassVar[str] = "application-send"
    work: ClassVar[str] = "Gửi hồ sơ đăng ký người sử dụng"
    work_en: ClassVar[str] = "Send an application for users and terminals"

    application: ApplicationId
    version: Version
    company: CompanyName
    address: Address
    phone: Phone
    email: Email
    representative: Representative
    office: Office
    terminals: TerminalCount
    sender: Annotated[str, called("Người gửi", "Sender", most=100)]
    sender_email: Annotated[str, called("Thư điện tử của người gửi", "Sender's e-mail", r"[^@ ]{1,64}@[^@ ]{1,100}")]
    declarants: Declarants = msgspec.field(default_factory=list)
    give_up: GivenUp = msgspec.field(default_factory=list)


@deed
class ApplicationDecide(Particulars, frozen=True):
    """An officer decides on the version that he looked at."""

    kind: ClassVar[str] = "application-decide"
    work: ClassVar[str] = "Quyết định hồ sơ đăng ký người sử dụng"
    work_en: ClassVar[str] = "Decide on an application for users and terminals"

    application: ApplicationId
    version: Version
    tax_code: Annotated[str, called("Mã số thuế doanh nghiệp", "Tax code of the company", TAX_CODE)]
    company: CompanyName
    verdict: Annotated[Verdict, called("Quyết định", "Decision", words=VERDICTS)]
    asked: Annotated[str, called("Mã băm SHA-256 của nội dung hồ sơ", "SHA-256 of what is asked for", FINGERPRINT)]
    reason: Annotated[str, called("Lý do, hoặc nội dung cần sửa", "Reasons, or what to change", most=500)] = ""


class NewPassword(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of one user. Its number says which password it takes the place of, so that no old text can change it again."""

    user: Annotated[str, called("User ID", "User ID", USER_ID, most=8)]
    number: Annotated[int, NEW_NUMBER]


class NewKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of one terminal, to work with the certificate of one user."""

    terminal: Annotated[str, called("Terminal ID", "Terminal ID", TERMINAL_ID, most=6)]
    number: Annotated[int, NEW_NUMBER]
    user: Annotated[str, called("Dùng với User ID", "Works with User ID", USER_ID, most=8)]
    certificate: Annotated[str, called("và chứng thư số có mã băm SHA-256", "and certificate", FINGERPRINT, most=64)]


Passwords = Annotated[list[NewPassword], called("Mật khẩu mặc định", "Password", most=LIMITS.credentials_at_once)]
Keys = Annotated[list[NewKey], called("Mã truy cập", "Access key", most=LIMITS.credentials_at_once)]


@deed
class CredentialsRead(Particulars, frozen=True):
    """*Lấy Password mặc định và Terminal Access key*: shown once, and made only then."""

    kind: ClassVar[str] = "credentials-read"
    work: ClassVar[str] = "Nhận mật khẩu mặc định và mã truy cập máy tính"
    work_en: ClassVar[str] = "Read default passwords and access keys"

    passwords: Passwords = msgspec.field(default_factory=list)
    keys: Keys = msgspec.field(default_factory=list)


@deed
class CredentialsRenew(Particulars, frozen=True):
    """The way out for whoever lost what was shown, or read it too late: the old ones are dead at once."""

    kind: ClassVar[str] = "credentials-renew"
    work: ClassVar[str] = "Cấp lại mật khẩu mặc định và mã truy cập máy tính"
    work_en: ClassVar[str] = "Renew default passwords and access keys"

    passwords: Passwords = msgspec.field(default_factory=list)
    keys: Keys = msgspec.field(default_factory=list)


@deed
class TerminalRotate(Particulars, frozen=True):
    """A new access key; the old one still works for some hours, so that nothing stands still meanwhile."""

    kind: ClassVar[str] = "terminal-rotate"
    work: ClassVar[str] = "Đổi mã truy cập máy tính"
    work_en: ClassVar[str] = "Change a terminal's access key"

    terminal: Annotated[str, called("Terminal ID", "Terminal ID", TERMINAL_ID, most=6)]
    number: Annotated[int, NEW_NUMBER]
    user: Annotated[str, called("Dùng với User ID", "Works with User ID", USER_ID, most=8)]
    certificate: Annotated[str, called("Chứng thư số có mã băm SHA-256", "Certificate", FINGERPRINT, most=64)]
    overlap_hours: Annotated[int, called("Mã cũ còn dùng được (giờ)", "Hours that the old key still works")]


@deed
class TerminalEnd(Particulars, frozen=True):
    """The computer is not used any more, or its key leaked: closed at once."""

    kind: ClassVar[str] = "terminal-end"
    work: ClassVar[str] = "Đóng máy tính khai báo"
    work_en: ClassVar[str] = "Close a terminal"

    terminal: Annotated[str, called("Terminal ID", "Terminal ID", TERMINAL_ID, most=6)]
    reason: Annotated[str, called("Lý do", "Reason", most=200)]


@deed
class CredentialsCheck(Particulars, frozen=True):
    """Whether User ID, password, terminal and access key work together: what every message will be asked."""

    kind: ClassVar[str] = "credentials-check"
    work: ClassVar[str] = "Kiểm tra bộ thông số khai báo"
    work_en: ClassVar[str] = "Check that credentials work together"

    terminal: Annotated[str, called("Terminal ID", "Terminal ID", TERMINAL_ID, most=6)]
