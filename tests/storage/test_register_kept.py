"""The register through backups, restorings, changed keys and the end of terms: it stays, and gives nothing twice."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from authority.accounts import account_of
from authority.deeds import code_of, composed, sent, signed
from authority.house import House, a_filing, lines_of
from authority.signers import about, confirmed, registered, state_of, suspended
from demo_pki import NOW, P256_COMPANY, RSA_COMPANY
from storage.operating import EVENING, backup_of, damage_of, operator_at, operator_of, restored, rows, work_of
from storage.registering import RSA, People, everything_done
from thongquan.base.limits import LIMITS
from thongquan.storage.erasing import erase
from thongquan.storage.maintaining import Operator
from thongquan.storage.rotating import rotate

KEPT = ("company", "certificate", "account", "deed", "terminal", "delegation", "application")
READ = "SELECT seq, kind, sealed FROM deed ORDER BY seq"


@pytest.fixture
def done(house: House) -> People:
    return everything_done(house)


def register_in(data: Path) -> list[object]:
    return [rows(data, f"SELECT * FROM {table}") for table in KEPT]


def texts_of(house: House) -> list[str]:
    return [one.text for tax in (RSA_COMPANY, P256_COMPANY) for one in house.books.deeds.of_company(tax, 10**12, 100)]


class TestABackup:
    def test_carries_the_whole_register(self, house: House, done: People, tmp_path: Path) -> None:
        operator = operator_of(house)
        before = register_in(operator.data)
        restored(operator, backup_of(operator, tmp_path / "b").file, tmp_path / "again")
        assert register_in(tmp_path / "again") == before
        assert damage_of(Operator(tmp_path / "again", operator.keys, operator.at, "")) == []


class TestAfterARestoring:
    @pytest.fixture
    def later(self, house: House, done: People, tmp_path: Path) -> Iterator[House]:
        """The morning's books, put back in the evening."""
        operator = operator_of(house)
        file = backup_of(operator, tmp_path / "b").file
        folder = tmp_path / "later"
        folder.mkdir()
        (folder / "keys").symlink_to(operator.keys)
        restored(Operator(operator.data, operator.keys, operator.at, ""), file, folder / "data")
        house.close()
        again = House(folder, now=EVENING + timedelta(seconds=1), everybody=False)
        yield again
        again.close()

    def test_no_place_in_the_record_is_given_again(self, later: House, done: People) -> None:
        [(last,)] = later.rows("SELECT max(seq) FROM deed")
        place = suspended(later, done.waits, done.counts).deed
        assert place == last + 1 + LIMITS.skipped_deeds_a_day
        later.close()
        assert damage_of(operator_at(later.service.data.parent)) == []

    def test_a_text_from_before_it_is_not_carried_out(self, house: House, done: People, tmp_path: Path) -> None:
        """It may have been, in the books that are lost; whoever kept it could undo what came after it."""
        captured = signed(
            composed(house, "certificate-suspend", RSA_COMPANY, **about(done.waits, reason="lost")).text, done.counts
        )
        operator = operator_of(house)
        restored(operator, backup_of(operator, tmp_path / "b").file, tmp_path / "x" / "data")
        (tmp_path / "x" / "keys").symlink_to(operator.keys)
        house.close()
        again = House(tmp_path / "x", now=EVENING + timedelta(seconds=1), everybody=False)
        assert timedelta(seconds=LIMITS.deed_seconds) > EVENING - NOW
        assert code_of(sent, again, captured) == "DEED-LATE"
        assert state_of(again, done.waits) == "waiting"
        suspended(again, done.waits, done.counts)
        again.close()

    def test_the_register_goes_on(self, later: House, done: People) -> None:
        confirmed(later, done.waits, done.counts, replaces=done.robbed.certificate.fingerprint)
        assert state_of(later, done.waits) == "registered"
        assert account_of(later).certificate == done.counts.certificate.issuer_serial


class TestChangedKeys:
    @pytest.mark.parametrize("purpose", ["body", "index"])
    def test_leave_the_register_as_it_is_and_readable(self, house: House, done: People, purpose: str) -> None:
        """What old body keys sealed they go on opening: nothing is sealed anew. No hash of it is made with a key."""
        texts = texts_of(house)
        house.close()
        operator = operator_of(house)
        before = register_in(operator.data)
        with operator.ledger() as ledger:
            rotate(ledger, operator.keys, purpose, work_of(operator))
        assert register_in(operator.data) == before
        assert damage_of(operator) == []
        again = House(house.service.data.parent, now=EVENING, everybody=False)
        assert texts_of(again) == texts
        assert account_of(again).person.email != ""
        again.close()

    def test_seal_what_comes_with_the_new_one(self, house: House, done: People) -> None:
        house.close()
        operator = operator_of(house)
        with operator.ledger() as ledger:
            rotate(ledger, operator.keys, "body", work_of(operator))
        again = House(house.service.data.parent, now=EVENING, everybody=False)
        last = suspended(again, done.waits, done.counts).deed
        assert [(seq, sealed[:2]) for seq, _, sealed in again.rows(READ)][-2:] == [(last - 1, b"\0\1"), (last, b"\0\2")]
        again.close()
        assert damage_of(operator) == []


def test_the_end_of_terms_leaves_the_register_alone(house: House) -> None:
    """Bodies of declarations go; who registered, confirmed and signed what stays, and is still proved."""
    house.file(a_filing(lines_of("A1", goods_description="Áo")))
    everything_done(house)
    house.close()
    in_six_years = operator_at(house.service.data.parent, NOW.replace(year=2032))
    before = register_in(in_six_years.data)
    with in_six_years.ledger() as ledger:
        assert erase(ledger, work_of(in_six_years), None).filings == 1
    assert register_in(in_six_years.data) == before
    assert damage_of(in_six_years) == []


def test_old_books_go_on_with_deeds(tmp_path: Path) -> None:
    """Certificates of schema 1 count as they did; what becomes of them from now on stands in deeds."""
    from authority.signers import Holder
    from storage.operating import old_books
    from thongquan.storage.migrating import migrate_books

    old = operator_at(old_books(tmp_path / "old"))
    migrate_books(old.data, work_of(old))
    assert damage_of(old) == []
    house = House(old.data.parent, now=EVENING)  # registers the companies of the tests beside those of then
    second = Holder()
    registered(house, second)
    confirmed(house, second, RSA)
    house.close()
    assert damage_of(old) == []


@pytest.mark.parametrize(
    ("tampering", "what"),
    [
        ("UPDATE certificate SET state = 'suspended' WHERE deed IS NULL", "register"),
        ("UPDATE certificate SET tax_code = '9907654321' WHERE deed IS NULL", "register"),
        ("DELETE FROM certificate WHERE deed IS NULL", "register"),
        ("UPDATE certificate SET state = 'waiting' WHERE deed IS NULL", "register"),
        ("UPDATE company SET name = 'X'", "register"),
    ],
)
def test_what_the_migration_found_is_told_in_its_event(tmp_path: Path, tampering: str, what: str) -> None:
    from storage.operating import old_books
    from thongquan.storage.database import open_for_writing
    from thongquan.storage.migrating import migrate_books

    old = operator_at(old_books(tmp_path / "old"))
    migrate_books(old.data, work_of(old))
    connection = open_for_writing(old.data)
    connection.pragma("foreign_keys", 0)
    connection.execute(tampering)
    connection.close()
    assert what in {one.what for one in damage_of(old)}
