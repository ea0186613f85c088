"""A bit that rots in the authority's database is noticed or changes nothing, and a rotten one is not served."""

from pathlib import Path
from typing import Any

import apsw
import pytest

from authority.house import House, a_filing, lines_of
from demo_pki import NOW
from faults.conftest import Figures
from faults.rot import rot
from faults.size import size
from thongquan.app import resumed
from thongquan.storage import integrity
from thongquan.storage.database import NAME, UnsafeDatabase, open_for_writing
from thongquan.storage.ledger import Ledger
from thongquan.storage.sealing import open_vault

FLIPS = size(60, 1000)
TABLES = ("company", "certificate", "officer", "checkpoint", "filing", "act", "declaration", "sequence")


class Damaged(Exception):  # noqa: N818 - what the integrity check found
    pass


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(tmp_path / "house")
    for number in range(10):
        house.file(a_filing(lines_of(*(f"ROT{number}N{n}" for n in range(10)))))
    house.close()
    return house


def test_a_flipped_bit_in_the_database_is_noticed_or_changes_nothing(house: House, figures: Figures) -> None:
    vault = open_vault(house.service.keys_folder())

    def opened(folder: Path) -> list[list[tuple[Any, ...]]]:
        connection = open_for_writing(folder)
        try:
            if integrity.check(connection, vault):
                raise Damaged
            return [connection.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES]
        finally:
            connection.close()

    noticed = rot(house.service.data, NAME, opened, (UnsafeDatabase, apsw.Error, Damaged), FLIPS)
    figures(flips=FLIPS, noticed=noticed, silent=0)


def test_a_rotten_database_is_not_served_and_says_so(house: House) -> None:
    vault = open_vault(house.service.keys_folder())
    path = house.service.data / NAME
    rotten = bytearray(path.read_bytes())
    rotten[50] ^= 1
    path.write_bytes(rotten)
    assert resumed(NOW, house.service.data)() >= NOW
    with pytest.raises(UnsafeDatabase):
        Ledger(house.service.data, vault)
