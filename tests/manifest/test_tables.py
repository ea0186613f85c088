"""The dialects of csv, and files that are no manifest at all."""

from pathlib import Path

import openpyxl
import pytest

from manifest.conftest import HOUSE, TITLES, ReadText
from thongquan import manifest
from thongquan.base.limits import LIMITS


def refusal(path: Path) -> str:
    with pytest.raises(manifest.Unreadable) as refused:
        manifest.read(path)
    return refused.value.code


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(read_text: ReadText, mark: str) -> None:
    [row] = read_text([TITLES, HOUSE], mark=mark).sheets[0].rows
    assert (row.bill.number, row.bill.currency) == ("ABC123VN", "USD")


def test_a_delimiter_inside_quotes_does_not_count(read_text: ReadText) -> None:
    house = [*HOUSE[:3], '"A, B, C, D, E, F, G, H, I"', *HOUSE[4:]]
    [row] = read_text([TITLES, house], mark=";").sheets[0].rows
    assert row.bill.receiver.name == "A, B, C, D, E, F, G, H, I"


def test_excels_own_first_line_names_the_delimiter(read_text: ReadText) -> None:
    sheet = read_text([["sep=;"], TITLES, HOUSE], mark=";").sheets[0]
    assert (sheet.header_line, sheet.rows[0].line) == (2, 3)


def test_a_line_break_inside_quotes_stays_in_its_cell(read_text: ReadText) -> None:
    [row] = read_text([TITLES, [*HOUSE[:3], '"Trần\r\nAn"', *HOUSE[4:]]]).sheets[0].rows
    assert (row.bill.receiver.name, row.line) == ("Trần An", 2)


def test_a_quote_that_is_not_closed_refuses_the_file(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(",".join(TITLES) + '\nA1,"SEOUL,KR,An,1,1,1,USD\nA2,X,KR,Bo,1,1,1,USD\n', encoding="utf-8")
    assert refusal(path) == "FILE-QUOTES"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "FILE-EMPTY"),
        (b" \r\n\r\n", "FILE-EMPTY"),
        (b"%PDF-1.7 ...", "FILE-KIND"),
        (b"<?xml version='1.0'?><a/>", "FILE-KIND"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "FILE-OLD-EXCEL"),
        (b"PK\x03\x04 not really", "FILE-DAMAGED"),
        (b"one line of prose\n", "FILE-NO-TABLE"),
        (",".join(TITLES).encode(), "FILE-NO-HOUSES"),
    ],
)
def test_what_is_no_manifest_is_refused_with_its_reason(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(data)
    assert refusal(path) == code


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nothing.csv") == "FILE-MISSING"


@pytest.mark.parametrize(("length", "refused"), [(LIMITS.cell_characters, False), (LIMITS.cell_characters + 1, True)])
def test_a_cell_may_be_as_long_as_the_limit(read_text: ReadText, length: int, refused: bool) -> None:
    lines = [TITLES, [*HOUSE[:3], "x" * length, *HOUSE[4:]]]
    if refused:
        with pytest.raises(manifest.Unreadable, match="FILE-CELL-TOO-LONG"):
            read_text(lines)
    else:
        assert len(read_text(lines).sheets[0].rows[0].bill.receiver.name) == length


@pytest.mark.parametrize(("width", "refused"), [(LIMITS.columns, False), (LIMITS.columns + 1, True)])
def test_a_table_may_be_as_wide_as_the_limit(read_text: ReadText, width: int, refused: bool) -> None:
    lines = [TITLES + [""] * (width - len(TITLES)), HOUSE + [""] * (width - len(HOUSE))]
    if refused:
        with pytest.raises(manifest.Unreadable, match="FILE-TOO-MANY-COLUMNS"):
            read_text(lines)
    else:
        assert len(read_text(lines).sheets[0].columns) == width


def test_a_sheet_without_a_table_is_named_and_passed_over(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (TITLES, HOUSE):
        book.active.append(row)
    book.create_sheet("Ghi chú").append(["DOC = chứng từ"])
    book.save(tmp_path / "two.xlsx")
    told = manifest.read(tmp_path / "two.xlsx")
    assert [(remark.code, remark.facts) for remark in told.remarks if remark.code == "SHEET-IGNORED"] == [
        ("SHEET-IGNORED", {"sheet": "Ghi chú"})
    ]


def test_houses_are_counted_over_all_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("B")):
        for row in (TITLES, HOUSE):
            sheet.append(row)
    book["B"].sheet_state = "hidden"
    book.save(tmp_path / "two.xlsx")
    told = manifest.read(tmp_path / "two.xlsx")
    assert [row.ordinal for sheet in told.sheets for row in sheet.rows] == [1, 2]
    assert [remark.facts for remark in told.remarks if remark.code == "SHEET-HIDDEN"] == [{"sheet": "B"}]
