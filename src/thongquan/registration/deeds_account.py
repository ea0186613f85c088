"""Deeds about one's own account. The passwords that belong to them travel beside the text, never in it."""

from typing import Annotated, ClassVar

from thongquan.registration.deed import Particulars, deed
from thongquan.registration.deeds import FINGERPRINT, SERIAL, called

EMAIL = r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"

NUMBER = r"[1-9][0-9]{0,5}"
"""Of a password of this account; the first is 1."""


@deed
class AdminRegister(Particulars, frozen=True):
    """*Đăng ký/cập nhật tài khoản quản trị*: the account whose name is the company's tax code."""

    kind: ClassVar[str] = "admin-register"
    work: ClassVar[str] = "Đăng ký/cập nhật tài khoản quản trị"
    work_en: ClassVar[str] = "Register or update the administrator account"

    email: Annotated[str, called("Thư điện tử", "E-mail address", EMAIL, most=254)]
    serial: Annotated[
        str, called("Số serial chứng thư số dùng để đăng nhập", "Serial of the login certificate", SERIAL)
    ]
    fingerprint: Annotated[
        str, called("Mã băm SHA-256 của chứng thư số đó", "SHA-256 of that certificate", FINGERPRINT)
    ]
    name: Annotated[str, called("Họ và tên người quản trị", "Name of the administrator", most=100)] = ""
    replaces: Annotated[str, called("Thay mật khẩu số", "In place of password number", NUMBER)] = ""
    """"" the first time: there is none yet."""


@deed
class LogIn(Particulars, frozen=True):
    """Whoever signs this and knows the password is logged in. System, account, moment and number say it all."""

    kind: ClassVar[str] = "login"
    work: ClassVar[str] = "Đăng nhập"
    work_en: ClassVar[str] = "Log in"


@deed
class PasswordChange(Particulars, frozen=True):
    """*Đổi mật khẩu cho UserID*, and the same for administrators and officers. Passwords are known by their number."""

    kind: ClassVar[str] = "password-change"
    work: ClassVar[str] = "Đổi mật khẩu"
    work_en: ClassVar[str] = "Change the password"

    replaces: Annotated[str, called("Thay mật khẩu số", "In place of password number", NUMBER)]
    becomes: Annotated[str, called("Mật khẩu mới mang số", "The new password is number", NUMBER)]
