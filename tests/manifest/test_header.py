"""Where the table begins, and which lines below it are houses."""

import pytest

from manifest.conftest import HOUSE, TITLES, ReadBook, ReadText
from thongquan.manifest import Manifest


def fields(told: Manifest) -> list[str]:
    return [column.field for column in told.sheets[0].columns]


PLAIN_FIELDS = [
    "house_bill",
    "sender_name",
    "sender_country",
    "receiver_name",
    "packages",
    "weight",
    "value",
    "currency",
]


def test_title_rows_above_the_header_tell_of_all_houses(read_text: ReadText) -> None:
    sheet = read_text(
        [
            ["BẢN LƯỢC KHAI HÀNG HÓA"],
            ["MAWB: 180-44712032", "", "FLIGHT:", "KE0359/03SEP"],
            ["DATE:", "03/09/2026"],
            [],
            TITLES,
            HOUSE,
        ]
    ).sheets[0]
    bill = sheet.rows[0].bill
    assert (bill.master_bill, bill.flight, str(bill.arrival_date)) == ("180-44712032", "KE0359/03SEP", "2026-09-03")
    assert {change.code for change in sheet.rows[0].mended} == {"FROM-TITLE"}
    assert (sheet.header_line, sheet.rows[0].line) == (5, 6)


def test_a_two_row_header_joins_group_and_name(read_text: ReadText) -> None:
    told = read_text(
        [
            ["HAWB", "SHIPPER", "", "CONSIGNEE", "", "GOODS", "", ""],
            ["", "Name", "Country", "Name", "Address", "Pieces", "Weight (LBS)", "Value"],
            ["A1", "SEOUL BEAUTY", "KR", "Nguyễn An", "1 Lê Lợi Hà Nội", "1", "2", "9"],
        ]
    )
    assert fields(told) == [
        "house_bill", "sender_name", "sender_country", "receiver_name", "receiver_address", "packages", "weight",
        "value",
    ]  # fmt: skip
    assert str(told.sheets[0].rows[0].bill.weight) == "0.90718474"


def test_a_header_in_two_languages_on_two_rows_is_one_header(read_text: ReadText) -> None:
    second = ["Số vận đơn", "Người gửi", "Nước", "Người nhận", "Số kiện", "Trọng lượng", "Trị giá", "Loại tiền"]
    told = read_text([TITLES, second, HOUSE])
    assert fields(told) == PLAIN_FIELDS
    assert len(told.sheets[0].rows) == 1


def test_a_row_that_numbers_the_columns_is_no_house(read_text: ReadText) -> None:
    told = read_text([TITLES, [f"({n})" for n in range(1, 9)], HOUSE])
    assert [row.line for row in told.sheets[0].rows] == [3]


def test_blank_lines_and_repeated_headers_are_no_houses(read_text: ReadText) -> None:
    told = read_text([TITLES, HOUSE, [""] * 8, [], TITLES, ["B2", *HOUSE[1:]]])
    assert [(row.ordinal, row.line, row.bill.number) for row in told.sheets[0].rows] == [
        (1, 2, "ABC123VN"),
        (2, 6, "B2"),
    ]


@pytest.mark.parametrize(("told", "differs"), [("2", False), ("3", True)])
@pytest.mark.parametrize("word", ["TỔNG CỘNG / TOTAL", "Total", "Cộng:", "Grand total"])
def test_the_files_total_is_compared_with_its_rows(read_text: ReadText, word: str, told: str, differs: bool) -> None:
    lines = [TITLES, HOUSE, ["B2", *HOUSE[1:]], [word, "", "", "", told, "1.0", "", ""]]
    sheet = read_text(lines).sheets[0]
    assert len(sheet.rows) == 2
    assert [remark.at for remark in sheet.remarks if remark.code == "TOTALS-DIFFER"] == (
        ["packages"] if differs else []
    )


def test_a_company_called_total_is_a_house(read_text: ReadText) -> None:
    told = read_text([["SHIPPER", "HAWB", *TITLES[2:]], ["TOTAL ENERGIES SE", "A1", *HOUSE[2:]]])
    assert [row.bill.sender.name for row in told.sheets[0].rows] == ["TOTAL ENERGIES SE"]


def test_a_note_below_the_table_is_named_and_passed_over(read_text: ReadText) -> None:
    sheet = read_text([TITLES, HOUSE, ["", "Ghi chú: hàng dễ vỡ"]]).sheets[0]
    assert [remark.facts for remark in sheet.remarks if remark.code == "LINE-SKIPPED"] == [
        {"line": 3, "text": "Ghi chú: hàng dễ vỡ"}
    ]


def test_a_house_without_its_number_is_still_a_house(read_text: ReadText) -> None:
    [row] = read_text([TITLES, ["", *HOUSE[1:]]]).sheets[0].rows
    assert row.bill.number == ""


def test_cells_beyond_the_header_are_named(read_text: ReadText) -> None:
    sheet = read_text([TITLES, [*HOUSE, "", "stray"]]).sheets[0]
    assert "COLUMN-UNRECOGNISED" in {remark.code for remark in sheet.remarks}


def test_a_fault_points_at_its_cell(read_book: ReadBook) -> None:
    sheet = read_book([[], ["title"], [*TITLES], [*HOUSE[:7], "GOLD"]]).sheets[0]
    [fault] = sheet.rows[0].faults
    assert (fault.code, sheet.cell_of(sheet.rows[0], fault.at)) == ("CURRENCY-UNKNOWN", "H4")
