"""Whatever the bytes: a manifest, or one plain refusal."""

import io
import multiprocessing
import signal
import zipfile
from collections.abc import Iterator
from multiprocessing.connection import Connection

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faults.size import size
from manifest.conftest import HOUSE, TITLES, read_here

HEAD = ",".join(TITLES).encode() + b"\r\n"
FORKING = multiprocessing.get_context("fork")
few = settings(max_examples=size(300, 8_000), deadline=None)


class Reader:
    """Reads in a process of its own, as the product does: calamine may ask for 400 GB and be ended. A refusal, too."""

    def __init__(self) -> None:
        self._begin()

    def reads_or_refuses(self, data: bytes) -> bool:
        self._wire.send_bytes(data)
        try:
            return bool(self._wire.recv())
        except EOFError:
            self._process.join()
            ended = self._process.exitcode
            self._begin()
            return ended == -signal.SIGABRT  # an exception is no refusal

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._wire.close()

    def _begin(self) -> None:
        self._wire, theirs = FORKING.Pipe()
        self._process = FORKING.Process(target=answer_all, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()


def answer_all(wire: Connection) -> None:
    while True:
        wire.send(bool(read_here(wire.recv_bytes())))


@pytest.fixture(scope="module")
def apart() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.end()


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
def test_a_damaged_sheet_in_a_sound_archive_is_read_or_refused(apart: Reader, junk: bytes, place: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as sound, zipfile.ZipFile(buffer, "w") as archive:
        for name in sound.namelist():
            data = sound.read(name)
            if name.endswith("sheet1.xml"):
                data = data[:place] + junk + data[place:]
            archive.writestr(name, data)
    assert apart.reads_or_refuses(buffer.getvalue())
