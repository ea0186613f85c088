"""Sealing what is personal: a stolen copy of the database shows numbers, dates, states and amounts, nothing more.

The keys live in a folder of their own, never inside the data folder, so that a backup of the data does not hold them.
"""

import os
from hashlib import blake2b
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from thongquan.storage.folders import sync_folder

KEY_BYTES = 32
NONCE_BYTES = 12
BODY_KEY = "body.key"
INDEX_KEY = "index.key"
CHOICE_KEY = "choice.key"

_SERIAL_CHARACTERS = 4
"""The end of a house number that differs between neighbours of one flight."""


class Vault:
    """Seals and opens bodies, and makes the keyed hashes by which house bills are found."""

    def __init__(self, body_key: bytes, index_key: bytes) -> None:
        self._cipher = AESGCM(body_key)
        self._index_key = index_key
        self._last_family: tuple[tuple[str, str], bytes] = (("", ""), b"")

    def seal(self, plain: bytes, place: bytes) -> bytes:
        """Encrypt for one place: sealed bytes moved to another row do not open."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, place)

    def seal_rows(self, plain: list[bytes], places: list[bytes]) -> list[bytes]:
        """As `seal`, for many rows with one call for their nonces."""
        nonces = os.urandom(NONCE_BYTES * len(plain))
        encrypt = self._cipher.encrypt
        sealed = []
        for start, body, place in zip(range(0, len(nonces), NONCE_BYTES), plain, places, strict=True):
            nonce = nonces[start : start + NONCE_BYTES]
            sealed.append(nonce + encrypt(nonce, body, place))
        return sealed

    def open(self, sealed: bytes, place: bytes) -> bytes:
        return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)

    def house_key(self, direction: str, normalised: str) -> bytes:
        """Keyed hash of a house number, by which equal ones are found.

        Numbers that differ only in their last characters share the first 8 bytes, and that is all it reveals. A
        flight's houses thus lie on a few pages of the index: accepting does not slow down as the books grow.
        """
        family = self._family(direction, normalised[:-_SERIAL_CHARACTERS])
        house = f"{direction}:{normalised}".encode()
        return family + blake2b(house, key=self._index_key, digest_size=16).digest()

    def _family(self, direction: str, beginning: str) -> bytes:
        """Kept from the house before: on a flight most houses begin alike."""
        if self._last_family[0] != (direction, beginning):
            text = f"{direction} {beginning}".encode()
            digest = blake2b(text, key=self._index_key, digest_size=8).digest()
            self._last_family = ((direction, beginning), digest)
        return self._last_family[1]


def open_vault(keys: Path) -> Vault:
    return Vault(secret(keys, BODY_KEY), secret(keys, INDEX_KEY))


def secret(keys: Path, name: str) -> bytes:
    """The secret of this name, made at the first start."""
    path = keys / name
    if not path.exists():
        _write_new(path, os.urandom(KEY_BYTES))
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise ValueError(f"{path} is not a key of {KEY_BYTES} bytes")
    return key


def _write_new(path: Path, data: bytes) -> None:
    """Write whole or not at all, for the owner only, and wait for the disk: what it seals is lost without it."""
    unfinished = path.with_suffix(".unfinished")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with open(handle, "wb") as file:  # noqa: PTH123 - an open descriptor, so that the mode is right from the first byte
        file.write(data)
        file.flush()
        os.fsync(handle)
    unfinished.rename(path)
    sync_folder(path.parent)
