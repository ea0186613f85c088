"""An xlsx file is a zip archive of XML. It is measured before anything is unpacked into memory.

Sizes that the archive states about itself are not believed: each part is unpacked in pieces and counted, so that what
is opened later is known to stay within the limits. The same pass finds formula and error cells, which the reader of
values would pass over in silence.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

import msgspec

from thongquan.base.limits import LIMITS
from thongquan.manifest.model import Unreadable

_PIECE = 1 << 20
_CELL = re.compile(
    rb"<(?:\w+:)?c\s(?P<attributes>[^>]*)>\s*(?P<formula><(?:\w+:)?f[\s/>])?",
)
_ADDRESS = re.compile(rb"""\br\s*=\s*["']\$?([A-Z]{1,3})\$?(\d{1,9})["']""")
_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
_USUAL_ADDRESS = re.compile(rb' r="([A-Z]{1,3})(\d{1,7})"')
_SIGNS_OF_ODD = (b"<f", b":f", b'"e"', b"'e'")


class SheetFacts(msgspec.Struct):
    """What the reader of values does not tell: cell addresses of formulas and of error values such as #N/A."""

    formulas: set[str] = set()
    errors: set[str] = set()


def inspect(data: bytes) -> dict[str, SheetFacts]:
    """Facts by part name. Refuses what is not a plain xlsx workbook within the limits."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, UnicodeDecodeError, OSError):
        raise Unreadable("FILE-DAMAGED") from None
    _check_directory(data, entries)
    facts = {}
    left = LIMITS.expanded_bytes
    for entry in entries:
        reading = _Part(data, entry, left)
        if _is_sheet(entry.filename):
            facts[entry.filename] = _scan_sheet(reading)
        else:
            reading.finish()
        left -= reading.size
    return facts


def _is_sheet(name: str) -> bool:
    return name.lower().startswith("xl/worksheets/") and name.lower().endswith(".xml")


def _check_directory(data: bytes, entries: list[zipfile.ZipInfo]) -> None:
    names = {entry.filename for entry in entries}
    if len(entries) > LIMITS.archive_entries:
        raise Unreadable("FILE-TOO-MANY-ENTRIES", found=len(entries), limit=LIMITS.archive_entries)
    if "xl/workbook.xml" not in names:
        raise Unreadable("FILE-KIND")
    if len(names) != len(entries) or any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("FILE-DAMAGED")
    if any("vba" in name.lower() or "macrosheets" in name.lower() for name in names):
        raise Unreadable("FILE-MACROS")
    stated = sum(entry.file_size for entry in entries)
    if stated > LIMITS.expanded_bytes:
        raise Unreadable("FILE-EXPANDS", found=stated, limit=LIMITS.expanded_bytes)
    if stated > LIMITS.expansion_ratio * max(len(data), 1):
        raise Unreadable("FILE-RATIO", found=stated // max(len(data), 1), limit=LIMITS.expansion_ratio)


class _Part:
    """One part of the archive, unpacked in pieces and held to its stated size."""

    def __init__(self, data: bytes, entry: zipfile.ZipInfo, left: int) -> None:
        self.size = 0
        self._left = left
        self._entry = entry
        start = entry.header_offset
        if data[start : start + 4] != b"PK\x03\x04" or len(data) < start + 30:
            raise Unreadable("FILE-DAMAGED")
        names, extra = struct.unpack_from("<HH", data, start + 26)
        begin = start + 30 + names + extra
        self._packed = memoryview(data)[begin : begin + entry.compress_size]

    def finish(self) -> None:
        for number, piece in enumerate(self.pieces()):
            if not number and self._entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                _refuse_doctype(piece)

    def pieces(self) -> Iterator[bytes]:
        for piece in self._unpacked():
            self.size += len(piece)
            if self.size > self._entry.file_size or self.size > self._left:
                raise Unreadable("FILE-EXPANDS", found=self.size, limit=LIMITS.expanded_bytes)
            yield piece
        if self.size != self._entry.file_size:
            raise Unreadable("FILE-DAMAGED")

    def _unpacked(self) -> Iterator[bytes]:
        if self._entry.compress_type == zipfile.ZIP_STORED:
            yield bytes(self._packed)
            return
        if self._entry.compress_type != zipfile.ZIP_DEFLATED:
            raise Unreadable("FILE-DAMAGED")
        unpacker = zlib.decompressobj(-15)
        packed: bytes | memoryview = self._packed
        try:
            while not unpacker.eof:
                piece = unpacker.decompress(packed, _PIECE)
                packed = unpacker.unconsumed_tail
                if not piece and not packed:
                    break
                yield piece
        except zlib.error:
            raise Unreadable("FILE-DAMAGED") from None


def _refuse_doctype(head: bytes) -> None:
    """No document type, no entities, and no encoding in which they could hide."""
    if head[:3] == b"\xef\xbb\xbf":
        head = head[3:]
    if head and head[:1] not in b"< \t\r\n":
        raise Unreadable("FILE-DAMAGED")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise Unreadable("FILE-DOCTYPE")


def _scan_sheet(part: _Part) -> SheetFacts:
    """Formula and error cells of a worksheet; refuses one whose cells lie too far out to be held."""
    facts = SheetFacts(formulas=set(), errors=set())
    tail = b""
    rows = columns = 0
    for number, piece in enumerate(part.pieces()):
        if not number:
            _refuse_doctype(piece)
        whole = tail + piece
        far_row, far_column = _farthest(whole)
        rows, columns = max(rows, far_row), max(columns, far_column)
        _check_size(rows, columns)
        # A cell is read from `<c` to its `<f`; what may be cut is carried over.
        cut = max(whole.rfind(b"<c "), whole.rfind(b":c "), 0)
        cut = max(cut, len(whole) - _PIECE // 4)
        if any(sign in whole for sign in _SIGNS_OF_ODD):
            _note_odd_cells(whole, facts)
        tail = whole[cut:]
    return facts


def _farthest(piece: bytes) -> tuple[int, int]:
    """The largest row and column named in this piece."""
    found = _USUAL_ADDRESS.findall(piece)
    if len(found) != piece.count(b"<c "):
        found = _ADDRESS.findall(piece)  # another writer's spelling: slower
    columns = [_index_of(letters) for letters in {letters for letters, _ in found}]
    return max((int(row) for _, row in found), default=0), max(columns, default=0)


def _index_of(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index


def _check_size(rows: int, columns: int) -> None:
    """One cell far out makes the reader of values hold all the empty ones before it."""
    if rows > LIMITS.rows:
        raise Unreadable("FILE-TOO-MANY-ROWS", found=rows, limit=LIMITS.rows)
    if columns > LIMITS.columns:
        raise Unreadable("FILE-TOO-MANY-COLUMNS", found=columns, limit=LIMITS.columns)
    if rows * columns > LIMITS.sheet_cells:
        raise Unreadable("FILE-TOO-MANY-CELLS", found=rows * columns, limit=LIMITS.sheet_cells)


def _note_odd_cells(piece: bytes, facts: SheetFacts) -> None:
    for cell in _CELL.finditer(piece):
        error = _ERROR.search(cell["attributes"])
        if not (cell["formula"] or error):
            continue
        address = _ADDRESS.search(cell["attributes"])
        if address:
            name = (address[1] + address[2]).decode()
            (facts.formulas if cell["formula"] else facts.errors).add(name)
