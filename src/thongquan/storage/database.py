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

PAGE_SIZE = 16384
CHECKSUM_BYTES = 8
RESERVED_BYTES_AT = 20
"""Offset in the file's header of the number of bytes kept free in each page: the checksum lives there."""

NAME = "thongquan.sqlite3"


class UnsafeDatabase(Exception):  # noqa: N818 - it is a state of the file, not an error of the program
    """The file cannot be served safely: no page checksums, or written by a newer program."""


@cache
def _checksum_vfs() -> str:
    """Register SQLite's checksum VFS, once per process."""
    apsw.sqlite_extra.load(apsw.Connection(":memory:"), "cksumvfs")
    return "cksmvfs"


def open_for_writing(folder: Path) -> apsw.Connection:
    """The one connection that writes. Creates the file and brings its schema up to date."""
    path = folder / NAME
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))  # its log files take over its mode
    promise = promised(path)
    write_again(path)
    connection = apsw.Connection(str(path), vfs=_checksum_vfs())
    _insist_on_the_whole_log(connection, path, promise)
    _reserve_checksum_bytes(connection)
    set_up(connection, page_size=PAGE_SIZE, journal_mode="wal", synchronous="full", cell_size_check=1, foreign_keys=1)
    set_up(connection, wal_autocheckpoint=0, cache_size=-65536, temp_store="memory", secure_delete=0)
    migrate(connection)
    _insist_on_checksums(path)
    sync_folder(folder)  # SQLite syncs the names of its files too, but does not mind when that fails
    return connection


def open_for_reading(folder: Path) -> apsw.Connection:
    connection = apsw.Connection(str(folder / NAME), flags=apsw.SQLITE_OPEN_READONLY, vfs=_checksum_vfs())
    connection.set_busy_timeout(5_000)
    set_up(connection, query_only=1)
    return connection


def set_up(connection: apsw.Connection, **pragmas: Any) -> None:
    for name, value in pragmas.items():
        connection.pragma(name, value)


def migrate(connection: apsw.Connection) -> None:
    """Run the migrations that this file has not seen, each in a transaction of its own."""
    version = connection.pragma("user_version")
    steps = sorted(resources.files("thongquan.storage").joinpath("migrations").iterdir(), key=lambda step: step.name)
    steps = [step for step in steps if step.name.endswith(".sql")]
    if version > len(steps):
        raise UnsafeDatabase(f"schema {version} is newer than this program's {len(steps)}")
    for number, step in enumerate(steps[version:], start=version + 1):
        with connection:
            connection.execute(step.read_text(encoding="utf-8"))
            connection.pragma("user_version", number)


def _reserve_checksum_bytes(connection: apsw.Connection) -> None:
    """The checksum VFS only works with 8 reserved bytes a page, asked for before the first write."""
    connection.reserve_bytes(reserve=CHECKSUM_BYTES)


def _insist_on_the_whole_log(connection: apsw.Connection, path: Path, promise: Promised) -> None:
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
