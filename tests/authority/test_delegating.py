"""A broker acts for a principal by a delegation in effect, within its scope, and never else (threat row 3)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from authority.deeds import code_of, composed, sent, signed
from authority.delegations import (
    AGENT,
    BROKER,
    EMPLOYEE,
    PRINCIPAL,
    a_delegation,
    add_administrators,
    for_the_principal,
    give,
    given,
    revoke,
    told,
)
from authority.house import NAMES, House, a_filing, the_pki
from building import a_mec
from demo_pki import NOW
from thongquan.authority.refusals import FormFaulty
from thongquan.base.moment import stamp
from thongquan.declaration.codec import encode_line

END = datetime(2026, 9, 30, 17, tzinfo=UTC)
"""The first moment after the last day, in Viet Nam."""
INSTANT, SECOND = timedelta(microseconds=1), timedelta(seconds=1)
REFUSED, REGISTERED = "NO-RIGHT-TO-ACT", "registered"


@pytest.fixture
def house(house: House) -> House:
    add_administrators(house)
    return house


def user_of_the_broker(house: House) -> str:
    return str(house.books.accounts.user_of(the_pki().certificate("p256").issuer_serial).name)


class TestABroker:
    def test_files_for_a_principal_and_the_decision_says_who_for_whom_and_by_what(self, house: House) -> None:
        delegation = given(house)
        [answer] = house.file(for_the_principal("A1"))
        decision = answer["outcomes"][0]["decision"]
        assert {name: decision[name] for name in ("on_behalf_of", "delegation", "user", "employee_code")} == {
            "on_behalf_of": PRINCIPAL,
            "delegation": delegation,
            "user": user_of_the_broker(house),
            "employee_code": EMPLOYEE,
        }
        assert (decision["agent_code"], decision["agent_name"]) == (AGENT, NAMES[BROKER])
        assert house.rows("SELECT DISTINCT by FROM act") == [(BROKER,)]

    def test_files_in_its_own_name_as_ever(self, house: House) -> None:
        given(house)
        [answer] = house.file(a_filing(for_the_principal("A1").declarations.splitlines(), key="p256"))
        decision = answer["outcomes"][0]["decision"]
        assert {"on_behalf_of", "delegation", "user", "employee_code"}.isdisjoint(decision)
        assert decision["agent_code"] == house.books.company(BROKER).code

    def test_without_a_delegation_files_for_nobody(self, house: House) -> None:
        assert told(house, for_the_principal("A1")) == REFUSED

    def test_does_not_lend_the_principals_right_in_the_other_direction(self, house: House) -> None:
        given(house)
        assert told(house, a_filing(for_the_principal("A1").declarations.splitlines(), on_behalf_of=BROKER)) == REFUSED

    @pytest.mark.parametrize(
        ("changes", "filing", "outcome"),
        [
            ({}, {}, REGISTERED),
            ({"imports": False, "exports": True}, {}, REFUSED),
            ({"may_file": False}, {}, REFUSED),
            ({"every_office": False, "offices": ["02DS"]}, {}, REGISTERED),
            ({"every_office": False, "offices": ["01E1"]}, {}, REFUSED),
            ({"user": "00002ZZZ"}, {}, REFUSED),
        ],
    )
    def test_files_within_the_scope(
        self, house: House, changes: dict[str, Any], filing: dict[str, Any], outcome: str
    ) -> None:
        given(house, **changes)
        assert told(house, for_the_principal("A1", **filing)) == outcome

    def test_files_exports_where_they_were_given(self, house: House) -> None:
        export = for_the_principal(lines=[encode_line(a_mec())], direction="export")
        given(house)
        assert told(house, export) == REFUSED
        given(house, imports=False, exports=True)
        assert told(house, export) == REGISTERED

    def test_files_with_the_one_user_that_was_named(self, house: House) -> None:
        given(house, user=user_of_the_broker(house))
        assert told(house, for_the_principal("A1")) == REGISTERED

    def test_files_by_any_of_several_delegations(self, house: House) -> None:
        given(house, imports=False, exports=True)
        second = given(house, until="2026-10-31")
        [answer] = house.file(for_the_principal("A1"))
        assert answer["outcomes"][0]["decision"]["delegation"] == second

    def test_does_not_file_for_a_principal_that_is_suspended(self, house: House) -> None:
        given(house)
        house.sit(
            lambda now: now.books.connection.execute(
                "UPDATE company SET suspended = 1 WHERE tax_code = ?", (PRINCIPAL,)
            )
        )
        assert told(house, for_the_principal("A1")) == REFUSED


class TestTheEdges:
    @pytest.mark.parametrize(
        ("moment", "outcome"),
        [(END - INSTANT, REGISTERED), (END, REFUSED), (END + SECOND, REFUSED)],
    )
    def test_a_delegation_lasts_to_the_end_of_its_last_day(self, house: House, moment: datetime, outcome: str) -> None:
        given(house)
        house.clock.now = moment - INSTANT
        assert told(house, for_the_principal("A1", at=moment)) == outcome

    @pytest.mark.parametrize(("moment", "outcome"), [(-INSTANT, REFUSED), (timedelta(), REGISTERED)])
    def test_a_delegation_begins_with_its_first_day(self, house: House, moment: timedelta, outcome: str) -> None:
        given(house, since="2026-09-10")
        begins = datetime(2026, 9, 9, 17, tzinfo=UTC)
        house.clock.now = begins
        assert told(house, for_the_principal("A1", at=begins + moment)) == outcome

    def test_a_delegation_given_for_today_begins_when_it_was_given(self, house: House) -> None:
        """Nothing is allowed after the fact."""
        since = give(house, since="2026-09-02").outcome["since"]
        assert stamp(NOW) < since < stamp(NOW + SECOND)
        assert told(house, for_the_principal("A1", at=NOW)) == REFUSED

    def test_revoked_the_next_filing_is_refused(self, house: House) -> None:
        delegation = given(house)
        assert told(house, for_the_principal("A1")) == REGISTERED
        revoke(house, delegation)
        assert told(house, for_the_principal("A2", at=house.clock())) == REFUSED

    def test_what_was_received_before_it_was_revoked_is_not_registered_after(self, house: House) -> None:
        """It is asked again in the transaction: no number is given by a right that is gone."""
        delegation = given(house)
        received = for_the_principal("A1", at=house.clock())
        heard = house._hear(received)
        revoke(house, delegation)
        from thongquan.authority.file_group import file_group

        [refusal] = house.sit(lambda now: file_group([heard], now))
        assert refusal.code == REFUSED

    def test_what_was_filed_before_stays_and_is_answered_again(self, house: House) -> None:
        delegation, filing = given(house), for_the_principal("A1", at=NOW + SECOND)
        house.clock.now = NOW + SECOND
        first = house.file_raw(filing)
        revoke(house, delegation)
        assert told(house, for_the_principal("A2", at=house.clock())) == REFUSED
        assert house.file_raw(filing) == first


class TestGiving:
    def test_is_on_record_with_the_very_text_that_was_signed(self, house: House) -> None:
        delegation = given(house)
        [deed] = [one for one in house.books.deeds.of_company(PRINCIPAL, 1000, 10) if one.kind == "delegation-give"]
        assert deed.outcome["delegation"] == delegation
        assert (deed.account, deed.company) == (PRINCIPAL, PRINCIPAL)
        for line in (
            f"Bên ủy quyền: {NAMES[PRINCIPAL]}",
            f"Tên đại lý: {NAMES[BROKER]}",
            "Hàng nhập khẩu: có",
            "Hàng xuất khẩu: không",
            "Tại mọi chi cục hải quan: có",
            "Đến hết ngày: 2026-09-30",
        ):
            assert f"\n{line}\n" in deed.text

    @pytest.mark.parametrize(
        ("changes", "codes"),
        [
            ({"principal_name": "Công ty khác"}, {"DELEGATION-PRINCIPAL-NAME"}),
            ({"broker": PRINCIPAL}, {"DELEGATION-TO-ITSELF"}),
            ({"user": "00001ABC"}, {"DELEGATION-USER"}),
            ({"imports": False}, {"DELEGATION-NO-DIRECTION"}),
            (dict.fromkeys(("may_file", "may_correct", "may_cancel", "may_view"), False), {"DELEGATION-NO-ACT"}),
            ({"every_office": False}, {"DELEGATION-OFFICES"}),
            ({"offices": ["02DS"]}, {"DELEGATION-OFFICES"}),
            ({"every_office": False, "offices": ["02DS", "ZZZZ"]}, {"OFFICE-UNKNOWN"}),
            ({"until": "2026-02-30"}, {"DELEGATION-DAY"}),
            ({"since": "2026-02-30"}, {"DELEGATION-DAY"}),
            ({"since": "2026-09-01"}, {"DELEGATION-SINCE-PAST"}),
            ({"until": "2026-09-01"}, {"DELEGATION-UNTIL-PAST"}),
            ({"since": "2026-09-05", "until": "2026-09-04"}, {"DELEGATION-UNTIL-PAST"}),
            ({"until": "2027-09-03"}, set()),
            ({"until": "2027-09-04"}, {"DELEGATION-TOO-LONG"}),
            ({"agent_code": "DL1234", "employee_code": "nv"}, {"FIELD-MALFORMED"}),
            (
                {"imports": False, "every_office": False, "until": "2026-09-01"},
                {"DELEGATION-NO-DIRECTION", "DELEGATION-OFFICES", "DELEGATION-UNTIL-PAST"},
            ),
        ],
    )
    def test_tells_all_faults_before_anything_is_signed(
        self, house: House, changes: dict[str, Any], codes: set[str]
    ) -> None:
        try:
            composed(house, "delegation-give", PRINCIPAL, **a_delegation(**changes))
            found = set()
        except FormFaulty as refusal:
            found = {fault.code for fault in refusal.faults}
        assert found == codes

    def test_may_name_a_broker_that_is_not_registered_yet(self, house: House) -> None:
        given(house, broker="0100109106", broker_name="Đại lý sắp đăng ký", user="0000Z001")
        [one] = house.books.delegations.of_principal(PRINCIPAL)
        assert one.broker == "0100109106"

    def test_is_for_the_administrator(self, house: House) -> None:
        user = house.books.accounts.user_of(the_pki().certificate("rsa").issuer_serial).name
        for account in (user, "9999999999", "cb01"):
            assert code_of(composed, house, "delegation-give", account, **a_delegation()) == "ADMINISTRATOR-ONLY"

    def test_in_another_companys_name_is_refused(self, house: House) -> None:
        text = composed(house, "delegation-give", PRINCIPAL, **a_delegation()).text
        assert code_of(sent, house, signed(text, the_pki().p256)) == "SIGNER-UNKNOWN"
        assert house.rows("SELECT count(*) FROM delegation") == [(0,)]


class TestRevoking:
    def test_another_companys_delegation_looks_like_one_that_never_was(self, house: House) -> None:
        delegation = given(house)
        assert code_of(revoke, house, delegation, BROKER, "p256") == "NOT-FOUND"
        assert code_of(revoke, house, "0" * 32) == "NOT-FOUND"
        assert code_of(revoke, house, delegation, broker="0100109106") == "NOT-FOUND"

    def test_is_done_once(self, house: House) -> None:
        delegation = given(house)
        revoke(house, delegation)
        assert code_of(revoke, house, delegation) == "DELEGATION-ENDED"

    @pytest.mark.parametrize(("moment", "code"), [(END - SECOND, ""), (END, "DELEGATION-ENDED")])
    def test_of_what_has_run_out_is_idle(self, house: House, moment: datetime, code: str) -> None:
        delegation = given(house)
        house.clock.now = moment
        assert code_of(revoke, house, delegation) == code


def test_a_delegation_is_found_by_its_own_two_companies_only(house: House) -> None:
    delegation, room = given(house), house.books.delegations
    assert (
        [one.id for one in room.of_principal(PRINCIPAL)] == [one.id for one in room.to_broker(BROKER)] == [delegation]
    )
    assert room.of_principal(BROKER) == room.to_broker(PRINCIPAL) == room.between(PRINCIPAL, BROKER) == []
    assert room.given_by(BROKER, delegation) is None
