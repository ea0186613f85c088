"""The refund list as it is laid out: one table of columns for paper, workbook and JSON.

No form for it was found, so this one is ours: columns of HQ 03, with how the goods went back and how the taxes did.
"""

from collections.abc import Sequence
from datetime import date

import msgspec

from thongquan.base.moment import business_day, read_stamp
from thongquan.deposit.posting import in_order
from thongquan.deposit.refunds import Refund, RefundList, RefundState, taxes_of
from thongquan.forms.day_rows import name_of_office, superior_of
from thongquan.forms.day_sheet import SUM, Cell, Column, Part, blank
from thongquan.forms.masks import day
from thongquan.forms.masks import number as figure
from thongquan.numbering.tax_receipt import printed

TITLE = "BẢNG KÊ HOÀN THUẾ HÀNG HÓA KHÔNG PHÁT ĐƯỢC"
GIVEN_BACK, TO_GIVE_BACK = "Đã hoàn vào tài khoản tiền gửi", "Chờ hoàn"
STATES: dict[RefundState, str] = {
    "waiting": "Chờ thông quan tờ khai trả hàng",
    "due": "Chờ hoàn",
    "refunded": "Đã hoàn",
}
AMOUNTS = "SỐ TIỀN THUẾ"
_DIGITS_APART = "; "


class RefundSheet(msgspec.Struct, frozen=True):
    """The list, ready to be drawn, written as a workbook, or told as JSON."""

    superior: str
    issued_by: str
    """The customs office."""
    office: str
    company: str
    company_name: str
    since: date
    until: date
    columns: list[Column]
    refunded: list[dict[str, Cell]]
    """By the key of each part, "" where nothing stands."""
    refunded_sums: dict[str, Cell]
    due: list[dict[str, Cell]]
    due_sums: dict[str, Cell]
    others: int
    """đồng that came back in the period for other reasons."""
    given_back: int
    """All that the ledger took back from the budget in the period."""

    @property
    def parts(self) -> list[Part]:
        return [part for column in self.columns for part in column.parts]

    @property
    def period(self) -> str:
        return f"Từ ngày {day(self.since)} đến ngày {day(self.until)}"

    @property
    def remark(self) -> str:
        """How the list and the ledger come to the same."""
        told = f"Hoàn vì lý do khác trong kỳ (hủy tờ khai, khai bổ sung, xử lý khác): {figure(self.others)} đồng."
        return f"{told} Cộng mọi bút toán hoàn thuế trong kỳ: {figure(self.given_back)} đồng."


class RefundsTold(msgspec.Struct, frozen=True):
    """The list as JSON: the columns by name."""

    office: str
    company: str
    company_name: str
    since: str
    until: str
    unit: str
    columns: list[dict[str, str]]
    """`key` and `title`."""
    refunded: list[dict[str, Cell]]
    refunded_sums: dict[str, Cell]
    due: list[dict[str, Cell]]
    due_sums: dict[str, Cell]
    others: int
    given_back: int


def refund_sheet(one: RefundList, company_name: str) -> RefundSheet:
    since, until = date.fromisoformat(one.since), date.fromisoformat(one.until)
    columns = _columns(in_order({**taxes_of(one.refunded), **taxes_of(one.due)}))
    return RefundSheet(
        superior=superior_of(one.office, until),
        issued_by=name_of_office(one.office, until),
        office=one.office,
        company=one.company,
        company_name=company_name,
        since=since,
        until=until,
        columns=columns,
        refunded=_rows(columns, one.refunded),
        refunded_sums=_sums(columns, one.refunded),
        due=_rows(columns, one.due),
        due_sums=_sums(columns, one.due),
        others=one.others,
        given_back=one.given_back,
    )


def refunds_told(one: RefundSheet) -> RefundsTold:
    return RefundsTold(
        office=one.office,
        company=one.company,
        company_name=one.company_name,
        since=one.since.isoformat(),
        until=one.until.isoformat(),
        unit="VND",
        columns=[{"key": part.key, "title": part.heading} for part in one.parts],
        refunded=one.refunded,
        refunded_sums=one.refunded_sums,
        due=one.due,
        due_sums=one.due_sums,
        others=one.others,
        given_back=one.given_back,
    )


def _columns(taxes: Sequence[str]) -> list[Column]:
    return [
        Column("STT", "(1)", [Part("line", "STT")]),
        Column("SỐ, NGÀY TỜ KHAI", "(2)", [Part("declaration", "Số tờ khai"), Part("declared_on", "Ngày tờ khai")]),
        Column("SỐ, NGÀY BIÊN LAI", "(3)", [Part("receipt", "Số biên lai"), Part("receipted_on", "Ngày biên lai")]),
        Column(
            "SỐ, NGÀY TỜ KHAI TRẢ HÀNG",
            "(4)",
            [Part("returned", "Số tờ khai trả hàng"), Part("returned_on", "Ngày tờ khai trả hàng")],
        ),
        Column("TỔNG SỐ", "(5)", [Part("total", "Tổng số", is_money=True)], AMOUNTS),
        *(Column(tax, f"(5.{nth})", [Part(tax, tax, is_money=True)], AMOUNTS) for nth, tax in enumerate(taxes, 1)),
        Column(
            "NGÀY, SỐ BÚT TOÁN HOÀN", "(6)", [Part("refunded_on", "Ngày hoàn"), Part("entries", "Số bút toán hoàn")]
        ),
        Column("TRẠNG THÁI, LÝ DO", "(7)", [Part("state", "Trạng thái"), Part("reason", "Lý do")]),
    ]


def _rows(columns: Sequence[Column], lines: Sequence[Refund]) -> list[dict[str, Cell]]:
    return [blank(columns, line=place, **_cells(line)) for place, line in enumerate(lines, start=1)]


def _cells(line: Refund) -> dict[str, Cell]:
    back = line.returned
    return {
        "declaration": str(line.number),
        "declared_on": _day(line.declared_at),
        "receipt": printed(line.receipt),
        "receipted_on": _day(line.receipted_at),
        "returned": str(back.number) if back else "",
        "returned_on": _day(back.at) if back else "",
        "total": line.total,
        **line.taxes,
        "refunded_on": _day(line.refunded_at),
        "entries": _DIGITS_APART.join(str(one) for one in line.entries),
        "state": STATES[line.state],
        "reason": line.reason,
    }


def _sums(columns: Sequence[Column], lines: Sequence[Refund]) -> dict[str, Cell]:
    return blank(columns, declaration=SUM, total=sum(line.total for line in lines), **taxes_of(lines))


def _day(at: str) -> str:
    return day(business_day(read_stamp(at))) if at else ""
