"""The documents in a backup: after the pages of the books, each file as it lies in its folder, sealed as it is.

    name (16) | length (8) | the file's bytes

Only those that the books name at the backup's moment: each was on the disk before the transaction that names it.
"""

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import apsw

from thongquan.storage.attachments import FOLDER, new_file
from thongquan.storage.backup_file import PIECE_BYTES
from thongquan.storage.checking_attachments import KNOWS_ATTACHMENTS
from thongquan.storage.database import UnsafeDatabase
from thongquan.storage.folders import private_folder, sync_folder
from thongquan.storage.refusals import BackupDamaged
from thongquan.storage.registered_attachments import named_files

_HEAD = struct.Struct(">16sQ")


class Packed:
    """The documents that these books name, to be written one after the other."""

    def __init__(self, data: Path, books: apsw.Connection) -> None:
        self._folder, self._books = data / FOLDER, books

    def pieces(self) -> Iterator[bytes]:
        """No longer than a backup's piece.

        Raises:
            UnsafeDatabase: one is not there: a backup without it would be none.
        """
        if self._books.pragma("user_version") < KNOWS_ATTACHMENTS:
            return
        named = f"SELECT DISTINCT file FROM ({named_files(self._books)}) ORDER BY file"  # noqa: S608 # nosec B608 - constants
        for (file,) in self._books.execute(named):
            try:
                yield from self._file(file)
            except OSError as error:
                raise UnsafeDatabase(f"the document {file.hex()} of the books cannot be read: {error}") from error

    def _file(self, file: bytes) -> Iterator[bytes]:
        spelled = file.hex()
        with (self._folder / spelled[:2] / spelled[2:]).open("rb") as source:
            yield _HEAD.pack(file, os.fstat(source.fileno()).st_size)
            while piece := source.read(PIECE_BYTES):
                yield piece


def unpack_attachments(restored: Path, pages: int) -> None:
    """Into the folder beside `restored`, whose first `pages` bytes are the books and all that stay in it.

    What is in the files is for the check of the books to say.

    Raises:
        BackupDamaged: not what `Packed` writes.
    """
    with restored.open("r+b") as source:
        source.seek(pages)
        while head := source.read(_HEAD.size):
            if len(head) != _HEAD.size:
                raise BackupDamaged(place="attachments")
            _unpack_one(restored.parent / FOLDER, source, *_HEAD.unpack(head))
        source.truncate(pages)
        os.fsync(source.fileno())


def _unpack_one(folder: Path, source: BinaryIO, file: bytes, size: int) -> None:
    path = folder / file.hex()[:2] / file.hex()[2:]
    for one in (folder, path.parent):
        private_folder(one)
        sync_folder(one.parent)
    with new_file(path) as target:
        while size:
            piece = source.read(min(size, PIECE_BYTES))
            if not piece:
                raise BackupDamaged(place="attachments")
            target.write(piece)
            size -= len(piece)
