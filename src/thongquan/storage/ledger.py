"""One writer's hold on the books: transactions, the last moment on record, and checkpoints of the log file."""

import fcntl
import os
from pathlib import Path

import apsw
from cryptography.exceptions import InvalidTag

from thongquan.authority.judging import normalised_house
from thongquan.declaration.codec import decode_line
from thongquan.storage.books import SqliteBooks
from thongquan.storage.database import NAME, UnsafeDatabase, open_for_writing
from thongquan.storage.folders import UnsafeFolder
from thongquan.storage.record import place_of, unpack
from thongquan.storage.sealing import Vault

LOCK = "writer.lock"
_SOME_DECLARATION = """
SELECT d.number, seq, direction, house, sealed FROM declaration d JOIN act ON seq = registered LIMIT 1"""
CHECKPOINT_PAGES = 4096
"""64 MiB of log, then it is folded into the database, between two groups."""


class Ledger:
    """Opened once, by the process that writes. Everything goes through the thread that holds it."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self._lock = _hold_alone(folder / LOCK)
        try:
            self._connection = open_for_writing(folder)
            _insist_on_own_keys(self._connection, vault)
        except BaseException as error:
            os.close(self._lock)
            if isinstance(error, apsw.Error):  # a page that is damaged, or no database at all
                raise UnsafeDatabase(f"{folder / NAME}: {error}") from error
            raise
        self.log_pages = 0  # in the log and not folded in yet; also for whoever watches the server
        self._connection.set_wal_hook(self._committed)
        self.books = SqliteBooks(self._connection, vault)

    def begin(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Returns when the disk has everything. A commit that failed is never tried again."""
        self._connection.execute("COMMIT")

    def rollback(self) -> None:
        self.books.forget()
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def fold_log(self) -> None:
        """Move the log into the database when it has grown. Readers that look at old pages are not waited for."""
        if self.log_pages >= CHECKPOINT_PAGES:
            self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
            self.log_pages = 0

    def close(self) -> None:
        self._connection.close()
        os.close(self._lock)

    def _committed(self, _connection: apsw.Connection, _name: str, pages: int) -> int:
        self.log_pages = pages
        return apsw.SQLITE_OK


def _insist_on_own_keys(connection: apsw.Connection, vault: Vault) -> None:
    """With other keys nothing would be readable, and every house bill would count as new: refuse before the first."""
    row = connection.execute(_SOME_DECLARATION).fetchone()
    if row is None:
        return
    number, seq, direction, house, sealed = row
    try:
        declaration = decode_line(unpack(vault.open(sealed, place_of(number, seq))).signed)
        own = vault.house_key(direction, normalised_house(declaration.house_bill)) == house
    except InvalidTag:
        own = False
    if not own:
        connection.close()
        raise UnsafeFolder("these keys are not those of the books in the data folder")


def _hold_alone(path: Path) -> int:
    """Two servers on one folder would issue one number twice; the lock dies with its process."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lock)
        raise UnsafeFolder(f"another server is writing to {path.parent}") from error
    return lock
