"""A csv file is read in the encoding that its bytes show."""

import io
import unicodedata

import pytest

from thongquan import manifest
from thongquan.manifest.encoding import encoding_of, lines_of, text_of

NAME = "Nguyễn Thị Thủy Tiên, Đường Trần Hưng Đạo"


def decode(data: bytes) -> tuple[str, str]:
    """The text, and the name of its encoding."""
    file = io.BytesIO(data)
    encoding = encoding_of(file)
    return "".join(lines_of(text_of(file, encoding), 1_000)), encoding


def cp1258(text: str) -> bytes:
    """Windows-1258 keeps the tone as a mark of its own."""
    told = bytearray()
    for letter in text:
        try:
            told += letter.encode("cp1258")
        except UnicodeEncodeError:
            base, *marks = unicodedata.normalize("NFD", letter)
            tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
            shape = unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark not in tones))
            told += (shape + "".join(tones)).encode("cp1258")
    return bytes(told)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_unicode_encoding_is_recognised(encoding: str) -> None:
    text = f"HAWB,CONSIGNEE NAME,SHIPPER NAME,WEIGHT\r\nA1,{NAME},JOHN MILLER,1\r\n"
    assert decode(text.encode(encoding))[0] == text


def test_big_endian_with_its_mark_is_recognised() -> None:
    assert decode(b"\xfe\xff" + NAME.encode("utf-16-be"))[0] == NAME


def test_windows_1258_is_told_by_its_tone_marks_and_becomes_nfc() -> None:
    assert decode(cp1258(NAME)) == (NAME, "cp1258")


def test_windows_1252_is_told_by_letters_that_would_be_tones_on_consonants() -> None:
    text = "Café Señor Niño, Þór, Straße, così"
    assert decode(text.encode("cp1252")) == (text, "cp1252")


def test_broken_utf_8_is_refused_and_not_read_as_something_else() -> None:
    with pytest.raises(manifest.Unreadable) as refused:
        decode("Nguyễn".encode() + b"\x81\x8d")
    assert refused.value.code == "FILE-ENCODING-BROKEN"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1258"])
@pytest.mark.parametrize("before", [0, 1, 2, 3])
def test_a_letter_may_lie_across_two_pieces_of_the_file(encoding: str, before: int) -> None:
    """Files are read in pieces of 256 KiB, and letters have up to four bytes."""
    text = "x" * before + f"{NAME}\n" * 10_000
    data = cp1258(text) if encoding == "cp1258" else text.encode(encoding)
    assert decode(data) == (text, encoding)


def test_the_byte_that_does_not_fit_is_named() -> None:
    good = NAME.encode() * 10_000
    with pytest.raises(manifest.Unreadable) as refused:
        decode(good + b"\x81\x8d" + good)
    assert refused.value.facts["byte"] == len(good)
