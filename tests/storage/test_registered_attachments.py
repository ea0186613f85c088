"""Attachments by themselves in the books: whole or not there, found when they were tampered with, kept and erased."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from authority.attaching import CONTRACT, FILES, INVOICE, LIST, change, examine, register, see, user_of
from authority.deciding import decide
from authority.deeds import code_of
from authority.giving import NUMBER, asked_for_documents, give, keep
from authority.house import House
from demo_pki import NOW
from storage.operating import backup_of, damage_of, killed, operator_at, operator_of, restored, work_of
from thongquan.authority.attachments_seen import attachment_file
from thongquan.storage.attachments import FOLDER
from thongquan.storage.erasing import erase
from thongquan.storage.ledger import Ledger
from thongquan.storage.maintaining import Operator
from thongquan.storage.registered_attachments import named_files


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.close()


@pytest.fixture
def number(house: House) -> str:
    """Of one that was changed once and examined."""
    number = register(house, remarks="một")
    change(house, number, [INVOICE, CONTRACT], [CONTRACT])
    examine(house, number, result="Đủ.")
    return number


def opened(folder: Path, minutes: int = 20 * 60) -> House:
    return House(folder, now=NOW + timedelta(minutes=minutes), everybody=False)


def files(house: House) -> list[Path]:
    return list(house.parts.ledger.attachments.files())


@pytest.mark.parametrize("moment", ["in the file", "between file and commit", "never"])
def test_a_kill_leaves_nothing_half(house: House, tmp_path: Path, moment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGKILL on the way: afterwards the attachment is there with its files, or nothing of it is for ever."""
    house.close()

    def die(*_: object) -> None:
        os.kill(os.getpid(), 9)

    def work() -> None:
        again = opened(tmp_path, minutes=1)
        if moment == "in the file":
            monkeypatch.setattr("thongquan.storage.attachments.os.fsync", die)
        elif moment == "between file and commit":
            monkeypatch.setattr("thongquan.storage.ledger.Ledger.commit", _commit_unless_registered(die))
        register(again)

    killed(work, float("inf"))
    again = opened(tmp_path)
    there = 1 if moment == "never" else 0
    assert len(again.rows("SELECT 1 FROM registered_attachment")) == there
    assert len(files(again)) == 2 * there
    again.close()
    assert damage_of(operator_of(again)) == []


def _commit_unless_registered(die: Callable[[], None]) -> Callable[[Ledger], None]:
    commit = Ledger.commit

    def committing(ledger: Ledger) -> None:
        named = ledger.books.connection.execute("SELECT count(*) FROM registered_attachment").get
        die() if named else commit(ledger)

    return committing


def test_a_start_sweeps_what_neither_a_declaration_nor_an_attachment_names(
    house: House, number: str, tmp_path: Path
) -> None:
    """Files of earlier versions stay, and those that a declaration has, too."""
    give(asked_for_documents(house), [INVOICE])
    keep(house, [("never.txt", b"never named")])
    assert len(files(house)) == 4
    house.close()
    again = opened(tmp_path)
    assert len(files(again)) == 3
    file = again.sit(lambda now: attachment_file(now.books, user_of(again), number, 0, 2))
    assert b"".join(again.parts.ledger.attachments.pieces(file.file)) == LIST[1]
    again.close()


TAMPERED = [
    "UPDATE registered_attachment SET examined_at = ''",
    "UPDATE registered_attachment SET result = x''",
    "UPDATE registered_attachment SET version = 0",
    "UPDATE registered_attachment SET company = filer || '-001'",
    "UPDATE registered_attachment SET once = 'x'",
    "DELETE FROM registered_attachment",
    "DELETE FROM attachment_version WHERE version = 1",
    "UPDATE attachment_version SET sealed = x'' WHERE version = 0",
    "UPDATE attachment_version SET sealed = x''",
    "UPDATE attachment_version SET by = 'X'",
    "DELETE FROM version_file WHERE version = 0",
    "UPDATE version_file SET file = (SELECT file FROM version_file WHERE place = 1 LIMIT 1)",
    "INSERT INTO version_file SELECT number, version, 3, file FROM version_file WHERE version = 0 AND place = 1",
]
TABLES = ("registered_attachment", "attachment_version", "version_file")


def test_verify_books_finds_what_no_deed_explains(house: House, number: str) -> None:
    """One after the other, each taken back before the next."""
    books = house.books.connection
    whole = {table: house.rows(f"SELECT * FROM {table}") for table in TABLES}
    for change_of_books in TAMPERED:
        books.execute(change_of_books)
        found = [(one.what, one.where) for one in damage_of(operator_of(house))]
        assert found == [("attachment", number)], change_of_books
        for table, rows in whole.items():
            books.execute(f"DELETE FROM {table}")
            books.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    assert damage_of(operator_of(house)) == []


def test_verify_books_finds_a_file_that_is_missing_or_damaged(house: House, number: str) -> None:
    first, second, _ = files(house)
    whole = first.read_bytes()
    first.write_bytes(whole[:-1] + b"\0")
    assert [one.where for one in damage_of(operator_of(house))] == [number]
    first.write_bytes(whole)
    second.unlink()
    assert [one.where for one in damage_of(operator_of(house))] == [number]


def test_a_backup_has_every_version_and_a_restoring_brings_them_back(house: House, number: str, tmp_path: Path) -> None:
    operator = operator_of(house)
    restored(operator, backup_of(operator, tmp_path / "b").file, tmp_path / "again")
    assert damage_of(Operator(tmp_path / "again", operator.keys, operator.at, "")) == []
    back = [path.read_bytes() for path in (tmp_path / "again" / FOLDER).rglob("*") if path.is_file()]
    assert sorted(back) == sorted(path.read_bytes() for path in files(house))
    assert len(back) == 3


def test_no_file_is_looked_for_row_by_row(house: House) -> None:
    """Books hold millions of documents: each question is answered by an index."""
    asked = f"EXPLAIN QUERY PLAN SELECT 1 FROM ({named_files(house.books.connection)}) WHERE file = ?"
    plan = [row[3] for row in house.books.connection.execute(asked, (b"x",))]
    assert any("version_file_named" in one for one in plan)
    assert any("attachment_file" in one for one in plan)


def test_they_are_erased_when_their_term_has_passed(house: House, number: str, tmp_path: Path) -> None:
    decide(asked_for_documents(house), NUMBER, "refuse", "vì")
    house.close()
    operator = operator_at(tmp_path, datetime(2031, 9, 3, 5, tzinfo=UTC))
    with operator.ledger() as ledger:
        assert erase(ledger, work_of(operator), None).filings == 1
        assert list(ledger.attachments.files()) == []
    assert damage_of(operator) == []
    again = opened(tmp_path, minutes=60 * 24 * 365 * 5 + 10_000)
    assert code_of(see, again, number) == "ERASED"
    again.close()


def test_the_same_content_of_a_declaration_and_an_attachment_lies_there_once(house: House) -> None:
    register(house, FILES)
    give(asked_for_documents(house), [INVOICE])
    assert len(files(house)) == 2
