"""What the states of a flight and of its house bills are called on pages, and the colour that supports the word."""

from thongquan.portal.flight_judge import Progress
from thongquan.portal.flight_record import Flight
from thongquan.portal.language import tongue


def standing(language: str, flight: Flight, progress: Progress | None) -> tuple[str, str]:
    """How far the flight is, in a word."""
    _ = tongue(language).gettext
    if flight.failed:
        return _("Không đọc được"), "bad"
    if flight.pending:
        return _("Đang nộp"), "warning"
    if flight.must_be_judged or progress is not None:
        return _("Đang đọc và kiểm tra"), "warning"
    if flight.filings and flight.filings[-1].refusal:
        return _("Lô bị từ chối"), "bad"
    if flight.ready or flight.waiting:
        return (_("Chờ ký và nộp") if flight.ready else _("Chờ tiền hoặc bảo lãnh")), "warning"
    return (_("Đã nộp"), "good") if flight.registered else (_("Chưa có tờ khai nào nộp được"), "bad")


def outcomes(language: str) -> dict[str, tuple[str, str]]:
    """What judging said of a house bill."""
    _ = tongue(language).gettext
    return {
        "ready": (_("Sẵn sàng"), "good"),
        "refused": (_("Có lỗi"), "bad"),
        "elsewhere": (_("Khai ở tờ khai thường"), "warning"),
    }


def forms_of(language: str) -> dict[str, str]:
    _ = tongue(language).gettext
    return {"MIC": "MIC", "MEC": "MEC", "HQ01": "HQ 01", "ordinary": _("Tờ khai thường")}
