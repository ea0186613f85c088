"""What is signed about form HQ 01: the company files its list of documents, and customs answer it."""

from typing import Annotated, ClassVar

from thongquan.registration.deed import Particulars, deed
from thongquan.registration.deeds import called
from thongquan.registration.deeds_completed import DIRECTIONS, WEIGHT, Digest

ANSWERS = {
    "confirm": "Xác nhận kết quả kiểm tra",
    "inspect": "Chuyển kiểm tra thực tế",
    "decline": "Không xác nhận tờ khai",
}
INSPECTED = {"no": "Chưa chuyển kiểm tra", "yes": "Đã chuyển kiểm tra"}

Count = Annotated[int, called("Số dòng", "Number of lines")]


@deed
class Hq01Send(Particulars, frozen=True):
    """Its lines travel beside it: the text names how many they are, their sums, and the digest over all of them."""

    kind: ClassVar[str] = "hq01-send"
    work: ClassVar[str] = "Khai tài liệu, chứng từ không có giá trị thương mại (HQ 01)"
    work_en: ClassVar[str] = "File a list HQ 01 of documents without commercial value"

    direction: Annotated[str, called("Hướng", "Direction", words=DIRECTIONS)]
    office: Annotated[str, called("Cơ quan Hải quan", "Customs office", r"[0-9A-Z]{4,6}")]
    count: Count
    packages: Annotated[int, called("Tổng số kiện", "Packages in all")]
    weight: Annotated[str, called("Tổng trọng lượng (kg)", "Weight in all (kg)", WEIGHT)]
    digest: Digest
    fee: Annotated[int, called("Tổng lệ phí (VND)", "Fees in all (VND)")] = 0
    flight: Annotated[str, called("Chuyến bay", "Flight", most=12)] = ""
    master_bill: Annotated[str, called("Vận đơn chủ", "Master bill", most=35)] = ""


@deed
class Hq01Answer(Particulars, frozen=True):
    """Names the list as it was shown."""

    kind: ClassVar[str] = "hq01-answer"
    work: ClassVar[str] = "Trả lời tờ khai HQ 01"
    work_en: ClassVar[str] = "Answer a list HQ 01"

    list_id: Annotated[str, called("Mã tờ khai HQ 01", "Id of the list", r"[0-9a-f]{32}")]
    number: Annotated[str, called("Số tờ khai HQ 01", "Number of the list", most=60)]
    company: Annotated[str, called("Doanh nghiệp khai", "Company", r"[0-9]{10}(?:-?[0-9]{3})?")]
    count: Count
    digest: Digest
    inspected: Annotated[str, called("Khi xem", "When looked at", words=INSPECTED)]
    answer: Annotated[str, called("Trả lời", "Answer", words=ANSWERS)]
    result: Annotated[str, called("Kết quả kiểm tra hoặc lý do", "Result of the inspection, or reason", most=300)] = ""
