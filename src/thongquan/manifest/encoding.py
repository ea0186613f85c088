"""Which encoding a text file is in, told by evidence. A wrong guess would misspell every name in it.

The file is looked through in pieces, so that a big one never lies decoded in memory as a whole.
"""

import codecs
import io
import re
import unicodedata
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

import msgspec

from thongquan.manifest.model import Unreadable

_PIECE = 1 << 18
_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_TONE = "[\u0300\u0301\u0303\u0309\u0323]"
_TONE_ON_A_VOWEL = re.compile("[aăâeêioôơuưy]" + _TONE, re.IGNORECASE)
_ANY_TONE = re.compile(_TONE)
# A tone mark of Windows-1258 shares its byte with a letter of Windows-1252 (ì, ò, Þ …), which follows anything.
_STRAY_TONES_ALLOWED = 0.1
_EVIDENCE = 1 << 20
"""So much of a file shows which code page it is in."""


class _Survey(msgspec.Struct):
    """A file read in one encoding: the first byte that does not fit, how many characters and zeros there are."""

    misfit: int | None = None
    characters: int = 0
    zeros: int = 0


def encoding_of(file: BinaryIO) -> str:
    """The encoding in which the whole file can be read.

    Raises:
        Unreadable: there is none, or it is no text.
    """
    encoding = _marked(file)
    survey = _survey(file, encoding or "utf-8")
    if not encoding:
        encoding = "utf-8"
        if survey.misfit is not None:
            # A byte that no old code page has either, or a broken end: it was meant as UTF-8 if all before it was.
            encoding = _code_page(file) or ("utf-8" if survey.misfit else "cp1252")
            survey = _survey(file, encoding)
    if survey.misfit is not None:
        raise Unreadable("FILE-ENCODING-BROKEN", encoding=encoding, byte=survey.misfit)
    if survey.zeros > survey.characters // 100:
        raise Unreadable("FILE-KIND")
    return encoding


def text_of(file: BinaryIO, encoding: str) -> io.TextIOWrapper:
    """The file as text from its beginning; line ends stay as they are."""
    file.seek(0)
    return io.TextIOWrapper(file, encoding, newline="")


def lines_of(text: io.TextIOWrapper, most: int) -> Iterator[str]:
    """Lines in NFC. Raises `Unreadable` at one that is longer than `most` before it is in memory."""
    composed = partial(unicodedata.normalize, "NFC") if text.encoding == "cp1258" else None
    for number, line in enumerate(iter(partial(text.readline, most + 1), ""), start=1):
        if len(line) > most:
            raise Unreadable("FILE-LINE-TOO-LONG", line=number, limit=most)
        yield composed(line) if composed else line


def _marked(file: BinaryIO) -> str:
    file.seek(0)
    head = file.read(4096)
    return next((encoding for mark, encoding in _MARKS.items() if head.startswith(mark)), "") or _wide(head)


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: among Latin letters every other byte is zero."""
    half = len(head) // 2
    if half < 2:
        return ""
    if head[1::2].count(0) > half * 0.6 and not head[0::2].count(0):
        return "utf-16-le"
    if head[0::2].count(0) > half * 0.6 and not head[1::2].count(0):
        return "utf-16-be"
    return ""


def _survey(file: BinaryIO, encoding: str) -> _Survey:
    told = _Survey()
    decoder = codecs.getincrementaldecoder(encoding)()
    read = waiting = 0
    file.seek(0)
    while True:
        piece = file.read(_PIECE)
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            told.misfit = read - waiting + error.start
            return told
        told.characters += len(text)
        told.zeros += text.count("\0")
        if not piece:
            return told
        read += len(piece)
        waiting = len(decoder.getstate()[0])


def _code_page(file: BinaryIO) -> str:
    """Windows-1258 if its tone marks stand on vowels, as in Vietnamese they must; else Windows-1252."""
    if _survey(file, "cp1258").misfit is None:
        file.seek(0)
        vietnamese = file.read(_EVIDENCE).decode("cp1258")
        seated = len(_TONE_ON_A_VOWEL.findall(vietnamese))
        stray = len(_ANY_TONE.findall(vietnamese)) - seated
        if seated and stray <= seated * _STRAY_TONES_ALLOWED:
            return "cp1258"
    return "cp1252" if _survey(file, "cp1252").misfit is None else ""
