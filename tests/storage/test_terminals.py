"""The hash of an access key lies sealed, for its own terminal, number and day."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from authority.house import House
from demo_pki import P256_COMPANY, RSA_COMPANY
from thongquan.registration.terminal import Terminal

UNTIL = "2026-09-03T03:00:00.000000Z"
ONE = Terminal("ABC234", RSA_COMPANY, UNTIL, UNTIL, b"k" * 32, 2, b"o" * 32, UNTIL)
OTHER = Terminal("DEF567", P256_COMPANY, UNTIL, UNTIL, b"x" * 32, 2)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    for one in (ONE, OTHER):
        house.sit(lambda now, one=one: now.books.terminals.add(one))
    yield house
    house.close()


def test_a_terminal_is_read_back_as_it_was_put_down(house: House) -> None:
    assert house.books.terminals.terminal(ONE.id) == ONE


def test_a_hash_is_not_read_off_the_file(house: House) -> None:
    [(key, old_key)] = house.rows("SELECT key, old_key FROM terminal WHERE id = ?", ONE.id)
    assert ONE.key not in key
    assert ONE.old_key not in old_key


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE terminal SET key = (SELECT key FROM terminal WHERE id = 'DEF567')",
        "UPDATE terminal SET key_number = 3",
        "UPDATE terminal SET key = old_key",
        "UPDATE terminal SET old_key = key",
        "UPDATE terminal SET old_until = '2099-01-01T00:00:00.000000Z'",
        "UPDATE terminal SET key = zeroblob(64)",
    ],
)
def test_no_other_key_counts_and_none_longer(house: House, tampering: str) -> None:
    house.sit(lambda now: now.books.connection.execute(tampering))
    with pytest.raises(InvalidTag):
        house.books.terminals.terminal(ONE.id)
