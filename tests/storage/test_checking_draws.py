"""A draw that was changed, taken out or signed by nobody is found in the books; so is a day that has none."""

from datetime import timedelta

import pytest

from authority.house import House, a_filing, lines_of
from storage.operating import EVENING, damage_of, old_books, operator_at, operator_of, work_of
from thongquan.storage.findings import Damage
from thongquan.storage.keyring import CHOICE_KEY
from thongquan.storage.migrating import migrate_books


@pytest.fixture
def three_days(house: House) -> House:
    for day in range(3):
        house.file(a_filing(lines_of(f"DAY{day}")))
        house.clock.now += timedelta(days=1)
    return house


TAMPERINGS = {
    "told": (
        'UPDATE draw SET told = CAST(replace(told, \'"at":"2\', \'"at":"3\') AS BLOB) WHERE seq = 2',
        "2026-09-03",
    ),
    "signature": ("UPDATE draw SET signature = zeroblob(70) WHERE seq = 2", "2026-09-03"),
    "certificate": ("UPDATE draw SET certificate = zeroblob(70) WHERE seq = 2", "2026-09-03"),
    "day": ("UPDATE draw SET day = '2026-09-09' WHERE seq = 2", "2026-09-09"),
    "number": ("UPDATE draw SET seq = 7 WHERE seq = 3", "2026-09-04"),
    "one of the middle": ("DELETE FROM draw WHERE seq = 2", "2026-09-04"),
    "the last": ("DELETE FROM draw WHERE seq = 3", "2026-09-04"),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_tampering_with_draws_is_found(three_days: House, what: str) -> None:
    operator = operator_of(three_days, EVENING + timedelta(days=3))
    assert damage_of(operator) == []
    tampering, day = TAMPERINGS[what]
    three_days.books.connection.execute(tampering)
    assert Damage("draw", day) in damage_of(operator)


def test_a_key_of_choice_that_was_put_in_the_place_of_the_first_is_found(three_days: House) -> None:
    operator = operator_of(three_days, EVENING + timedelta(days=3))
    (operator.keys / CHOICE_KEY).write_bytes(b"x" * 32)
    assert damage_of(operator) == [Damage("draw", f"2026-09-0{day}") for day in (2, 3, 4)]


def test_books_from_before_there_were_draws_lack_none(tmp_path_factory: pytest.TempPathFactory) -> None:
    operator = operator_at(old_books(tmp_path_factory.mktemp("old")))
    migrate_books(operator.data, work_of(operator))
    assert damage_of(operator) == []
