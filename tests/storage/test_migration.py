"""Old books are migrated when an operator says so, and rehearsed before; stopped at any moment they are old or new."""

from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from authority.house import House, a_filing, lines_of
from storage.operating import (
    EVENING,
    SCHEMA_1,
    backup_of,
    damage_of,
    killed,
    moments,
    old_books,
    operator_at,
    restored,
    rows,
    work_of,
)
from thongquan.storage import migrating
from thongquan.storage.database import NAME, UnsafeDatabase, open_for_writing, steps
from thongquan.storage.events import believed
from thongquan.storage.folders import UnsafeFolder
from thongquan.storage.ledger import LOCK, Ledger, hold_alone
from thongquan.storage.maintaining import Operator
from thongquan.storage.migrating import migrate_books, newest, rehearse, schema_of
from thongquan.storage.refusals import BooksDamaged, MigrationNeeded
from thongquan.storage.snapshot import snapshot

MIGRATIONS = Path(migrating.__file__).parent / "migrations"
OWNER_OF_OLD1 = "048085910809"


@pytest.fixture
def old(tmp_path: Path) -> Operator:
    return operator_at(old_books(tmp_path / "old"))


def test_migrations_are_numbered_without_a_gap() -> None:
    """The schema of books is how many of them were run: one that is put in between later would never be run there."""
    names = sorted(path.name for path in MIGRATIONS.glob("*.sql"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


class TestOldBooks:
    def test_are_not_served_and_not_changed(self, old: Operator) -> None:
        before = (old.data / NAME).read_bytes()
        with pytest.raises(MigrationNeeded) as refused:
            Ledger(old.data, old.vault())
        assert refused.value.facts == {"data": str(old.data), "found": 1, "newest": newest()}
        assert (old.data / NAME).read_bytes() == before

    def test_are_checked_and_backed_up_as_they_are(self, old: Operator, tmp_path: Path) -> None:
        assert damage_of(old) == []
        assert backup_of(old, tmp_path / "b").manifest.schema == 1
        assert schema_of(old.data) == 1

    def test_from_a_backup_are_restored_to_the_newest_schema(self, old: Operator, tmp_path: Path) -> None:
        restored(old, backup_of(old, tmp_path / "b").file, tmp_path / "again")
        again = Operator(tmp_path / "again", old.keys, old.at, "")
        assert (schema_of(again.data), damage_of(again)) == (newest(), [])

    def test_are_damaged_before_a_migration_and_then_not_migrated(self, old: Operator) -> None:
        connection = open_for_writing(old.data, older=True)
        connection.execute("UPDATE act SET leaf = zeroblob(32) WHERE seq = 1")
        connection.close()
        with pytest.raises(BooksDamaged):
            migrate_books(old.data, work_of(old))
        assert schema_of(old.data) == 1


class TestARehearsal:
    def test_changes_nothing_and_leaves_nothing(self, old: Operator) -> None:
        before, around = (old.data / NAME).read_bytes(), set(old.data.parent.iterdir())
        done = rehearse(old.data, work_of(old))
        assert (done.before, done.after) == (1, newest())
        assert (old.data / NAME).read_bytes() == before
        assert set(old.data.parent.iterdir()) == around

    def test_that_was_killed_is_swept_up_by_the_next(self, old: Operator) -> None:
        around = set(old.data.parent.iterdir())
        for moment in moments(0.2):
            killed(partial(rehearse, old.data, work_of(old)), moment)
        rehearse(old.data, work_of(old))
        assert set(old.data.parent.iterdir()) == around
        assert (schema_of(old.data), damage_of(old)) == (1, [])

    def test_may_be_held_while_the_old_server_runs(self, old: Operator) -> None:
        hold_alone(old.data / LOCK)
        assert rehearse(old.data, work_of(old)).after == newest()


class TestAMigration:
    def test_keeps_everything_and_is_told_in_an_event(self, old: Operator) -> None:
        kept = ", ".join(f"d.{name}" for _, name, *_ in rows(old.data, "PRAGMA table_info(declaration)"))
        sql = f"SELECT a.*, {kept} FROM act a JOIN declaration d ON d.number = a.number ORDER BY a.seq"
        before = rows(old.data, sql)
        migrate_books(old.data, work_of(old))
        assert rows(old.data, sql) == before
        assert damage_of(old) == []
        with snapshot(old.data) as books:
            [event] = believed(books, old.authority())
        assert (event.kind, event.by) == ("migrated", "vận hành")
        assert (event.facts["schema_before"], event.facts["schema_after"]) == (1, newest())

    def test_ends_in_the_schema_that_new_books_have(self, old: Operator, tmp_path: Path) -> None:
        migrate_books(old.data, work_of(old))
        (tmp_path / "new").mkdir()
        open_for_writing(tmp_path / "new").close()
        sql = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name"
        assert rows(old.data, sql) == rows(tmp_path / "new", sql)

    def test_leaves_books_that_go_on(self, old: Operator) -> None:
        """What schema 1 sealed opens, the next number follows, and an old house is still a duplicate."""
        migrate_books(old.data, work_of(old))
        house = House(old.data.parent, now=EVENING)
        told = house.file(a_filing(lines_of("OLD1", "NEW1")))[0]["outcomes"]
        assert [one["outcome"] for one in told] == ["refused", "registered"]
        assert told[1]["decision"]["number"] == "100000000250"
        house.close()
        assert damage_of(old) == []

    def test_fills_in_what_counts_together(self, old: Operator) -> None:
        """As if each import had been registered by this program; the declarations themselves are sealed."""
        migrate_books(old.data, work_of(old))
        house = House(old.data.parent, now=EVENING)
        lines = lines_of("NEW1", importer_code=OWNER_OF_OLD1, invoice_value=Decimal(20))
        told = house.file(a_filing(lines))[0]["outcomes"][0]
        house.close()
        assert told["faults"][0]["code"] == "AGGREGATION-REGISTERED"
        assert rows(old.data, "SELECT DISTINCT length(owned) FROM declaration WHERE direction = 'import'") == [(16,)]

    def test_gives_every_certificate_a_user_to_declare_through(self, old: Operator) -> None:
        """What could file goes on filing; a User ID begins with its company's unit code."""
        migrate_books(old.data, work_of(old))
        [certificates] = rows(old.data, "SELECT count(*) FROM certificate")
        tied = """
            SELECT count(*), count(DISTINCT a.name), min(substr(a.name, 1, 5) = code)
            FROM certificate c JOIN company USING (tax_code) JOIN account a ON a.certificate = c.issuer_serial
            WHERE kind = 'user' AND password_state = 'none' AND a.ended_at = ''"""
        assert rows(old.data, tied) == [(*certificates, *certificates, 1)]

    def test_has_one_writer(self, old: Operator) -> None:
        from thongquan.storage.migrating import writing_alone

        hold_alone(old.data / LOCK)
        with pytest.raises(UnsafeFolder), writing_alone(old.data):
            pass

    def test_killed_at_any_moment_leaves_the_old_or_the_new_schema(self, tmp_path: Path) -> None:
        found = set()
        for number, moment in enumerate(moments(0.15)):
            operator = operator_at(old_books(tmp_path / str(number)))
            killed(partial(migrate_books, operator.data, work_of(operator)), moment)
            found.add(schema_of(operator.data))
            assert damage_of(operator) == []
            if schema_of(operator.data) == 1:
                migrate_books(operator.data, work_of(operator))
            assert (schema_of(operator.data), damage_of(operator)) == (newest(), [])
        assert found == {1, newest()}


class TestNewBooks:
    def test_are_of_the_newest_schema(self, house: House) -> None:
        assert house.rows("PRAGMA user_version") == [(len(steps()),)]

    def test_that_were_not_finished_being_made_are_made(self, tmp_path: Path) -> None:
        (tmp_path / NAME).touch()
        open_for_writing(tmp_path).close()
        assert schema_of(tmp_path) == newest()

    def test_that_are_no_books_of_ours_are_refused(self, tmp_path: Path) -> None:
        (tmp_path / NAME).write_bytes((SCHEMA_1 / "data" / NAME).read_bytes()[:-16384])
        with pytest.raises(UnsafeDatabase):
            Ledger(tmp_path, operator_at(old_books(tmp_path / "o")).vault())
