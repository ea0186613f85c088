"""What drivers tell, and how their transport stands, in words."""

from thongquan.portal.language import tongue


def told_words(language: str) -> dict[str, str]:
    """What is told, as its button and every list of reports name it."""
    _ = tongue(language).gettext
    return {
        "ready": _("Đã xếp hàng, sẵn sàng đi"),
        "left": _("Đã rời nơi đi"),
        "arrived": _("Đã đến nơi"),
        "seal": _("Niêm phong hỏng hoặc khác"),
        "trouble": _("Sự cố khác"),
    }


def standing_words(language: str) -> dict[str, tuple[str, str]]:
    """State → its word for who drives, and its colour."""
    _ = tongue(language).gettext
    return {
        "declared": (_("Chờ hải quan phê duyệt, chưa được đi"), "warning"),
        "approved": (_("Hải quan đã phê duyệt, được đi"), "good"),
        "departed": (_("Đang vận chuyển"), "good"),
        "arrived": (_("Hải quan đã ghi nhận đến nơi"), "good"),
        "differing": (_("Hải quan đã ghi nhận đến nơi, có sai khác"), "warning"),
        "refused": (_("Hải quan từ chối, không được đi"), "bad"),
        "cancelled": (_("Tờ khai đã hủy, không được đi"), "bad"),
    }
