"""A tax receipt as it is printed, and a VAT list as it is written."""

import os
from io import BytesIO
from pathlib import Path

import openpyxl
from msgspec.structs import replace

from forms.pdf_text import pages, text
from thongquan.deposit.posting import Posting
from thongquan.deposit.receipt import Receipt
from thongquan.deposit.vat_list import Consigned, VatList, vat_list
from thongquan.forms.render_receipt import picture_of_receipt, render_receipt
from thongquan.forms.tax_receipt import PrintedReceipt
from thongquan.forms.vat_sheet import vat_csv, vat_workbook

PICTURE = Path(__file__).parents[2] / "docs" / "forms" / "bien-lai.png"
AT = "2026-09-02T03:00:00.000000Z"
TAXES = {"GTGT": 98_400, "NK": 24_000}
RECEIPT = Receipt(202600000000123, "0301111119", 107000000010, AT, TAXES)


def a_receipt(**changes: object) -> PrintedReceipt:
    return PrintedReceipt(replace(RECEIPT, **changes), "02DS", "Công ty TNHH Chuyển phát nhanh Thử Nghiệm", AT)


def read(one: PrintedReceipt) -> str:
    [page] = pages(render_receipt(one))
    return text(page)


def test_a_receipt_says_who_paid_what_for_which_declaration() -> None:
    page = read(a_receipt())
    for words in ("0000123/2026", "0301111119", "107000000010", "Thuế nhập khẩu", "24.000", "98.400", "122.400"):
        assert words in page
    assert "ĐÃ HỦY" not in page


def test_a_voided_receipt_says_so_on_its_face() -> None:
    one = a_receipt(voided_at="2026-09-03T03:00:00.000000Z", voided=TAXES)
    page = read(one)
    assert "ĐÃ HỦY" in page
    assert "03/09/2026 10:00:00" in page
    drawn = picture_of_receipt(one, 100)
    if os.environ.get("RECORD"):
        PICTURE.write_bytes(drawn)
    assert PICTURE.read_bytes()[16:24] == drawn[16:24]  # width and height


def a_vat_list(name: str = "Trần Minh Anh") -> VatList:
    of = {1: Consigned("1", AT, "DHL1", "001099012345", name, "Hà Nội", 840_000)}
    return vat_list(
        "0301111119",
        "2026-09",
        [("02DS", Posting(1, "0301111119", "charge", AT, 1, "GTGT", 84_000, 0, 0, 2026000000001))],
        of,
    )


def test_the_vat_list_is_a_workbook_with_a_sheet_of_lines_and_one_of_consignees() -> None:
    lines, consignees = openpyxl.load_workbook(BytesIO(vat_workbook(a_vat_list()))).worksheets
    assert [cell.value for cell in list(lines.iter_rows())[-2]][:5] == [
        1,
        "1",
        "02/09/2026",
        "0000001/2026",
        "02/09/2026",
    ]
    assert [cell.value for cell in list(consignees.iter_rows())[-2]] == [
        1,
        "001099012345",
        "Trần Minh Anh",
        "Hà Nội",
        1,
        84_000,
    ]
    assert list(consignees.iter_rows())[-1][-1].value == 84_000


def test_nothing_in_the_csv_is_taken_for_a_formula() -> None:
    written = vat_csv(a_vat_list("=HYPERLINK()"), by_consignee=True).decode("utf-8-sig")
    assert "'=HYPERLINK()" in written
    assert "84000" in vat_csv(a_vat_list(), by_consignee=False).decode("utf-8-sig")
