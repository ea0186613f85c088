"""The form of a backup file: a head, sealed pieces each bound to its backup, place and end, a signed manifest.

    line "thongquan backup 1" | length (4) | head, canonical JSON
    pieces: id of the backup (16) | place (8) | last? (1) | length (4) | sealed bytes
    length (4) | manifest, canonical JSON | length (4) | signature | length (4) | certificate, DER

Every piece names its backup and place in clear, so that what is wrong can be told; the seal holds both.
"""

import struct
from collections.abc import Callable, Collection
from hashlib import sha256
from typing import BinaryIO, Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from thongquan.authority.seal import AuthoritySeal
from thongquan.base.canonical import canonical, read_canonical
from thongquan.base.limits import LIMITS
from thongquan.signing.endorsement import is_endorsed
from thongquan.storage.refusals import (
    BackupCut,
    BackupDamaged,
    BackupForeign,
    BackupMixed,
    BackupOtherKeys,
    BackupUnreadable,
)

MAGIC = b"thongquan backup 1\n"
PIECE_BYTES = 1024 * 1024
TAG_BYTES = 16
ID_BYTES = 16
_LENGTH = struct.Struct(">I")
_PLACE = struct.Struct(">16sQBI")


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What must be known before the first piece can be opened."""

    id: str
    key: int
    """The number of the backup key."""
    print: str
    """By which the right key is told from another of the same number."""


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the authority signs: of which books, of which moment, and which bytes."""

    record: Literal["thongquan-backup-1"]
    id: str
    system: str
    schema: int
    made_at: str
    last_at: str
    """The latest act or checkpoint in it, or ""."""
    checkpoint: int
    root: str
    acts: int
    pages: int
    digest: str
    """SHA-256 of all that stands before the manifest."""
    attachments: int = 0
    """So many bytes after the pages: the documents, see `attachments_packed.py`."""


class Writer:
    """Writes one backup into a file that is open."""

    def __init__(self, file: BinaryIO, head: Head, key: bytes) -> None:
        self._file = file
        self._hash = sha256()
        self._id = bytes.fromhex(head.id)
        self._cipher = AESGCM(_derived(key, self._id))
        spelled = canonical(head)
        self._bound = sha256(spelled).digest()
        self._place = 0
        self._write(MAGIC + _LENGTH.pack(len(spelled)) + spelled)

    def piece(self, plain: bytes, *, last: bool) -> None:
        place = _PLACE.pack(self._id, self._place, last, len(plain) + TAG_BYTES)
        self._write(place + self._cipher.encrypt(_nonce(self._place, last), plain, self._bound + place))
        self._place += 1

    def digest(self) -> str:
        return self._hash.hexdigest()

    def end(self, manifest: Manifest, seal: AuthoritySeal) -> None:
        spelled = canonical(manifest)
        for part in (spelled, seal.endorse(spelled), seal.certificate):
            self._file.write(_LENGTH.pack(len(part)) + part)

    def _write(self, data: bytes) -> None:
        self._hash.update(data)
        self._file.write(data)


class Reader:
    """Reads one backup. Nothing that it gave may be used before `manifest` has returned."""

    def __init__(self, file: BinaryIO, keys: dict[int, bytes]) -> None:
        """Read the head.

        Raises:
            BackupUnreadable, BackupCut, BackupDamaged, BackupOtherKeys
        """
        self._file = file
        self._hash = sha256()
        if self._read(len(MAGIC)) != MAGIC:
            raise BackupUnreadable
        spelled = self._counted(self._read)
        try:
            self.head = read_canonical(spelled, Head)
            self._id = bytes.fromhex(self.head.id)
        except (ValueError, msgspec.MsgspecError) as error:
            raise BackupDamaged(place="head") from error
        key = keys.get(self.head.key)
        if key is None or fingerprint(key) != self.head.print or len(self._id) != ID_BYTES:
            raise BackupOtherKeys(key=self.head.key)
        self._cipher = AESGCM(_derived(key, self._id))
        self._bound = sha256(spelled).digest()
        self._place = 0
        self.ended = False

    def piece(self) -> bytes:
        """The next piece, opened; after the last, `ended` is true."""
        head = self._read(_PLACE.size)
        backup, place, last, length = _PLACE.unpack(head)
        if backup != self._id or place != self._place:
            raise BackupMixed(place=str(self._place))
        if length > PIECE_BYTES + TAG_BYTES:
            raise BackupDamaged(place=str(place))
        try:
            plain = self._cipher.decrypt(_nonce(place, last), self._read(length), self._bound + head)
        except (InvalidTag, ValueError) as error:
            raise BackupDamaged(place=str(place)) from error
        self._place += 1
        self.ended = bool(last)
        return plain

    def manifest(self, authority: Collection[bytes]) -> Manifest:
        """What the file is of, once everything in it has proved to be the authority's own.

        Raises:
            BackupCut, BackupDamaged, BackupMixed, BackupForeign
        """
        digest = self._hash.hexdigest()
        spelled, signature, certificate = (self._counted(self._exactly) for _ in range(3))
        if self._file.read(1):
            raise BackupDamaged(place="end")
        if certificate not in authority:
            raise BackupForeign
        if not is_endorsed(spelled, signature, certificate):
            raise BackupDamaged(place="manifest")
        try:
            manifest = read_canonical(spelled, Manifest)
        except (ValueError, msgspec.MsgspecError) as error:
            raise BackupUnreadable from error
        if manifest.id != self.head.id:
            raise BackupMixed(place="manifest")
        if manifest.digest != digest:
            raise BackupDamaged(place="digest")
        return manifest

    def _counted(self, read: Callable[[int], bytes]) -> bytes:
        """A length and as many bytes."""
        [length] = _LENGTH.unpack(read(_LENGTH.size))
        if length > LIMITS.backup_part_bytes:
            raise BackupDamaged(place="length")
        return read(length)

    def _read(self, count: int) -> bytes:
        data = self._exactly(count)
        self._hash.update(data)
        return data

    def _exactly(self, count: int) -> bytes:
        data = self._file.read(count)
        if len(data) != count:
            raise BackupCut
        return data


def fingerprint(key: bytes) -> str:
    """Tells one key from another, and nothing else of it."""
    return HKDF(SHA256(), 8, None, b"thongquan backup key").derive(key).hex()


def _derived(key: bytes, backup: bytes) -> bytes:
    """A key for one backup alone, so that places can be its nonces."""
    return HKDF(SHA256(), 32, backup, b"thongquan backup").derive(key)


def _nonce(place: int, last: int) -> bytes:
    """A file that ends early has no piece that opens as the last one."""
    return place.to_bytes(11) + bytes([last])
