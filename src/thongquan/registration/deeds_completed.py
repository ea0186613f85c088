"""What is signed about form HQ 02: the company sends its list of completed declarations, and customs answer it."""

from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from thongquan.base.limits import LIMITS
from thongquan.registration.deed import Particulars, deed
from thongquan.registration.deeds import called
from thongquan.registration.deeds_declarations import Reason

DIRECTIONS = {"import": "nhập khẩu", "export": "xuất khẩu"}
MEASURES = {"packages": "Số kiện", "weight": "Trọng lượng"}
ANSWERS = {"confirm": "Xác nhận hàng đã qua khu vực giám sát", "decline": "Không xác nhận bản kê"}
WEIGHT = r"[0-9]{1,16}(?:\.[0-9]{1,4})?"

Digest = Annotated[str, called("Mã băm SHA-256 của các dòng", "SHA-256 of its lines", r"[0-9a-f]{64}")]
Count = Annotated[int, called("Số lượng tờ khai", "Number of declarations")]
Named = Annotated[str, Meta(pattern=r"^(?:[0-9]{12})$")]

HeldBack = Annotated[list[Named], called("Tờ khai chưa qua khu vực giám sát", "Left out", most=LIMITS.deed_entries)]
NeverCame = Annotated[list[Named], called("Tờ khai có hàng không đến", "Never came", most=LIMITS.deed_entries)]


@deed
class Hq02Send(Particulars, frozen=True):
    """Its lines travel beside it: the text names how many they are, their sums, and a digest over all of them."""

    kind: ClassVar[str] = "hq02-send"
    work: ClassVar[str] = "Lập bản kê HQ 02"
    work_en: ClassVar[str] = "Send a list HQ 02"

    direction: Annotated[str, called("Hướng", "Direction", words=DIRECTIONS)]
    office: Annotated[str, called("Cơ quan Hải quan", "Customs office", r"[0-9A-Z]{4,6}")]
    measure: Annotated[str, called("Cột 5 ghi", "Column 5 gives", words=MEASURES)]
    count: Count
    packages: Annotated[int, called("Tổng số kiện", "Packages in all")]
    weight: Annotated[str, called("Tổng trọng lượng (kg)", "Weight in all (kg)", WEIGHT)]
    digest: Digest
    flight: Annotated[str, called("Chuyến bay", "Flight", most=12)] = ""
    master_bill: Annotated[str, called("Vận đơn chủ", "Master bill", most=35)] = ""
    vat_rate: Annotated[str, called("Thuế suất thuế GTGT (%)", "VAT rate (%)", r"[0-9]{1,2}")] = ""
    customs_value: Annotated[int, called("Tổng trị giá hải quan (VND)", "Customs value in all (VND)")] = 0
    vat: Annotated[int, called("Tổng số thuế GTGT (VND)", "VAT in all (VND)")] = 0


@deed
class Hq02Confirm(Particulars, frozen=True):
    """Names the list as it was shown; every line that is not named as left out is released with it."""

    kind: ClassVar[str] = "hq02-confirm"
    work: ClassVar[str] = "Trả lời bản kê HQ 02"
    work_en: ClassVar[str] = "Answer a list HQ 02"

    list_id: Annotated[str, called("Mã bản kê", "Id of the list", r"[0-9a-f]{32}")]
    number: Annotated[str, called("Số bản kê", "Number of the list", most=60)]
    company: Annotated[str, called("Doanh nghiệp lập bản kê", "Company", r"[0-9]{10}(?:-?[0-9]{3})?")]
    count: Count
    digest: Digest
    answer: Annotated[str, called("Trả lời", "Answer", words=ANSWERS)]
    held_back: HeldBack = msgspec.field(default_factory=list)
    never_came: NeverCame = msgspec.field(default_factory=list)
    reason: Reason = ""
