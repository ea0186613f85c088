"""Who is logged in, and for whom he acts: over the API, with the sessions that the pages keep."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from authority.delegations import BROKER, PRINCIPAL, add_administrators, given, revoke
from authority.house import NAMES, House, the_pki
from portal.visiting import Visitor
from thongquan.authority.delegations_seen import still_acts
from thongquan.portal.sessions import Who


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    add_administrators(house)
    yield house
    house.close()


def user_of(house: House, key: str) -> str:
    return str(house.books.accounts.user_of(the_pki().certificate(key).issuer_serial).name)


def visitor_as(house: House, account: str, kind: Any, company: str = "") -> Visitor:
    visitor = Visitor(house)
    visitor.log_in(Who(account, kind, NAMES.get(company, account), company=company, certificate="ab" * 32))
    return visitor


@pytest.fixture
def broker(house: House) -> Visitor:
    return visitor_as(house, user_of(house, "p256"), "user", BROKER)


def act_for(visitor: Visitor, delegation: str) -> Any:
    headers = {"x-csrf-token": visitor.token(), "origin": "http://127.0.0.1:8450", "sec-fetch-site": "same-origin"}
    return visitor.ask("POST", "/api/v1/act-for", json={"delegation": delegation}, headers=headers)


class TestMe:
    def test_names_account_and_company(self, house: House) -> None:
        told = visitor_as(house, PRINCIPAL, "admin", PRINCIPAL).get("/api/v1/me").json()
        assert (told["account"], told["kind"], told["company_name"]) == (PRINCIPAL, "admin", NAMES[PRINCIPAL])

    def test_names_office_and_role(self, house: House) -> None:
        told = visitor_as(house, "ct01", "officer").get("/api/v1/me").json()
        assert (told["office"], told["role"], told["company"]) == ("02DS", "head", "")

    @pytest.mark.parametrize("path", ["me", "delegations", "officers", "record"])
    def test_is_nobody_before_login(self, house: House, path: str) -> None:
        assert Visitor(house).get(f"/api/v1/{path}").json()["code"] == "LOGIN-NEEDED"


class TestActingForAPrincipal:
    def test_is_seen_from_then_on_and_under_a_new_name_of_the_session(self, house: House, broker: Visitor) -> None:
        delegation, before = given(house), dict(broker.cookies)
        told = act_for(broker, delegation).json()
        assert (told["acts_for"], told["acts_for_name"], told["delegation"]) == (
            PRINCIPAL,
            NAMES[PRINCIPAL],
            delegation,
        )
        assert broker.cookies != before
        assert broker.get("/api/v1/me").json() == told
        assert NAMES[PRINCIPAL] in broker.get("/sessions").text

    def test_ends_when_it_is_said(self, house: House, broker: Visitor) -> None:
        act_for(broker, given(house))
        assert act_for(broker, "").json()["acts_for"] == ""

    @pytest.mark.parametrize(
        "changes", [{"user": "00002ZZZ"}, {"since": "2026-09-10"}, {"broker": "0100109106"}], ids=str
    )
    def test_needs_a_delegation_in_effect_for_this_user(
        self, house: House, broker: Visitor, changes: dict[str, str]
    ) -> None:
        assert act_for(broker, given(house, **changes)).json()["code"] == "NOT-FOUND"

    def test_is_not_for_administrators_nor_the_principals_own_users(self, house: House) -> None:
        delegation = given(house)
        for account, kind, company in ((BROKER, "admin", BROKER), (user_of(house, "rsa"), "user", PRINCIPAL)):
            assert act_for(visitor_as(house, account, kind, company), delegation).json()["code"] == "NOT-FOUND"

    def test_ends_with_the_delegation(self, house: House) -> None:
        user, delegation = user_of(house, "p256"), given(house)
        assert still_acts(house.books, user, delegation, house.clock())
        revoke(house, delegation)
        assert not still_acts(house.books, user, delegation, house.clock())
        assert still_acts(house.books, user, "", house.clock())


class TestDelegations:
    def test_are_seen_by_their_two_companies_from_their_own_side(self, house: House) -> None:
        delegation = given(house)
        principal, broker = (
            [visitor.get(f"/api/v1/delegations?side={side}").json()["rows"] for side in ("given", "held")]
            for visitor in (visitor_as(house, company, "admin", company) for company in (PRINCIPAL, BROKER))
        )
        assert [[one["id"] for one in side] for side in principal] == [[delegation], []]
        assert [[one["id"] for one in side] for side in broker] == [[], [delegation]]
        assert (broker[1][0]["state"], broker[1][0]["principal_name"]) == ("open", NAMES[PRINCIPAL])

    def test_a_user_is_shown_what_he_may_act_by(self, house: House, broker: Visitor) -> None:
        mine, _other = given(house), given(house, user="00002ZZZ")
        assert [one["id"] for one in broker.get("/api/v1/delegations?side=held").json()["rows"]] == [mine]


class TestTheOffice:
    def test_a_head_sees_the_own_office_and_an_auditor_all(self, house: House) -> None:
        house.sit(lambda now: now.books.connection.execute("UPDATE officer SET office = '01E1' WHERE id = 'cb01'"))
        head = visitor_as(house, "ct01", "officer").get("/api/v1/officers").json()["rows"]
        house.sit(lambda now: now.books.connection.execute("UPDATE officer SET role = 'auditor' WHERE id = 'ct01'"))
        auditor = visitor_as(house, "ct01", "officer").get("/api/v1/officers").json()["rows"]
        assert [[one["id"] for one in told] for told in (head, auditor)] == [["ct01", "vh01"], ["cb01", "ct01", "vh01"]]
        assert head[0]["certificates"][0]["state"] == "registered"

    @pytest.mark.parametrize("role", ["officer", "operator", "head"])
    def test_only_auditors_read_the_record(self, house: House, role: str) -> None:
        house.sit(lambda now: now.books.connection.execute("UPDATE officer SET role = ? WHERE id = 'cb01'", (role,)))
        visitor = visitor_as(house, "cb01", "officer")
        assert visitor.get("/api/v1/record").json()["code"] == "OFFICER-ROLE"
        assert (visitor.get("/api/v1/officers").status_code == 200) is (role == "head")

    def test_the_record_is_read_by_kind_account_and_company(self, house: House) -> None:
        delegation = given(house)
        house.sit(lambda now: now.books.connection.execute("UPDATE officer SET role = 'auditor' WHERE id = 'cb01'"))
        visitor = visitor_as(house, "cb01", "officer")
        everything = visitor.get("/api/v1/record").json()["deeds"]
        [one] = visitor.get(f"/api/v1/record?kind=delegation-give&account={PRINCIPAL}&company={PRINCIPAL}").json()[
            "deeds"
        ]
        assert one["outcome"]["delegation"] == delegation
        assert one in everything
        assert len(everything) > 3
        assert visitor.get(f"/api/v1/record?before={one['place']}").json()["deeds"] == everything[1:]
        assert visitor.get("/api/v1/record?account=nobody").json() == {
            "deeds": [],
            "next": 0,
            "total": 0,
            "is_counted": True,
        }

    @pytest.mark.parametrize("path", ["officers", "record"])
    def test_is_nothing_for_companies(self, house: House, path: str) -> None:
        assert visitor_as(house, PRINCIPAL, "admin", PRINCIPAL).get(f"/api/v1/{path}").json()["code"] == "NOT-FOUND"
