from collections.abc import Iterator
from pathlib import Path

import pytest

from authority.house import House, a_filing, lines_of
from building import a_mic
from thongquan.declaration.codec import encode_line


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.close()


@pytest.fixture
def busy(house: House) -> House:
    red = encode_line(a_mic(goods_description="Drone", house_bill="RED1"))
    house.file(a_filing([*lines_of("A1", "A2"), red]), a_filing([b"bad", *lines_of("A3")]))
    return house
