"""The refund list as it is printed, written as a workbook and told as JSON: one table of columns for all."""

from io import BytesIO

import openpyxl
from msgspec.structs import replace

from forms.pdf_text import pages, text
from thongquan.deposit.refunds import Refund, RefundList, Returned
from thongquan.forms.refund_sheet import RefundSheet, refund_sheet, refunds_told
from thongquan.forms.refund_workbook import refund_workbook
from thongquan.forms.render_refunds import pictures_of_refunds, render_refunds
from thongquan.numbering.tax_receipt import receipt_number

COURIER = "0301111119"
BACK = Returned(300000000420, "2026-09-08T02:00:00.000000Z", is_cleared=True)
DUE = Refund(
    number=100000000420,
    declared_at="2026-09-02T03:00:00.000000Z",
    receipt=receipt_number(2026, 42),
    receipted_at="2026-09-02T18:00:00.000000Z",
    taxes={"GTGT": 67_288},
    returned=BACK,
)
REFUNDED = replace(
    DUE,
    number=100000000430,
    receipt=receipt_number(2026, 43),
    taxes={"NK": 126_000, "GTGT": 98_400, "CBPG": 5_000},
    reason="Văn bản đề nghị số 12 ngày 09/09/2026",
    refunded_at="2026-09-10T03:00:00.000000Z",
    entries=[901, 902, 903],
)
REFUSED = replace(REFUNDED, number=100000000440, taxes={"GTGT": 1_000}, returned=None)
WAITING = replace(DUE, number=100000000450, returned=replace(BACK, is_cleared=False))
LIST = RefundList("02DS", COURIER, "2026-09-01", "2026-09-30", [REFUNDED, REFUSED], [DUE, WAITING], 84_000)


def a_sheet(one: RefundList = LIST) -> RefundSheet:
    return refund_sheet(one, "Công ty TNHH Chuyển phát nhanh Thử Nghiệm")


def test_paper_has_both_parts_their_sums_and_how_they_meet_the_ledger() -> None:
    [page] = [text(one) for one in pages(render_refunds(a_sheet()))]
    for words in (
        "BẢNG KÊ HOÀN THUẾ HÀNG HÓA KHÔNG PHÁT ĐƯỢC",
        "Từ ngày 01/09/2026 đến ngày 30/09/2026",
        "Đã hoàn vào tài khoản tiền gửi",
        "230.400",  # refunded
        "134.576",  # due
        "Văn bản đề nghị",
        "901; 902; 903",
        "Chờ thông quan tờ khai",
        "xử lý khác): 84.000 đồng. Cộng mọi bút toán hoàn thuế trong kỳ: 314.400 đồng.",
        "DOANH NGHIỆP ĐỀ NGHỊ HOÀN THUẾ",
        "CÔNG CHỨC HẢI QUAN",
    ):
        assert words in page, words


def test_a_receipt_and_its_day_stand_in_one_column_on_paper_and_apart_elsewhere() -> None:
    told = refunds_told(a_sheet())
    [first, _] = told.due
    assert (first["receipt"], first["receipted_on"]) == ("0000042/2026", "03/09/2026")
    assert [one["title"] for one in told.columns][3:5] == ["Số biên lai", "Ngày biên lai"]
    assert len(a_sheet().columns) < len(told.columns)


def test_columns_are_the_taxes_that_occur_further_ones_last() -> None:
    keys = [part.key for part in a_sheet().parts if part.is_money]
    assert keys == ["total", "NK", "GTGT", "CBPG"]


def test_goods_that_never_left_have_no_return() -> None:
    assert [row["returned"] for row in refunds_told(a_sheet()).refunded] == ["300000000420", ""]


def test_states_are_said_in_words() -> None:
    told = refunds_told(a_sheet())
    assert [row["state"] for row in told.due] == ["Chờ hoàn", "Chờ thông quan tờ khai trả hàng"]
    assert {row["state"] for row in told.refunded} == {"Đã hoàn"}


def test_the_workbook_has_a_sheet_for_each_part() -> None:
    book = openpyxl.load_workbook(BytesIO(refund_workbook(a_sheet())))
    assert book.sheetnames == ["Đã hoàn", "Chờ hoàn"]
    values = [[cell.value for cell in row] for row in book["Chờ hoàn"].iter_rows()]
    assert 134_576 in values[-1]
    assert "100000000420" in values[-3]


def test_nothing_to_list_says_so() -> None:
    [page] = [text(one) for one in pages(render_refunds(a_sheet(replace(LIST, refunded=[], due=[], others=0))))]
    assert page.count("Không có.") == 2


def test_equal_lists_give_equal_bytes() -> None:
    assert render_refunds(a_sheet()) == render_refunds(a_sheet())
    assert refund_workbook(a_sheet()) == refund_workbook(a_sheet())
    assert len(pictures_of_refunds(a_sheet(), 40)) == 1
