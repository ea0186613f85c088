"""The pages on which an officer decides on several declarations at once, and what the queue lets him mark."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from authority.deciding import decide, decide_together, said_together
from authority.house import House
from authority.test_declaration_desk import filed
from portal.owned_applying import OFFICER, people
from portal.test_desk_declarations import visitor_of
from portal.visiting import Visitor


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    people(house)
    yield house
    house.close()


@pytest.fixture
def officer(house: House) -> Visitor:
    return visitor_of(house, OFFICER)


def test_the_queue_lets_one_mark_only_what_one_has_opened(house: House, officer: Visitor) -> None:
    first, second = filed(house, "D1", "D2")
    officer.get(f"/desk/declarations/{first}")
    page = officer.get("/desk/declarations").text
    assert f'name="number" value="{first}"' in page
    assert f'name="number" value="{second}"' not in page
    assert "chưa xem" in page


def test_an_auditor_marks_nothing(house: House) -> None:
    [number] = filed(house, "D1")
    house.books.connection.execute("UPDATE officer SET role = 'auditor' WHERE id = 'cb01'")
    auditor = visitor_of(house, OFFICER)
    auditor.get(f"/desk/declarations/{number}")
    assert 'id="several"' not in auditor.get("/desk/declarations").text
    assert auditor.get(f"/desk/several?number={number}").status_code == 403


def test_the_queue_is_filtered_by_team_and_shows_it(house: House, officer: Visitor) -> None:
    [ours], [others] = filed(house, "D1", customs_team="02"), filed(house, "D2", customs_team="04")
    page = officer.get("/desk/declarations?team=02").text
    assert (ours in page, others in page) == (True, False)
    assert ">02</td>" in page


def test_what_was_not_opened_stands_apart_and_is_not_signed_for(house: House, officer: Visitor) -> None:
    first, second = filed(house, "D1", "D2")
    officer.get(f"/desk/declarations/{first}")
    page = officer.get(f"/desk/several?number={first}&number={second}").text
    assert f'name="declarations.0.number" value="{first}"' in page
    assert "declarations.1.number" not in page
    assert page.index("Chưa xem, nên không quyết định được") < page.rindex(second)


def test_it_offers_what_leads_on_for_any_and_says_for_how_many(house: House, officer: Visitor) -> None:
    first, second = filed(house, "D1", "D2")
    decide(house, first, "goods-fit")
    for number in (first, second):
        officer.get(f"/desk/declarations/{number}")
    page = officer.get(f"/desk/several?number={first}&number={second}").text
    assert "Thông quan (được 1 tờ khai)" in page
    assert 'value="goods-fit"' not in page


def test_the_page_after_it_tells_of_each(house: House, officer: Visitor) -> None:
    numbers = filed(house, "D1", "D2")
    for number in numbers:
        officer.get(f"/desk/declarations/{number}")
    said = said_together(house, numbers)
    decide(house, numbers[1], "refuse", "hàng cấm", "ct01")
    page = officer.get(f"/desk/decided/{decide_together(house, said).deed}").text
    assert page.index("Không thực hiện được: 1 tờ khai") < page.index("Đã thực hiện: 1 tờ khai")
    assert f"Tờ khai {numbers[1]} đã khác so với lúc xem." in page
