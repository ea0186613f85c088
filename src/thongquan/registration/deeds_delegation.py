"""The deeds by which a company lets a broker act for it, and takes that back."""

from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from thongquan.registration.deed import Particulars, deed
from thongquan.registration.deeds import DAY, called
from thongquan.registration.deeds_certificates import TAX_CODE

USER_ID = r"[0-9A-Z]{8}"
PRINTED_CODE = r"[0-9A-Z]{1,5}"
"""As wide as its box on the forms (TT 191/2015, mẫu tờ khai trị giá thấp)."""
DELEGATION = r"[0-9a-f]{32}"
OFFICES_NAMED = 20
OFFICE = r"[0-9A-Z]{4}"

Offices = Annotated[
    list[Annotated[str, Meta(pattern=OFFICE)]], called("Chi cục hải quan", "Customs office", most=OFFICES_NAMED)
]


@deed
class DelegationGive(Particulars, frozen=True, kw_only=True):
    kind: ClassVar[str] = "delegation-give"
    work: ClassVar[str] = "Ủy quyền cho đại lý hải quan"
    work_en: ClassVar[str] = "Delegate to a customs broker"

    principal_name: Annotated[str, called("Bên ủy quyền", "Principal")]
    broker: Annotated[str, called("Mã số thuế đại lý", "Broker's tax code", TAX_CODE)]
    broker_name: Annotated[str, called("Tên đại lý", "Broker's name")]
    user: Annotated[str, called("Chỉ người khai (User ID)", "Only the user (User ID)", USER_ID)] = ""
    imports: Annotated[bool, called("Hàng nhập khẩu", "Imports")]
    exports: Annotated[bool, called("Hàng xuất khẩu", "Exports")]
    may_file: Annotated[bool, called("Được khai", "May declare")]
    may_correct: Annotated[bool, called("Được khai bổ sung", "May correct")]
    may_cancel: Annotated[bool, called("Được đề nghị hủy", "May ask to cancel")]
    may_view: Annotated[bool, called("Được xem", "May view")]
    every_office: Annotated[bool, called("Tại mọi chi cục hải quan", "At every customs office")]
    offices: Offices = msgspec.field(default_factory=list)
    agent_code: Annotated[str, called("Mã đại lý", "Agent code", PRINTED_CODE)]
    employee_code: Annotated[str, called("Mã nhân viên hải quan", "Customs employee code", PRINTED_CODE)] = ""
    since: Annotated[str, called("Từ ngày", "First day", DAY)] = ""
    until: Annotated[str, called("Đến hết ngày", "Last day", DAY)]


@deed
class DelegationRevoke(Particulars, frozen=True):
    kind: ClassVar[str] = "delegation-revoke"
    work: ClassVar[str] = "Thu hồi ủy quyền"
    work_en: ClassVar[str] = "Revoke a delegation"

    delegation: Annotated[str, called("Số ủy quyền", "Delegation", DELEGATION)]
    broker: Annotated[str, called("Mã số thuế đại lý", "Broker's tax code", TAX_CODE)]
