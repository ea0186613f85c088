"""An xlsx file is measured before it is opened; what could hide in it is found or refused."""

import io
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from manifest.conftest import HOUSE, TITLES, ReadBook
from thongquan import manifest
from thongquan.base.limits import LIMITS

SHEET = "xl/worksheets/sheet1.xml"
Change = Callable[[dict[str, bytes]], None]


def book_parts() -> dict[str, bytes]:
    buffer = io.BytesIO()
    book = openpyxl.Workbook()
    for row in (TITLES, HOUSE):
        book.active.append(row)
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def refusal(path: Path, change: Change) -> str:
    parts = book_parts()
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    with pytest.raises(manifest.Unreadable) as refused:
        manifest.read(path)
    return refused.value.code


def add_cell(address: str) -> Change:
    cell = f'<row r="9"><c r="{address}"><v>1</v></c></row></sheetData>'.encode()

    def change(parts: dict[str, bytes]) -> None:
        parts[SHEET] = parts[SHEET].replace(b"</sheetData>", cell)

    return change


def test_an_untouched_book_is_read(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        refusal(tmp_path / "a.xlsx", lambda parts: None)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda parts: parts.update({f"x{n}": b"" for n in range(LIMITS.archive_entries)}), "FILE-TOO-MANY-ENTRIES"),
        (lambda parts: parts.update({"xl/media/zero": bytes(30_000_000)}), "FILE-RATIO"),
        (lambda parts: parts.update({"xl/vbaProject.bin": b"x"}), "FILE-MACROS"),
        (lambda parts: parts.pop("xl/workbook.xml"), "FILE-KIND"),
        (lambda parts: parts.pop(SHEET), "FILE-NO-TABLE"),
        (lambda parts: parts.update({SHEET: b"<!DOCTYPE a SYSTEM 'file:///x'>" + parts[SHEET]}), "FILE-DOCTYPE"),
        (lambda parts: parts.update({"xl/styles.xml": b"<!DOCTYPE a []><a/>"}), "FILE-DOCTYPE"),
        (lambda parts: parts.update({SHEET: parts[SHEET].decode().encode("utf-16")}), "FILE-DAMAGED"),
        (add_cell("A1048576"), "FILE-TOO-MANY-ROWS"),
        (add_cell("XFD9"), "FILE-TOO-MANY-COLUMNS"),
        (add_cell("IV190000"), "FILE-TOO-MANY-CELLS"),
    ],
)  # fmt: skip
def test_what_could_exhaust_or_reach_out_is_refused(tmp_path: Path, change: Change, code: str) -> None:
    assert refusal(tmp_path / "a.xlsx", change) == code


def test_a_size_that_lies_is_found_by_unpacking(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (book_parts() | {"xl/zero.bin": bytes(5_000_000)}).items():
            archive.writestr(name, data)
    data = buffer.getvalue()
    path.write_bytes(data.replace(struct.pack("<L", 5_000_000), struct.pack("<L", 1_000)))
    with pytest.raises(manifest.Unreadable, match="FILE-EXPANDS"):
        manifest.read(path)


def test_a_formulas_stored_result_is_never_taken_in_silence(read_book: ReadBook) -> None:
    rows: list[list[object]] = [[*TITLES], [*HOUSE[:6], "=12.5*2", "USD"]]
    [row] = read_book(rows).sheets[0].rows
    assert [(warning.code, warning.facts) for warning in row.warnings] == [("FORMULA-RESULT", {"cell": "G2"})]


def test_a_typed_value_gives_no_such_warning(read_book: ReadBook) -> None:
    [row] = read_book([[*TITLES], [*HOUSE[:6], 25, "USD"]]).sheets[0].rows
    assert row.warnings == []


def test_a_spreadsheet_error_is_a_fault_at_its_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (TITLES, HOUSE):
        book.active.append(row)
    book.active["G2"] = "#N/A"
    book.active["G2"].data_type = "e"
    book.save(tmp_path / "a.xlsx")
    [house] = manifest.read(tmp_path / "a.xlsx").sheets[0].rows
    assert [(fault.code, fault.at, fault.facts) for fault in house.faults] == [("CELL-ERROR", "value", {"cell": "G2"})]


@pytest.mark.parametrize(("more", "refused"), [(0, False), (1, True)])
def test_empty_rows_count_as_rows(tmp_path: Path, more: int, refused: bool) -> None:
    """Formatting leaves them behind. They hold nothing, but each is read."""
    parts = book_parts()
    empty = b'<row ht="15"/>' * (LIMITS.rows - 2 + more)
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", empty + b"</sheetData>")
    parts["xl/media/noise.bin"] = os.urandom(100_000)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    if refused:
        with pytest.raises(manifest.Unreadable, match="FILE-TOO-MANY-ROWS"):
            manifest.read(tmp_path / "a.xlsx")
    else:
        assert len(manifest.read(tmp_path / "a.xlsx").sheets[0].rows) == 1
