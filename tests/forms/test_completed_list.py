"""Form HQ 02 as it is printed: heads, columns, sums, VAT lines and signature blocks, over as many pages as it needs."""

import os
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from forms.pdf_text import pages, text
from thongquan.forms.completed_list import (
    PrintedLine,
    PrintedList,
    PrintedVat,
    Provisional,
    day_of,
    texts_of,
)
from thongquan.forms.render_list import pictures_of_list, render_list

PICTURE = Path(__file__).parents[2] / "docs" / "forms" / "hq02-ban-ke.png"
PROVISIONAL = PICTURE.with_name("hq02-ban-ke-tam.png")
GOODS = ("Kem dưỡng da ban đêm, hộp 50 ml, hàng mới 100%", "Khăn lụa tơ tằm thêu tay, 4 chiếc")


def a_line(place: int, **changes: Any) -> PrintedLine:
    goods = GOODS[place % 2]
    return replace(
        PrintedLine(f"1000000{place:04}0", f"DHL{place:010}", goods, 2, Decimal("1.5"), "released"), **changes
    )


def a_printed_list(lines: int = 14, **changes: Any) -> PrintedList:
    """Imports of one flight, confirmed but for one house that was left out and one that never came."""
    rows = [a_line(place) for place in range(1, lines + 1)]
    if lines > 3:
        rows[1], rows[2] = a_line(2, became="held-back"), a_line(3, became="never-came")
        rows[3] = a_line(4, original="301234567890")
    one = PrintedList(
        direction="import",
        number="7/BK-00001",
        office_name="Chi cục Hải quan Chuyển phát nhanh",
        company_name="Công ty TNHH Chuyển phát nhanh Thử Nghiệm",
        measure="packages",
        sent_at="2026-09-02T03:04:05.000006Z",
        signed_by="00001A1B",
        lines=rows,
        vat=PrintedVat(10_688_440, "10", 1_068_844),
        answered_at="2026-09-03T03:04:05.000006Z",
        officer_name="Trần Văn Đức",
        is_confirmed=True,
    )
    return replace(one, **changes)


def read(one: PrintedList) -> list[str]:
    """The text of each page."""
    return [text(page) for page in pages(render_list(one))]


def test_the_heads_and_columns_are_those_of_the_annex() -> None:
    [page] = read(a_printed_list())
    for words in ("Mẫu số HQ 02-BKTKTGT", "Số: 7/BK-00001", "BẢN KÊ", "Tờ khai hàng hóa", "trị giá thấp (MIC/MEC)"):
        assert words in page
    for head in ("STT", "Số Tờ khai", "Số vận đơn", "Tên hàng", "Ghi chú", *(f"({n})" for n in range(1, 7))):
        assert head in page


def test_both_signature_blocks_stand_below() -> None:
    [page] = read(a_printed_list())
    assert "DOANH NGHIỆP LẬP BẢN KÊ" in page
    assert "CCHQ XÁC NHẬN HÀNG ĐÃ QUA KHU VỰC GIÁM SÁT" in page
    assert "ngày 02 tháng 09 năm 2026" in page
    assert "ngày 03 tháng 09 năm 2026" in page


def test_customs_block_stays_blank_until_they_confirm() -> None:
    one = texts_of(a_printed_list(is_confirmed=False))
    assert (one["answered"], one["officer"]) == ("", "")


def test_the_three_vat_lines_stand_where_the_list_gives_vat() -> None:
    [with_vat], [without] = read(a_printed_list()), read(a_printed_list(vat=None))
    for words in ("10.688.440 VND", "10 %", "1.068.844 VND"):
        assert words in with_vat
    assert "Thuế suất thuế GTGT" not in without


def test_column_5_gives_pieces_or_weight_and_their_sum() -> None:
    packages, weight = texts_of(a_printed_list(3)), texts_of(a_printed_list(3, measure="weight"))
    assert [row[4] for row in packages["rows"]] == ["2 kiện"] * 3
    assert (packages["sum"], weight["sum"]) == ("6 kiện", "4,5 kg")


def test_remarks_say_what_was_left_out_and_what_came_back() -> None:
    remarks = [row[5] for row in texts_of(a_printed_list(5))["rows"]]
    assert remarks == ["", "Chưa qua khu vực giám sát", "Hàng không đến", "Tờ khai gốc: 301234567890", ""]


def test_columns_are_headed_on_every_page() -> None:
    found = read(a_printed_list(400))
    assert len(found) > 5
    assert all("Số vận đơn" in page for page in found[:-1])


def test_every_line_is_printed_once() -> None:
    whole = "".join(read(a_printed_list(400)))
    assert all(whole.count(f"DHL{place:010}") == 1 for place in range(1, 401))


def test_equal_lists_give_equal_bytes() -> None:
    assert render_list(a_printed_list()) == render_list(a_printed_list())


def test_texts_are_never_read_as_markup() -> None:
    hostile = '#panic("x") *b* _c_ ]]] $a$'
    [page] = read(a_printed_list(lines=1, company_name="A"))
    assert "#panic" not in page
    [page] = read(replace(a_printed_list(1), lines=[a_line(1, goods=hostile)]))
    assert '#panic("x")' in page


def test_the_day_is_the_one_in_viet_nam() -> None:
    assert day_of("2025-02-17T17:00:00.000000Z") == "ngày 18 tháng 02 năm 2025"


def test_its_picture_is_kept_beside_the_others() -> None:
    [drawn] = pictures_of_list(a_printed_list(), 110)
    if os.environ.get("RECORD"):
        PICTURE.write_bytes(drawn)
    assert PICTURE.read_bytes()[16:24] == drawn[16:24]  # width and height


def test_a_provisional_list_says_what_it_is_when_it_was_signed_and_what_it_is_not() -> None:
    rows = [
        a_line(1, number="T9F3A11C0-1", became=""),
        a_line(2, number="T9F3A11C0-2", became="", registered="100000000020"),
    ]
    signed = Provisional("0199073e-4b2a-7c1d-9e55-2b179f3a11c0", "ab" * 32, "2026-09-02T03:04:05.000006Z")
    changes = {"provisional": signed, "answered_at": "", "is_confirmed": False, "number": "TẠM-9F3A11C0"}
    one = a_printed_list(lines=2, **changes)
    one = replace(one, lines=rows)
    [page] = read(one)
    for words in ("BẢN TẠM", "không phải số tờ khai", "02/09/2026 10:04:05", signed.batch, "Số tờ khai: 100000000020"):
        assert words in page
    assert "đã hoàn thành thủ tục" not in page
    if os.environ.get("RECORD"):
        PROVISIONAL.write_bytes(pictures_of_list(one, 100)[0])
