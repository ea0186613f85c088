"""What a document is, its bytes say; archives, programs and what attacks its reader are refused."""

import io
import os
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from msgspec.structs import replace

from manifest import test_hostile_xml
from manifest.hostile_books import BOOKS
from thongquan.base.limits import LIMITS
from thongquan.manifest import document
from thongquan.manifest.apart import Apart
from thongquan.manifest.model import Unreadable

SAMPLES = Path(__file__).parents[1] / "samples"
BOOK = (SAMPLES / "import_manifest_200.xlsx").read_bytes()
MESSAGE = (SAMPLES / "house_1.xfzb.xml").read_bytes()


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def zipped(name: str = "a.txt", data: bytes = b"x") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as one:
        one.writestr(name, data)
    return packed.getvalue()


PNG = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + chunk(b"IEND")
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(40) + b"\xff\xd9"

GOOD = {
    "pdf": PDF,
    "jpeg": JPEG,
    "png": PNG,
    "xlsx": BOOK,
    "xml": MESSAGE,
    "text": "Hóa đơn số 1\r\n\tba món — 12 €\n".encode(),
}
OTHER_TEXTS = {
    "with a mark": "\ufeffHóa đơn".encode(),
    "UTF-16": "\ufeffHóa đơn".encode("utf-16-le"),
    "UTF-16, the other way": "\ufeffHóa đơn".encode("utf-16-be"),
}
NONE_OF_THEM = {
    "a Windows program": b"MZ\x90\0\x03\0\0\0" + bytes(60),
    "a Linux program": b"\x7fELF\x02\x01\x01\0" + bytes(60),
    "a Mac program": b"\xcf\xfa\xed\xfe" + bytes(60),
    "a script": b"#!/bin/sh\nid\n",
    "PostScript": b"%!PS-Adobe-3.0\n",
    "a page": b"<html><script>alert(1)</script></html>",
    "a page with its namespace": b'<html xmlns="http://www.w3.org/1999/xhtml"/>',
    "a drawing that runs": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "a zip archive": zipped(),
    "an empty archive": b"PK\x05\x06" + bytes(18),
    "a Word file": zipped("word/document.xml", b"<x/>"),
    "a Java archive": zipped("META-INF/MANIFEST.MF", b"x"),
    "a gzip file": b"\x1f\x8b\x08" + bytes(20),
    "a 7z archive": b"7z\xbc\xaf\x27\x1c" + bytes(20),
    "a RAR archive": b"Rar!\x1a\x07\0" + bytes(20),
    "an old Excel file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60),
    "a GIF": b"GIF89a" + bytes(20),
    "a picture and an archive": JPEG + zipped(),
    "a PDF around an archive": b"%PDF-1.7\n" + zipped() + b"%%EOF",
    "text and an archive": b"text " + zipped(),
    "something behind a PNG": PNG + b"more",
    "text with a NUL": b"a\0b",
    "text with an escape": b"a\x1b[2Jb",
    "text in no known encoding": b"Ho\xcc \xff",
}
DAMAGED = {
    "a PDF without its end": PDF.replace(b"%%EOF", b""),
    "a JPEG without its end": JPEG[:-2],
    "a PNG without its end": PNG[:-12],
    "a PNG with a wrong sum": PNG[:-1] + b"\0",
    "a PNG that says more than it has": PNG[:8] + b"\xff\xff\xff\xff" + PNG[12:],
    "half a workbook": BOOK[: len(BOOK) // 2],
}
IN_ARCHIVE = ("FILE-EXPANDS", "FILE-RATIO", "FILE-TOO-MANY-ENTRIES", "FILE-DOCTYPE", "FILE-MACROS")
OF_CARGO = "many_empty_houses"
"""What one message says for all of its houses is counted where houses are read."""
BOMBS = [name for name, (_, code) in BOOKS.items() if code in IN_ARCHIVE]


def kind_of(data: bytes) -> str:
    """Its kind, or the code of the refusal; here, not in a process apart."""
    try:
        return document.reader_for(data[:4096])(io.BytesIO(data)).kind
    except Unreadable as refused:
        return refused.code


def kind_apart(data: bytes) -> str:
    memory = os.memfd_create("document")
    try:
        os.write(memory, data)
        return Apart(Path(f"/proc/self/fd/{memory}"), document=True).kind()
    except Unreadable as refused:
        return refused.code
    finally:
        os.close(memory)


@pytest.mark.parametrize("kind", GOOD)
def test_each_kind_is_known_by_its_bytes(kind: str) -> None:
    assert kind_of(GOOD[kind]) == kind_apart(GOOD[kind]) == kind


@pytest.mark.parametrize("text", OTHER_TEXTS)
def test_text_that_says_how_it_is_written_is_text(text: str) -> None:
    assert kind_of(OTHER_TEXTS[text]) == "text"


@pytest.mark.parametrize("what", NONE_OF_THEM)
def test_whatever_else_it_is_it_is_refused(what: str) -> None:
    assert kind_of(NONE_OF_THEM[what]) == "DOCUMENT-KIND"


@pytest.mark.parametrize("what", DAMAGED)
def test_what_is_not_whole_is_refused(what: str) -> None:
    assert kind_of(DAMAGED[what]) == "FILE-DAMAGED"


@pytest.mark.parametrize("name", BOMBS)
def test_a_workbook_is_held_to_the_limits_of_couriers_files(name: str) -> None:
    make, code = BOOKS[name]
    assert kind_of(make()) == code


def test_there_are_enough_bombs() -> None:
    assert len(BOMBS) >= 10


@pytest.mark.parametrize(
    "name", [one for one, (_, code) in test_hostile_xml.REFUSED.items() if code[:4] == "XML-" and one != OF_CARGO]
)
def test_xml_that_attacks_its_reader_is_refused_by_the_same_name(name: str) -> None:
    data, code = test_hostile_xml.REFUSED[name]
    assert kind_of(data) == code


@pytest.mark.parametrize(
    ("limit", "code"),
    [("xml_depth", "XML-TOO-DEEP"), ("xml_attributes", "XML-TOO-MANY-ATTRIBUTES")],
)
def test_a_limit_of_xml_from_both_sides(limit: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = b'<a a="1" b="2" c="3"><b><c/></b></a>'
    for most, told in ((3, "xml"), (2, code)):
        monkeypatch.setattr(document, "LIMITS", replace(LIMITS, **{limit: most}))
        assert kind_of(data) == told


def test_a_bomb_is_refused_apart() -> None:
    make, code = BOOKS[BOMBS[0]]
    assert kind_apart(make()) == code


def test_blank_is_no_document() -> None:
    assert kind_apart(b" \n" * 40) == "FILE-EMPTY"
