"""What an officer is offered of a transport, beside what its state allows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from authority.accounts import put
from authority.house import House
from authority.listing import user_of
from authority.transporting import at_both_ends, registered, taken
from thongquan.authority.transport_desk import desk_transport
from thongquan.registration.account import Person


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    at_both_ends(house)
    yield house
    house.close()


def test_whoever_is_somebody_of_the_company_is_offered_nothing_and_told_why(house: House) -> None:
    number = taken(house, registered(house), "declare")
    one = desk_transport(house.books, "cb01", number, house.clock.now)
    assert (one.offers[:1], one.barred) == (["approve"], None)
    own = house.books.accounts.account("cb01").person
    put(house, user_of(house), person=Person("Người nhà", own.identity))
    one = desk_transport(house.books, "cb01", number, house.clock.now)
    assert one.barred is not None
    assert (one.offers, one.barred.code) == ([], "OFFICER-OWN-COMPANY")
