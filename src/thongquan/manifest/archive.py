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
from itertools import pairwise

from thongquan.base.limits import LIMITS
from thongquan.manifest.model import Unreadable
from thongquan.manifest.tables import SheetFacts

_PIECE = 1 << 20
_TAG_BYTES = 1 << 18
"""No tag of a sheet, with the text after it, is longer in bytes."""
_ROW_TAGS = (b"<row ", b"<row>", b":row ", b":row>")
_CELLS = (b"<c ", b"<c>", b":c ", b":c>")
_TAGS_OF_A_CELL = 8  # at most, where cells are spelt in another way
# A tag ends where the next begins, so that each search is linear in any text.
_TOKEN = re.compile(rb"<(?:\w{1,40}:)?(?:c(?=[\s/>])(?P<cell>[^<>]*)|f[\s/>])")
_ADDRESS = re.compile(rb"""\br\s*=\s*["']\$?([A-Z]{1,3})\$?(\d{1,20})["']""")
_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
_USUAL_ADDRESS = re.compile(rb' r="([A-Z]{1,3})(\d{1,7})"')
_SIGNS_OF_ODD = (b"<f", b":f", b'"e"', b"'e'")
_XML = (".xml", ".rels", ".vml")
_LONGEST_DECLARATION = 8


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
    if len(names) != len(entries) or any(entry.flag_bits & 1 for entry in entries) or _overlap(entries):
        raise Unreadable("FILE-DAMAGED")
    if any("vba" in name.lower() or "macrosheets" in name.lower() for name in names):
        raise Unreadable("FILE-MACROS")
    stated = sum(entry.file_size for entry in entries)
    if stated > LIMITS.expanded_bytes:
        raise Unreadable("FILE-EXPANDS", found=stated, limit=LIMITS.expanded_bytes)
    if stated > LIMITS.expansion_ratio * max(len(data), 1):
        raise Unreadable("FILE-RATIO", found=stated // max(len(data), 1), limit=LIMITS.expansion_ratio)


def _overlap(entries: list[zipfile.ZipInfo]) -> bool:
    """Whether two parts lie in the same bytes, so that a small file holds a big one many times."""
    begun = sorted(entries, key=lambda entry: entry.header_offset)
    return any(one.header_offset + one.compress_size >= other.header_offset for one, other in pairwise(begun))


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
        for _ in self.pieces():
            pass

    def pieces(self) -> Iterator[bytes]:
        """Whatever the part is called, it declares nothing: who opens it later goes by other names than ours."""
        end = b""
        for piece in self._unpacked():
            if not self.size and self._entry.filename.lower().endswith(_XML):
                _refuse_other_text(piece)
            _refuse_declarations(end + piece)
            end = piece[-_LONGEST_DECLARATION:]
            self.size += len(piece)
            if self.size > self._entry.file_size or self.size > self._left:
                raise Unreadable("FILE-EXPANDS", found=self.size, limit=LIMITS.expanded_bytes)
            yield piece
        if self.size != self._entry.file_size:
            raise Unreadable("FILE-DAMAGED")

    def _unpacked(self) -> Iterator[bytes]:
        if self._entry.compress_type == zipfile.ZIP_STORED:
            for begin in range(0, len(self._packed), _PIECE):
                yield bytes(self._packed[begin : begin + _PIECE])
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


def _refuse_other_text(head: bytes) -> None:
    """XML in no encoding in which a declaration could hide."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    if head and head[:1] not in b"< \t\r\n":
        raise Unreadable("FILE-DAMAGED")


def _refuse_declarations(piece: bytes) -> None:
    """No document type and no entities, neither at the head nor behind a long comment."""
    if b"<!" in piece and any(word in piece.upper() for word in (b"<!DOCTYPE", b"<!ENTITY")):
        raise Unreadable("FILE-DOCTYPE")


def _scan_sheet(part: _Part) -> SheetFacts:
    """Formula and error cells of a worksheet; refuses one whose cells are too many or lie too far out to be held."""
    scan = _Scan()
    tail = b""
    for piece in part.pieces():
        whole = tail + piece
        # The last tag may be cut: it is looked at together with what follows.
        cut = max(whole.rfind(b"<"), 0)
        scan.take(whole[:cut])
        tail = whole[cut:]
        if len(tail) > _TAG_BYTES:
            raise Unreadable("FILE-DAMAGED")
    scan.take(tail)
    return scan.facts


class _Scan:
    """A worksheet looked through in pieces. `_cell` is the tag of the cell that we are in."""

    def __init__(self) -> None:
        self.facts = SheetFacts(set(), set())
        self._rows = self._row_tags = self._columns = self._cells = self._tags = 0
        self._cell = b""

    def take(self, piece: bytes) -> None:
        rows, columns = _farthest(piece)
        self._row_tags += sum(map(piece.count, _ROW_TAGS))
        self._rows, self._columns = max(self._rows, rows), max(self._columns, columns)
        self._cells += sum(map(piece.count, _CELLS))
        _check_rows(self._row_tags)
        self._tags += piece.count(b"<")
        _check_size(self._rows, self._columns, max(self._cells, self._tags // _TAGS_OF_A_CELL))
        odd = any(sign in piece for sign in _SIGNS_OF_ODD)
        begin = 0 if odd else max(piece.rfind(b"<c "), 0)
        for token in _TOKEN.finditer(piece, begin):
            self._note(token["cell"])

    def _note(self, cell: bytes | None) -> None:
        """A cell begins, or the one we are in has a formula."""
        if cell is not None:
            self._cell = cell
            if _ERROR.search(cell):
                self.facts.errors.add(self._address() or "")
            return
        address = self._address()
        if not address:  # its stored result could not be told from a typed value
            raise Unreadable("FILE-FORMULA-PLACE")
        self.facts.formulas.add(address)

    def _address(self) -> str:
        found = _ADDRESS.search(self._cell)
        return (found[1] + found[2]).decode() if found else ""


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


def _check_rows(rows: int) -> None:
    if rows > LIMITS.rows:
        raise Unreadable("FILE-TOO-MANY-ROWS", found=rows, limit=LIMITS.rows)


def _check_size(rows: int, columns: int, cells: int) -> None:
    """One cell far out makes the reader of values hold all the empty ones before it."""
    _check_rows(rows)
    if columns > LIMITS.columns:
        raise Unreadable("FILE-TOO-MANY-COLUMNS", found=columns, limit=LIMITS.columns)
    if max(rows * columns, cells) > LIMITS.cells:
        raise Unreadable("FILE-TOO-MANY-CELLS", found=max(rows * columns, cells), limit=LIMITS.cells)
