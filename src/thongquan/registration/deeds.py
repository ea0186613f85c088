"""The kinds of deeds. What each field is called on the page, in the API and in the signed text stands here, once."""

from typing import Annotated, ClassVar

from msgspec import Meta

from thongquan.registration.deed import Particulars, deed

DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
SERIAL = r"[0-9a-f]{1,40}"
FINGERPRINT = r"[0-9a-f]{64}"


def called(
    vietnamese: str, english: str, pattern: str = "", *, most: int | None = None, words: dict[str, str] | None = None
) -> Meta:
    """What a field is called, and what it may hold; `words` are the Vietnamese words of codes."""
    return Meta(
        title=vietnamese,
        description=english,
        pattern=f"^(?:{pattern})$" if pattern else None,
        max_length=most,
        extra={"words": words} if words else None,
    )


@deed
class CertificateRegister(Particulars, frozen=True):
    """*Đăng ký serial với Hải quan*: signed with the very certificate that is registered."""

    kind: ClassVar[str] = "certificate-register"
    work: ClassVar[str] = "Đăng ký chứng thư số với Hải quan"
    work_en: ClassVar[str] = "Register a certificate with customs"

    serial: Annotated[str, called("Số serial chứng thư số", "Certificate serial number", SERIAL)]
    fingerprint: Annotated[str, called("Mã băm SHA-256 của chứng thư số", "SHA-256 of the certificate", FINGERPRINT)]
    owner: Annotated[str, called("Tên tổ chức", "Organisation")]
    until: Annotated[str, called("Ngày hết hiệu lực đăng ký", "Last day of the registration", DAY)]
    replaces: Annotated[
        str, called("Thay cho chứng thư số có mã băm", "In place of the certificate with SHA-256", FINGERPRINT)
    ] = ""
