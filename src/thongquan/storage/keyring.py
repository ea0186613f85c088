"""The keys folder: one file for each key, for its owner only. Keys are added beside the old ones and never changed.

The first key of a kind is `body.key`, the second `body-2.key`. Which of them is in use the books say (`key_in_use`), so
that a change of keys counts from one commit on, whenever the machine stops.
"""

import os
import re
import stat
from pathlib import Path

import apsw
import msgspec

from thongquan.storage.folders import UnsafeFolder, sync_folder

KEY_BYTES = 32
BODY_KEY = "body.key"
INDEX_KEY = "index.key"
BACKUP_KEY = "backup.key"
CHOICE_KEY = "choice.key"
CHALLENGE_KEY = "challenge.key"
WEBHOOK_KEY = "webhook.key"
AUTHORITY_KEY = "authority-key.pem"
AUTHORITY_CERTIFICATE = "authority.pem"


class InUse(msgspec.Struct, frozen=True):
    """The number of the key that is in use, by purpose."""

    body: int = 1
    index: int = 1
    backup: int = 1
    authority: int = 1


class Keyring(msgspec.Struct, frozen=True):
    """All keys of the folder, by number."""

    body: dict[int, bytes]
    index: dict[int, bytes]
    backup: dict[int, bytes]
    choice: bytes = b""
    """Of which the secrets of the draws are made; "" where it is not there."""

    def __repr__(self) -> str:
        return "Keyring()"


def read_keyring(folder: Path) -> Keyring:
    """The keys that are there. Nothing is made: a new key would open nothing of what was sealed before."""
    body, index = keys_of(folder, BODY_KEY), keys_of(folder, INDEX_KEY)
    for name, found in ((BODY_KEY, body), (INDEX_KEY, index)):
        if 1 not in found:
            raise UnsafeFolder(f"{folder / name} is missing: restore the keys folder from its own copy")
    return Keyring(body, index, keys_of(folder, BACKUP_KEY), keys_of(folder, CHOICE_KEY).get(1, b""))


def make_keys(folder: Path) -> None:
    """Whatever the first start needs."""
    for name in (BODY_KEY, INDEX_KEY, BACKUP_KEY, CHOICE_KEY, CHALLENGE_KEY, WEBHOOK_KEY):
        secret(folder, name)


def keys_of(folder: Path, first: str) -> dict[int, bytes]:
    """The keys of one kind by number, each for its owner only."""
    return {number: _read(path) for number, path in files_of(folder, first).items()}


def files_of(folder: Path, first: str) -> dict[int, Path]:
    """The files of one kind by number. Old ones may have been taken away."""
    stem, _, ending = first.rpartition(".")
    spelled = re.compile(rf"{re.escape(stem)}(?:-([1-9][0-9]*))?\.{re.escape(ending)}")
    names = ((spelled.fullmatch(path.name), path) for path in folder.iterdir())
    return {int(match[1] or 1): path for match, path in names if match}


def numbered(first: str, number: int) -> str:
    """The name of a key's file, from that of the first.

    >>> numbered("body.key", 1), numbered("body.key", 2)
    ('body.key', 'body-2.key')
    """
    stem, dot, ending = first.rpartition(".")
    return first if number == 1 else f"{stem}-{number}{dot}{ending}"


def require_owner_only(path: Path) -> None:
    """A key that others could read is refused, not quietly closed: who has read it?"""
    mode = path.stat()
    if stat.S_IMODE(mode.st_mode) & 0o077:
        raise UnsafeFolder(f"{path} is open to others (mode {stat.S_IMODE(mode.st_mode):04o}); chmod 600 it")
    if mode.st_uid != os.geteuid():
        raise UnsafeFolder(f"{path} belongs to another user")


def secret(folder: Path, name: str) -> bytes:
    """The secret of this name, made at the first start."""
    path = folder / name
    if not path.exists():
        write_new(path, os.urandom(KEY_BYTES))
    return _read(path)


def write_new(path: Path, data: bytes) -> None:
    """Write whole or not at all, for the owner only, and wait for the disk: what it seals is lost without it."""
    unfinished = path.with_suffix(".unfinished")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with open(handle, "wb") as file:  # noqa: PTH123 - an open descriptor, so that the mode is right from the first byte
        file.write(data)
        file.flush()
        os.fsync(handle)
    unfinished.rename(path)
    sync_folder(path.parent)


def keys_in_use(connection: apsw.Connection) -> InUse:
    """What the books say. Books of schema 1 know one key of each kind."""
    if connection.pragma("user_version") < 2:
        return InUse()
    return InUse(**dict(connection.execute("SELECT purpose, number FROM key_in_use")))


def use_key(connection: apsw.Connection, purpose: str, number: int) -> None:
    connection.execute("UPDATE key_in_use SET number = ? WHERE purpose = ?", (number, purpose))


def _read(path: Path) -> bytes:
    require_owner_only(path)
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise UnsafeFolder(f"{path} is not a key of {KEY_BYTES} bytes")
    return key
