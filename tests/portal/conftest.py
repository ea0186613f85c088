from collections.abc import Iterator

import pytest

from authority.house import House
from portal.visiting import Visitor


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("portal"))
    yield house
    house.close()


@pytest.fixture
def visitor(house: House) -> Visitor:
    return Visitor(house)
