"""What the states, steps and wishes of an application are called on pages."""

from thongquan.portal.language import tongue


def states(language: str) -> dict[str, tuple[str, str]]:
    """State → its word and the colour that supports it."""
    _ = tongue(language).gettext
    return {
        "draft": (_("Đang soạn"), ""),
        "sent": (_("Đã gửi, chờ hải quan"), "warning"),
        "seconded": (_("Một công chức đã duyệt, chờ người thứ hai"), "warning"),
        "returned": (_("Hải quan yêu cầu sửa"), "warning"),
        "approved": (_("Đã chấp nhận, chờ ngày hiệu lực"), "good"),
        "effective": (_("Đã có hiệu lực"), "good"),
        "rejected": (_("Bị từ chối"), "bad"),
        "withdrawn": (_("Đã rút"), ""),
    }


def steps(language: str) -> dict[str, str]:
    _ = tongue(language).gettext
    return {
        "save": _("Ghi"),
        "send": _("Ký và gửi"),
        "withdraw": _("Rút hồ sơ"),
        "second": _("Duyệt lần thứ nhất"),
        "approve": _("Chấp nhận"),
        "reject": _("Từ chối"),
        "return": _("Yêu cầu sửa"),
    }


def actions(language: str) -> dict[str, str]:
    _ = tongue(language).gettext
    return {"add": _("Thêm"), "change": _("Sửa"), "remove": _("Hủy")}


def lives(language: str) -> dict[str, tuple[str, str]]:
    """States of users and terminals."""
    _ = tongue(language).gettext
    return {
        "coming": (_("Chưa đến ngày hiệu lực"), "warning"),
        "open": (_("Đang dùng"), "good"),
        "ending": (_("Sắp hủy"), "warning"),
        "ended": (_("Đã hủy"), "bad"),
    }


def passwords(language: str) -> dict[str, str]:
    _ = tongue(language).gettext
    return {"none": _("Chưa nhận"), "default": _("Mặc định, phải đổi"), "own": _("Đã đổi")}
