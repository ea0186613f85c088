"""What a check of the books finds, beside `test_storage.py`: signatures, gaps, order, a server at work."""

import threading
from pathlib import Path

import pytest
from msgspec.structs import replace

from authority.deciding import decide
from authority.house import House, a_filing, lines_of
from storage.operating import backup_of, damage_of, operator_of, restored
from thongquan.base.limits import LIMITS
from thongquan.signing.checkpoint import Checkpoint
from thongquan.storage.findings import Damage, Findings
from thongquan.storage.integrity import forgotten
from thongquan.storage.maintaining import Operator
from thongquan.storage.snapshot import snapshot


@pytest.fixture
def busy(house: House) -> House:
    red = lines_of("RED1", "RED2", goods_description="Drone")
    told = house.file(a_filing([*lines_of("A1", "A2"), *red]), a_filing([b"bad", *lines_of("A3")]))[0]["outcomes"]
    for one in told[2:]:
        decide(house, one["decision"]["number"], "refuse", "hàng cấm")
    house.file(a_filing(lines_of("A4")))
    return house


LAST_DECISION_UNDONE = """
DELETE FROM act WHERE seq = 6; UPDATE declaration SET latest = registered, state = 'registered' WHERE latest = 6"""


@pytest.mark.parametrize(
    ("tampering", "what"),
    [
        ("UPDATE checkpoint SET at = '2026-09-02T03:00:00.000001Z' WHERE number = 1", "signature"),
        ("UPDATE checkpoint SET signature = zeroblob(70) WHERE number = 2", "signature"),
        ("UPDATE checkpoint SET number = 9 WHERE number = 2; UPDATE filing SET checkpoint = 9 WHERE row = 3", "group"),
        ("UPDATE filing SET position = 1 - position WHERE checkpoint = 1", "filing"),
        ("UPDATE filing SET row = 10 - row", "filing"),
        ("UPDATE filing SET statement = CAST(replace(statement, '02DS', '03DS') AS BLOB) WHERE row = 1", "group"),
        ("UPDATE filing SET answer = zeroblob(90) WHERE row = 1", "sealed"),
        ("DELETE FROM act WHERE seq = 5", "log"),
        (LAST_DECISION_UNDONE, "log"),
        ("DELETE FROM act WHERE seq = 1", "state"),
        ("UPDATE declaration SET latest = registered WHERE latest <> registered", "state"),
        ("UPDATE declaration SET latest = 2 WHERE number = 100000000010", "state"),
        ("UPDATE declaration SET registered = 2 WHERE number = 100000000010", "state"),
        ("UPDATE declaration SET filing = 2 WHERE number = 100000000010", "filing"),
        ("UPDATE declaration SET house = zeroblob(24) WHERE number = 100000000010", "state"),
        ("UPDATE declaration SET owned = zeroblob(16) WHERE number = 100000000010", "state"),
        ("UPDATE declaration SET owned = NULL WHERE number = 100000000010", "state"),
        ("UPDATE declaration SET live = 0 WHERE number = 100000000010", "state"),
        ("UPDATE declaration SET team = '99' WHERE number = 100000000010", "state"),
        ("UPDATE declaration SET documents_at = registered_at WHERE number = 100000000010", "state"),
        ("UPDATE key_in_use SET number = 2 WHERE purpose = 'authority'; DELETE FROM checkpoint WHERE number = 2",
         "group"),
        ("INSERT INTO gap VALUES ('import', 100, 200, 1)", "gap"),
        ("INSERT INTO event VALUES (1, x'7b7d', x'00', x'00')", "event"),
    ],
)  # fmt: skip
def test_tampered_books_are_told_from_sound_ones(busy: House, tampering: str, what: str) -> None:
    assert damage_of(operator_of(busy)) == []
    connection = busy.books.connection
    connection.pragma("foreign_keys", 0)
    connection.execute(tampering)
    found = {one.what for one in damage_of(operator_of(busy))}
    assert what in found, found


def test_a_checkpoint_signed_by_another_authority_does_not_count(busy: House, tmp_path: Path) -> None:
    """All is consistent, but the certificate is not in the keys folder."""
    from storage.test_keys import new_pair

    operator = operator_of(busy)
    (operator.keys / "authority.pem").write_bytes(new_pair()[1])
    assert {one.what for one in damage_of(operator)} == {"signature", "draw"}


def test_books_are_checked_as_of_one_moment_while_filings_go_on(house: House) -> None:
    house.file(a_filing(lines_of(*(f"A{n}" for n in range(300)))))
    told: list[list[Damage]] = []
    checking = threading.Thread(target=lambda: told.append(damage_of(operator_of(house))))
    checking.start()
    count = 0
    while checking.is_alive():
        house.file(a_filing(lines_of(f"MEAN{count}")))
        count += 1
    checking.join()
    assert count
    assert told == [[]]


@pytest.mark.parametrize(("found", "more"), [(0, 0), (1, 1)])
def test_damage_without_end_is_counted_not_listed(found: int, more: int) -> None:
    findings = Findings(lambda _done, _of: None)
    for number in range(LIMITS.damage_listed + found):
        findings.add("leaf", f"act {number}")
    assert len(findings.all()) == LIMITS.damage_listed + more
    assert (findings.all()[-1] == Damage("more", "1")) is bool(more)


def test_old_books_put_back_are_sound_and_a_later_receipt_tells(busy: House, tmp_path: Path) -> None:
    """What the books alone cannot tell (rows 12, 33)."""
    operator = operator_of(busy)
    file = backup_of(operator, tmp_path / "b").file
    given = busy.file(a_filing(lines_of("LATER")))[0]["checkpoint"]
    later = Checkpoint(**given)
    restored(operator, file, tmp_path / "old", 0)
    old = Operator(tmp_path / "old", operator.keys, operator.at, "")
    assert damage_of(old) == []
    with snapshot(operator.data) as books:
        assert forgotten(books, [later]) == []
        assert forgotten(books, [replace(later, root="0" * 64)])
    with snapshot(old.data) as books:
        assert forgotten(books, [later]) == [Damage("forgotten", f"checkpoint {later.group}")]
