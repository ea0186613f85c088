"""Opening what an operator's command needs: the keys as they are, the authority's seals, the books for one writer."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from thongquan.authority.refusals import ClockBehind
from thongquan.authority.seal import AuthoritySeal
from thongquan.signing.folders import certificates_of
from thongquan.storage.database import NAME, schema_in_head
from thongquan.storage.events import Doing
from thongquan.storage.folders import UnsafeFolder, keep_apart, private_folder
from thongquan.storage.keyring import (
    AUTHORITY_CERTIFICATE,
    AUTHORITY_KEY,
    BACKUP_KEY,
    files_of,
    read_keyring,
    require_owner_only,
    secret,
)
from thongquan.storage.ledger import Ledger
from thongquan.storage.migrating import Work
from thongquan.storage.refusals import BooksMissing, KeysMissing
from thongquan.storage.sealing import Vault, open_vault
from thongquan.storage.snapshot import Tell


class Operator(msgspec.Struct, frozen=True):
    """Who works on which books with which keys, and when."""

    data: Path
    keys: Path
    at: str
    by: str

    def vault(self) -> Vault:
        """The keys as they are, for books that exist; only what schema 1 did not have is made."""
        self.require_safe()
        read_keyring(self.keys)
        if schema_in_head(self.data / NAME) == 1:
            secret(self.keys, BACKUP_KEY)
        return Vault(read_keyring(self.keys))

    def require_safe(self) -> None:
        keep_apart(self.data, self.keys)
        if not self.keys.is_dir():
            raise KeysMissing(keys=str(self.keys))
        private_folder(self.keys)
        if self.data.exists():
            private_folder(self.data)

    def seal(self, number: int) -> AuthoritySeal:
        return load_seal(self.keys, number)

    def newest_seal(self) -> AuthoritySeal:
        return newest_seal(self.keys)

    def authority(self) -> list[bytes]:
        return authority_certificates(self.keys)

    def doing(self, seal: AuthoritySeal) -> Doing:
        return Doing(seal, self.at, self.by)

    def work(self, seal: AuthoritySeal, tell: Tell) -> Work:
        return Work(self.vault(), self.authority(), self.doing(seal), tell)

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        """The books for this one writer.

        Raises:
            BooksMissing, UnsafeFolder (a server runs), UnsafeDatabase, MigrationNeeded, ClockBehind
        """
        if not (self.data / NAME).exists():
            raise BooksMissing(data=str(self.data))
        ledger = Ledger(self.data, self.vault())
        try:
            if self.at < (last := ledger.books.last_moment()):
                raise ClockBehind(last=last)
            yield ledger
        finally:
            ledger.close()


def vault_for(data: Path, keys: Path) -> Vault:
    """Keys are made with the books they are for. Books whose keys are gone never get others."""
    return Vault(read_keyring(keys)) if (data / NAME).exists() else open_vault(keys)


def load_seal(keys: Path, number: int) -> AuthoritySeal:
    """The authority's key of this number."""
    key, certificate = (files_of(keys, name).get(number) for name in (AUTHORITY_KEY, AUTHORITY_CERTIFICATE))
    if key is None or certificate is None:
        if number > 1:
            raise UnsafeFolder(f"the authority's key {number}, which the books use, is missing in {keys}")
        key, certificate = keys / AUTHORITY_KEY, keys / AUTHORITY_CERTIFICATE  # the system says what is missing
    data = key.read_bytes()
    require_owner_only(key)
    return AuthoritySeal.load(data, certificate.read_bytes())


def newest_seal(keys: Path) -> AuthoritySeal:
    return load_seal(keys, newest_number(keys))


def newest_number(keys: Path) -> int:
    """Of the authority's keys in the folder."""
    return max(files_of(keys, AUTHORITY_KEY), default=1)


def authority_certificates(keys: Path) -> list[bytes]:
    """Every certificate that the authority signed with, old ones too: the newest first."""
    files = files_of(keys, AUTHORITY_CERTIFICATE)
    return [certificates_of(files[number].read_bytes())[0] for number in sorted(files, reverse=True)]
