"""A backup is whole, of one moment, sealed, signed, and restored only if every byte of it is right."""

import random
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from authority.house import House, a_filing, lines_of
from storage.operating import DRILL, backup_of, damage_of, operator_of, restored, rows, silent, work_of
from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS
from thongquan.storage.backup import LOCK, Maker, back_up
from thongquan.storage.backup_file import MAGIC, Reader
from thongquan.storage.database import NAME, RESERVED_BYTES_AT
from thongquan.storage.ledger import hold_alone
from thongquan.storage.maintaining import Operator
from thongquan.storage.migrating import newest
from thongquan.storage.refusals import (
    BackupBusy,
    BackupCut,
    BackupExists,
    BackupForeign,
    BackupOtherKeys,
    BackupUnreadable,
    BooksMissing,
)


def big(house: House) -> None:
    """Some megabytes, so that a backup has several pieces."""
    for n in range(4):
        house.file(a_filing(lines_of(*(f"BIG{n}P{p}" for p in range(250)))))


class TestABackup:
    def test_restored_is_the_books_as_they_were(self, busy: House, tmp_path: Path) -> None:
        operator, out = operator_of(busy), tmp_path / "one.backup"
        made = backup_of(operator, out)
        restored(operator, out, tmp_path / "again")
        for table in ("declaration", "act", "filing", "checkpoint", "company", "certificate", "officer"):
            sql = f"SELECT * FROM {table}"
            assert rows(tmp_path / "again", sql) == busy.rows(sql)
        assert made.manifest.acts == 4
        assert damage_of(Operator(tmp_path / "again", operator.keys, operator.at, "")) == []

    def test_says_of_what_it_is(self, busy: House, tmp_path: Path) -> None:
        of = backup_of(operator_of(busy), tmp_path / "b").manifest
        [(number, root, at)] = busy.rows("SELECT number, root, at FROM checkpoint ORDER BY number DESC LIMIT 1")
        assert (of.system, of.schema, of.checkpoint, of.root) == ("thongquan-test", newest(), number, root.hex())
        assert (of.made_at, of.last_at) == (operator_of(busy).at, at)

    def test_is_for_its_owner_only_and_keeps_page_checksums(self, busy: House, tmp_path: Path) -> None:
        made = backup_of(operator_of(busy), tmp_path / "b")
        assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
        restored(operator_of(busy), made.file, tmp_path / "again")
        assert (tmp_path / "again" / NAME).read_bytes()[RESERVED_BYTES_AT] == 8
        assert stat.S_IMODE((tmp_path / "again" / NAME).stat().st_mode) == 0o600

    def test_is_of_one_moment_while_filings_go_on(self, house: House, tmp_path: Path) -> None:
        big(house)
        stop, out = threading.Event(), tmp_path / "b"
        done: list[object] = []
        copying = threading.Thread(target=lambda: (done.append(backup_of(operator_of(house), out)), stop.set()))
        copying.start()
        count = 0
        while not stop.is_set():
            house.file(a_filing(lines_of(f"MEAN{count}")))
            count += 1
        copying.join()
        assert count
        assert done
        restored(operator_of(house), out, tmp_path / "again")
        [(kept,)] = rows(tmp_path / "again", "SELECT count(*) FROM declaration")
        assert 1000 <= kept <= 1000 + count

    def test_is_never_written_over_a_file(self, busy: House, tmp_path: Path) -> None:
        (tmp_path / "b").write_bytes(b"precious")
        with pytest.raises(BackupExists):
            backup_of(operator_of(busy), tmp_path / "b")
        assert (tmp_path / "b").read_bytes() == b"precious"

    def test_into_a_folder_is_named_after_system_moment_and_checkpoint(self, busy: House, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        made = backup_of(operator_of(busy), tmp_path / "out")
        assert made.file.name == "thongquan-test-20260902T150000Z-1.backup"
        assert [path.name for path in (tmp_path / "out").iterdir()] == [made.file.name]

    def test_leaves_nothing_beside_it(self, busy: House, tmp_path: Path) -> None:
        before = {path.name for path in busy.service.data.iterdir()}
        backup_of(operator_of(busy), tmp_path / "b")
        assert {path.name for path in busy.service.data.iterdir()} - before <= {LOCK}

    def test_is_made_one_at_a_time(self, busy: House, tmp_path: Path) -> None:
        hold_alone(busy.service.data / LOCK)
        with pytest.raises(BackupBusy):
            backup_of(operator_of(busy), tmp_path / "b")

    def test_of_no_books_makes_nothing(self, busy: House, tmp_path: Path) -> None:
        nowhere = Operator(tmp_path / "nowhere", operator_of(busy).keys, operator_of(busy).at, "")
        with pytest.raises(BooksMissing):
            back_up(nowhere.data, tmp_path / "b", Maker(nowhere.vault(), nowhere.seal), nowhere.at, silent)
        assert not nowhere.data.exists()

    def test_of_a_new_authority_without_acts_can_be_restored(self, house: House, tmp_path: Path) -> None:
        operator = operator_of(house)
        restored(operator, backup_of(operator, tmp_path / "b").file, tmp_path / "again")
        assert rows(tmp_path / "again", "SELECT count(*) FROM company") == [(2,)]

    def test_does_not_hold_the_keys(self, busy: House, tmp_path: Path) -> None:
        content = backup_of(operator_of(busy), tmp_path / "b").file.read_bytes()
        keys = [path.read_bytes() for path in busy.service.keys_folder().iterdir() if path.suffix == ".key"]
        assert [key for key in keys if key in content] == []


def cut(data: bytes, _: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def flipped(data: bytes, _: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def longer(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return data + other[: chance.randrange(1, 100)]


def pieces(data: bytes) -> tuple[bytes, list[bytes], bytes]:
    """Head, pieces, and what follows the last of them."""
    start = len(MAGIC) + 4 + int.from_bytes(data[len(MAGIC) : len(MAGIC) + 4])
    found, last = [], False
    at = start
    while not last:
        length, last = int.from_bytes(data[at + 25 : at + 29]), data[at + 24] == 1
        found.append(data[at : at + 29 + length])
        at += 29 + length
    return data[:start], found, data[at:]


def swapped(data: bytes, _: bytes, chance: random.Random) -> bytes:
    head, own, end = pieces(data)
    one, two = chance.sample(range(len(own)), 2)
    own[one], own[two] = own[two], own[one]
    return head + b"".join(own) + end


def repeated(data: bytes, _: bytes, chance: random.Random) -> bytes:
    head, own, end = pieces(data)
    own.insert(chance.randrange(len(own)), chance.choice(own[:-1]))
    return head + b"".join(own) + end


def dropped(data: bytes, _: bytes, chance: random.Random) -> bytes:
    head, own, end = pieces(data)
    del own[chance.randrange(len(own))]
    return head + b"".join(own) + end


def mixed(data: bytes, other: bytes, chance: random.Random) -> bytes:
    (head, own, end), (other_head, others, other_end) = pieces(data), pieces(other)
    which = chance.randrange(3)
    if which == 0:
        own[chance.randrange(len(own) - 1)] = chance.choice(others)
    return (other_head if which == 1 else head) + b"".join(own) + (other_end if which == 2 else end)


TAMPERINGS: list[Callable[[bytes, bytes, random.Random], bytes]] = [
    cut, flipped, flipped, flipped, longer, swapped, repeated, dropped, mixed,
]  # fmt: skip


class TestATamperedBackup:
    def test_is_refused_whatever_was_done_to_it(self, house: House, tmp_path: Path) -> None:
        """Row 39: each of the tamperings, at random places."""
        big(house)
        operator = operator_of(house)
        right = backup_of(operator, tmp_path / "one").file.read_bytes()
        house.file(a_filing(lines_of("LATER")))
        other = backup_of(operator, tmp_path / "two").file.read_bytes()
        chance, keys = random.Random(39), operator.vault().keys.backup
        codes: dict[str, set[str]] = {}
        for number in range(1_200 if DRILL else 500):
            tampering = TAMPERINGS[number % len(TAMPERINGS)]
            bad = tampering(right, other, chance)
            assert bad != right
            codes.setdefault(tampering.__name__, set()).add(self.read(bad, keys, operator, tmp_path / "bad"))
        assert "" not in set().union(*codes.values())
        assert codes["cut"] == {"BACKUP-CUT"}
        assert codes["swapped"] == codes["dropped"] | {"BACKUP-MIXED"} == {"BACKUP-MIXED"}
        assert codes["longer"] == {"BACKUP-DAMAGED"}

    @staticmethod
    def read(data: bytes, keys: dict[int, bytes], operator: Operator, path: Path) -> str:
        """Read as restoring does, down to the manifest; the code of the refusal, or "" if it was accepted."""
        path.write_bytes(data)
        try:
            with path.open("rb") as file:
                reader = Reader(file, keys)
                while not reader.ended:
                    reader.piece()
                reader.manifest(operator.authority())
        except Refusal as refusal:
            return refusal.code
        return ""

    @pytest.mark.parametrize(
        ("spoil", "refusal"),
        [
            (lambda data: data[:-1], BackupCut),
            (lambda data: data[:9], BackupCut),
            (lambda data: b"SQLite format 3\0" + data, BackupUnreadable),
            (lambda data: data[:-200] + bytes([data[-200] ^ 1]) + data[-199:], BackupForeign),
        ],
    )
    def test_leaves_nothing_where_it_was_to_be_restored(
        self, busy: House, tmp_path: Path, spoil: Callable[[bytes], bytes], refusal: type[Refusal]
    ) -> None:
        operator = operator_of(busy)
        file = backup_of(operator, tmp_path / "b").file
        file.write_bytes(spoil(file.read_bytes()))
        before = set(tmp_path.iterdir())
        with pytest.raises(refusal):
            restored(operator, file, tmp_path / "again")
        assert set(tmp_path.iterdir()) == before

    def test_of_another_authority_is_refused(self, busy: House, tmp_path: Path) -> None:
        """The keys were copied, but another certificate signed."""
        operator = operator_of(busy)
        file = backup_of(operator, tmp_path / "b").file
        work = replace(work_of(operator), authority=[b"another certificate"])
        from thongquan.storage.restoring import restore

        with pytest.raises(BackupForeign):
            restore(file, tmp_path / "again", operator.keys, work, None)

    def test_needs_the_key_that_it_was_sealed_with(self, busy: House, tmp_path: Path) -> None:
        operator = operator_of(busy)
        file = backup_of(operator, tmp_path / "b").file
        (operator.keys / "backup.key").unlink()
        with pytest.raises(BackupOtherKeys):
            restored(operator, file, tmp_path / "again")

    def test_that_names_a_part_too_long_is_not_read(self, busy: House, tmp_path: Path) -> None:
        operator = operator_of(busy)
        data = backup_of(operator, tmp_path / "b").file.read_bytes()
        at = len(MAGIC)
        for length, code in (
            (LIMITS.backup_part_bytes, "BACKUP-CUT"),
            (LIMITS.backup_part_bytes + 1, "BACKUP-DAMAGED"),
        ):
            spoilt = data[:at] + length.to_bytes(4) + bytes(100)
            assert self.read(spoilt, operator.vault().keys.backup, operator, tmp_path / "bad") == code
