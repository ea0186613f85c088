"""Making a backup beside a running server: one moment of the books, sealed and signed, whole or not at all."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import apsw
import msgspec

from thongquan.authority.seal import AuthoritySeal
from thongquan.storage.attachments_packed import Packed
from thongquan.storage.backup_file import ID_BYTES, PIECE_BYTES, Head, Manifest, Writer, fingerprint
from thongquan.storage.books import last_moment
from thongquan.storage.database import LAST_ACT, PAGE_SIZE, one_number
from thongquan.storage.folders import UnsafeFolder, sync_folder
from thongquan.storage.keyring import keys_in_use
from thongquan.storage.ledger import hold_alone
from thongquan.storage.refusals import BackupBusy, BackupExists, BackupOtherKeys
from thongquan.storage.sealing import Vault
from thongquan.storage.snapshot import Tell, copy_pages, snapshot

LOCK = "backup.lock"
COPY = ".backup-copy"
UNFINISHED = ".unfinished"
ENDING = ".backup"


class Made(msgspec.Struct, frozen=True):
    """A backup that is on the disk."""

    file: Path
    size: int
    manifest: Manifest


class Maker(msgspec.Struct, frozen=True):
    """With what a backup is sealed and signed."""

    vault: Vault
    seal: Callable[[int], AuthoritySeal]
    """The authority's key of this number."""


def back_up(data: Path, out: Path, maker: Maker, at: str, tell: Tell) -> Made:
    """A consistent copy of the books in `data`, into the file `out` or a new file in the folder `out`.

    Raises:
        BooksMissing, BackupExists, BackupBusy, UnsafeDatabase
    """
    with _alone(data), snapshot(data) as books:
        in_use = keys_in_use(books)
        head = _head(maker.vault, in_use.backup)
        manifest = _manifest(books, head, at)
        file = _place(out, manifest)
        copy = data / COPY
        try:
            pages = copy_pages(books, copy, lambda done, of: tell(done, 2 * of))
            manifest = msgspec.structs.replace(manifest, pages=pages)
            with _new_file(file) as target:
                writer = Writer(target, head, maker.vault.keys.backup[head.key])
                packed = _seal_all(copy, pages, Packed(data, books), writer, tell)
                manifest = msgspec.structs.replace(manifest, digest=writer.digest(), attachments=packed)
                writer.end(manifest, maker.seal(in_use.authority))
        finally:
            copy.unlink(missing_ok=True)
    return Made(file, file.stat().st_size, manifest)


def _head(vault: Vault, number: int) -> Head:
    key = vault.keys.backup.get(number)
    if key is None:
        raise BackupOtherKeys(key=number)
    return Head(os.urandom(ID_BYTES).hex(), number, fingerprint(key))


def _manifest(books: apsw.Connection, head: Head, at: str) -> Manifest:
    checkpoint = books.execute("SELECT number, root FROM checkpoint ORDER BY number DESC LIMIT 1").fetchone()
    return Manifest(
        record="thongquan-backup-1",
        id=head.id,
        system=system_of(books),
        schema=books.pragma("user_version"),
        made_at=at,
        last_at=last_moment(books),
        checkpoint=checkpoint[0] if checkpoint else 0,
        root=checkpoint[1].hex() if checkpoint else "",
        acts=one_number(books, LAST_ACT),
        pages=0,
        digest="",
    )


def system_of(books: apsw.Connection) -> str:
    """The authority's name, which every statement that was accepted carries."""
    row = books.execute("SELECT statement FROM filing ORDER BY row DESC LIMIT 1").fetchone()
    return str(msgspec.json.decode(row[0])["system"]) if row else ""


def _seal_all(copy: Path, pages: int, documents: Packed, writer: Writer, tell: Tell) -> int:
    """The pages, then the documents. How many bytes those took."""
    size, done = pages * PAGE_SIZE, 0
    with copy.open("rb") as source:
        plain = chain(iter(lambda: source.read(PIECE_BYTES), b""), documents.pieces())
        piece = next(plain)
        while piece:
            following = next(plain, b"")
            writer.piece(piece, last=not following)
            done += len(piece)
            tell(pages + min(done // PAGE_SIZE, pages), 2 * pages)
            piece = following
    return done - size


def _place(out: Path, manifest: Manifest) -> Path:
    moment = manifest.made_at.partition(".")[0].replace("-", "").replace(":", "")
    file = out / f"{manifest.system or 'thongquan'}-{moment}Z-{manifest.checkpoint}{ENDING}" if out.is_dir() else out
    if file.exists() or file.is_symlink():
        raise BackupExists(file=str(file))
    return file


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """The file appears under its name when it is whole and on the disk, and never in the place of another."""
    unfinished = path.with_name(f".{path.name}{UNFINISHED}")
    unfinished.unlink(missing_ok=True)  # of a backup that was killed
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - an open descriptor: its mode is right from the first byte on
            yield file
            file.flush()
            os.fsync(handle)
        try:
            os.link(unfinished, path)
        except FileExistsError as error:
            raise BackupExists(file=str(path)) from error
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(path.parent)


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """One backup at a time; what a killed one left behind is swept away."""
    if not data.is_dir():
        yield  # the snapshot says that there are no books
        return
    try:
        lock = hold_alone(data / LOCK)
    except UnsafeFolder as error:
        raise BackupBusy(data=str(data)) from error
    try:
        with suppress(FileNotFoundError):
            (data / COPY).unlink()
        yield
    finally:
        os.close(lock)
