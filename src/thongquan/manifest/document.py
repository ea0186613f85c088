"""What a document is that somebody gives to customs, by its bytes alone. Runs in the reading process.

Whatever it is called and whatever type was claimed for it: one of a few kinds, whole, and without what its reader could
be attacked with. Archives and programs are none of these kinds, nor is anything with an archive hung on behind.
"""

import re
import struct
import zlib
from importlib import import_module
from typing import BinaryIO

from thongquan.base.limits import LIMITS
from thongquan.manifest.contents import Answer
from thongquan.manifest.model import Unreadable
from thongquan.manifest.opening import Read

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_PDF = re.compile(rb"%PDF-[12]\.[0-9]")
_PDF_END_WITHIN = 1_024
_JPEG_END_WITHIN = 64
_ZIP = b"PK\x03\x04"
_ZIP_END = struct.Struct("<4s4H2IH")
_ZIP_END_MARK, _ZIP_ENTRY = b"PK\x05\x06", b"PK\x01\x02"
_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"\xef\xbb\xbf": "utf-8"}
_NOT_WRITTEN = re.compile(r"[^\t\n\r\f -~\x85\u00a0-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_SCRIPT = ("#!", "%!PS")
_ACTIVE = {"html", "svg", "script", "stylesheet", "transform", "xdp", "Wix"}
"""Roots whose readers would run what stands in them."""


def reader_for(head: bytes) -> Read:
    """Loads what looks at a document that begins so."""
    kind = _kind_of(head)
    if kind == "xlsx":
        import_module(f"{__package__}.archive")
    if kind == "xml":
        import_module(f"{__package__}.xfzb")

    def read(file: BinaryIO) -> Answer:
        data = file.read()
        if kind != "xlsx" and _has_archive_behind(data):
            raise Unreadable("DOCUMENT-KIND")
        _CHECKS[kind](data)
        return Answer(kind=kind)

    return read


def _kind_of(head: bytes) -> str:
    if head.startswith(_ZIP):
        return "xlsx"
    if head.startswith(_PNG):
        return "png"
    if head.startswith(_JPEG):
        return "jpeg"
    if _PDF.match(head):
        return "pdf"
    flat = head.replace(b"\0", b"")
    for mark in _MARKS:
        flat = flat.removeprefix(mark)
    return "xml" if flat.lstrip()[:1] == b"<" else "text"


def _has_archive_behind(data: bytes) -> bool:
    """A directory of a zip archive where readers of archives look for one: they would open the file, too."""
    begin = max(len(data) - _ZIP_END.size - 0xFFFF, 0)
    while (at := data.find(_ZIP_END_MARK, begin)) >= 0 and at + _ZIP_END.size <= len(data):
        size = _ZIP_END.unpack_from(data, at)[5]
        if size <= at and data[at - size : at + 4].startswith((_ZIP_ENTRY, _ZIP_END_MARK)):
            return True
        begin = at + 1
    return False


def _pdf(data: bytes) -> None:
    if b"%%EOF" not in data[-_PDF_END_WITHIN:]:
        raise Unreadable("FILE-DAMAGED")


def _jpeg(data: bytes) -> None:
    if b"\xff\xd9" not in data[-_JPEG_END_WITHIN:]:
        raise Unreadable("FILE-DAMAGED")


def _png(data: bytes) -> None:
    """Chunk after chunk, each with its right sum, up to the last one, and nothing behind it."""
    at, kind = len(_PNG), b""
    while kind != b"IEND":
        if len(data) < at + 12:
            raise Unreadable("FILE-DAMAGED")
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if len(data) < end or zlib.crc32(data[at + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]:
            raise Unreadable("FILE-DAMAGED")
        at = end
    if at != len(data):
        raise Unreadable("DOCUMENT-KIND")


def _xlsx(data: bytes) -> None:
    """A workbook within the limits of couriers' files. Any other archive is none."""
    from thongquan.manifest import archive  # noqa: PLC0415 - loaded before the process sealed itself

    try:
        archive.inspect(data)
    except Unreadable as refused:
        if refused.code != "FILE-KIND":
            raise
        raise Unreadable("DOCUMENT-KIND") from None


def _xml(data: bytes) -> None:
    from thongquan.manifest import xfzb  # noqa: PLC0415 - loaded before the process sealed itself

    waiting = [(xfzb.parsed(data), 1)]
    if waiting[0][0].tag.rpartition("}")[2] in _ACTIVE:
        raise Unreadable("DOCUMENT-KIND")
    while waiting:
        element, depth = waiting.pop()
        line = element.sourceline or 0
        if depth > LIMITS.xml_depth:
            raise Unreadable("XML-TOO-DEEP", line=line, limit=LIMITS.xml_depth)
        if len(element.attrib) > LIMITS.xml_attributes:
            raise Unreadable("XML-TOO-MANY-ATTRIBUTES", line=line, limit=LIMITS.xml_attributes)
        waiting += [(child, depth + 1) for child in element]


def _text(data: bytes) -> None:
    """UTF-8, or UTF-16 that says so, of what people write: no controls, and nothing that a machine would run."""
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise Unreadable("DOCUMENT-KIND") from None
    if _NOT_WRITTEN.search(text) or text.startswith(_SCRIPT):
        raise Unreadable("DOCUMENT-KIND")


_CHECKS = {"pdf": _pdf, "jpeg": _jpeg, "png": _png, "xlsx": _xlsx, "xml": _xml, "text": _text}
