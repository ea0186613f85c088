"""Opening the database file so that a crash loses nothing acknowledged and damage never passes for data."""

import os
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import apsw
import apsw.sqlite_extra

from thongquan.storage.folders import sync_folder
from thongquan.storage.log_file import LogDamaged, Promised, promised, require_whole, write_again
from thongquan.storage.refusals import MigrationNeeded

PAGE_SIZE = 16384
CHECKSUM_BYTES = 8
RESERVED_BYTES_AT = 20
"""Offset in the file's header of the number of bytes kept free in each page: the checksum lives there."""

SCHEMA_AT = 60
"""Offset of the schema's number in the file's header."""

NAME = "thongquan.sqlite3"

LAST_ACT = "SELECT ifnull(max(seq), 0) FROM act"


class UnsafeDatabase(Exception):  # noqa: N818 - it is a state of the file, not an error of the program
    """The file cannot be served safely: no page checksums, or written by a newer program."""


@cache
def _checksum_vfs() -> str:
    """Register SQLite's checksum VFS, once per process."""
    apsw.sqlite_extra.load(apsw.Connection(":memory:"), "cksumvfs")
    return "cksmvfs"


def open_for_writing(folder: Path, *, older: bool = False) -> apsw.Connection:
    """The one connection that writes. Creates the file if it is not there.

    Raises:
        MigrationNeeded: the schema is an older one, and the caller did not say that it may be.
    """
    path = folder / NAME
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))  # its log files take over its mode
    promise = promised(path)
    write_again(path)
    connection = apsw.Connection(str(path), vfs=_checksum_vfs())
    insist_on_the_whole_log(connection, path, promise)
    try:
        _set_up_for_writing(connection)
        _insist_on_schema(connection, folder, older=older)
        _insist_on_checksums(path)
        sync_folder(folder)  # SQLite syncs the names of its files too, but does not mind when that fails
    except BaseException:
        connection.close()
        raise
    return connection


def _set_up_for_writing(connection: apsw.Connection) -> None:
    _reserve_checksum_bytes(connection)
    set_up(connection, page_size=PAGE_SIZE, journal_mode="wal", synchronous="full", cell_size_check=1, foreign_keys=1)
    set_up(connection, wal_autocheckpoint=0, cache_size=-65536, temp_store="memory", secure_delete=0)


def open_for_reading(folder: Path) -> apsw.Connection:
    connection = apsw.Connection(str(folder / NAME), flags=apsw.SQLITE_OPEN_READONLY, vfs=_checksum_vfs())
    connection.set_busy_timeout(5_000)
    set_up(connection, query_only=1)
    return connection


def open_copy(path: Path) -> apsw.Connection:
    """A file for a copy of the books, page for page. Its first page is written at once: it turns the checksums on."""
    connection = apsw.Connection(str(path), vfs=_checksum_vfs())
    _reserve_checksum_bytes(connection)
    set_up(connection, page_size=PAGE_SIZE, journal_mode="off", synchronous="off", user_version=1)
    return connection


def one_number(connection: apsw.Connection, sql: str, *bindings: Any) -> int:
    """The one number that the question is answered with."""
    found = connection.execute(sql, bindings).get
    if not isinstance(found, int):
        raise LookupError(sql)  # noqa: TRY004 - the row is missing; its type is what says so
    return found


def set_up(connection: apsw.Connection, **pragmas: Any) -> None:
    for name, value in pragmas.items():
        connection.pragma(name, value)


def migrate(connection: apsw.Connection) -> int:
    """Run the migrations that these books have not seen, inside the caller's transaction. How many there were."""
    version = connection.pragma("user_version")
    pending = steps()[version:]
    for step in pending:
        connection.execute(step)
    connection.pragma("user_version", version + len(pending))
    return len(pending)


@cache
def steps() -> list[str]:
    """The migrations in order. The schema's number is how many of them were run."""
    files = resources.files("thongquan.storage").joinpath("migrations").iterdir()
    return [one.read_text(encoding="utf-8") for one in sorted(files, key=lambda one: one.name) if _is_step(one.name)]


def _is_step(name: str) -> bool:
    return name.endswith(".sql")


def _insist_on_schema(connection: apsw.Connection, folder: Path, *, older: bool) -> None:
    """A new file gets the newest schema, whole. An old one is left as it is: an operator decides when it changes."""
    version, newest = connection.pragma("user_version"), len(steps())
    if version > newest:
        raise UnsafeDatabase(f"schema {version} is newer than this program's {newest}")
    if version == 0:
        with connection:
            migrate(connection)
    elif version < newest and not older:
        raise MigrationNeeded(data=str(folder), found=version, newest=newest)


def schema_in_head(path: Path) -> int:
    """The schema as the file itself says it, without opening the books. 0 if there are none."""
    if not path.exists():
        return 0
    with path.open("rb") as file:
        return int.from_bytes(file.read(SCHEMA_AT + 4)[SCHEMA_AT:])


def _reserve_checksum_bytes(connection: apsw.Connection) -> None:
    """The checksum VFS only works with 8 reserved bytes a page, asked for before the first write."""
    connection.reserve_bytes(reserve=CHECKSUM_BYTES)


def insist_on_the_whole_log(connection: apsw.Connection, path: Path, promise: Promised) -> None:
    """Looked at before anything is written; a damaged log is left as it is, for whoever can mend it."""
    connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    connection.pragma("user_version")  # the log is only read with the first page
    frames, _ = connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_NOOP)
    try:
        require_whole(path, PAGE_SIZE, max(frames, 0), promise)
    except LogDamaged as damage:
        connection.close()
        raise UnsafeDatabase(str(damage)) from damage
    connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0)


def _insist_on_checksums(path: Path) -> None:
    with path.open("rb") as file:
        reserved = file.read(RESERVED_BYTES_AT + 1)[RESERVED_BYTES_AT:]
    if reserved != bytes([CHECKSUM_BYTES]):
        raise UnsafeDatabase(f"{path} keeps no page checksums")
