"""The VAT list of a month as a workbook and as CSV: one sheet of its lines, one of its consignees."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from thongquan.base.moment import business_day, read_stamp
from thongquan.deposit.vat_list import VatList
from thongquan.forms.day_sheet import SUM, UNIT, Cell, Part
from thongquan.forms.day_workbook import Table, workbook
from thongquan.forms.masks import day
from thongquan.numbering.tax_receipt import printed

LINES = [
    Part("line", "STT"),
    Part("declaration", "Số tờ khai"),
    Part("declared_on", "Ngày tờ khai"),
    Part("receipt", "Số biên lai"),
    Part("receipted_on", "Ngày biên lai"),
    Part("office", "Chi cục"),
    Part("house_bill", "Số vận đơn"),
    Part("consignee_code", "Mã người nhận"),
    Part("consignee", "Người nhận"),
    Part("customs_value", "Trị giá hải quan", is_money=True),
    Part("vat", "Thuế GTGT", is_money=True),
    Part("remark", "Ghi chú"),
]
CONSIGNEES = [
    Part("line", "STT"),
    Part("consignee_code", "Mã người nhận"),
    Part("consignee", "Người nhận"),
    Part("address", "Địa chỉ"),
    Part("declarations", "Số tờ khai", is_money=True),
    Part("vat", "Thuế GTGT", is_money=True),
]
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def vat_workbook(one: VatList) -> bytes:
    month = "/".join(reversed(one.month.split("-")))
    above = ["BẢNG KÊ THUẾ GTGT HÀNG NHẬP KHẨU TRỊ GIÁ THẤP", f"Tháng {month} · Mã số thuế: {one.company}", UNIT]
    sums: dict[str, Cell] = {"declaration": SUM, "vat": one.vat}
    of_all: dict[str, Cell] = {"consignee": SUM, "vat": one.vat}
    return workbook(
        Table("Theo tờ khai", above, LINES, line_rows(one), sums),
        Table("Theo người nhận", above, CONSIGNEES, consignee_rows(one), of_all),
    )


def vat_csv(one: VatList, *, by_consignee: bool) -> bytes:
    """UTF-8 with its mark, so that spreadsheets read Vietnamese. What they might take for a formula is quoted."""
    parts, rows = (CONSIGNEES, consignee_rows(one)) if by_consignee else (LINES, line_rows(one))
    return _csv(parts, rows)


def line_rows(one: VatList) -> list[dict[str, Cell]]:
    return [
        {
            "line": place,
            "declaration": line.of.number,
            "declared_on": _day(line.of.registered_at),
            "receipt": printed(line.receipt),
            "receipted_on": _day(line.at),
            "office": line.office,
            "house_bill": line.of.house_bill,
            "consignee_code": line.of.consignee_code,
            "consignee": line.of.consignee,
            "customs_value": line.of.customs_value,
            "vat": line.vat,
            "remark": "Hủy biên lai" if line.vat < 0 else "",
        }
        for place, line in enumerate(one.lines, start=1)
    ]


def consignee_rows(one: VatList) -> list[dict[str, Cell]]:
    return [
        {
            "line": place,
            "consignee_code": of.code,
            "consignee": of.name,
            "address": of.address,
            "declarations": of.declarations,
            "vat": of.vat,
        }
        for place, of in enumerate(one.consignees, start=1)
    ]


def _csv(parts: Sequence[Part], rows: Iterable[dict[str, Cell]]) -> bytes:
    into = StringIO()
    writer = csv.writer(into, lineterminator="\r\n")
    writer.writerow([part.heading for part in parts])
    writer.writerows([[_plain(row[part.key]) for part in parts] for row in rows])
    return ("\ufeff" + into.getvalue()).encode()


def _plain(cell: Cell) -> Cell:
    is_formula = isinstance(cell, str) and cell.lstrip(" \u00a0\ufeff").startswith(_FORMULA)
    return f"'{cell}" if is_formula else cell


def _day(at: str) -> str:
    return day(business_day(read_stamp(at))) if at else ""
