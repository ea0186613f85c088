"""What lists HQ 01, their columns and answers are called on pages, and the colour that supports the word."""

from thongquan.authority.document_lists_seen import DocumentsShown
from thongquan.portal.completed_list_words import Words, states_of_lists
from thongquan.portal.language import tongue
from thongquan.portal.listing import Column
from thongquan.portal.visit import Visit


def states(visit: Visit) -> Words:
    _ = tongue(visit.language).gettext
    return {**states_of_lists(visit), "inspection": (_("Đang kiểm tra thực tế"), "warning")}


def state_of(visit: Visit, one: DocumentsShown) -> tuple[str, str]:
    return states(visit)["inspection" if one.state == "sent" and one.inspection_at else one.state]


def answers(visit: Visit, *, is_inspected: bool) -> dict[str, str]:
    _ = tongue(visit.language).gettext
    told = {
        "confirm": _("Xác nhận kết quả kiểm tra"),
        "inspect": _("Chuyển kiểm tra thực tế (cần lý do)"),
        "decline": _("Không xác nhận tờ khai (cần lý do)"),
    }
    return {name: word for name, word in told.items() if name != "inspect" or not is_inspected}


def directions(visit: Visit) -> dict[str, str]:
    _ = tongue(visit.language).gettext
    return {"import": _("Nhập khẩu"), "export": _("Xuất khẩu")}


def columns_of_documents(visit: Visit) -> list[Column]:
    """Those of the form."""
    _ = tongue(visit.language).gettext
    return [
        Column("line", _("STT"), is_number=True),
        Column("house_bill", _("Số vận đơn")),
        Column("sender", _("Người gửi")),
        Column("receiver", _("Người nhận")),
        Column("goods", _("Tên hàng")),
        Column("hs_code", _("Mã số hàng")),
        Column("origin", _("Xuất xứ")),
        Column("packages", _("Số kiện"), is_number=True),
        Column("weight", _("Trọng lượng (kg)"), is_number=True),
        Column("fee", _("Lệ phí (VND)"), is_number=True),
        Column("remark", _("Ghi chú")),
    ]
