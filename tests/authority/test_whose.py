"""Whose records an account may read."""

from pathlib import Path

from msgspec.structs import replace

from authority.deeds import code_of
from authority.house import House
from thongquan.authority.whose import Whose, whose
from thongquan.base.moment import stamp


def test_an_officer_reads_what_is_before_his_office_until_he_has_ended(tmp_path: Path) -> None:
    house = House(tmp_path)
    officer = house.books.officers.officer("cb01")
    assert whose(house.books, "cb01") == Whose("", officer.office)
    house.sit(lambda now: now.books.officers.put(replace(officer, ended_at=stamp(now.at))))
    assert code_of(whose, house.books, "cb01") == "NOT-FOUND"
    house.close()
