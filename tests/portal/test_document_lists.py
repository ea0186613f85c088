"""Pages of lists HQ 01: made of a flight's group 1, signed with these very lines, answered by an officer."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from authority.documents_listed import answer_documents, documents, file_documents
from authority.house import House
from authority.listing import user_of
from demo_pki import P256_COMPANY, RSA_COMPANY
from portal.flying import DOCUMENTS, a_manifest, declarant, the_declarant, uploaded, wait
from portal.owned_applying import OFFICER, people
from portal.visiting import Visitor
from thongquan.base.limits import LIMITS
from thongquan.declaration.document_list import read, summed, unpacked


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    people(house)
    yield house
    house.close()


@pytest.fixture
def user(house: House) -> Visitor:
    return declarant(house)


@pytest.fixture
def officer(house: House) -> Visitor:
    visitor = Visitor(house)
    visitor.log_in(OFFICER)
    return visitor


def hidden(page: str, name: str) -> str:
    [value] = re.findall(rf'name="{name}" value="([^"]*)"', page)
    return str(value)


def a_flight(user: Visitor, count: int = 4, documents: tuple[int, ...] = (1, 2)) -> str:
    """Its page's address, once it was judged."""
    place = uploaded(user, a_manifest(count, dict.fromkeys(documents, DOCUMENTS)))
    wait(user, place)
    return place


class TestMakingOne:
    def test_the_flight_tells_what_waits_and_leads_there(self, user: Visitor) -> None:
        place = a_flight(user)
        page = user.get(place).text
        assert "2 vận đơn nhóm 1" in page
        assert f"/lists/hq01/new?flight={place.rpartition('/')[2]}" in page

    def test_the_form_says_what_the_deed_is_to_say_of_the_lines_beside_it(self, user: Visitor) -> None:
        page = user.get(f"/lists/hq01/new?flight={a_flight(user).rpartition('/')[2]}").text
        [beside] = re.findall(r'<textarea name="lines" data-secret hidden>([^<]*)</textarea>', page)
        told = unpacked(beside)
        sums = summed(told, read(told))
        assert {one: hidden(page, one) for one in ("count", "packages", "weight", "fee", "digest")} == {
            "count": "2",
            "packages": "2",
            "weight": "0.8",
            "fee": "0",
            "digest": sums.digest,
        }
        assert "SEL81000002VN" in page
        assert "SEL81000003VN" not in page

    def test_a_fee_goes_into_every_line_that_is_signed(self, user: Visitor) -> None:
        address = f"/lists/hq01/new?flight={a_flight(user).rpartition('/')[2]}"
        page = user.get(f"{address}&fee=20.000").text
        [beside] = re.findall(r'<textarea name="lines" data-secret hidden>([^<]*)</textarea>', page)
        assert [one.fee for one in read(unpacked(beside))] == [20_000, 20_000]
        assert (hidden(page, "fee"), 'value="20.000"' in page) == ("40000", True)

    def test_with_a_fee_that_is_no_amount_nothing_is_signed(self, user: Visitor) -> None:
        answer = user.get(f"/lists/hq01/new?flight={a_flight(user).rpartition('/')[2]}&fee=20.5")
        assert (answer.status_code, "data-sign" in answer.text) == (422, False)
        assert "Lệ phí «20.5» không phải số đồng nguyên từ 0 đến 1.000.000.000.000." in answer.text

    def test_what_stands_on_a_list_is_not_listed_again(self, house: House, user: Visitor) -> None:
        file_documents(house, documents("SEL81000001VN"))
        page = user.get(f"/lists/hq01/new?flight={a_flight(user).rpartition('/')[2]}").text
        assert (hidden(page, "count"), "1 vận đơn của chuyến đã có trên tờ khai HQ 01 số 1/TK-00001" in page) == (
            "1",
            True,
        )

    def test_a_flight_without_documents_makes_none(self, user: Visitor) -> None:
        page = user.get(f"/lists/hq01/new?flight={a_flight(user, documents=()).rpartition('/')[2]}").text
        assert "không có vận đơn nhóm 1" in page

    def test_another_companys_flight_is_not_there(self, house: House, user: Visitor) -> None:
        place, other = a_flight(user), Visitor(house)
        other.log_in(the_declarant(house, P256_COMPANY, "p256"))
        assert other.get(f"/lists/hq01/new?flight={place.rpartition('/')[2]}").status_code == 404

    def test_an_officer_makes_none(self, officer: Visitor) -> None:
        assert officer.get("/lists/hq01/new").status_code in (303, 403)


class TestOneList:
    def test_both_sides_see_its_lines_and_only_the_officer_answers(
        self, house: House, user: Visitor, officer: Visitor
    ) -> None:
        made = file_documents(house, documents("A1", "A2")).outcome
        for side, answers in ((user, False), (officer, True)):
            assert f'href="/lists/hq01/{made["list"]}"' in side.get("/lists/hq01?state=sent").text
            page = side.get(f"/lists/hq01/{made['list']}").text
            assert all(one in page for one in ("A1", "A2", made["number"], "Hoàng Khánh Hương", "020339820394", "/pdf"))
            assert ('data-kind="hq01-answer"' in page) == answers

    def test_an_inspection_is_told_to_both_and_ordered_once(
        self, house: House, user: Visitor, officer: Visitor
    ) -> None:
        made = file_documents(house, documents("A1")).outcome["list"]
        answer_documents(house, made, "inspect", result="nghi có hàng hóa")
        for side in (user, officer):
            page = side.get(f"/lists/hq01/{made}").text
            assert all(word in page for word in ("Đang kiểm tra thực tế", "nghi có hàng hóa"))
        assert 'value="inspect"' not in page

    def test_long_ones_come_by_page(self, house: House, user: Visitor) -> None:
        lines = documents(*(f"B{n}X" for n in range(LIMITS.page_rows + 1)))
        address = f"/lists/hq01/{file_documents(house, lines).outcome['list']}"
        first, second = user.get(address).text, user.get(f"{address}?after={LIMITS.page_rows}").text
        last = lines[-1].house_bill
        assert (last in first, last in second, "B0X" in second) == (False, True, False)

    def test_another_company_sees_nothing_of_it(self, house: House) -> None:
        made = file_documents(house, documents("A1"), RSA_COMPANY).outcome["list"]
        other = Visitor(house)
        other.log_in(the_declarant(house, P256_COMPANY, "p256"))
        assert other.get(f"/lists/hq01/{made}").status_code == 404
        assert made not in other.get("/lists/hq01").text
        assert user_of(house, P256_COMPANY) != user_of(house)

    def test_is_complete_in_english(self, house: House, officer: Visitor) -> None:
        made = file_documents(house, documents("A1")).outcome["list"]
        page = officer.get(f"/lists/hq01/{made}?lang=en").text
        for word in ("List HQ 01", "Waiting for customs", "Have the documents inspected"):
            assert word in page
