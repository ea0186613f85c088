"""Form HQ 01 as printed: heads, columns, sums, the direction struck out, both blocks; on paper and as workbook."""

import io
import os
import resource
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from faults.size import size
from forms.pdf_text import pages, text
from thongquan.declaration.document_list import DocumentLine, spelled, summed
from thongquan.forms.document_list import PrintedDocuments, texts_of
from thongquan.forms.masks import number
from thongquan.forms.render_list import pictures_of_list, render_list
from thongquan.manifest.document_workbook import HEAD, workbook_of

PICTURE = Path(__file__).parents[2] / "docs" / "forms" / "hq01-to-khai-tai-lieu.png"
GOODS = (("Bộ chứng từ lô hàng", "49111090"), ("Hợp đồng, hóa đơn", ""), ("Hộ chiếu", "49070090"))
CPU_SECONDS = 10


def a_line(place: int, **changes: Any) -> DocumentLine:
    goods, code = GOODS[place % 3]
    line = DocumentLine(
        sender_name="SEOUL BEAUTY CO LTD",
        sender_address="12-3 TEHERAN-RO, GANGNAM-GU, SEOUL, KR",
        receiver_name=f"Hoàng Khánh Hương {place}",
        receiver_address=f"{place} Lê Lợi, Phường Bến Nghé, Thành phố Hồ Chí Minh",
        goods=goods,
        packages=1 + place % 2,
        weight=Decimal("0.25"),
        house_bill=f"SEL{82330000 + place}VN",
        receiver_code=f"0203398{place:05}",
        hs_code=code,
        origin="KR",
        remark="Phong bì" if place % 3 == 0 else "",
    )
    return replace(line, **changes)


def a_printed_list(count: int = 4, **changes: Any) -> PrintedDocuments:
    one = PrintedDocuments(
        direction="import",
        number="7/TK-00001",
        office_name="Chi cục Hải quan Chuyển phát nhanh",
        company_name="Công ty TNHH Chuyển phát nhanh Thử Nghiệm",
        sent_at="2026-09-02T03:04:05.000006Z",
        signed_by="00001A1B",
        signer_name="Nguyễn Văn An",
        lines=[a_line(place) for place in range(1, count + 1)],
        answered_at="2026-09-03T03:04:05.000006Z",
        officer_name="Trần Văn Đức",
        state="confirmed",
        result="soi chiếu, mở 1 kiện, đúng khai báo",
    )
    return replace(one, **changes)


def read(one: PrintedDocuments) -> list[str]:
    """The text of each page."""
    return [text(page) for page in pages(render_list(one))]


@pytest.fixture(scope="module")
def page() -> str:
    [page] = read(a_printed_list(2))
    return page


def test_the_heads_are_those_of_the_annex(page: str) -> None:
    for words in ("Mẫu số HQ 01-TKTLCT", "Số: 7/TK-00001", "TỜ KHAI", "(sử dụng cho hàng hóa nhóm 1)"):
        assert words in page
    for words in ("Tài liệu, chứng từ không có giá trị thương mại", "CHI CỤC HẢI QUAN", "CÔNG TY TNHH CHUYỂN PHÁT"):
        assert words in page


def test_every_column_of_the_annex_is_headed(page: str) -> None:
    heads = ("STT", "nếu có", "Họ tên, địa chỉ, số CMND", "Người gửi", "Người nhận", "Tên hàng", "Mã số", "Xuất xứ")
    for head in (*heads, "Số", "kiện", "Trọng", "Lệ phí", "Ghi chú"):
        assert head in page


def test_both_people_stand_with_address_and_identity_number(page: str) -> None:
    for words in ("SEOUL BEAUTY CO LTD", "TEHERAN-RO", "Hoàng Khánh Hương 1", "1 Lê Lợi", "Số CMND: 020339800001"):
        assert words in page


def test_the_inspections_result_and_both_signature_blocks_stand_below(page: str) -> None:
    for words in ("Xác nhận kết quả kiểm tra:", "mở 1 kiện", "CÔNG CHỨC HẢI QUAN", "(ký, đóng dấu công chức)"):
        assert words in page
    for words in ("CÔNG TY CHUYÊN PHÁT NHANH", "(Ký, ghi rõ họ tên, đóng dấu)", "Nguyễn Văn An", "Trần Văn Đức"):
        assert words in page
    for words in ("ngày 02 tháng 09 năm 2026", "ngày 03 tháng 09 năm 2026", "gạch bỏ chữ nhập khẩu và ngược lại"):
        assert words in page


def test_customs_block_stays_blank_until_they_answer() -> None:
    one = texts_of(a_printed_list(1, state="sent", answered_at="", officer_name="", result=""))
    assert (one["answered"], one["officer"], one["result"]) == ("", "", "")


def test_a_declined_list_says_so() -> None:
    assert texts_of(a_printed_list(1, state="declined", result="dòng 1 là hàng hóa"))["result"] == (
        "Không xác nhận: dòng 1 là hàng hóa"
    )


def test_the_other_direction_is_struck_out() -> None:
    drawn = {
        direction: pictures_of_list(a_printed_list(1, direction=direction), 40) for direction in ("import", "export")
    }
    assert drawn["import"] != drawn["export"]
    assert [texts_of(a_printed_list(1, direction=one))["imports"] for one in ("import", "export")] == [True, False]


LINES = st.builds(
    lambda packages, grams, fee: a_line(1, packages=packages, weight=Decimal(grams) / 1000, fee=fee),
    st.integers(1, 99_999),
    st.integers(1, 99_999_000),
    st.integers(0, 10**12),
)


@settings(max_examples=size(30, 500), deadline=None)
@given(st.lists(LINES, min_size=1, max_size=9))
def test_what_is_printed_below_is_what_was_signed_and_the_sum_of_the_lines(lines: list[DocumentLine]) -> None:
    sums = summed(spelled(lines), lines)
    printed = texts_of(a_printed_list(0, lines=lines))["sums"]
    assert printed == [number(sums.packages), number(Decimal(sums.weight)), number(sums.fee)]
    assert Decimal(sums.weight) == sum(line.weight for line in lines)


def test_columns_are_headed_on_every_page_and_every_line_is_printed_once() -> None:
    found = read(a_printed_list(120))
    assert len(found) > 5
    assert all("Người gửi" in page for page in found[:-1])
    assert all("".join(found).count(f"SEL{82330000 + place}VN") == 1 for place in range(1, 121))


def test_equal_lists_give_equal_bytes() -> None:
    assert render_list(a_printed_list(2)) == render_list(a_printed_list(2))


def test_texts_are_never_read_as_markup() -> None:
    hostile = '#panic("x") *b* _c_ ]]] $a$'
    [page] = read(a_printed_list(lines=[a_line(1, goods=hostile, remark="#x")]))
    assert '#panic("x")' in page


def test_the_workbook_has_each_column_and_the_sums_and_no_formula() -> None:
    lines = [a_line(1), a_line(2, goods='=HYPERLINK("x")')]
    rows = list(openpyxl.load_workbook(io.BytesIO(workbook_of(a_printed_list(lines=lines)))).active.values)
    assert list(rows[3]) == HEAD
    assert (rows[5][8], rows[6][11:14]) == ('=HYPERLINK("x")', (3, 0.5, 0))
    assert "đúng khai báo" in rows[2][0]


def test_a_list_as_long_as_may_be_is_printed_in_ten_seconds_of_work() -> None:
    """All cores together: a shared machine's wall clock says nothing. The full size in the drill."""
    lines, began = size(250, 5_000), resource.getrusage(resource.RUSAGE_SELF).ru_utime
    render_list(a_printed_list(lines))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - began < CPU_SECONDS


def test_its_picture_is_kept_beside_the_others() -> None:
    [drawn] = pictures_of_list(a_printed_list(4), 110)
    if os.environ.get("RECORD"):
        PICTURE.write_bytes(drawn)
    assert PICTURE.read_bytes()[16:24] == drawn[16:24]  # width and height
