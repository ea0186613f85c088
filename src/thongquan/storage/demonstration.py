"""Whether books were made for a demonstration. The database file itself says so, and with it every copy and backup."""

from pathlib import Path

import apsw

from thongquan.storage.database import NAME

MARK = 0x64656D6F
"""`demo`, as SQLite's application id."""
_MARK_AT = 68


def has_books(folder: Path) -> bool:
    return (folder / NAME).exists()


def is_demonstration(folder: Path) -> bool:
    """Read past SQLite, which must not open the file before its log was looked at."""
    if not has_books(folder):
        return False
    with (folder / NAME).open("rb") as file:
        return file.read(_MARK_AT + 4)[_MARK_AT:] == MARK.to_bytes(4)


def mark_as_demonstration(connection: apsw.Connection) -> None:
    """Folded in at once, so that the file's own head tells it from now on."""
    connection.pragma("application_id", MARK)
    connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
