"""What is signed about an independent transport declaration: by its company, and by officers on both ends.

The steps are those of `transport.lifecycle`, in words: that table lies above this layer, a test holds both together.
"""

from typing import Annotated, ClassVar

import msgspec

from thongquan.base.limits import LIMITS
from thongquan.registration.deed import Particulars, deed
from thongquan.registration.deeds import DAY, called
from thongquan.registration.deeds_documents import SHA256

DOINGS = {
    "register": "Đăng ký trước tờ khai mới",
    "change": "Sửa tờ khai đăng ký trước",
    "correct": "Sửa đổi, bổ sung tờ khai đã khai",
}
STATES = {
    "drafted": "Đăng ký trước",
    "declared": "Đã khai, chờ duyệt",
    "approved": "Được phê duyệt, chờ khởi hành",
    "refused": "Bị từ chối",
    "departed": "Đang vận chuyển",
    "arrived": "Đã đến đích",
    "differing": "Đã đến, có sai khác",
    "cancelled": "Đã hủy",
}
STEPS = {
    "declare": "Khai chính thức",
    "approve": "Phê duyệt",
    "refuse": "Từ chối",
    "instruct": "Hướng dẫn",
    "cancel": "Hủy",
    "ask-cancellation": "Đề nghị hủy",
    "grant-cancellation": "Chấp nhận hủy",
    "decline-cancellation": "Không chấp nhận hủy",
    "seal": "Niêm phong",
    "depart": "Khởi hành",
    "take-back-departure": "Hủy khởi hành",
    "arrive": "Đến đích",
    "arrive-differing": "Đến đích, có sai khác",
    "note-discrepancies": "Ghi nhận thêm sai khác",
    "settle": "Xử lý xong sai khác",
}
"""Those that carry no declaration: the others are `DOINGS` of the deed that does."""
DIRECTIONS = {"I": "Nhập khẩu", "E": "Xuất khẩu", "C": "Khác"}
DISCREPANCIES = {"missing": "Thiếu", "surplus": "Thừa", "seal": "Niêm phong khác", "other": "Khác"}
ANSWERS = {"accept": "Xác nhận", "turn-down": "Không xác nhận"}
FORMS = {"01-BKVD/TKXX": "Bản kê vận đơn/tờ khai xuất khẩu", "04-BKHH": "Bản kê hàng hóa"}
SEALS = 20
"""*Assumption*: of one vehicle."""
NOTED = 20
"""*Assumption*: in one deed."""
CHANGES = 4
"""Columns of a line that are amended: (6) to (9) of form 04."""

Number = Annotated[str, called("Số tờ khai vận chuyển", "Transport declaration number", r"[0-9]{12}")]
Version = Annotated[int, called("Phiên bản đã xem", "Version looked at")]
Seen = Annotated[str, called("Trạng thái khi xem", "State when looked at", words=STATES)]
CargoNumber = Annotated[str, called("Số hàng hóa", "Cargo number", most=35)]
Seal = Annotated[str, called("Niêm phong", "Seal", r"[^\s;]{1,15}", most=15)]
Reason = Annotated[str, called("Lý do", "Reason", most=300)]
Line = Annotated[int, called("Dòng", "Line")]
Form = Annotated[str, called("Bản kê", "List", words=FORMS)]
Run = Annotated[int, called("Lượt phương tiện", "Vehicle run")]


@deed
class TransportLodge(Particulars, frozen=True):
    """The declaration and its lists travel beside it: the text says what a person can check, and their digest."""

    kind: ClassVar[str] = "transport-lodge"
    work: ClassVar[str] = "Tờ khai vận chuyển độc lập"
    work_en: ClassVar[str] = "Independent transport declaration"

    doing: Annotated[str, called("Nghiệp vụ", "What is done", words=DOINGS)]
    office: Annotated[str, called("Cơ quan Hải quan nơi đi", "Office of departure", r"[0-9A-Z]{4,6}")]
    direction: Annotated[str, called("Hướng", "Direction", words=DIRECTIONS)]
    transporter: Annotated[str, called("Người vận chuyển", "Transporter", most=300)]
    departs: Annotated[str, called("Nơi đi", "From", most=40)]
    arrives: Annotated[str, called("Nơi đến", "To", most=40)]
    due: Annotated[str, called("Dự kiến đến", "Planned end", most=40)]
    cargo: Annotated[list[CargoNumber], called("Số hàng hóa", "Cargo number", most=10)]
    exports: Annotated[int, called("Số tờ khai xuất khẩu", "Export declarations")]
    pieces: Annotated[int, called("Số container, toa, kiện khai", "Containers, wagons, packages declared")]
    lists: Annotated[int, called("Số bản kê", "Lists")]
    lines: Annotated[int, called("Tổng số dòng bản kê", "Lines of lists in all")]
    digest: Annotated[str, called("Mã băm SHA-256 của tờ khai và bản kê", "SHA-256 of declaration and lists", SHA256)]
    number: Number = ""
    """"" where it is new."""
    version: Version = 0


class Differing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    what: Annotated[str, called("Loại", "Kind", words=DISCREPANCIES)]
    which: Annotated[str, called("Kiện, niêm phong, phương tiện", "Package, seal, vehicle", most=100)]
    note: Annotated[str, called("Ghi chú", "Note", most=200)] = ""


class AnyStep(Particulars, frozen=True):
    """One step, on the version that was looked at."""

    number: Number
    version: Version
    state: Seen
    step: Annotated[str, called("Bước", "Step", words=STEPS)]
    reason: Reason = ""
    same_cargo: Annotated[bool, called("Xác nhận trùng số hàng hóa", "The same cargo number is meant")] = False
    run: Run = 0
    vehicle: Annotated[str, called("Số phương tiện", "Vehicle number", most=35)] = ""
    seals: Annotated[list[Seal], called("Niêm phong hải quan", "Customs seal", most=SEALS)] = msgspec.field(
        default_factory=list
    )
    """Entered when it is sealed; those that are found when it arrives."""
    departure_area: Annotated[str, called("Khu vực giám sát nơi đi", "Area of departure", most=7)] = ""
    departure_berth: Annotated[str, called("Vị trí xếp hàng", "Berth of departure", most=6)] = ""
    departure_port: Annotated[str, called("Cảng, cửa khẩu, ga đi", "Port of departure", most=6)] = ""
    arrival_area: Annotated[str, called("Khu vực giám sát nơi đến", "Area of arrival", most=7)] = ""
    arrival_berth: Annotated[str, called("Vị trí dỡ hàng", "Berth of arrival", most=6)] = ""
    arrival_port: Annotated[str, called("Cảng, cửa khẩu, ga đến", "Port of arrival", most=6)] = ""
    day: Annotated[str, called("Ngày", "Day", DAY)] = ""
    time: Annotated[str, called("Giờ", "Time", r"([01][0-9]|2[0-3])[0-5][0-9]")] = ""
    discrepancies: Annotated[list[Differing], called("Sai khác", "Discrepancy", most=NOTED)] = msgspec.field(
        default_factory=list
    )


@deed
class TransportStep(AnyStep, frozen=True):
    """What its company does."""

    kind: ClassVar[str] = "transport-step"
    work: ClassVar[str] = "Bước của tờ khai vận chuyển độc lập"
    work_en: ClassVar[str] = "Step of an independent transport declaration"


@deed
class TransportDecide(AnyStep, frozen=True):
    """What an officer of either end does."""

    kind: ClassVar[str] = "transport-decide"
    work: ClassVar[str] = "Quyết định, ghi nhận về tờ khai vận chuyển độc lập"
    work_en: ClassVar[str] = "Decide on an independent transport declaration"


class Changed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    column: Annotated[int, called("Cột", "Column")]
    value: Annotated[str, called("Giá trị mới", "New value", most=LIMITS.transport_number_characters)] = ""


@deed
class TransportAmend(Particulars, frozen=True):
    """One line of a list: columns (6) to (9) of form 04 into (11), or (5) of form 01 into (6)."""

    kind: ClassVar[str] = "transport-amend"
    work: ClassVar[str] = "Sửa một dòng bản kê của tờ khai vận chuyển"
    work_en: ClassVar[str] = "Amend a line of a transport's list"

    number: Number
    version: Version
    form: Form
    run: Run
    line: Line
    changes: Annotated[list[Changed], called("Thay đổi", "Change", most=CHANGES)]


@deed
class TransportAmendmentAnswer(Particulars, frozen=True):
    """(7) of form 01, (12) of form 04: an officer's yes or no to one amended line."""

    kind: ClassVar[str] = "transport-amendment-answer"
    work: ClassVar[str] = "Trả lời nội dung sửa của bản kê"
    work_en: ClassVar[str] = "Answer an amendment of a list"

    number: Number
    version: Version
    form: Form
    run: Run
    line: Line
    amended: Annotated[str, called("Nội dung sửa", "Amendment", most=LIMITS.transport_amendment_characters)]
    answer: Annotated[str, called("Trả lời", "Answer", words=ANSWERS)]
    reason: Reason = ""
