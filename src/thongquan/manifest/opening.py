"""What a file is, and its contents packed into an answer. Runs in the reading process."""

import re
from collections.abc import Callable
from importlib import import_module
from typing import BinaryIO

import msgspec

from thongquan.base.limits import LIMITS
from thongquan.manifest.contents import Answer
from thongquan.manifest.model import Unreadable

Read = Callable[[BinaryIO], Answer]

HEAD_BYTES = 4_096
_PIECE = 1 << 18
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_TEXT = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"PK\x05\x06")
_UTF8_MARK = b"\xef\xbb\xbf"
_MARKS = (_UTF8_MARK, b"\xff\xfe", b"\xfe\xff")
_FHL = re.compile(rb"\s*FHL/\d")
_READERS = {"csv": "delimited", "xlsx": "spreadsheet", "fhl": "fhl", "xml": "xfzb", "camt": "camt"}
_REFUSED = {"xls": "FILE-OLD-EXCEL", "other": "FILE-KIND"}


def reader_for(head: bytes) -> Read:
    """Loads what reads a file that begins so."""
    kind = _kind_of(head)
    if kind in _REFUSED:
        return _refusing(_REFUSED[kind])
    read: Read = import_module(f"{__package__}.{_READERS[kind]}").read
    return read


def answer_of(file: BinaryIO, read: Read) -> bytes:
    """The contents or the refusal, packed."""
    try:
        answer = read(_not_blank(file))
    except Unreadable as refused:
        answer = Answer(code=refused.code, facts=refused.facts)  # type: ignore[arg-type] # refusals of files list nothing
    except MemoryError:
        answer = Answer(code="FILE-READING-MEMORY", facts={"limit": LIMITS.reader_memory_bytes})
    return msgspec.msgpack.encode(answer)


def _kind_of(head: bytes) -> str:
    """By how the file begins: its name may say anything."""
    if head.startswith(_ZIP):
        return "xlsx"
    if head.startswith(_OLE):
        return "xls"
    if _FHL.match(head.removeprefix(_UTF8_MARK)):
        return "fhl"
    flat = head.replace(b"\0", b"")
    for mark in _MARKS:
        flat = flat.removeprefix(mark)
    if flat.lstrip()[:1] == b"<":
        return "camt" if b":camt.053." in flat else "xml"
    return "other" if head.startswith(_NOT_TEXT) else "csv"


def _refusing(code: str) -> Read:
    def read(_file: BinaryIO) -> Answer:
        raise Unreadable(code)

    return read


def _not_blank(file: BinaryIO) -> BinaryIO:
    while piece := file.read(_PIECE):
        if piece.strip():
            file.seek(0)
            return file
    raise Unreadable("FILE-EMPTY")
