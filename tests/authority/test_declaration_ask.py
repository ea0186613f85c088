"""What a filer asks about its own declaration: to take it back, or to have it cancelled; and what comes of it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from authority.deciding import decide
from authority.deeds import code_of, composed, sent, signed
from authority.delegations import add_administrators, for_the_principal, given
from authority.house import House, a_filing, an_owner, the_pki
from building import a_mic
from demo_pki import NOW, P256_COMPANY, RSA_COMPANY
from storage.operating import damage_of, operator_of
from thongquan.declaration.codec import encode_line
from thongquan.declaration.model import Decision

NUMBER = "100000000010"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.close()


def an_import(bill: str = "MINE1") -> bytes:
    return encode_line(a_mic(goods_description="Drone mini", house_bill=bill, **an_owner(bill)))


@pytest.fixture
def waiting(house: House) -> House:
    house.file(a_filing([an_import()]))
    return house


def user_of(house: House, company: str) -> str:
    return next(one.name for one in house.books.accounts.of_company(company) if one.kind == "user")


def ask(house: House, request: str, *, company: str = RSA_COMPANY, **says: Any) -> Decision:
    user, key = user_of(house, company), "rsa" if company == RSA_COMPANY else "p256"
    case = house.books.case(NUMBER)
    given = {"number": NUMBER, "state": case.decision.state, "request": request, **says}
    sent(house, signed(composed(house, "declaration-ask", user, **given).text, getattr(the_pki(), key)))
    decision: Decision = house.books.case(NUMBER).decision
    return decision


def refusal(house: House, request: str, **says: Any) -> str:
    return code_of(lambda: ask(house, request, **says))


TWICE = {"ground": "declared-twice", "reason": "đã khai ở chuyến trước"}


class TestWithdrawing:
    def test_what_nobody_looked_at_is_taken_back(self, waiting: House) -> None:
        assert ask(waiting, "withdraw").state == "withdrawn"

    def test_its_house_bill_is_free(self, waiting: House) -> None:
        ask(waiting, "withdraw")
        [answer] = waiting.file(a_filing([an_import()]))
        assert answer["outcomes"][0]["outcome"] == "registered"

    def test_not_once_customs_asked_for_documents(self, waiting: House) -> None:
        decide(waiting, NUMBER, "ask-documents", "hóa đơn")
        assert refusal(waiting, "withdraw") == "STEP-NOT-NOW"

    def test_the_books_agree(self, waiting: House) -> None:
        ask(waiting, "withdraw")
        assert damage_of(operator_of(waiting)) == []


class TestAskingForCancellation:
    def test_the_request_stands_with_its_ground(self, waiting: House) -> None:
        asked = ask(waiting, "ask-cancellation", **TWICE)
        assert (asked.state, asked.cancellation, asked.reason) == ("registered", *TWICE.values())

    def test_customs_grant_it_and_the_house_bill_is_free(self, waiting: House) -> None:
        ask(waiting, "ask-cancellation", **TWICE)
        assert decide(waiting, NUMBER, "grant-cancellation").state == "cancelled"
        [answer] = waiting.file(a_filing([an_import()]))
        assert answer["outcomes"][0]["outcome"] == "registered"

    def test_customs_decline_it_with_a_reason(self, waiting: House) -> None:
        ask(waiting, "ask-cancellation", **TWICE)
        assert decide(waiting, NUMBER, "decline-cancellation", "không trùng").cancellation == ""

    def test_a_ground_of_customs_is_not_the_filers(self, waiting: House) -> None:
        assert refusal(waiting, "ask-cancellation", ground="wrong-group", reason="x") == "GROUND-UNFIT"

    def test_without_a_ground(self, waiting: House) -> None:
        assert refusal(waiting, "ask-cancellation", reason="x") == "GROUND-MISSING"

    def test_a_ground_is_of_the_step_that_names_or_answers_it(self, waiting: House) -> None:
        """The decision names its act; once it is declined, what comes later has no ground."""
        asked = ask(waiting, "ask-cancellation", ground="recipient-refused", reason="x")
        declined = decide(waiting, NUMBER, "decline-cancellation", "không")
        assert [(one.ground, one.under) for one in (asked, declined)] == [
            ("recipient-refused", "TT 56/2019 hủy tờ khai")
        ] * 2
        held = decide(waiting, NUMBER, "hold", "chờ")
        assert (held.ground, held.under) == ("", "Luật Hải quan 2014")

    def test_without_a_reason(self, waiting: House) -> None:
        assert refusal(waiting, "ask-cancellation", ground="declared-twice") == "REASON-MISSING"


class TestWhoMayAsk:
    def test_another_company_learns_nothing(self, waiting: House) -> None:
        assert refusal(waiting, "withdraw", company=P256_COMPANY) == "NOT-FOUND"

    def test_an_administrator_does_not(self, waiting: House) -> None:
        add_administrators(waiting)
        says = {"number": NUMBER, "state": "registered", "request": "withdraw"}
        assert code_of(composed, waiting, "declaration-ask", RSA_COMPANY, **says) == "NOT-FOUND"

    def test_nobody_asks_about_another_state_than_he_saw(self, waiting: House) -> None:
        says = {"number": NUMBER, "state": "held", "request": "withdraw"}
        user = user_of(waiting, RSA_COMPANY)
        assert code_of(composed, waiting, "declaration-ask", user, **says) == "FORM-FAULTY"

    @pytest.mark.parametrize(("may_cancel", "code"), [(True, ""), (False, "NOT-FOUND")])
    def test_a_broker_asks_where_the_delegation_lets_it(self, house: House, may_cancel: bool, code: str) -> None:
        add_administrators(house)
        given(house, may_cancel=may_cancel)
        house.clock.now = NOW + timedelta(seconds=5)
        [answer] = house.file(for_the_principal(lines=[an_import()]))
        assert answer["outcomes"][0]["decision"]["number"] == NUMBER
        assert refusal(house, "withdraw", company=P256_COMPANY) == code

    def test_a_principal_asks_about_what_its_broker_filed(self, house: House) -> None:
        add_administrators(house)
        given(house)
        house.clock.now = NOW + timedelta(seconds=5)
        house.file(for_the_principal(lines=[an_import()]))
        assert ask(house, "withdraw").state == "withdrawn"
