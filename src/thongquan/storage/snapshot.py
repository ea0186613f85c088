"""The books as they stand at one moment, read beside a running server: nothing waits, nothing is written."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from thongquan.storage.database import NAME, UnsafeDatabase, insist_on_the_whole_log, open_copy, open_for_reading
from thongquan.storage.folders import UnsafeFolder
from thongquan.storage.ledger import LOCK, hold_alone
from thongquan.storage.log_file import promised
from thongquan.storage.refusals import BooksMissing

Tell = Callable[[int, int], None]
"""Told how much is done, and of how much."""

STEP_PAGES = 512


def open_snapshot(folder: Path) -> apsw.Connection:
    """A connection that sees one moment until it is closed.

    Where no server runs, the log is looked at first: after a kill, the first to open it empties its index.

    Raises:
        BooksMissing, UnsafeDatabase
    """
    if not (folder / NAME).exists():
        raise BooksMissing(data=str(folder))
    try:
        connection = _opened(folder)
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()  # the moment is that of the first reading
    except apsw.Error as error:
        raise UnsafeDatabase(f"{folder / NAME}: {error}") from error
    return connection


@contextmanager
def snapshot(folder: Path) -> Iterator[apsw.Connection]:
    connection = open_snapshot(folder)
    try:
        yield connection
    finally:
        connection.close()


def copy_pages(source: apsw.Connection, target: Path, tell: Tell) -> int:
    """Write the books that `source` sees into a new file, page for page. How many pages there are.

    Raises:
        UnsafeDatabase: a page of the source is damaged.
        OSError: there is no room.
    """
    os.close(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    copy = open_copy(target)
    try:
        with copy.backup("main", source, "main") as pages:
            while not pages.done:
                pages.step(STEP_PAGES)
                tell(pages.page_count - pages.remaining, pages.page_count)
            count: int = pages.page_count
    except apsw.Error as error:
        if isinstance(error, apsw.FullError) or getattr(error, "extendedresult", 0) == apsw.SQLITE_IOERR_WRITE:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        raise UnsafeDatabase("the books cannot be copied: a page is damaged") from error
    finally:
        copy.close()
    return count


def _opened(folder: Path) -> apsw.Connection:
    try:
        lock = hold_alone(folder / LOCK)
    except UnsafeFolder:  # a server runs: it has looked at the log itself
        return open_for_reading(folder)
    try:
        promise = promised(folder / NAME)
        connection = open_for_reading(folder)
        insist_on_the_whole_log(connection, folder / NAME, promise)
    finally:
        os.close(lock)
    return connection
