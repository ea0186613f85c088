"""What officers and filers sign about the life of a declaration: the steps of `declaration.lifecycle`, in words.

That table lies above this layer; a test holds the two together.
"""

from typing import Annotated, ClassVar

import msgspec

from thongquan import law
from thongquan.base.limits import LIMITS
from thongquan.law.tables import Cancellation
from thongquan.registration.deed import Particulars, deed
from thongquan.registration.deeds import called

CHANNELS = {"1": "Luồng xanh", "2": "Luồng vàng", "3": "Luồng đỏ"}
STATES = {
    "registered": "Chờ công chức",
    "documents": "Chờ hồ sơ",
    "inspection": "Kiểm tra thực tế hàng hóa",
    "held": "Tạm dừng",
    "manual": "Xử lý thủ công",
    "cleared": "Đã thông quan",
    "released": "Đã qua khu vực giám sát",
    "refused": "Không được thông quan",
    "seized": "Đã tịch thu",
    "withdrawn": "Đã rút",
    "cancelled": "Đã hủy",
}
STATES_EN = {
    "registered": "Waiting for an officer",
    "documents": "Waiting for documents",
    "inspection": "Goods under inspection",
    "held": "Held",
    "manual": "Handled on paper",
    "cleared": "Cleared",
    "released": "Released from the supervision area",
    "refused": "Not cleared",
    "seized": "Seized",
    "withdrawn": "Withdrawn",
    "cancelled": "Cancelled",
}
VERDICTS = {
    "ask-documents": "Yêu cầu xuất trình hồ sơ",
    "inspect": "Kiểm tra thực tế hàng hóa (luồng đỏ)",
    "goods-fit": "Kết quả kiểm tra: đúng khai báo",
    "goods-differ": "Kết quả kiểm tra: khác khai báo",
    "clear": "Thông quan",
    "refuse": "Không cho thông quan",
    "hold": "Tạm dừng",
    "seize": "Tịch thu",
    "scan-clean": "Soi chiếu: không nghi vấn",
    "scan-suspect": "Soi chiếu: nghi vấn",
    "instruct": "Hướng dẫn người khai",
    "release": "Cho qua khu vực giám sát",
    "to-paper": "Chuyển xử lý thủ công",
    "close-on-paper": "Đóng theo tờ khai giấy đã thông quan",
    "cancel": "Hủy tờ khai",
    "grant-cancellation": "Chấp nhận đề nghị hủy",
    "decline-cancellation": "Không chấp nhận đề nghị hủy",
    "refund-taxes": "Hoàn thuế hàng không phát được",
    "taxes-paid": "Thuế được bảo lãnh đã nộp",
}
VERDICTS_EN = {
    "ask-documents": "Ask for documents",
    "inspect": "Inspect the goods (red channel)",
    "goods-fit": "Inspection result: as declared",
    "goods-differ": "Inspection result: not as declared",
    "clear": "Clear",
    "refuse": "Refuse clearance",
    "hold": "Hold",
    "seize": "Seize",
    "scan-clean": "Scanned: nothing suspicious",
    "scan-suspect": "Scanned: suspicious",
    "instruct": "Instruct the filer",
    "release": "Release from the supervision area",
    "to-paper": "Move to handling on paper",
    "close-on-paper": "Close against the cleared paper declaration",
    "cancel": "Cancel the declaration",
    "grant-cancellation": "Grant the cancellation",
    "decline-cancellation": "Decline the cancellation",
    "refund-taxes": "Refund the taxes of undeliverable goods",
    "taxes-paid": "The guaranteed taxes were paid",
}
TOGETHER = ("ask-documents", "clear", "hold", "to-paper")
"""What may be decided on several declarations with one signature: no result of an inspection or a scan, no other
channel, no ground, and nothing that ends a declaration against its filer."""
REQUESTS = {"withdraw": "Rút tờ khai", "ask-cancellation": "Đề nghị hủy tờ khai"}
REQUESTS_EN = {"withdraw": "Withdraw the declaration", "ask-cancellation": "Ask for cancellation"}
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
GIVINGS = {"give-documents": "Nộp hồ sơ"}
GIVINGS_EN = {"give-documents": "Give the documents"}
"""What travels beside its deed is not asked for in words alone: a deed of its own, `deeds_documents.py`."""
GROUNDS = {one.id: one.name.vi for one in law.table("cancellation", Cancellation).ground}

Number = Annotated[str, called("Số tờ khai", "Declaration number", r"[0-9]{12}")]
Channel = Annotated[str, called("Kết quả phân luồng", "Channel", words=CHANNELS)]
Seen = Annotated[str, called("Trạng thái khi xem", "State when looked at", words=STATES)]
Ground = Annotated[str, called("Căn cứ hủy", "Ground of cancellation", words=GROUNDS)]
Reason = Annotated[str, called("Lý do", "Reason")]


@deed
class DeclarationDecide(Particulars, frozen=True):
    """Names channel and state as they were shown, so that nobody decides on something else than what he saw."""

    kind: ClassVar[str] = "declaration-decide"
    work: ClassVar[str] = "Quyết định về tờ khai"
    work_en: ClassVar[str] = "Decide on a declaration"

    number: Number
    channel: Channel
    state: Seen
    verdict: Annotated[str, called("Quyết định", "Decision", words=VERDICTS)]
    ground: Ground = ""
    reason: Reason = ""
    paper_number: Annotated[str, called("Số tờ khai giấy", "Paper declaration number", most=40)] = ""
    paper_date: Annotated[str, called("Ngày thông quan trên giấy", "Cleared on paper on", DAY)] = ""
    paper_officer: Annotated[str, called("Công chức thông quan trên giấy", "Cleared on paper by", most=100)] = ""
    """All three, of `close-on-paper` alone."""


class SeenDeclaration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of several, in the version in which it was looked at."""

    number: Number
    version: Annotated[str, called("Phiên bản đã xem", "Version looked at", r"[1-9][0-9]{0,17}")]
    """The place of its latest act in the authority's log."""
    channel: Channel
    state: Seen


@deed
class DeclarationsDecide(Particulars, frozen=True):
    """One step on several declarations, each of which was opened before; each is decided or refused for itself."""

    kind: ClassVar[str] = "declarations-decide"
    work: ClassVar[str] = "Quyết định về nhiều tờ khai"
    work_en: ClassVar[str] = "Decide on several declarations"

    verdict: Annotated[str, called("Quyết định", "Decision", words={one: VERDICTS[one] for one in TOGETHER})]
    declarations: Annotated[list[SeenDeclaration], called("Tờ khai", "Declaration", most=LIMITS.declarations_together)]
    reason: Reason = ""


@deed
class DeclarationAsk(Particulars, frozen=True):
    """What a filer asks about its own declaration, in the state in which it was looked at."""

    kind: ClassVar[str] = "declaration-ask"
    work: ClassVar[str] = "Đề nghị về tờ khai"
    work_en: ClassVar[str] = "Ask about a declaration"

    number: Number
    state: Seen
    request: Annotated[str, called("Đề nghị", "Request", words=REQUESTS)]
    ground: Ground = ""
    reason: Reason = ""
