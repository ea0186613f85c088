"""Books from a backup. They appear in their folder when every byte and every leaf has proved right, or not at all.

What was given out after the backup is not in it, and must not be given out again: the restored books leave a gap, told
in a signed event, large enough for whatever can have been given since.
"""

import os
import shutil
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import apsw
import msgspec

from thongquan.base.limits import LIMITS
from thongquan.base.moment import VIETNAM, read_stamp
from thongquan.numbering.declaration_number import LAST
from thongquan.storage.attachments_packed import unpack_attachments
from thongquan.storage.backup_file import Manifest, Reader
from thongquan.storage.database import LAST_ACT, NAME, PAGE_SIZE, one_number, open_for_writing
from thongquan.storage.events import Doing, note
from thongquan.storage.folders import private_folder, sync_folder
from thongquan.storage.keyring import AUTHORITY_KEY, BACKUP_KEY, BODY_KEY, files_of, use_key
from thongquan.storage.migrating import Work, migrate_and_note
from thongquan.storage.refusals import BackupDamaged, TargetNotEmpty, TooManySkipped
from thongquan.storage.snapshot import Tell

SECONDS_A_DAY = 86_400
_RECEIPTS = """
INSERT INTO tax_receipt (office, year, last) SELECT DISTINCT office, ?1, ?2 FROM deposit_account WHERE true
ON CONFLICT (office, year) DO UPDATE SET last = last + excluded.last"""
"""No more tax receipts than declarations can have been given after the backup."""


class Skip(msgspec.Struct, frozen=True):
    """How many of each kind of number are left out, because they may have been given after the backup."""

    numbers: int
    groups: int
    companies: int
    deeds: int


class Restored(msgspec.Struct, frozen=True):
    manifest: Manifest
    skipped: Skip


def safe_skip(made: datetime, now: datetime) -> Skip:
    """More than can have been given out since, on every day that was begun."""
    days = max(1, -(-int((now - made).total_seconds()) // SECONDS_A_DAY))
    return Skip(
        LIMITS.skipped_numbers_a_day * days,
        LIMITS.skipped_groups_a_day * days,
        LIMITS.skipped_companies_a_day * days,
        LIMITS.skipped_deeds_a_day * days,
    )


def restore(file: Path, data: Path, keys: Path, work: Work, skip: int | None) -> Restored:
    """Restore `file` into the new folder `data`. `skip`: declaration numbers to leave out, if somebody knows better.

    Raises:
        TargetNotEmpty, BackupCut, BackupDamaged, BackupMixed, BackupForeign, BackupOtherKeys, BackupUnreadable,
        BooksDamaged, TooManySkipped
    """
    _require_nothing_there(data)
    unfinished = data.absolute().with_name(f".{data.absolute().name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)  # of a restoring that was stopped
    private_folder(unfinished)
    try:
        manifest = _unpack(file, unfinished / NAME, work)
        skipped = _skip(manifest, work.doing, skip)
        _make_good(unfinished, manifest, keys, work, skipped)
        unfinished.rename(data)
    except BaseException:  # undone, and raised again
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    sync_folder(data.absolute().parent)
    return Restored(manifest, skipped)


def _require_nothing_there(data: Path) -> None:
    if data.is_symlink() or (data.exists() and (not data.is_dir() or any(data.iterdir()))):
        raise TargetNotEmpty(data=str(data))


def _unpack(file: Path, target: Path, work: Work) -> Manifest:
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with file.open("rb") as source, open(handle, "wb") as plain:  # noqa: PTH123 - its mode is right from the start
        reader = Reader(source, work.vault.keys.backup)
        _write_pieces(reader, source, plain, file.stat().st_size, work.tell)
        manifest = reader.manifest(work.authority)
        plain.flush()
        os.fsync(handle)
        if plain.tell() != manifest.pages * PAGE_SIZE + manifest.attachments:
            raise BackupDamaged(place="pages")
    unpack_attachments(target, manifest.pages * PAGE_SIZE)
    return manifest


def _write_pieces(reader: Reader, source: BinaryIO, plain: BinaryIO, size: int, tell: Tell) -> None:
    while not reader.ended:
        plain.write(reader.piece())
        tell(source.tell(), size)


def _skip(manifest: Manifest, doing: Doing, numbers: int | None) -> Skip:
    safe = safe_skip(read_stamp(manifest.made_at), read_stamp(doing.at))
    if numbers is None:
        return safe
    return msgspec.structs.replace(safe, numbers=numbers) if numbers else Skip(0, 0, 0, 0)


def _make_good(folder: Path, manifest: Manifest, keys: Path, work: Work, skip: Skip) -> None:
    """Check everything; then, in one transaction, the newest schema, the newest keys, the gaps and their event."""
    connection = open_for_writing(folder, older=True)
    try:
        work.require_sound(connection)
        _require_same(connection, manifest)
        connection.execute("BEGIN IMMEDIATE")
        migrate_and_note(connection, work)
        for purpose, first in (("body", BODY_KEY), ("backup", BACKUP_KEY), ("authority", AUTHORITY_KEY)):
            use_key(connection, purpose, max(files_of(keys, first)))
        leave_gaps(connection, manifest, work.doing, skip)
        connection.execute("COMMIT")
    finally:
        connection.close()


def leave_gaps(connection: apsw.Connection, manifest: Manifest, doing: Doing, skip: Skip) -> None:
    """Inside a transaction: the numbers that may have been given after the backup are never given again."""
    first = {**dict(connection.execute("SELECT direction, next FROM sequence")), **_next_of_others(connection)}
    after = {
        what: first[what] + count
        for what, count in (
            ("import", skip.numbers), ("export", skip.numbers), ("group", skip.groups), ("company", skip.companies),
            ("deed", skip.deeds),
        )
    }  # fmt: skip
    if max(after["import"], after["export"]) > LAST:
        raise TooManySkipped(skip=skip.numbers)
    ends = {f"{what}_first": first[what] for what in after} | {f"{what}_after": end for what, end in after.items()}
    event = note(connection, doing, "restored", backup=manifest.id, made_at=manifest.made_at, **ends)
    for what, end in after.items():
        if end > first[what]:
            connection.execute(
                "INSERT INTO gap (what, first, after, event) VALUES (?, ?, ?, ?)", (what, first[what], end, event)
            )
        connection.execute("UPDATE sequence SET next = ? WHERE direction = ?", (end, what))
    if skip.numbers:
        connection.execute(_RECEIPTS, (read_stamp(doing.at).astimezone(VIETNAM).year, skip.numbers))


def _next_of_others(connection: apsw.Connection) -> dict[str, int]:
    sql = """
    SELECT 'group', max(ifnull((SELECT max(number) FROM checkpoint), 0),
                        ifnull((SELECT max(after) - 1 FROM gap WHERE what = 'group'), 0)) + 1
    UNION ALL
    SELECT 'company', (SELECT count(*) FROM company)
                      + (SELECT ifnull(sum(after - first), 0) FROM gap WHERE what = 'company') + 1
    UNION ALL
    SELECT 'deed', max(ifnull((SELECT max(seq) FROM deed), 0),
                       ifnull((SELECT max(after) - 1 FROM gap WHERE what = 'deed'), 0)) + 1"""
    return dict(connection.execute(sql))


def _require_same(connection: apsw.Connection, manifest: Manifest) -> None:
    """The manifest speaks of these very books."""
    last = connection.execute("SELECT number, root FROM checkpoint ORDER BY number DESC LIMIT 1").fetchone()
    told = (manifest.schema, manifest.checkpoint, manifest.root, manifest.acts)
    if told != (
        connection.pragma("user_version"),
        *((last[0], last[1].hex()) if last else (0, "")),
        one_number(connection, LAST_ACT),
    ):
        raise BackupDamaged(place="manifest")
