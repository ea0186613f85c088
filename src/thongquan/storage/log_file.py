"""Whether SQLite's write-ahead log still holds every act that was acknowledged.

SQLite ends the log at the first frame whose checksum is wrong, and says nothing. That is right after a power cut, when
the frame was never synced; but a bit that rots later, or a log cut short, takes acknowledged acts with it in the same
silence. Two things that are left on the disk tell the cases apart, and a server that finds them does not start:

* a transaction is begun only after the one before it was synced, so whole transactions *behind* the end mean damage;
* the index file (`-shm`) of a killed server still tells how many frames were synced.

The formats are those of https://sqlite.org/walformat.html.
"""

import os
import sys
from pathlib import Path
from typing import Literal

import msgspec

from thongquan.storage.folders import told_with

HEADER = 32
FRAME_HEADER = 24
_INDEX_HEADER = 48
_INDEX_VERSION = 3_007_000
_PIECE = 1 << 20
_MAGIC: dict[int, Literal["little", "big"]] = {0x377F0682: "little", 0x377F0683: "big"}


class LogDamaged(Exception):  # noqa: N818 - it is a state of the file, not an error of the program
    """Acknowledged acts are missing from the log. Opening it for good would make their loss final."""


class Promised(msgspec.Struct, frozen=True):
    """What a killed server's index says: so many frames of the log with these salts were on the disk."""

    salts: bytes = b""
    frames: int = 0


def promised(database: Path) -> Promised:
    """Read before SQLite opens the file: the first to open it empties the index."""
    index = database.with_name(f"{database.name}-shm")
    head = index.read_bytes()[: 2 * _INDEX_HEADER + 4] if index.exists() else b""
    first, second = head[:_INDEX_HEADER], head[_INDEX_HEADER : 2 * _INDEX_HEADER]
    if len(head) < 2 * _INDEX_HEADER + 4 or first != second or _native(first[:4]) != _INDEX_VERSION or not first[12]:
        return Promised()
    frames, folded = _native(first[16:20]), _native(head[2 * _INDEX_HEADER :])
    return Promised(first[32:40], frames) if frames > folded else Promised()


def write_again(database: Path) -> None:
    """Put the log on the disk as it reads now, before anything is written behind it.

    After a sync that failed the kernel takes the bytes for written and shows them to the next start, although the disk
    never got them. A power cut would then leave a hole, and everything acknowledged since the start lies behind it.
    """
    log = database.with_name(f"{database.name}-wal")
    if not log.exists():
        return
    handle = os.open(log, os.O_RDWR | os.O_CLOEXEC)
    try:
        with told_with(log):
            for at in range(0, os.fstat(handle).st_size, _PIECE):
                os.pwrite(handle, os.pread(handle, _PIECE, at), at)
            os.fsync(handle)
    finally:
        os.close(handle)


def require_whole(database: Path, page_size: int, frames: int, promise: Promised) -> None:
    """Refuse a log in which SQLite recognised only `frames` frames although more had been synced."""
    log = database.with_name(f"{database.name}-wal")
    head, heads = _heads(log, page_size)
    salts = head[16:24] if _is_header(head) else b"".join(one[8:16] for one in heads[:1])
    if promise.frames > frames and (promise.salts == salts or not _is_header(head)):
        raise LogDamaged(f"{log}: {promise.frames} frames were synced, {frames} are whole")
    if _whole_transaction(salts, heads[frames:]):
        raise LogDamaged(f"{log}: frame {frames + 1} is damaged, and acknowledged acts lie behind it")


def _whole_transaction(salts: bytes, heads: list[bytes]) -> bool:
    """A frame that ends a transaction, and any frame after it, of the same log."""
    ended = False
    for frame in heads:
        if frame[8:16] == salts:
            if ended:
                return True
            ended = frame[4:8] != bytes(4)
    return False


def _heads(log: Path, page_size: int) -> tuple[bytes, list[bytes]]:
    """The head of the log, and those of its frames."""
    if not log.exists():
        return b"", []
    size, step = log.stat().st_size, FRAME_HEADER + page_size
    with log.open("rb") as file:
        head, heads = file.read(HEADER), []
        for at in range(HEADER, size - FRAME_HEADER + 1, step):
            file.seek(at)
            heads.append(file.read(FRAME_HEADER))
    return head, heads


def _is_header(head: bytes) -> bool:
    """A log's head, its own checksum right. A new log has new salts: what lies behind it is an older one."""
    magic = int.from_bytes(head[:4])
    if len(head) < HEADER or magic not in _MAGIC:
        return False
    one = two = 0
    for at in range(0, 24, 8):
        one = (one + int.from_bytes(head[at : at + 4], _MAGIC[magic]) + two) & 0xFFFFFFFF
        two = (two + int.from_bytes(head[at + 4 : at + 8], _MAGIC[magic]) + one) & 0xFFFFFFFF
    return head[24:] == one.to_bytes(4) + two.to_bytes(4)


def _native(octets: bytes) -> int:
    """The index is in the byte order of the machine that made it: a foreign one reads as nonsense and is ignored."""
    return int.from_bytes(octets, sys.byteorder)
