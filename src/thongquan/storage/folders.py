"""The data and key folders: for their owner only, and apart from each other."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OWNER_ONLY = 0o700
OFFICE_SOCKET = "office.sock"
"""In the data folder: where a running authority listens for its office."""


class UnsafeFolder(Exception):  # noqa: N818 - it is a state of the folder, not an error of the program
    """A folder that others may read, or keys that lie inside the data."""


def private_folder(path: Path) -> Path:
    """The folder, made if absent. One that others may enter is refused, not quietly closed: who has read it?"""
    path.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
    mode = path.stat()
    if stat.S_IMODE(mode.st_mode) & 0o077:
        raise UnsafeFolder(f"{path} is open to others (mode {stat.S_IMODE(mode.st_mode):04o}); chmod 700 it")
    if mode.st_uid != os.geteuid():
        raise UnsafeFolder(f"{path} belongs to another user; chown it to the one who serves")
    return path


def keep_apart(data: Path, keys: Path) -> None:
    """A copy of the data folder must never carry the keys that open it."""
    if keys.resolve() == data.resolve() or data.resolve() in keys.resolve().parents:
        raise UnsafeFolder(f"the keys ({keys}) must lie outside the data ({data})")


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in it."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with told_with(folder):
            os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def told_with(path: Path) -> Iterator[None]:
    """A disk that is full or fails names no file by itself."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
