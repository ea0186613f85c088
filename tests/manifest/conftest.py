"""Files as a test needs them: a few houses, in the dialect at issue."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from thongquan import manifest
from thongquan.manifest import HouseRow, Manifest
from thongquan.manifest.contents import Contents, unpacked
from thongquan.manifest.opening import HEAD_BYTES, answer_of, reader_for
from thongquan.manifest.reading import understood

TITLES = ["HAWB", "SHIPPER", "CTRY", "CONSIGNEE", "PCS", "WEIGHT", "VALUE", "CURRENCY"]
HOUSE = ["ABC123VN", "SEOUL BEAUTY", "KR", "Nguyễn Thị Thủy Tiên", "1", "0.5", "12.5", "USD"]

ReadText = Callable[..., Manifest]
ReadBook = Callable[..., Manifest]
ReadCell = Callable[..., HouseRow]


def contents_here(data: bytes) -> Contents:
    """What the reading process would answer, without starting it: for tests of thousands of files."""
    return unpacked(answer_of(io.BytesIO(data), reader_for(data[:HEAD_BYTES])))


def read_here(data: bytes) -> Manifest | str:
    """The manifest, or the code of the refusal."""
    try:
        return understood(contents_here(data), "list")
    except manifest.Unreadable as refused:
        return refused.code


@pytest.fixture
def read_text(tmp_path: Path) -> ReadText:
    """Reads lines of cells as a csv file."""

    def read(lines: list[list[str]], *, mark: str = ",", encoding: str = "utf-8", **options: object) -> Manifest:
        path = tmp_path / "list.csv"
        path.write_bytes("".join(mark.join(line) + "\r\n" for line in lines).encode(encoding))
        return manifest.read(path, **options)  # type: ignore[arg-type] # what the test gives

    return read


@pytest.fixture
def read_book(tmp_path: Path) -> ReadBook:
    """Reads rows of values as an xlsx file."""

    def read(rows: list[list[object]], **options: object) -> Manifest:
        path = tmp_path / "list.xlsx"
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
        return manifest.read(path, **options)  # type: ignore[arg-type] # what the test gives

    return read


@pytest.fixture
def read_cell(read_text: ReadText) -> ReadCell:
    """The house row of a csv file of one house, in which one more column holds the cell at issue."""

    def read(title: str, cell: str, **others: str) -> HouseRow:
        told = dict(zip(TITLES, HOUSE, strict=True)) | others | {title: cell}
        quoted = [f'"{value}"' for value in told.values()]
        return read_text([list(told), quoted]).sheets[0].rows[0]

    return read
