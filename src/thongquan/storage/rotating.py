"""Changing keys. A key is written to the keys folder first and counts from the commit that names it.

A stop in between leaves a key that nothing uses; the next change takes it.
"""

import os
from collections.abc import Callable
from pathlib import Path

import apsw

from thongquan.authority.seal import AuthoritySeal
from thongquan.signing.checkpoint import Checkpoint, verify_checkpoint
from thongquan.signing.refusal import SignatureRefused
from thongquan.storage.events import Doing, note
from thongquan.storage.hashes import rehash
from thongquan.storage.identities import identify_anew
from thongquan.storage.keyring import (
    AUTHORITY_CERTIFICATE,
    AUTHORITY_KEY,
    BACKUP_KEY,
    BODY_KEY,
    INDEX_KEY,
    KEY_BYTES,
    keys_in_use,
    numbered,
    read_keyring,
    use_key,
    write_new,
)
from thongquan.storage.ledger import Ledger
from thongquan.storage.migrating import Work
from thongquan.storage.refusals import NotTheAuthoritys
from thongquan.storage.sealing import Vault
from thongquan.storage.snapshot import Tell

FIRST = {"body": BODY_KEY, "index": INDEX_KEY, "backup": BACKUP_KEY, "authority": AUTHORITY_KEY}


def rotate(ledger: Ledger, keys: Path, purpose: str, work: Work) -> int:
    """A new key for bodies, backups or the hashes of house bills and owners. Its number.

    Old bodies stay as they are and open with the old key. The hashes are all made again, in the same transaction, from
    books that were found sound before.
    """
    connection = ledger.books.connection
    new: int = getattr(keys_in_use(connection), purpose) + 1
    file = keys / numbered(FIRST[purpose], new)
    if not file.exists():
        write_new(file, os.urandom(KEY_BYTES))
    if purpose == "index":
        work.require_sound(connection)
    _in_one_transaction(
        ledger,
        work.doing,
        purpose,
        new,
        lambda: _hash_anew(connection, keys, work.tell) if purpose == "index" else None,
    )
    return new


def rotate_authority(ledger: Ledger, keys: Path, key: bytes, certificate: bytes, doing: Doing) -> int:
    """A new key with its certificate (PEM) signs from now on. What the old one signed carries the old certificate.

    The event is still signed with the old key: whoever trusts it can trust the new one.

    Raises:
        NotTheAuthoritys: no P-256 key, or the certificate is another's or not made for receipts.
    """
    _require_for_receipts(key, certificate)
    connection = ledger.books.connection
    new = keys_in_use(connection).authority + 1
    write_new(keys / numbered(AUTHORITY_CERTIFICATE, new), certificate)
    write_new(keys / numbered(AUTHORITY_KEY, new), key)
    _in_one_transaction(ledger, doing, "authority", new, lambda: None)
    return new


def _require_for_receipts(key: bytes, certificate: bytes) -> None:
    try:
        seal = AuthoritySeal.load(key, certificate)
        tried = Checkpoint("", 0, 1, "0" * 64, "")
        verify_checkpoint(tried, seal.sign(tried), seal.certificate)
    except (ValueError, TypeError, SignatureRefused) as error:
        raise NotTheAuthoritys from error


def _in_one_transaction(ledger: Ledger, doing: Doing, purpose: str, number: int, work: Callable[[], None]) -> None:
    connection = ledger.books.connection
    ledger.begin()
    try:
        use_key(connection, purpose, number)
        work()
        note(connection, doing, "rotated", purpose=purpose, number=number)
        ledger.commit()
    except BaseException:  # undone, and raised again
        ledger.rollback()
        raise


def _hash_anew(connection: apsw.Connection, keys: Path, tell: Tell) -> None:
    vault = Vault(read_keyring(keys), keys_in_use(connection))
    rehash(connection, vault, tell)
    identify_anew(connection, vault)
