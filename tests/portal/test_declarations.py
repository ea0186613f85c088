"""The declarant's pages of declarations: the list, one declaration with all that is known of it, and its papers."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace as changed

from authority.accounts import USER, add_user
from authority.deciding import decide
from authority.giving import INVOICE, give
from authority.house import House
from authority.test_declaration_desk import corrected, filed
from authority.test_own_declarations import registered
from demo_pki import P256_COMPANY
from portal.owned import DECLARING
from portal.owned_applying import ADMIN, OFFICER, people
from portal.visiting import Visitor
from thongquan.portal.sessions import Who
from thongquan.signing.receipt import verify_receipt

THEIRS = Who("ZZ99X001", "user", "Lê Thị Bình", company=P256_COMPANY, certificate="cd" * 32)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    people(house)
    add_user(house)
    yield house
    house.close()


@pytest.fixture
def user(house: House) -> Visitor:
    return visitor_of(house, DECLARING)


def visitor_of(house: House, who: Who) -> Visitor:
    visitor = Visitor(house)
    visitor.log_in(who)
    return visitor


class TestTheTable:
    def test_leads_to_each_and_is_searched(self, house: House, user: Visitor) -> None:
        [green], [red] = registered(house, "D1"), filed(house, "D2")
        page = user.get("/declarations").text
        for word in (f'href="/declarations/{green}"', red, "Luồng đỏ", "Đã thông quan", "D2", 'href="/declarations"'):
            assert word in page
        for query in ("channel=3", "house_bill=d-2", "state=registered", f"number={red}"):
            page = user.get(f"/declarations?{query}").text
            assert (f"/declarations/{red}" in page, f"/declarations/{green}" in page) == (True, False), query

    def test_a_day_is_read_as_people_write_it(self, house: House, user: Visitor) -> None:
        [number] = registered(house, "D1")
        assert number in user.get("/declarations?day=02/09/2026").text
        assert number not in user.get("/declarations?day=01/09/2026").text
        page = user.get("/declarations?day=hôm+qua").text
        assert "Không đọc được ngày" in page
        assert number not in page

    def test_goes_out_as_csv(self, house: House, user: Visitor) -> None:
        [number] = registered(house, "D1")
        answer = user.get("/declarations?format=csv")
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert rows[1][0] == number
        assert len(rows[0]) == 7

    def test_the_api_finds_the_same(self, house: House, user: Visitor) -> None:
        [number] = filed(house, "D1")
        registered(house, "D2")
        told = user.get("/api/v1/declarations?channel=3&day=2026-09-02&limit=5").json()
        assert [one["number"] for one in told["rows"]] == [number]
        assert (told["rows"][0]["house_bill"], told["total"]) == ("D1", 1)
        assert Visitor(house).get("/api/v1/declarations").json()["code"] == "LOGIN-NEEDED"
        assert user.get("/api/v1/declarations?state=lost").json()["code"] == "REQUEST-MALFORMED"


class TestOneDeclaration:
    def test_everything_about_it_is_on_one_page(self, house: House, user: Visitor) -> None:
        [number] = filed(house, "D1")
        decide(house, number, "ask-documents", "thiếu hóa đơn")
        now = corrected(house, number, "D1", packages=2)
        give(house, [INVOICE])
        page = user.get(f"/declarations/{number}").text
        for word in (
            f"Tờ khai {now}",
            "2. Cơ quan Hải quan",
            "2 (khi đăng ký: 1)",
            "thiếu hóa đơn",
            "hết ngày 23/09/2026",
            "Hải quan đã nhận hồ sơ",
            INVOICE[0],
            f"/api/v1/declarations/{now}/documents/1",
            "Luật Hải quan 2014 Điều 32",
            "Nộp hồ sơ",
            USER,
            "được biết sau khi thông quan",
        ):
            assert word in page, word
        assert "cb01" not in page

    def test_the_reasons_category_is_told_once_it_is_cleared(self, house: House, user: Visitor) -> None:
        [number] = filed(house, "D1")
        decide(house, number)
        page = user.get(f"/declarations/{number}").text
        assert "rủi ro hàng hóa" in page
        assert "?format=clearance" in page

    def test_it_offers_what_the_table_allows(self, house: House, user: Visitor) -> None:
        [number] = filed(house, "D1")
        page = user.get(f"/declarations/{number}").text
        assert [f"/{number}/{act}" in page for act in ("ask", "correct", "documents")] == [True, True, False]
        decide(house, number, "ask-documents", "hóa đơn")
        page = user.get(f"/declarations/{number}").text
        assert [f"/{number}/{act}" in page for act in ("ask", "correct", "documents")] == [True, True, True]
        decide(house, number, "refuse", "hàng cấm")
        page = user.get(f"/declarations/{number}").text
        assert [f"/{number}/{act}" in page for act in ("ask", "correct", "documents")] == [False, False, False]

    @pytest.mark.parametrize(("act", "status"), [("ask", 409), ("correct", 409), ("documents", 409)])
    def test_a_step_that_does_not_lead_on_is_refused_aloud(
        self, house: House, user: Visitor, act: str, status: int
    ) -> None:
        [number] = filed(house, "D1")
        decide(house, number, "refuse", "hàng cấm")
        answer = user.get(f"/declarations/{number}/{act}")
        assert (answer.status_code, "data-sign" in answer.text) == (status, False)

    def test_an_administrator_reads_and_takes_no_step(self, house: House) -> None:
        [number] = filed(house, "D1")
        admin = visitor_of(house, ADMIN)
        assert f"/{number}/ask" not in admin.get(f"/declarations/{number}").text
        assert [admin.get(f"/declarations/{number}/{act}").status_code for act in ("ask", "correct")] == [403, 403]

    def test_it_is_complete_in_english(self, house: House, user: Visitor) -> None:
        [number] = filed(house, "D1")
        page = user.get(f"/declarations/{number}?lang=en").text
        for word in (f"Declaration {number}", "What was declared", "Withdraw or ask for cancellation"):
            assert word in page

    def test_another_company_is_told_what_it_is_told_of_no_declaration(self, house: House) -> None:
        [number] = registered(house, "D1")
        their_user = next(one for one in house.books.accounts.of_company(P256_COMPANY) if one.kind == "user").name
        stranger = visitor_of(house, changed_to(their_user))
        for rest in ("", "/ask", "/documents", "/correct", "?format=receipt", "?format=clearance"):
            seen, nothing = (stranger.get(f"/declarations/{one}{rest}") for one in (number, "100000009990"))
            assert seen.status_code == nothing.status_code == 404, rest
            assert seen.text.replace(number, "100000009990") == nothing.text
        assert number not in stranger.get("/declarations").text
        assert visitor_of(house, OFFICER).get(f"/declarations/{number}").status_code == 403


def changed_to(account: str) -> Who:
    return changed(THEIRS, account=account)


class TestThePapers:
    def test_printouts_are_those_that_there_are(self, house: House, user: Visitor) -> None:
        [number] = registered(house, "D1")
        for kind in ("clearance", "channel"):
            answer = user.get(f"/declarations/{number}?format={kind}")
            assert answer.content.startswith(b"%PDF")
            assert answer.headers["content-disposition"] == f'attachment; filename="{number}-{kind}.pdf"'
        assert user.get(f"/declarations/{number}?format=correction").status_code == 404

    def test_the_receipt_proves_it_without_us(self, house: House, user: Visitor) -> None:
        [number] = registered(house, "D1")
        answer = user.get(f"/declarations/{number}?format=receipt")
        assert verify_receipt(answer.content, house.parts.authority.trust).verdict == "valid"
