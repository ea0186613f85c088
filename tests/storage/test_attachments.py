"""The folder of documents: sealed, bound to its place, whole or not there, and known to whatever is done with books."""

import io
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from authority.deciding import decide
from authority.deeds import code_of
from authority.giving import CONTRACT, INVOICE, NUMBER, asked_for_documents, give, keep, user_of
from authority.house import House
from demo_pki import NOW, P256_COMPANY, RSA_COMPANY
from storage.operating import backup_of, damage_of, killed, operator_at, operator_of, restored, work_of
from thongquan.authority.document_ports import DocumentLost
from thongquan.authority.documents_read import own_document
from thongquan.base.limits import LIMITS
from thongquan.storage.attachments import FOLDER, Attachments
from thongquan.storage.database import UnsafeDatabase
from thongquan.storage.erasing import erase
from thongquan.storage.maintaining import Operator
from thongquan.storage.migrating import rehearse
from thongquan.storage.refusals import BackupDamaged
from thongquan.storage.rotating import rotate

LONG = b"0123456789abcdef" * (LIMITS.document_piece_bytes // 8)
"""More than two pieces."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.close()


@pytest.fixture
def store(house: House) -> Attachments:
    return house.parts.ledger.attachments


@pytest.fixture
def given(house: House) -> House:
    give(asked_for_documents(house), [INVOICE, CONTRACT])
    return house


def kept(store: Attachments, data: bytes, company: str = RSA_COMPANY) -> Path:
    digest = sha256(data).hexdigest()
    store.keep(company, digest, io.BytesIO(data))
    return store.path(store._vault.attachment_key(company, digest))


def content(store: Attachments, path: Path) -> bytes:
    file = store.name(path)
    assert file is not None
    return b"".join(store.pieces(file))


def opened(folder: Path, minutes: int = 20 * 60) -> House:
    """The same books again, so many minutes later."""
    return House(folder, now=NOW + timedelta(minutes=minutes), everybody=False)


def files(house: House) -> list[Path]:
    return list(house.parts.ledger.attachments.files())


class TestKeeping:
    @pytest.mark.parametrize("extra", [-1, 0, 1])
    def test_what_is_kept_is_given_back(self, store: Attachments, extra: int) -> None:
        """Whole pieces, and a byte more or less: `document_piece_bytes`."""
        data = LONG[: LIMITS.document_piece_bytes + extra]
        assert content(store, kept(store, data)) == data

    def test_nothing_of_it_can_be_read_in_the_folder(self, store: Attachments) -> None:
        assert LONG[:64] not in kept(store, LONG).read_bytes()

    def test_only_its_owner_may_enter(self, store: Attachments) -> None:
        path = kept(store, LONG)
        assert [one.stat().st_mode & 0o777 for one in (path, path.parent, store.folder)] == [0o600, 0o700, 0o700]

    def test_the_same_content_lies_there_once(self, store: Attachments) -> None:
        assert kept(store, LONG) == kept(store, LONG)
        assert len(list(store.files())) == 1

    def test_of_two_companies_it_has_nothing_in_common(self, store: Attachments) -> None:
        """Neither a name nor a time tells one that the other has it."""
        mine, theirs = kept(store, LONG), kept(store, LONG, P256_COMPANY)
        assert mine.parent.name + mine.name != theirs.parent.name + theirs.name
        assert mine.read_bytes()[64:] != theirs.read_bytes()[64:]

    def test_its_name_tells_nothing_of_its_content(self, store: Attachments) -> None:
        path = kept(store, LONG)
        assert path.parent.name + path.name not in sha256(LONG).hexdigest()


class TestTampering:
    def test_each_changed_byte_is_noticed(self, store: Attachments) -> None:
        path = kept(store, b"x" * 40)
        whole = path.read_bytes()
        for at in range(len(whole)):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            with pytest.raises(DocumentLost):
                content(store, path)

    @pytest.mark.parametrize("kept_bytes", [0, 3, 100, LIMITS.document_piece_bytes + 34, -1])
    def test_so_is_an_end_that_is_missing(self, store: Attachments, kept_bytes: int) -> None:
        path = kept(store, LONG)
        path.write_bytes(path.read_bytes()[:kept_bytes])
        with pytest.raises(DocumentLost):
            content(store, path)

    def test_a_file_in_the_place_of_another_does_not_open(self, store: Attachments) -> None:
        one, other = kept(store, b"one"), kept(store, b"other")
        shutil.copy(one, other)
        with pytest.raises(DocumentLost):
            content(store, other)

    def test_pieces_do_not_change_places(self, store: Attachments) -> None:
        path = kept(store, LONG[: 2 * LIMITS.document_piece_bytes])
        whole = path.read_bytes()
        half = len(whole) // 2
        path.write_bytes(whole[half:] + whole[:half])
        with pytest.raises(DocumentLost):
            content(store, path)

    def test_no_link_is_followed(self, store: Attachments, tmp_path: Path) -> None:
        path = kept(store, b"one")
        path.rename(tmp_path / "elsewhere")
        path.symlink_to(tmp_path / "elsewhere")
        with pytest.raises(DocumentLost):
            content(store, path)


class TestSweeping:
    def test_what_no_transaction_named_is_gone_after_the_next_start(self, given: House, tmp_path: Path) -> None:
        keep(given, [("never.txt", b"never named")])
        left = given.parts.ledger.attachments.folder / "ab" / "half.unfinished"
        left.parent.mkdir(mode=0o700, exist_ok=True)
        left.write_bytes(b"half")
        assert len(files(given)) == 4
        given.close()
        again = opened(tmp_path)
        assert len(files(again)) == 2
        again.close()
        assert damage_of(operator_of(again)) == []

    @pytest.mark.parametrize("moment", ["before the file", "in the file", "between file and commit", "never"])
    def test_a_kill_leaves_nothing_half(
        self, house: House, tmp_path: Path, moment: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """SIGKILL on the way: afterwards both documents are the declaration's, or nothing of them is there."""
        asked_for_documents(house)
        house.close()

        def die(*_: object) -> None:
            os.kill(os.getpid(), 9)

        def work() -> None:
            again = opened(tmp_path, minutes=1)
            if moment == "before the file":
                monkeypatch.setattr("storage.test_attachments.Attachments.keep", die)
            elif moment == "in the file":
                monkeypatch.setattr("thongquan.storage.attachments.os.fsync", die)
            elif moment == "between file and commit":
                monkeypatch.setattr("thongquan.storage.ledger.Ledger.commit", _commit_unless_given(die))
            give(again, [INVOICE, CONTRACT])

        killed(work, float("inf"))
        again = opened(tmp_path)
        documents = 2 if moment == "never" else 0
        assert len(again.books.case(NUMBER).decision.documents) == len(files(again)) == documents
        again.close()
        assert damage_of(operator_of(again)) == []


def _commit_unless_given(die: object) -> object:
    from thongquan.storage.ledger import Ledger

    commit = Ledger.commit

    def committing(ledger: Ledger) -> None:
        named = ledger.books.connection.execute("SELECT count(*) FROM attachment").get
        die() if named else commit(ledger)  # type: ignore[operator] # kills us

    return committing


class TestVerifyBooks:
    def test_finds_one_that_is_missing(self, given: House) -> None:
        files(given)[0].unlink()
        [damage] = damage_of(operator_of(given))
        assert damage.what == "attachment"

    def test_finds_one_that_is_damaged(self, given: House) -> None:
        path = files(given)[0]
        path.write_bytes(path.read_bytes()[:-1] + b"\0\0")
        assert [one.what for one in damage_of(operator_of(given))] == ["attachment"]

    def test_finds_two_that_were_exchanged_in_the_books(self, given: House) -> None:
        """Each opens, and is not what the act says."""
        books = given.books.connection
        (one,), (two,) = books.execute("SELECT file FROM attachment ORDER BY place").fetchall()
        books.execute("UPDATE attachment SET file = CASE place WHEN 1 THEN ? ELSE ? END", (two, one))
        assert [one.what for one in damage_of(operator_of(given))] == ["attachment"] * 2

    @pytest.mark.parametrize(
        "change",
        [
            "DELETE FROM attachment WHERE place = 2",
            "DELETE FROM attachment",
            "UPDATE attachment SET place = 3 WHERE place = 2",
            "INSERT INTO attachment SELECT number, 3, file FROM attachment WHERE place = 1",
        ],
    )
    def test_finds_rows_that_no_act_explains(self, given: House, change: str) -> None:
        given.books.connection.execute(change)
        assert {one.what for one in damage_of(operator_of(given))} == {"attachment"}

    def test_whoever_asks_for_a_lost_one_is_told(self, given: House) -> None:
        for path in files(given):
            path.unlink()
        found = given.sit(lambda now: own_document(now, user_of(given), NUMBER, 1))
        assert code_of(given.parts.ledger.attachments.pieces, found.file) == "DOCUMENT-LOST"


class TestOperating:
    def test_a_backup_has_them_and_a_restoring_brings_them_back(self, given: House, tmp_path: Path) -> None:
        operator = operator_of(given)
        file = backup_of(operator, tmp_path / "b").file
        restored(operator, file, tmp_path / "again")
        target = Operator(tmp_path / "again", operator.keys, operator.at, "")
        assert damage_of(target) == []
        back = [path for path in (tmp_path / "again" / FOLDER).rglob("*") if path.is_file()]
        assert sorted(path.read_bytes() for path in back) == sorted(path.read_bytes() for path in files(given))

    def test_no_backup_is_made_without_one_of_them(self, given: House, tmp_path: Path) -> None:
        files(given)[0].unlink()
        with pytest.raises(UnsafeDatabase):
            backup_of(operator_of(given), tmp_path / "b")
        assert not (tmp_path / "b").exists()

    def test_a_cut_backup_is_none(self, given: House, tmp_path: Path) -> None:
        operator = operator_of(given)
        file = backup_of(operator, tmp_path / "b").file
        whole = bytearray(file.read_bytes())
        whole[len(whole) // 2] ^= 1
        file.write_bytes(whole)
        with pytest.raises(BackupDamaged):
            restored(operator, file, tmp_path / "again")

    @pytest.mark.parametrize("purpose", ["body", "index"])
    def test_they_open_after_a_change_of_keys(self, given: House, tmp_path: Path, purpose: str) -> None:
        given.close()
        operator = operator_at(tmp_path)
        with operator.ledger() as ledger:
            rotate(ledger, operator.keys, purpose, work_of(operator))
        assert damage_of(operator) == []
        again = opened(tmp_path)
        found = again.sit(lambda now: own_document(now, user_of(again), NUMBER, 2))
        assert b"".join(again.parts.ledger.attachments.pieces(found.file)) == CONTRACT[1]
        again.close()

    def test_they_are_erased_with_their_declaration(self, given: House, tmp_path: Path) -> None:
        decide(given, NUMBER, "refuse", "vì")
        sealed = [path.read_bytes() for path in files(given)]
        assert len(sealed) == 2
        given.close()
        operator = operator_at(tmp_path, datetime(2031, 9, 3, 5, tzinfo=UTC))
        with operator.ledger() as ledger:
            assert erase(ledger, work_of(operator), None).filings == 1
            assert list(ledger.attachments.files()) == []
        assert damage_of(operator) == []

    def test_a_migration_is_rehearsed_with_them(self, given: House, tmp_path: Path) -> None:
        given.close()
        rehearse(tmp_path / "data", work_of(operator_at(tmp_path)))
        assert len(list((tmp_path / "data" / FOLDER).rglob("*"))) >= 2
