"""Whatever the bytes: a manifest, or one plain refusal."""

import io
import zipfile
from pathlib import Path

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from manifest.conftest import HOUSE, TITLES
from thongquan import manifest
from thongquan.manifest import Manifest

HEAD = ",".join(TITLES).encode() + b"\r\n"
few = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def outcome(path: Path, data: bytes) -> Manifest | str:
    path.write_bytes(data)
    try:
        return manifest.read(path)
    except manifest.Unreadable as refused:
        return refused.code


def sound_book() -> bytes:
    buffer = io.BytesIO()
    book = openpyxl.Workbook()
    for row in (TITLES, HOUSE, HOUSE):
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


BOOK = sound_book()


@few
@given(data=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    assert outcome(tmp_path / "a.csv", data)


@few
@given(data=st.binary(max_size=400))
def test_any_bytes_below_a_header_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    assert outcome(tmp_path / "a.csv", HEAD + data)


@few
@given(cells=st.lists(st.text(max_size=30), min_size=8, max_size=8))
def test_any_cells_make_a_row_that_is_kept_as_it_was(tmp_path: Path, cells: list[str]) -> None:
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in ["A1", *cells[1:]])
    told = outcome(tmp_path / "a.csv", HEAD + quoted.encode("utf-8", "replace") + b"\r\n")
    assert isinstance(told, str) or told.sheets[0].rows[0].cells[0] == "A1"


@few
@given(place=st.integers(0, len(BOOK) - 1), bits=st.integers(1, 255))
def test_a_damaged_workbook_is_read_or_refused(tmp_path: Path, place: int, bits: int) -> None:
    data = bytearray(BOOK)
    data[place] ^= bits
    assert outcome(tmp_path / "a.xlsx", bytes(data))


@few
@given(length=st.integers(0, len(BOOK)))
def test_a_workbook_cut_off_is_refused(tmp_path: Path, length: int) -> None:
    told = outcome(tmp_path / "a.xlsx", BOOK[:length])
    assert isinstance(told, str) == (length < len(BOOK))


@few
@given(junk=st.binary(max_size=200), place=st.integers(0, 2_000))
def test_a_damaged_sheet_in_a_sound_archive_is_read_or_refused(tmp_path: Path, junk: bytes, place: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as sound, zipfile.ZipFile(buffer, "w") as archive:
        for name in sound.namelist():
            data = sound.read(name)
            if name.endswith("sheet1.xml"):
                data = data[:place] + junk + data[place:]
            archive.writestr(name, data)
    assert outcome(tmp_path / "a.xlsx", buffer.getvalue())
