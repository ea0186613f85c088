"""One writer's hold on the books: transactions, the last moment on record, and checkpoints of the log file."""

import fcntl
import os
import time
from pathlib import Path

import apsw
from cryptography.exceptions import InvalidTag

from thongquan.storage.attachments import Attachments
from thongquan.storage.books import SqliteBooks
from thongquan.storage.database import NAME, UnsafeDatabase, open_for_writing
from thongquan.storage.folders import UnsafeFolder
from thongquan.storage.keyring import keys_in_use
from thongquan.storage.record import place_of, unpack
from thongquan.storage.sealing import Vault
from thongquan.storage.state import hashes_of

LOCK = "writer.lock"
PATIENCE_SECONDS = 0.5
"""A backup or a check holds the lock for a moment, to look at the log."""
_SOME_DECLARATION = """
SELECT d.number, seq, direction, house, sealed
FROM act JOIN declaration d ON d.registered = seq AND d.number = act.number
WHERE kind = 'registered' ORDER BY seq DESC LIMIT 1"""
CHECKPOINT_PAGES = 4096
"""64 MiB of log, then it is folded into the database, between two groups."""


class Ledger:
    """Opened once, by the process that writes. Everything goes through the thread that holds it."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self._lock = hold_alone(folder / LOCK, PATIENCE_SECONDS)
        try:
            self._connection = open_for_writing(folder)
            self.vault = vault.using(keys_in_use(self._connection))
            _insist_on_own_keys(self._connection, self.vault)
            self.attachments = Attachments(folder, self.vault)
            self.attachments.sweep(self._connection)
        except BaseException as error:
            os.close(self._lock)
            if isinstance(error, apsw.Error):  # a page that is damaged, or no database at all
                raise UnsafeDatabase(f"{folder / NAME}: {error}") from error
            raise
        self.log_pages = 0  # in the log and not folded in yet; also for whoever watches the server
        self._connection.set_wal_hook(self._committed)
        self.books = SqliteBooks(self._connection, self.vault)

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

    def fold_whole_log(self) -> None:
        """Move the whole log into the database and leave none of it on the disk.

        Raises:
            UnsafeDatabase: somebody still reads the old pages.
        """
        busy = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()[0][0]
        if busy:
            raise UnsafeDatabase("the log could not be folded in: somebody reads the books; end that and run again")
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
    if row is None or not row[-1]:  # none yet, or even the newest is erased
        return
    number, seq, direction, house, sealed = row
    try:
        own = hashes_of(vault, direction, unpack(vault.open(sealed, place_of(number, seq))).signed).house == house
    except InvalidTag:
        own = False
    if not own:
        connection.close()
        raise UnsafeFolder("these keys are not those of the books in the data folder")


def hold_alone(path: Path, patience: float = 0) -> int:
    """Two servers on one folder would issue one number twice; the lock dies with its process."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if time.monotonic() < until:
                time.sleep(0.01)
                continue
            os.close(lock)
            raise UnsafeFolder(f"another server is writing to {path.parent}") from error
        return lock
