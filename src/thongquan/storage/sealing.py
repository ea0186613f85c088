"""Sealing what is personal: a stolen copy of the database shows numbers, dates, states and amounts, nothing more.

The keys live in a folder of their own, never inside the data folder, so that a backup of the data does not hold them.
"""

import os
from hashlib import blake2b
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from thongquan.storage.folders import UnsafeFolder
from thongquan.storage.keyring import InUse, Keyring, make_keys, read_keyring

NONCE_BYTES = 12
NUMBER_BYTES = 2
"""In front of each sealed value: which body key opens it."""

_MASTER, _OWNER, _PERSON, _DOCUMENT = b"master", b"owner", b"person", b"document"
"""A hash for one purpose is never one for another."""

_SERIAL_CHARACTERS = 4
"""The end of a house number that differs between neighbours of one flight."""


class Vault:
    """Seals and opens bodies, and makes the keyed hashes by which house bills and owners are found."""

    def __init__(self, keys: Keyring, in_use: InUse = InUse()) -> None:  # noqa: B008 - frozen
        for name in ("body", "index"):
            if getattr(in_use, name) not in getattr(keys, name):
                raise UnsafeFolder(f"the {name} key {getattr(in_use, name)}, which the books use, is missing")
        self.keys = keys
        self.in_use = in_use
        self._ciphers = {number.to_bytes(NUMBER_BYTES): AESGCM(key) for number, key in keys.body.items()}
        self._first = AESGCM(keys.body[1])
        self._number = in_use.body.to_bytes(NUMBER_BYTES)
        self._cipher = self._ciphers[self._number]
        self._index_key = keys.index[in_use.index]
        self._last_family: tuple[tuple[str, str], bytes] = (("", ""), b"")
        self._of_houses = blake2b(key=self._index_key, digest_size=16)
        self._last_master, self._of_master, self._of_owners = "", b"", self._of_houses
        """Hashes that have taken in their key, to be copied: that takes half the time of beginning anew."""

    def using(self, in_use: InUse) -> "Vault":
        """The same keys, those in use that the books name."""
        return Vault(self.keys, in_use)

    def seal(self, plain: bytes, place: bytes) -> bytes:
        """Encrypt for one place: sealed bytes moved to another row do not open."""
        nonce = os.urandom(NONCE_BYTES)
        return self._number + nonce + self._cipher.encrypt(nonce, plain, place)

    def seal_rows(self, plain: list[bytes], places: list[bytes]) -> list[bytes]:
        """As `seal`, for many rows with one call for their nonces."""
        nonces = os.urandom(NONCE_BYTES * len(plain))
        encrypt, number = self._cipher.encrypt, self._number
        sealed = []
        for start, body, place in zip(range(0, len(nonces), NONCE_BYTES), plain, places, strict=True):
            nonce = nonces[start : start + NONCE_BYTES]
            sealed.append(number + nonce + encrypt(nonce, body, place))
        return sealed

    def open(self, sealed: bytes, place: bytes) -> bytes:
        """What was sealed by schema 1 has no number in front: then the first key must open it as it stands.

        Raises:
            InvalidTag: it was not sealed for this place with any of these keys.
        """
        cipher = self._ciphers.get(sealed[:NUMBER_BYTES])
        if cipher is not None:
            try:
                start = NUMBER_BYTES + NONCE_BYTES
                return cipher.decrypt(sealed[NUMBER_BYTES:start], sealed[start:], place)
            except (InvalidTag, ValueError):
                pass  # chance gave a nonce of schema 1 the look of a number
        if len(sealed) < NONCE_BYTES:
            raise InvalidTag
        return self._first.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)

    def house_key(self, direction: str, normalised: str) -> bytes:
        """Keyed hash of a house number, by which equal ones are found.

        Numbers that differ only in their last characters share the first 8 bytes, and that is all it reveals. A
        flight's houses thus lie on a few pages of the index: accepting does not slow down as the books grow.
        """
        family = self._family(direction, normalised[:-_SERIAL_CHARACTERS])
        house = self._of_houses.copy()
        house.update(f"{direction}:{normalised}".encode())
        return family + house.digest()

    def owner_key(self, master_bill: str, owner: str) -> bytes:
        """Keyed hash of a master bill and an owner, by which what counts together is found; empty if either is.

        The first 8 bytes are the master bill's: what one flight brings lies together, and that is all it reveals.
        """
        if not master_bill or not owner:
            return b""
        if self._last_master != master_bill:
            self._take_master(master_bill)
        of_owner = self._of_owners.copy()
        of_owner.update(owner.encode())
        return self._of_master + of_owner.digest()

    def person_key(self, identity: str) -> bytes:
        """Keyed hash of an identity number, by which the same person is found elsewhere."""
        return blake2b(identity.encode(), key=self._index_key, person=_PERSON, digest_size=16).digest()

    def attachment_key(self, company: str, sha256: str) -> bytes:
        """Keyed hash of a document of one company: equal content of two companies has nothing in common."""
        document = f"{company} {sha256}".encode()
        return blake2b(document, key=self._index_key, person=_DOCUMENT, digest_size=16).digest()

    def _take_master(self, master_bill: str) -> None:
        """Kept from the declaration before: a flight's houses lie under a few master bills."""
        of_master = blake2b(master_bill.encode(), key=self._index_key, person=_MASTER, digest_size=8).digest()
        of_owners = blake2b(of_master, key=self._index_key, person=_OWNER, digest_size=8)
        self._last_master, self._of_master, self._of_owners = master_bill, of_master, of_owners

    def _family(self, direction: str, beginning: str) -> bytes:
        """Kept from the house before: on a flight most houses begin alike."""
        if self._last_family[0] != (direction, beginning):
            text = f"{direction} {beginning}".encode()
            digest = blake2b(text, key=self._index_key, digest_size=8).digest()
            self._last_family = ((direction, beginning), digest)
        return self._last_family[1]


def open_vault(keys: Path) -> Vault:
    """The keys, made if this is the first start."""
    make_keys(keys)
    return Vault(read_keyring(keys))
