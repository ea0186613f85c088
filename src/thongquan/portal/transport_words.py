"""What states, steps, kinds and columns of a transport are called on pages, and the colour that supports the word.

For whoever looks at one: its company, either office, its driver.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from thongquan import law
from thongquan.authority.sent_lists import office_name
from thongquan.authority.transports_seen import LineShown, TransportHead
from thongquan.portal.driver_words import told_words
from thongquan.portal.language import moment, tongue
from thongquan.portal.listing import Column
from thongquan.transport.lifecycle import STATES, STEPS, WATCHED, Called

Words = dict[str, tuple[str, str]]
_TONES = {
    "approved": "good",
    "arrived": "good",
    "refused": "bad",
    "differing": "bad",
    "cancelled": "",
    "drafted": "",
}
_STEP_TONES = {
    "approve": "good",
    "arrive": "good",
    "settle": "good",
    "refuse": "bad",
    "arrive-differing": "bad",
    "note-discrepancies": "bad",
    "decline-cancellation": "bad",
    "instruct": "warning",
    "ask-cancellation": "warning",
}


class TransportWords(msgspec.Struct, frozen=True):
    """All that `transport_parts.html` says of codes, in one language on one day."""

    states: Words
    steps: Words
    directions: dict[str, str]
    discrepancies: dict[str, str]
    reports: dict[str, str]
    """What drivers tell."""
    cases: dict[str, str]
    forms: dict[str, str]
    labels: dict[str, str]
    """Of the declaration's items, by field."""
    codes: dict[str, dict[str, str]]
    """Field → code → name: means, purpose, transport_type, security."""
    day: date

    def named(self, field: str, code: str) -> str:
        """Code and name; the code alone where no list of the day has it."""
        name = self.codes[field].get(code, "")
        return f"{code} · {name}" if name else code

    def office(self, code: str) -> str:
        return f"{office_name(code, self.day)} ({code})"


def transport_words(language: str, day: date) -> TransportWords:
    """`day`: which lists of codes hold; that of lodging, where one transport is shown."""
    tables = {"means": "transport_means", "purpose": "transport_purposes", "transport_type": "transport_types"}
    tables["security"] = "transport_securities"
    return TransportWords(
        states_of_transports(language),
        steps_of_transports(language),
        directions(language),
        discrepancies(language),
        told_words(language),
        cases(language),
        forms(language),
        labels(language),
        {field: names_of(table, language, day) for field, table in tables.items()},
        day,
    )


def states_of_transports(language: str) -> Words:
    """State → its word and its colour; what still waits or moves is a warning."""
    return {state: (_word(called, language), _TONES.get(state, "warning")) for state, called in STATES.items()}


def state_of(language: str, head: TransportHead) -> tuple[str, str]:
    """What has not arrived in time says so instead."""
    _ = tongue(language).gettext
    if head.is_overdue:
        return _("Đang vận chuyển, quá hạn đến"), "bad"
    return states_of_transports(language)[head.state]


def steps_of_transports(language: str) -> Words:
    """Every step of its life, as its history and buttons name it."""
    _ = tongue(language).gettext
    own: Words = {
        "register": (_("Đăng ký trước"), ""),
        "amend": (_("Sửa một dòng bản kê"), "warning"),
        "amendment-accept": (_("Xác nhận sửa bản kê"), "good"),
        "amendment-turn-down": (_("Không xác nhận sửa bản kê"), "bad"),
    }
    return {**own, **{name: (_word(one.called, language), _STEP_TONES.get(name, "")) for name, one in STEPS.items()}}


def directions(language: str) -> dict[str, str]:
    _ = tongue(language).gettext
    return {"I": _("Nhập khẩu"), "E": _("Xuất khẩu"), "C": _("Khác (quá cảnh, nội địa)")}


def discrepancies(language: str) -> dict[str, str]:
    _ = tongue(language).gettext
    return {"missing": _("Thiếu"), "surplus": _("Thừa"), "seal": _("Niêm phong khác"), "other": _("Khác")}


def cases(language: str) -> dict[str, str]:
    """Which lists a transport needs (TT 191/2015 PL III.1 and 2.c)."""
    _ = tongue(language).gettext
    return {
        "fits": _("Vừa trên tờ khai, không cần bản kê"),
        "c.1": _("c.1: lập bản kê vận đơn/tờ khai xuất khẩu (01-BKVD/TKXX)"),
        "c.2": _("c.2: lập bản kê hàng hóa (04-BKHH)"),
        "c.3": _("c.3: lập bản kê hàng hóa (04-BKHH) và khai đủ vận đơn hoặc tờ khai xuất khẩu"),
    }


def forms(language: str) -> dict[str, str]:
    _ = tongue(language).gettext
    return {
        "01-BKVD/TKXX": _("Bản kê vận đơn/tờ khai xuất khẩu (01-BKVD/TKXX)"),
        "04-BKHH": _("Bản kê hàng hóa (04-BKHH)"),
    }


def labels(language: str) -> dict[str, str]:
    return {item.field: item.label[language] for item in law.criteria("OLA")}


def names_of(table: str, language: str, day: date) -> dict[str, str]:
    """Code → name, of those in force on the day."""
    return {code: row[f"name_{language}"] for code, row in law.codes(table).on(day).items()}


def waits_for(language: str, head: TransportHead, *, asked: bool, amended: int) -> str:
    """Who acts next, in words. `asked`: for cancellation; `amended`: lines that customs have not answered."""
    _ = tongue(language).gettext
    if asked:
        return _("Hải quan nơi đi trả lời đề nghị hủy.")
    if amended:
        return _("Hải quan nơi đi xác nhận từng dòng bản kê đã sửa.")
    told: Mapping[str, str] = {
        "drafted": _("Doanh nghiệp khai chính thức; tờ khai đăng ký trước chưa ràng buộc ai."),
        "declared": _("Hải quan nơi đi phê duyệt, hướng dẫn hoặc từ chối."),
        "approved": _("Hải quan nơi đi niêm phong từng phương tiện; sau đó xác nhận hàng khởi hành."),
        WATCHED: _("Hàng đang trên đường: xác nhận khi đến đích, trước hạn đã khai."),
        "differing": _("Hải quan nơi đến xử lý những sai khác đã ghi."),
    }
    return told.get(head.state, _("Không còn việc nào."))


def columns_of_list(language: str, form: str) -> list[Column]:
    """Those of form 01 or 04 that a page shows; numbers in brackets are those of the form."""
    _ = tongue(language).gettext
    line, bill = Column("line", _("STT"), is_number=True), _("Vận đơn, tờ khai")
    if form == "01-BKVD/TKXX":
        return [line, Column("bill", f"(5) {bill}"), Column("amended", _("(6) Sửa đổi")), _answered(language, 7)]
    return [
        line,
        Column("bill", f"(6) {bill}"),
        Column("goods", _("(7) Tên hàng")),
        Column("package", _("(8) Kiện")),
        Column("carrier_seal", _("(9) Chì hãng")),
        Column("amended", _("(11) Sửa đổi")),
        _answered(language, 12),
    ]


def row_of_line(language: str, one: LineShown) -> dict[str, Any]:
    """By the keys of `columns_of_list`, for `parts.table`."""
    _ = tongue(language).gettext
    row = {name: getattr(one, name) for name in ("line", "bill", "goods", "package", "carrier_seal", "amended")}
    row["is_waiting"] = bool(one.amended) and one.confirmed is None
    if not one.amended:
        return {**row, "answered": ""}
    if one.confirmed is None:
        return {**row, "answered": _("Chờ xác nhận"), "kinds": {"answered": "warning"}}
    told = f"{one.confirmed.officer} · {moment(one.confirmed.at)}"
    return {**row, "answered": _("Đã xác nhận"), "kinds": {"answered": "good"}, "hints": {"answered": told}}


def _answered(language: str, column: int) -> Column:
    _ = tongue(language).gettext
    return Column("answered", f"({column}) " + _("HQ xác nhận"))


def _word(called: Called, language: str) -> str:
    told = called.vi if language == "vi" else called.en
    return told[:1].upper() + told[1:]
