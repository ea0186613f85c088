"""The folder of documents beside the books: each sealed in a file of its own, named by a keyed hash of its content.

    DATA/attachments/ab/cdef…: pieces, each: length (4) | sealed bytes

The name is keyed with the company, so that equal content of one company lies there once, and nobody learns by giving a
document whether another company has it. A piece opens only in its file, at its place, and as the last one or not. No
name, path or ending comes from outside. A file is whole and on the disk before the transaction that names it; what no
transaction named is swept away at the next start.
"""

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import apsw
from cryptography.exceptions import InvalidTag

from thongquan.authority.document_ports import DocumentLost
from thongquan.base.limits import LIMITS
from thongquan.storage.folders import private_folder, sync_folder, told_with
from thongquan.storage.registered_attachments import named_files
from thongquan.storage.sealing import Vault

FOLDER = "attachments"
NAME_BYTES = 16
_SEALING_BYTES = 64
"""More than sealing adds to a piece."""
_LENGTH = struct.Struct(">I")
_UNFINISHED = ".unfinished"


class Attachments:
    """Implements `authority.document_ports.DocumentStore`."""

    def __init__(self, data: Path, vault: Vault) -> None:
        self.folder = data / FOLDER
        self._vault = vault

    def keep(self, company: str, sha256: str, plain: BinaryIO) -> None:
        """In place of one of the same name, which has the same content."""
        path = self.path(self._vault.attachment_key(company, sha256))
        for folder in (self.folder, path.parent):
            if not folder.exists():
                private_folder(folder)
                sync_folder(folder.parent)
        with new_file(path) as file:
            for piece in self._sealed(path, plain):
                file.write(_LENGTH.pack(len(piece)) + piece)

    def forget(self, company: str, sha256: str) -> None:
        wipe(self.path(self._vault.attachment_key(company, sha256)))

    def pieces(self, file: bytes) -> Iterator[bytes]:
        """Opens the file at once; raises DocumentLost then or later."""
        try:
            handle = os.open(self.path(file), os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        except OSError as error:
            raise DocumentLost from error
        return self._opened(handle, file)

    def hash_of(self, file: bytes) -> str:
        """SHA-256 of the content. Raises DocumentLost."""
        digest = sha256()
        for piece in self.pieces(file):
            digest.update(piece)
        return digest.hexdigest()

    def files(self) -> Iterator[Path]:
        """Every file in the folder, ours or not."""
        if self.folder.is_dir():
            for path in sorted(self.folder.iterdir()):
                yield from sorted(path.iterdir()) if path.is_dir() and not path.is_symlink() else [path]

    def sweep(self, connection: apsw.Connection) -> int:
        """Takes away what the books do not name: unfinished, never committed, or erased. How many."""
        swept, named = 0, f"SELECT 1 FROM ({named_files(connection)}) WHERE file = ?"  # noqa: S608 # nosec B608 - constants
        for path in list(self.files()):
            file = self.name(path)
            if file is None or connection.execute(named, (file,)).fetchone() is None:
                wipe(path)
                swept += 1
        return swept

    def path(self, file: bytes) -> Path:
        spelled = file.hex()
        return self.folder / spelled[:2] / spelled[2:]

    def name(self, path: Path) -> bytes | None:
        """The name that a file stands for; None for what is none of ours."""
        with suppress(ValueError):
            file = bytes.fromhex(path.parent.name + path.name)
            if len(file) == NAME_BYTES and self.path(file) == path:
                return file
        return None

    def _sealed(self, path: Path, plain: BinaryIO) -> Iterator[bytes]:
        file, size, place = self.name(path), LIMITS.document_piece_bytes, 0
        assert file is not None
        piece = plain.read(size)
        while True:
            following = plain.read(size)
            yield self._vault.seal(piece, _place(file, place, last=not following))
            if not following:
                return
            piece, place = following, place + 1

    def _opened(self, handle: int, file: bytes) -> Iterator[bytes]:
        try:
            with open(handle, "rb") as source:
                piece, place = _piece(source), 0
                while piece:
                    following = _piece(source)
                    yield self._vault.open(piece, _place(file, place, last=not following))
                    piece, place = following, place + 1
                if not place:
                    raise DocumentLost
        except (OSError, InvalidTag, struct.error) as error:
            raise DocumentLost from error


def _place(file: bytes, place: int, *, last: bool) -> bytes:
    return b"attachment %s %d %d" % (file.hex().encode(), place, last)


def _piece(source: BinaryIO) -> bytes:
    """The next sealed piece; empty at the end of the file."""
    head = source.read(_LENGTH.size)
    if not head:
        return b""
    [length] = _LENGTH.unpack(head)
    if length > LIMITS.document_piece_bytes + _SEALING_BYTES:
        raise DocumentLost
    piece = source.read(length)
    if len(piece) != length:
        raise DocumentLost
    return piece


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file that appears under its name when it is whole and on the disk, or not at all."""
    unfinished = path.with_name(path.name + _UNFINISHED)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        with told_with(path), open(handle, "wb") as file:  # noqa: PTH123 - an open descriptor: its mode is right
            yield file
            file.flush()
            os.fsync(handle)
        unfinished.rename(path)
    except BaseException:  # undone, and raised again
        unfinished.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def wipe(path: Path) -> None:
    """Nothing of it stays in the file's own blocks, as far as the disk lets us say so."""
    with suppress(FileNotFoundError, NotADirectoryError):
        if path.is_file() and not path.is_symlink():
            with path.open("r+b") as file:
                size = path.stat().st_size
                for begin in range(0, size, LIMITS.document_piece_bytes):
                    file.write(bytes(min(LIMITS.document_piece_bytes, size - begin)))
                file.flush()
                os.fsync(file.fileno())
        path.unlink()
        sync_folder(path.parent)
