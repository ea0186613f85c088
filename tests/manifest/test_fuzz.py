"""Whatever the bytes: a manifest, or one plain refusal."""

import io
import os
import signal
import zipfile

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from faults.size import size
from manifest.conftest import HOUSE, TITLES, read_here

HEAD = ",".join(TITLES).encode() + b"\r\n"
few = settings(max_examples=size(300, 8_000), deadline=None)


def is_read_or_refused_apart(data: bytes) -> bool:
    """In a process of its own, as the product reads: calamine may ask for 400 GB and be ended, which is a refusal."""
    if not (child := os.fork()):
        try:
            os._exit(0 if read_here(data) else 1)
        finally:
            os._exit(1)  # an exception is no refusal
    status = os.waitpid(child, 0)[1]
    return status == 0 or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGABRT)


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
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert read_here(data)


@few
@given(data=st.binary(max_size=400))
def test_any_bytes_below_a_header_are_read_or_refused(data: bytes) -> None:
    assert read_here(HEAD + data)


@few
@given(cells=st.lists(st.text(max_size=30), min_size=8, max_size=8))
def test_any_cells_make_a_row_that_is_kept_as_it_was(cells: list[str]) -> None:
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in ["A1", *cells[1:]])
    told = read_here(HEAD + quoted.encode("utf-8", "replace") + b"\r\n")
    assert isinstance(told, str) or told.sheets[0].rows[0].cells[0] == "A1"


@few
@given(place=st.integers(0, len(BOOK) - 1), bits=st.integers(1, 255))
def test_a_damaged_workbook_is_read_or_refused(place: int, bits: int) -> None:
    data = bytearray(BOOK)
    data[place] ^= bits
    assert read_here(bytes(data))


@few
@given(length=st.integers(0, len(BOOK)))
def test_a_workbook_cut_off_is_refused(length: int) -> None:
    told = read_here(BOOK[:length])
    assert isinstance(told, str) == (length < len(BOOK))


@few
@given(junk=st.binary(max_size=200), place=st.integers(0, 2_000))
def test_a_damaged_sheet_in_a_sound_archive_is_read_or_refused(junk: bytes, place: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as sound, zipfile.ZipFile(buffer, "w") as archive:
        for name in sound.namelist():
            data = sound.read(name)
            if name.endswith("sheet1.xml"):
                data = data[:place] + junk + data[place:]
            archive.writestr(name, data)
    assert is_read_or_refused_apart(buffer.getvalue())
