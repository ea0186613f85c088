"""Lists 01-BKVD/TKXX and 04-BKHH as workbooks."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import msgspec
import openpyxl

from thongquan.forms.transport_workbook import transport_workbook
from thongquan.transport.amending import accept, amend_package
from thongquan.transport.lists import Attached, BillList, GoodsList
from transport.cargoes import bills, package, the_plan

AT = datetime(2026, 9, 2, 3, tzinfo=UTC)


def cells(one: BillList | GoodsList) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(BytesIO(transport_workbook(one))).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def told(one: BillList | GoodsList) -> list[list[Any]]:
    """From the row of numbered columns on."""
    rows = cells(one)
    start = next(place for place, row in enumerate(rows) if row[0] in {"(4)", "(5)"})
    return rows[start:]


def above(one: BillList | GoodsList) -> list[Any]:
    return [row[0] for row in cells(one)[:7] if row[0]]


def a_goods_list() -> GoodsList:
    lines = [package(f"B{n // 2}", f"P{n}", goods="Vớ", carrier_seal=f"S{n}") for n in range(102)]
    return the_plan(lines, enterprise="Vận tải Sông Hồng", place="Hà Nội").goods_lists[0]


def test_form_01_has_its_columns_lines_and_total() -> None:
    [one] = the_plan(bills(6)).lists
    rows = told(one)
    assert rows[0] == ["(4)", "(5)", "(6)", "(7)"]
    assert (rows[1][:2], rows[6][:2], rows[7][:2]) == ([1, "TQ0001"], [6, "TQ0006"], ["Tổng số", 6])


def test_form_04_numbers_bills_and_counts_packages() -> None:
    rows = told(a_goods_list())
    assert rows[0] == [f"({place})" for place in range(5, 14)]
    assert rows[2][:5] == [1, "B0", "Vớ", "P1", "S1"]
    assert rows[3][0] == 2
    assert rows[-1][:4] == ["Tổng số", 51, "", 102]


def test_the_head_has_enterprise_number_place_and_day() -> None:
    assert above(a_goods_list())[:4] == [
        "Tên doanh nghiệp: Vận tải Sông Hồng",
        "Số: BK-1",
        "Hà Nội, ngày 02/09/2026",
        "BẢN KÊ HÀNG HÓA",
    ]


def test_the_head_names_the_declaration_once_it_is_known() -> None:
    attached = Attached("500000000010", date(2026, 9, 3), "Chi cục Hải quan Chuyển phát nhanh")
    one = msgspec.structs.replace(a_goods_list(), attached=attached)
    words = "Kèm theo Tờ khai hải quan vận chuyển số 500000000010 ngày 03/09/2026"
    assert above(one)[4] == f"{words} đăng ký tại Chi cục Hải quan Chuyển phát nhanh"


def test_what_officers_enter_stands_in_its_columns() -> None:
    amended = accept(amend_package(a_goods_list(), 1, {9: "S9"}), 1, "CC001", AT)
    one = msgspec.structs.replace(amended, customs_seals=["HQ1", "HQ2"], vehicle="29C-12345")
    assert told(one)[1][5:] == ["HQ1, HQ2", "(9) S0 → S9", "CC001, 02/09/2026 10:00", "29C-12345"]


def test_several_runs_say_which_this_is() -> None:
    lists = the_plan(bills(120), vehicles=3).goods_lists
    assert above(lists[1])[5] == "Số lượng phương tiện vận chuyển hàng hóa thuộc tờ khai: 3 (bản kê của lượt 2/3)"
