"""Auditors see every reason and every override of a declaration; everybody sees how the random share is drawn."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from authority.applying import with_officer
from authority.deciding import decide
from authority.house import House
from authority.test_declaration_desk import filed
from portal.owned import AUDITOR
from portal.owned_applying import OFFICER, people
from portal.test_desk_declarations import visitor_of
from portal.visiting import Visitor
from thongquan.base.moment import business_day


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    people(house)
    with_officer(house, "tt01", "079180000177", role="auditor")
    yield house
    house.close()


@pytest.fixture
def auditor(house: House) -> Visitor:
    return visitor_of(house, AUDITOR)


def test_every_reason_of_the_channel_is_told_and_its_kind(house: House, auditor: Visitor) -> None:
    [number] = filed(house, "A1")
    page = auditor.get(f"/audit/declarations/{number}").text
    for word in ("WORDS-OF-CONTROLLED-GOODS", "rủi ro hàng hóa", "Luồng đỏ", "Dòng đã ký"):
        assert word in page


def test_an_officers_override_stands_out_with_its_reason(house: House, auditor: Visitor) -> None:
    [number] = filed(house, "A1", goods_description="Áo thun", gross_weight=Decimal(6), invoice_value=Decimal(1))
    assert house.books.case(number).decision.channel == "2"
    assert "Công chức đổi luồng" not in auditor.get(f"/audit/declarations/{number}").text
    decide(house, number, "inspect", "kiện bị rách")
    page = auditor.get(f"/audit/declarations/{number}").text
    assert page.index("Công chức đổi luồng") < page.index("kiện bị rách")


def test_a_scanned_number_leads_there(house: House, auditor: Visitor) -> None:
    [number] = filed(house, "A1")
    answer = auditor.get("/audit/declarations", params={"number": f" {number} "})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/audit/declarations/{number}")
    assert "Không phải số tờ khai" in auditor.get("/audit/declarations", params={"number": "A1"}).text


def test_officers_see_none_of_it(house: House) -> None:
    [number] = filed(house, "A1")
    officer = visitor_of(house, OFFICER)
    for path in ("/audit/declarations", f"/audit/declarations/{number}"):
        answer = officer.get(path)
        assert (answer.status_code, "WORDS-OF" in answer.text) == (403, False)


class TestTheDraw:
    def test_its_secret_is_shown_once_the_day_is_over(self, house: House) -> None:
        filed(house, "A1")
        day, anybody = business_day(house.clock()).isoformat(), Visitor(house)
        page = anybody.get(f"/audit/draws/{day}").text
        [(told,)] = house.rows("SELECT told FROM draw WHERE day = ?", day)
        commitment = told.decode().partition('"commitment":"')[2][:64]
        for word in (commitment, "mở từ 0 giờ hôm sau", f"thongquan verify draw {day}.json", f"/api/v1/draws/{day}"):
            assert word in page
        house.clock.now += timedelta(days=1)
        opened = Visitor(house).get(f"/audit/draws/{day}").text
        assert "mở từ 0 giờ hôm sau" not in opened

    def test_each_day_leads_to_its_own(self, house: House) -> None:
        filed(house, "A1")
        day = business_day(house.clock()).isoformat()
        assert f'href="/audit/draws/{day}"' in Visitor(house).get("/audit/draws").text
        assert Visitor(house).get("/audit/draws/2020-01-01").status_code == 404
