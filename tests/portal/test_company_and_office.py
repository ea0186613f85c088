"""The pages of a company at one look, of delegations, of an office and of the record."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from authority.delegations import AGENT, BROKER, EMPLOYEE, PRINCIPAL, add_administrators, given, revoke
from authority.house import NAMES, House, the_pki
from portal.visiting import Visitor
from thongquan.portal.sessions import Who


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    add_administrators(house)
    yield house
    house.close()


def as_account(house: House, account: str, kind: Any, company: str = "") -> Visitor:
    visitor = Visitor(house)
    visitor.log_in(Who(account, kind, NAMES.get(company, account), company=company, certificate="ab" * 32))
    return visitor


def as_principal(house: House) -> Visitor:
    return as_account(house, PRINCIPAL, "admin", PRINCIPAL)


def as_user_of_the_broker(house: House) -> Visitor:
    user = house.books.accounts.user_of(the_pki().certificate("p256").issuer_serial).name
    return as_account(house, user, "user", BROKER)


def a_role(house: House, role: str) -> None:
    house.sit(lambda now: now.books.connection.execute("UPDATE officer SET role = ? WHERE id = 'cb01'", (role,)))


class TestTheCompany:
    def test_shows_what_is_done_what_is_next_and_where_the_rest_is(self, house: House) -> None:
        told = as_principal(house).get("/company").text
        assert NAMES[PRINCIPAL] in told
        assert "Đã xong" in told
        for part in ("users", "certificates", "terminals", "delegations", "record"):
            assert f'href="/company/{part}"' in told

    def test_shows_a_user_only_what_is_his(self, house: House) -> None:
        told = as_user_of_the_broker(house).get("/company").text
        assert 'href="/act-for"' in told
        assert 'href="/company/users"' not in told

    @pytest.mark.parametrize("path", ["/company", "/company/delegations", "/company/delegations/new", "/act-for"])
    def test_is_nothing_for_officers(self, house: House, path: str) -> None:
        assert "/login" in as_account(house, "cb01", "officer").get(path).headers.get("location", "/login")


class TestDelegations:
    def test_are_listed_with_what_may_be_done_and_until_when(self, house: House) -> None:
        given(house)
        told = as_principal(house).get("/company/delegations").text
        for part in (NAMES[BROKER], AGENT, EMPLOYEE, "Nhập khẩu", "30/09/2026", "Đang có hiệu lực", "/revoke"):
            assert part in told

    def test_that_were_revoked_say_so_and_cannot_be_again(self, house: House) -> None:
        delegation = given(house)
        revoke(house, delegation)
        visitor = as_principal(house)
        told = visitor.get("/company/delegations").text
        assert "Đã thu hồi" in told
        assert f"{delegation}/revoke" not in told
        assert visitor.get(f"/company/delegations/{delegation}/revoke").status_code == 404

    def test_are_seen_by_the_broker_without_a_way_to_revoke_them(self, house: House) -> None:
        delegation = given(house)
        visitor = as_account(house, BROKER, "admin", BROKER)
        assert NAMES[PRINCIPAL] in visitor.get("/company/delegations").text
        assert visitor.get(f"/company/delegations/{delegation}/revoke").status_code == 404

    def test_are_given_on_a_page_that_asks_for_what_the_deed_says(self, house: House) -> None:
        from thongquan.registration.deeds_delegation import DelegationGive

        told = as_principal(house).get("/company/delegations/new").text
        for field in DelegationGive.__struct_fields__:
            assert f'name="{field}"' in told
        assert 'data-kind="delegation-give"' in told
        assert 'value="02DS"' in told


class TestActingFor:
    def test_the_principal_stands_on_every_page_until_it_is_changed(self, house: House) -> None:
        visitor, delegation = as_user_of_the_broker(house), given(house)
        assert NAMES[PRINCIPAL] in visitor.get("/act-for").text
        assert visitor.post("/act-for", {"delegation": delegation}).status_code == 303
        for path in ("/", "/act-for", "/company", "/company/delegations", "/sessions", "/verify"):
            told = visitor.get(path).text
            assert f"<strong>{NAMES[PRINCIPAL]}</strong> ({PRINCIPAL})" in told, path
        visitor.post("/act-for", {})
        assert "Đang làm thay: <strong>" not in visitor.get("/company").text

    def test_a_form_of_the_former_principal_is_dead(self, house: House) -> None:
        visitor, delegation = as_user_of_the_broker(house), given(house)
        before = visitor.token()
        visitor.post("/act-for", {"delegation": delegation})
        assert visitor.post("/act-for", {"csrf": before}).status_code >= 400

    @pytest.mark.parametrize("delegation", ["0" * 32, "x", "' OR 1=1 --"])
    def test_what_is_not_delegated_looks_like_what_is_not_there(self, house: House, delegation: str) -> None:
        given(house)
        assert as_user_of_the_broker(house).post("/act-for", {"delegation": delegation}).status_code == 404


class TestTheOffice:
    def test_shows_an_officer_himself_and_his_work(self, house: House) -> None:
        told = as_account(house, "cb01", "officer").get("/office").text
        assert "Lê Văn Công" in told
        assert "/desk/registrations" in told
        assert "Trần Thị Trưởng" not in told

    def test_shows_the_head_who_works_there(self, house: House) -> None:
        told = as_account(house, "ct01", "officer").get("/office").text
        assert "Lê Văn Công" in told
        assert "Đang trực" in told

    def test_leads_only_auditors_to_the_record(self, house: House) -> None:
        visitor = as_account(house, "cb01", "officer")
        assert "/audit" not in visitor.get("/office").text
        assert visitor.get("/audit").status_code == 403
        a_role(house, "auditor")
        assert "/audit" in visitor.get("/office").text


class TestTheRecord:
    def test_is_filtered_in_the_address_and_shows_the_very_text(self, house: House) -> None:
        given(house)
        a_role(house, "auditor")
        visitor = as_account(house, "cb01", "officer")
        told = visitor.get("/audit?kind=delegation-give").text
        assert f"Tên đại lý: {NAMES[BROKER]}" in told
        assert "CompanyAdd" not in told
        assert f"<td>{PRINCIPAL}</td>" in told
        assert visitor.get("/audit?kind=delegation-give&format=csv").headers["content-type"].startswith("text/csv")

    def test_goes_on_by_cursor(self, house: House) -> None:
        from thongquan.base.limits import LIMITS

        for number in range(LIMITS.deeds_page + 1):
            given(house, until=f"2026-09-{3 + number % 20:02}")
        a_role(house, "auditor")
        visitor = as_account(house, "cb01", "officer")
        first = visitor.get("/audit?kind=delegation-give").text
        assert first.count("<details>") == LIMITS.deeds_page
        [(last,)] = house.rows("SELECT min(seq) + 1 FROM deed WHERE kind = 'delegation-give'")
        assert f"after={last}" in first
        assert visitor.get(f"/audit?kind=delegation-give&after={last}").text.count("<details>") == 1

    def test_is_read_only(self, house: House) -> None:
        a_role(house, "auditor")
        visitor = as_account(house, "cb01", "officer")
        assert visitor.post("/audit", {}).status_code in (404, 405)
        assert visitor.get("/audit").text.count('method="post"') == 1
