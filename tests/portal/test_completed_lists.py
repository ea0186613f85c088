"""Pages of lists HQ 02: what a declarant may list, what is signed of it, and what an officer answers."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from authority.house import House
from authority.listing import answer_list, cleared_exports, cleared_imports, drafted_list, send_list, user_of
from building import a_mic
from demo_pki import P256_COMPANY, RSA_COMPANY
from portal.owned_applying import OFFICER, people
from portal.visiting import Visitor
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day
from thongquan.portal.sessions import Who

NEW = "/lists/hq02/new?direction=import&office=02DS"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    people(house)
    yield house
    house.close()


@pytest.fixture
def user(house: House) -> Visitor:
    return visitor_of(house, Who(user_of(house), "user", "Nguyễn Văn An", company=RSA_COMPANY, certificate="ab" * 32))


@pytest.fixture
def officer(house: House) -> Visitor:
    return visitor_of(house, OFFICER)


def visitor_of(house: House, who: Who) -> Visitor:
    visitor = Visitor(house)
    visitor.log_in(who)
    return visitor


def hidden(page: str, name: str) -> str:
    [value] = re.findall(rf'name="{name}" value="([^"]*)"', page)
    return str(value)


class TestDrawingUp:
    def test_the_form_says_what_the_deed_would(self, house: House, user: Visitor) -> None:
        numbers = cleared_imports(house, "A1", "A2", packages=2)
        page, says = user.get(NEW).text, drafted_list(house, numbers)
        names = ("count", "packages", "weight", "customs_value", "vat", "vat_rate", "digest")
        assert {one: hidden(page, one) for one in names} == {one: str(says[one]) for one in names}
        assert "\n".join(numbers) in page

    def test_only_what_was_cleared_and_stands_on_no_open_list(self, house: House, user: Visitor) -> None:
        listed, free = cleared_imports(house, "A1", "A2")
        send_list(house, [listed])
        cleared_imports(house, "B1", company=P256_COMPANY)
        cleared_exports(house, "E1")
        page = user.get(NEW).text
        assert (free in page, listed in page, hidden(page, "count")) == (True, False, "1")

    def test_what_was_held_back_may_be_listed_again(self, house: House, user: Visitor) -> None:
        gone, left = cleared_imports(house, "A1", "A2")
        answer_list(house, send_list(house, [gone, left]).outcome["list"], held_back=[left])
        page = user.get(NEW).text
        assert (left in page, gone in page) == (True, False)

    def test_of_one_flight_alone(self, house: House, user: Visitor) -> None:
        one, other = *cleared_imports(house, "A1"), *cleared_imports(house, "A2", flight="VN9999/01SEP")
        page = user.get(f"{NEW}&flight=VN9999/01SEP").text
        assert (other in page, one in page, f"{a_mic().flight}</a> (1)" in page) == (True, False, True)

    def test_without_what_is_left_for_later(self, house: House, user: Visitor) -> None:
        one, other = cleared_imports(house, "A1", "A2")
        page = user.get(NEW, params={"direction": "import", "office": "02DS", "without": one}).text
        assert (hidden(page, "count"), other in page) == ("1", True)

    def test_of_another_day_or_office_there_is_none(self, house: House, user: Visitor) -> None:
        cleared_imports(house, "A1")
        day = business_day(house.clock.now)
        assert 'name="digest"' in user.get(f"{NEW}&day={day}").text
        for asked in (f"{NEW}&day=2020-01-02", "/lists/hq02/new?direction=import&office=01DD"):
            assert "Không có tờ khai nào" in user.get(asked).text
        assert user.get(f"{NEW}&day=9999-12-31").status_code == 200

    def test_an_officer_draws_up_none(self, officer: Visitor) -> None:
        assert officer.get(NEW).status_code in (303, 403)


class TestOneList:
    def test_both_sides_see_its_lines_and_only_the_officer_answers(
        self, house: House, user: Visitor, officer: Visitor
    ) -> None:
        numbers = cleared_imports(house, "A1", "A2")
        made = send_list(house, numbers).outcome
        for side, answers in ((user, False), (officer, True)):
            assert f'href="/lists/hq02/{made["list"]}"' in side.get("/lists/hq02?state=sent").text
            page = side.get(f"/lists/hq02/{made['list']}").text
            assert all(one in page for one in (*numbers, made["number"], "Tổng số tiền thuế GTGT", "/pdf"))
            assert ('data-kind="hq02-confirm"' in page) == answers

    def test_what_became_of_each_line_stands_beside_it(self, house: House, user: Visitor) -> None:
        numbers = cleared_imports(house, "A1", "A2", "A3")
        made = send_list(house, numbers).outcome["list"]
        answer_list(house, made, held_back=numbers[:1], never_came=numbers[1:2])
        page = user.get(f"/lists/hq02/{made}").text
        for word in ("Chưa qua khu vực giám sát", "Hàng không đến", "Đã qua khu vực giám sát", "Đã xác nhận"):
            assert word in page
        assert "data-sign" not in page

    def test_long_ones_come_by_page(self, house: House, user: Visitor) -> None:
        numbers = cleared_imports(house, *(f"A{n}" for n in range(LIMITS.page_rows + 1)))
        address = f"/lists/hq02/{send_list(house, numbers).outcome['list']}"
        first, second = user.get(address).text, user.get(f"{address}?after={LIMITS.page_rows}").text
        assert (numbers[-1] in first, numbers[-1] in second, numbers[0] in second) == (False, True, False)
        assert user.get(f"{address}?after=x").status_code == 400

    def test_is_complete_in_english(self, house: House, officer: Visitor) -> None:
        made = send_list(house, cleared_imports(house, "A1")).outcome["list"]
        page = officer.get(f"/lists/hq02/{made}?lang=en").text
        for word in ("List HQ 02", "Waiting for customs", "Never came"):
            assert word in page
