"""Whose business each act is: entered with it, made up for old books, checked with the rest."""

import pytest

from authority.deciding import decide
from authority.delegations import BROKER, PRINCIPAL, SOON, add_administrators, for_the_principal, given
from authority.house import House, a_filing, lines_of
from storage.operating import damage_of, operator_of
from thongquan.storage.feed import fill
from thongquan.storage.findings import Damage

RED = "100000000030"


@pytest.fixture
def busy(house: House) -> House:
    """Acts 1 to 3 are the principal's, 4 and 5 both companies', 6 the broker's, 7 decides on what was red."""
    add_administrators(house)
    given(house)
    house.clock.now = SOON
    red = lines_of("RED1", goods_description="Drone")
    house.file(a_filing([*lines_of("A1", "A2"), *red]), for_the_principal("B1", "B2"), a_filing([b"bad"]))
    house.file(a_filing(lines_of("C1"), key="p256"))
    decide(house, RED, "refuse", "hàng cấm")
    return house


def runs(house: House) -> list[tuple[str, int, int]]:
    return house.rows("SELECT company, first, last FROM feed ORDER BY first, company")  # type: ignore[return-value] # as the columns are


def places(house: House) -> set[tuple[str, int]]:
    return {(company, place) for company, first, last in runs(house) for place in range(first, last + 1)}


def told(house: House) -> list[Damage]:
    """Of the feed. The administrators here are made by no deed, which is found too."""
    return [one for one in damage_of(operator_of(house)) if one.what == "feed"]


def test_a_flight_costs_one_row_and_a_brokers_two(busy: House) -> None:
    own = [(PRINCIPAL, 1, 3), (BROKER, 4, 5), (PRINCIPAL, 4, 5), (BROKER, 6, 6)]
    assert runs(busy) == sorted([*own, (PRINCIPAL, 7, 7)], key=lambda run: (run[1], run[0]))


def test_old_books_are_filled_in_as_they_would_have_been_entered(busy: House) -> None:
    before = places(busy)
    busy.books.connection.execute("DELETE FROM feed")
    fill(busy.books.connection)
    assert places(busy) == before


@pytest.mark.parametrize(
    ("tampering", "where"),
    [
        ("DELETE FROM feed WHERE first = 6", "act 6"),
        (f"DELETE FROM feed WHERE first = 4 AND company = '{PRINCIPAL}'", "act 4"),
        ("UPDATE feed SET last = 2 WHERE first = 1", "act 3"),
        (f"UPDATE feed SET company = '{BROKER}' WHERE first = 7", "act 7"),
        (f"INSERT INTO feed VALUES ('{BROKER}', 1, 2)", "runs"),
        (f"INSERT INTO feed VALUES ('{PRINCIPAL}', 2, 2)", "runs"),
        ("UPDATE feed SET last = 100 WHERE first = 7", "runs"),
    ],
)
def test_acts_told_to_too_few_or_too_many_are_found(busy: House, tampering: str, where: str) -> None:
    assert told(busy) == []
    busy.books.connection.execute(tampering)
    assert Damage("feed", where) in told(busy)
