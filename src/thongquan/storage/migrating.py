"""Bringing old books to the newest schema: rehearsed on a copy, done in one transaction, checked on both sides."""

import os
import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw
import msgspec

from thongquan.authority.company_add import tie_to_a_user
from thongquan.registration.model import Company
from thongquan.storage.accounts import SqliteAccounts
from thongquan.storage.attachments import FOLDER
from thongquan.storage.checking_acts import KNOWS_OWNERS
from thongquan.storage.database import NAME, migrate, open_for_writing, steps
from thongquan.storage.deeds import HAS_DEEDS
from thongquan.storage.events import Doing, note
from thongquan.storage.feed import HAS_FEED, fill
from thongquan.storage.folders import private_folder
from thongquan.storage.hashes import rehash
from thongquan.storage.integrity import check
from thongquan.storage.keyring import keys_in_use
from thongquan.storage.ledger import LOCK, hold_alone
from thongquan.storage.refusals import BooksDamaged
from thongquan.storage.register_before import told_before
from thongquan.storage.sealing import Vault
from thongquan.storage.snapshot import Tell, copy_pages, snapshot
from thongquan.storage.state import fill_queues
from thongquan.storage.transport_feed import fill_steps, tells_steps


class Work(msgspec.Struct, frozen=True):
    """With what books are checked and changed: their keys, the certificates that count, who does it, whom to tell."""

    vault: Vault
    authority: Collection[bytes]
    doing: Doing
    tell: Tell

    def require_sound(self, connection: apsw.Connection) -> None:
        damage = check(connection, self.vault, self.authority, self.tell)
        if damage:
            raise BooksDamaged(count=len(damage), first=f"{damage[0].what}: {damage[0].where}")


class Migrated(msgspec.Struct, frozen=True):
    before: int
    after: int
    seconds: float
    """What the migration itself took: for so long nobody is served, apart from the checks."""


def schema_of(data: Path) -> int:
    with snapshot(data) as books:
        version: int = books.pragma("user_version")
        return version


def newest() -> int:
    return len(steps())


def rehearse(data: Path, work: Work) -> Migrated:
    """Migrate a copy, and throw it away. A server may run meanwhile; its books are only read."""
    folder = private_folder(data.absolute().with_name(f".{data.absolute().name}.rehearsal"))
    with writing_alone(folder):
        for left in (*folder.glob(f"{NAME}*"), *folder.glob(FOLDER)):  # of a rehearsal that was killed
            left.unlink()
        if (data / FOLDER).exists():  # documents are read where they lie: no migration changes them
            (folder / FOLDER).symlink_to(data.absolute() / FOLDER)
        try:
            with snapshot(data) as books:
                copy_pages(books, folder / NAME, work.tell)
            return _migrate(folder, work)
        finally:
            shutil.rmtree(folder)


def migrate_books(data: Path, work: Work) -> Migrated:
    """Migrate the books themselves. Whenever it is stopped, they are of the old schema or of the new one, whole.

    The caller holds the lock: nothing may be written between the backup and this.
    """
    return _migrate(data, work)


def _migrate(folder: Path, work: Work) -> Migrated:
    connection = open_for_writing(folder, older=True)
    try:
        before = connection.pragma("user_version")
        work.require_sound(connection)
        began = time.monotonic()
        connection.execute("BEGIN IMMEDIATE")
        migrate_and_note(connection, work)
        spent = time.monotonic() - began
        work.require_sound(connection)  # still in the transaction
        began = time.monotonic()
        connection.execute("COMMIT")
        return Migrated(before, newest(), spent + time.monotonic() - began)
    finally:
        connection.close()


def migrate_and_note(connection: apsw.Connection, work: Work) -> None:
    """Inside a transaction: the steps that are pending, what they leave to be filled in, and the event of it all."""
    before, knew_steps = connection.pragma("user_version"), tells_steps(connection)
    if migrate(connection):
        if before < KNOWS_OWNERS:
            rehash(connection, work.vault.using(keys_in_use(connection)), work.tell)
        if before < HAS_DEEDS:
            tie_every_certificate(connection, work.vault.using(keys_in_use(connection)))
        if before < HAS_FEED:
            fill(connection)
            fill_queues(connection, work.vault.using(keys_in_use(connection)))
        if not knew_steps:
            fill_steps(connection, work.vault.using(keys_in_use(connection)))
        told = told_before(connection) if before < HAS_DEEDS else {}
        note(connection, work.doing, "migrated", schema_before=before, schema_after=newest(), **told)


def tie_every_certificate(connection: apsw.Connection, vault: Vault) -> None:
    """Whoever could declare before users were registered can go on."""
    accounts = SqliteAccounts(connection, vault)
    sql = "SELECT issuer_serial, tax_code, name, code FROM certificate JOIN company USING (tax_code)"
    row: tuple[Any, ...]
    for row in connection.execute(sql).fetchall():
        certificate, *company = row
        tie_to_a_user(accounts, Company(*company), certificate)


@contextmanager
def writing_alone(data: Path) -> Iterator[None]:
    """The lock of the one writer, for as long as this takes."""
    lock = hold_alone(data / LOCK)
    try:
        yield
    finally:
        os.close(lock)
