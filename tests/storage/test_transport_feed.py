"""Steps of transports in the feed: made of the deeds for old books, held against them."""

from collections.abc import Iterator

import pytest

from authority.house import House, a_filing, lines_of
from authority.transporting import at_both_ends, registered, take, taken
from demo_pki import RSA_COMPANY
from storage.operating import damage_of, operator_of
from thongquan.storage.findings import Damage
from thongquan.storage.transport_feed import fill_steps

FOUND = Damage("transport_feed", RSA_COMPANY)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Acts 1 and 2 lie between the steps of two transports."""
    house = House(tmp_path_factory.mktemp("h"))
    at_both_ends(house)
    first, second = registered(house), registered(house)
    house.file(a_filing(lines_of("A1", "A2")))
    taken(house, first, "declare", "approve")
    take(house, second, "declare", same_cargo=True)
    yield house
    house.close()


@pytest.fixture
def house(busy: House) -> Iterator[House]:
    """Its notices are afterwards what they were."""
    before = notices(busy)
    yield busy
    busy.books.connection.execute("DELETE FROM notice")
    busy.books.connection.executemany(f"INSERT INTO notice VALUES ({', '.join('?' * len(before[0]))})", before)


def notices(house: House) -> list[tuple[object, ...]]:
    return house.rows("SELECT * FROM notice ORDER BY company, place, nth")


def test_old_books_are_filled_in_as_they_would_have_been_entered(house: House) -> None:
    before = notices(house)
    assert len(before) == 5
    house.books.connection.execute("DELETE FROM notice")
    fill_steps(house.books.connection, house.parts.ledger.vault)
    assert notices(house) == before


@pytest.mark.parametrize(
    "tampering",
    [
        "DELETE FROM notice WHERE place = 0 AND nth = 1",
        "DELETE FROM notice WHERE place = 2 AND nth = 3",
        "UPDATE notice SET place = 0, nth = nth + 7 WHERE place = 2",
        "UPDATE notice SET place = 9 WHERE place = 2",
        "UPDATE notice SET nth = 9 WHERE place = 2 AND nth = 1",
        "UPDATE notice SET state = 'arrived' WHERE place = 2 AND nth = 2",
        "INSERT INTO notice SELECT company, place, nth + 7, kind, about, at, step, state, version FROM notice",
        "INSERT INTO notice SELECT '0301234567', place, nth, kind, about, at, step, state, version FROM notice",
    ],
)
def test_a_step_left_out_moved_changed_or_told_twice_is_found(house: House, tampering: str) -> None:
    assert damage_of(operator_of(house)) == []
    house.books.connection.execute(tampering)
    found = damage_of(operator_of(house))
    assert FOUND in found or Damage("transport_feed", "0301234567") in found
