"""What movements, taxes and the columns of a day's forms are called on pages, and the colour that supports the word."""

from datetime import date
from typing import Any

from thongquan.authority.deposit_accounts_seen import AccountShown, MovementShown
from thongquan.declaration.model import Decision
from thongquan.deposit.holding import held_for
from thongquan.forms.day_sheet import DaySheet, FormOfDay
from thongquan.numbering.tax_receipt import printed
from thongquan.portal.language import tongue
from thongquan.portal.listing import Column
from thongquan.portal.visit import Visit

Words = dict[str, tuple[str, str]]


def kinds_of_movements(visit: Visit) -> Words:
    _ = tongue(visit.language).gettext
    return {
        "top-up": (_("Nộp tiền vào"), "good"),
        "grant": (_("Được bảo lãnh"), "good"),
        "reserve": (_("Tạm giữ, chờ thông quan"), "warning"),
        "settle": (_("Nộp thuế từ số tạm giữ"), ""),
        "charge": (_("Trích nộp thuế"), ""),
        "release": (_("Thôi tạm giữ"), "good"),
        "reverse": (_("Hoàn thuế, hủy biên lai"), "good"),
        "pay-back": (_("Trả lại doanh nghiệp"), ""),
    }


def kind_of_movement(visit: Visit, one: MovementShown) -> tuple[str, str]:
    """What secures a transport waits for its arrival, not for a clearance."""
    _ = tongue(visit.language).gettext
    of_transports = {
        "reserve": (_("Tạm giữ, bảo đảm vận chuyển"), "warning"),
        "release": (_("Thôi tạm giữ, hết bảo đảm vận chuyển"), "good"),
    }
    words = kinds_of_movements(visit)
    return of_transports.get(one.kind, words[one.kind]) if one.transport else words[one.kind]


def tax_names(visit: Visit) -> dict[str, str]:
    _ = tongue(visit.language).gettext
    return {
        "XK": _("Thuế xuất khẩu"),
        "NK": _("Thuế nhập khẩu"),
        "TTDB": _("Thuế tiêu thụ đặc biệt"),
        "GTGT": _("Thuế giá trị gia tăng"),
        "BVMT": _("Thuế bảo vệ môi trường"),
    }


def states_of_accounts(visit: Visit) -> dict[bool, tuple[str, str]]:
    """By whether what is available is low."""
    _ = tongue(visit.language).gettext
    return {False: (_("Đủ"), "good"), True: (_("Sắp hết"), "warning")}


def state_of_guarantee(visit: Visit, one: AccountShown, today: date) -> tuple[str, str]:
    _ = tongue(visit.language).gettext
    if one.ended_at:
        return _("Đã chấm dứt"), ""
    if one.terms and today.isoformat() < one.terms.since:
        return _("Chưa có hiệu lực"), "warning"
    if one.terms and today.isoformat() > one.terms.until:
        return _("Hết hiệu lực"), "bad"
    return _("Có hiệu lực"), "good"


def scopes_of_guarantees(visit: Visit) -> dict[str, str]:
    _ = tongue(visit.language).gettext
    return {"general": _("Bảo lãnh chung"), "individual": _("Bảo lãnh riêng, cho một tờ khai")}


def taxes_of(visit: Visit, decision: Decision, filer: str) -> dict[str, Any]:
    """What a declaration's page says of its taxes; `filer` pays, unless he filed for somebody."""
    return {
        "payer": decision.on_behalf_of or filer,
        "tax_names": tax_names(visit),
        "held": held_for(decision),
        "tax_receipt": printed(decision.receipt) if decision.receipt else "",
    }


def columns_of_sheet(visit: Visit, sheet: DaySheet) -> list[Column]:
    """Those of the annex, with its numbers; of the taxes those that occurred. A company's code stands on top."""
    titles = _titles(visit, sheet.form)
    return [
        Column(part.key, f"{titles.get(part.key, part.key)} {column.number}", is_number=part.is_money)
        for column in sheet.columns
        for part in column.parts
        if part.key in titles or sheet.sums.get(part.key, "") != ""
    ]


def _titles(visit: Visit, form: FormOfDay) -> dict[str, str]:
    _ = tongue(visit.language).gettext
    told = {
        "line": _("STT"),
        "declaration": _("Số tờ khai"),
        "declared_on": _("Ngày tờ khai"),
        "total": _("Tổng số"),
    }
    if form == "HQ 03":
        return {**told, "receipt": _("Số biên lai"), "receipted_on": _("Ngày biên lai"), "remark": _("Ghi chú")}
    return {**told, "content": _("Nội dung"), "opening": _("Số dư đầu kỳ"), "closing": _("Số dư cuối kỳ")}
