"""Forms HQ 03 and HQ 04 as they are printed, written as workbooks and told as JSON: one table of columns for all."""

import os
from io import BytesIO
from pathlib import Path
from time import process_time

import msgspec
import openpyxl
import pytest
from msgspec.structs import replace

from forms.days import COURIER, DAY, OPENING, an_account_day, an_hq03, an_hq04, an_office_day, declared, postings
from forms.pdf_text import pages, text
from thongquan.forms.day_rows import hq03_sheet, hq04_sheet, superior_of
from thongquan.forms.day_sheet import DaySheet, Part
from thongquan.forms.day_told import told
from thongquan.forms.day_workbook import Table, day_workbook, workbook
from thongquan.forms.render_day import pictures_of_day, render_day, texts_of

PICTURES = Path(__file__).parents[2] / "docs" / "forms"
IN_ANNEX = ["(4 = 4.1-4.n)", "(4.1)", "(4.2)", "(4.3)", "(4.4)", "(4.5)", "(4.n)"]
IN_ANNEX_04 = ["(5 = 5.1-5.n)", "(5.1)", "(5.2)", "(5.3)", "(5.4)", "(5.n)", "(5)", "(6 = 4 -5)"]


def read(one: DaySheet) -> list[str]:
    """The text of each page."""
    return [text(page) for page in pages(render_day(one))]


def heads(one: DaySheet) -> list[tuple[str, str]]:
    return [(column.title, column.number) for column in one.columns]


def test_heads_of_hq03_are_those_of_the_annex() -> None:
    [page] = read(an_hq03())
    for words in (
        "CHI CỤC HẢI QUAN KHU VỰC II",
        "Mẫu số HQ 03- BKTK-TT",
        "Số: 17/BK-02DS",
        "BẢN KÊ TỜ KHAI - TIỀN THUẾ PHÁT SINH CHUYỂN NỘP NSNN",
        "ngày 02/09/2026",
        "ĐVT: VN đồng",
        "SỐ TIỀN ĐÃ NỘP",
        "Cộng",
        "NGƯỜI LẬP BẢN KÊ",
        "(Ký, xác nhận)",
    ):
        assert words in page


def test_heads_of_hq04_are_those_of_the_annex() -> None:
    [page] = read(an_hq04())
    for words in (
        "Mẫu số HQ 04-BTH-TT",
        "Số: 17/BK-02DS-00001",
        "BẢN TỔNG HỢP",
        "TIỀN THUẾ TRÍCH TỪ TÀI KHOẢN TIỀN GỬI CHUYỂN NỘP NSNN",
        "nộp tiền trước vào tài khoản tiền gửi của hải quan",
        f"Ngày 02/09/2026 Mã số thuế: {COURIER}",
        "ĐVT: VN đồng",
        "SỐ TIỀN ĐÃ SỬ DỤNG THEO SẮC THUẾ",
        "SỐ DƯ ĐẦU KỲ",
        "Cộng",
        "NGƯỜI LẬP BẢN KÊ",
    ):
        assert words in page


def test_columns_of_hq03_are_numbered_as_in_the_annex() -> None:
    titles, numbers = zip(*heads(an_hq03()), strict=True)
    assert titles[:4] == ("STT", "SỐ, NGÀY TỜ KHAI", "SỐ, NGÀY BIÊN LAI", "TỔNG SỐ")
    assert titles[4:] == ("XK", "NK", "TTDB", "GTGT", "BVMT", ".....")
    assert list(numbers) == ["(1)", "(2)", "(3)", *IN_ANNEX]


def test_columns_of_hq04_are_numbered_as_in_the_annex_slips_included() -> None:
    titles, numbers = zip(*heads(an_hq04()), strict=True)
    assert titles[:5] == ("STT", "NỘI DUNG SỐ TỜ KHAI", "NGÀY TỜ KHAI", "SỐ DƯ ĐẦU KỲ", "TỔNG SỐ")
    assert titles[5:] == ("XK", "NK", "TTĐB", "GTGT", "BVMT", ".....", "SỐ DƯ CUỐI KỲ")
    assert list(numbers) == ["(1)", "(2)", "(3)", "(4)", *IN_ANNEX_04]


def test_a_further_tax_stands_where_the_annex_has_dots() -> None:
    one = an_hq03(CBPG=9_000)
    assert heads(one)[-1] == ("CBPG", "(4.n)")
    assert (one.rows[0]["CBPG"], one.sums["CBPG"]) == (9_000, 9_000)
    assert heads(an_hq04(CBPG=9_000))[-2] == ("CBPG", "(5)")


def test_every_declaration_is_a_line_with_its_receipt_and_the_sums_are_those_of_the_columns() -> None:
    rows = postings()
    one = hq03_sheet(an_office_day(rows), declared(rows))
    assert [row["line"] for row in one.rows] == list(range(1, 12))
    first = one.rows[0]
    assert (first["declaration"], first["declared_on"]) == ("107000000010", "01/09/2026")
    assert (first["receipt"], first["receipted_on"]) == ("0000001/2026", "02/09/2026")
    for tax in ("NK", "TTDB", "GTGT", "BVMT", "total"):
        assert one.sums[tax] == sum(int(row[tax]) for row in one.rows if row[tax] != "")
    assert one.sums["XK"] == ""


def test_a_voided_receipt_is_a_line_with_its_sign_and_remark() -> None:
    rows = postings()
    [undone] = [row for row in hq03_sheet(an_office_day(rows), declared(rows)).rows if row["remark"]]
    assert (undone["receipt"], undone["remark"], undone["total"]) == (
        "0000002/2026",
        "Hủy biên lai ngày 02/09/2026",
        -84_000,
    )
    on_account = [row for row in hq04_sheet(an_account_day(rows), declared(rows)).rows if row["GTGT"] == -84_000]
    assert [row["content"] for row in on_account] == ["Hoàn, hủy biên lai 0000002/2026"]
    assert "−84.000" in read(an_hq03())[0]


def test_hq04_begins_with_the_opening_balance_and_runs_line_by_line() -> None:
    one = an_hq04()
    first, topped_up, *_, last = one.rows
    assert (first["line"], first["content"], first["opening"]) == (1, "SỐ DƯ ĐẦU KỲ", OPENING)
    assert (topped_up["content"], topped_up["opening"]) == ("Nộp tiền vào tài khoản: 20.000.000", OPENING + 20_000_000)
    assert last["closing"] == one.sums["closing"] == int(one.sums["opening"]) - int(one.sums["total"])


def test_a_company_is_shown_an_extract_that_says_so() -> None:
    rows = postings()
    [page] = read(hq03_sheet(an_office_day(rows), declared(rows), company=COURIER))
    assert f"Trích bản kê: tờ khai của doanh nghiệp có mã số thuế {COURIER}" in page


def test_what_is_not_closed_says_so() -> None:
    [page] = read(replace(an_hq03(), number="", prepared_by="", prepared_at=""))
    assert "BẢN XEM TRƯỚC" in page
    assert "Đã ký số" not in page


def test_columns_are_headed_on_every_page_and_every_line_is_printed_once() -> None:
    found = read(an_hq04(200))
    assert all("SỐ DƯ ĐẦU KỲ" in page for page in found[:-1])
    assert all("".join(found).count(str(107000000010 + 10 * place)) == 1 for place in range(3, 200))


@pytest.mark.parametrize("make", [an_hq03, an_hq04])
def test_workbook_and_json_have_the_rows_of_the_paper(make: object) -> None:
    one = make(CBPG=9_000)  # type: ignore[operator] # one of the two above
    sheet = openpyxl.load_workbook(BytesIO(day_workbook(one))).active
    keys = [column.key for column in told(one).columns]
    written = [[cell.value for cell in row] for row in sheet.iter_rows()]
    begins = next(place for place, row in enumerate(written) if row[:1] == [1])
    in_json = msgspec.json.decode(msgspec.json.encode(told(one)))
    for place, row in enumerate([*in_json["rows"], in_json["sums"]]):
        assert [one or "" for one in written[begins + place]] == [row[key] for key in keys]
    on_paper = texts_of(one)
    assert len(on_paper["rows"]) == len(in_json["rows"])
    assert (in_json["form_number"], in_json["day"]) == (one.form_number, DAY)


def test_hq03_has_two_form_numbers_and_tells_both() -> None:
    assert (told(an_hq03()).form_number, told(an_hq03()).form_number_in_list) == ("HQ 03- BKTK-TT", "HQ 03–BKSTK-TT")


def test_equal_forms_give_equal_bytes() -> None:
    assert render_day(an_hq03()) == render_day(an_hq03())
    assert day_workbook(an_hq03()) == day_workbook(an_hq03())


def test_texts_are_never_read_as_markup() -> None:
    [page] = read(replace(an_hq03(), prepared_by='#panic("x") *b*'))
    assert '#panic("x") *b*' in page


def test_the_superior_body_is_left_open_where_it_is_not_known() -> None:
    one = an_hq03()
    assert superior_of("02DS", one.day) == "Chi cục Hải quan khu vực II"
    assert superior_of("ZZZZ", one.day) == ""


@pytest.mark.skipif(not os.environ.get("THONGQUAN_DRILL"), reason="full size")
@pytest.mark.parametrize("make", [an_hq03, an_hq04])
def test_5000_lines_are_printed_in_10_seconds(make: object) -> None:
    began = process_time()
    render_day(make(5_000))  # type: ignore[operator] # one of the two above
    assert process_time() - began < 10


@pytest.mark.parametrize(("name", "make"), [("hq03-ban-ke", an_hq03), ("hq04-ban-tong-hop", an_hq04)])
def test_their_pictures_are_kept_beside_the_others(name: str, make: object) -> None:
    picture = PICTURES / f"{name}.png"
    [drawn] = pictures_of_day(make(), 110)  # type: ignore[operator] # one of the two above
    if os.environ.get("RECORD"):
        picture.write_bytes(drawn)
    assert picture.read_bytes()[16:24] == drawn[16:24]  # width and height


def test_a_column_of_a_workbook_is_as_wide_as_its_longest_text() -> None:
    name = "Công ty TNHH Một thành viên Điện tử An Khang"
    table = Table("A", ["TÊN"], [Part("name", "Người nhận")], [{"name": name}], {"name": "Cộng"})
    sheet = openpyxl.load_workbook(BytesIO(workbook(table))).active
    assert sheet.column_dimensions["A"].width > len(name)
