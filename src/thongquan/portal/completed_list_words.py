"""What lists HQ 02, their lines and the answers to them are called on pages, and the colour that supports the word."""

from thongquan.portal.language import tongue
from thongquan.portal.visit import Visit

Words = dict[str, tuple[str, str]]


def states_of_lists(visit: Visit) -> Words:
    _ = tongue(visit.language).gettext
    return {
        "sent": (_("Chờ hải quan trả lời"), "warning"),
        "confirmed": (_("Đã xác nhận"), "good"),
        "declined": (_("Không xác nhận"), "bad"),
    }


def answers_of_lines(visit: Visit) -> Words:
    """What customs said of a line; "" while they have not."""
    _ = tongue(visit.language).gettext
    return {
        "": ("", ""),
        "released": (_("Đã qua khu vực giám sát"), "good"),
        "held-back": (_("Chưa qua khu vực giám sát"), "warning"),
        "never-came": (_("Hàng không đến"), "bad"),
    }


def answers(visit: Visit) -> dict[str, str]:
    _ = tongue(visit.language).gettext
    return {
        "confirm": _("Xác nhận hàng đã qua khu vực giám sát, trừ những tờ khai kể dưới đây"),
        "decline": _("Không xác nhận bản kê (cần lý do)"),
    }


def directions(visit: Visit) -> dict[str, str]:
    _ = tongue(visit.language).gettext
    return {"import": _("Nhập khẩu (MIC)"), "export": _("Xuất khẩu (MEC)")}


def measures(visit: Visit) -> dict[str, str]:
    _ = tongue(visit.language).gettext
    return {"packages": _("Số kiện"), "weight": _("Trọng lượng (kg)")}
