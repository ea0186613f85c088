"""Lists HQ 02: what may stand on one, what is signed of it, and how customs release what stands on it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from authority.deciding import decide
from authority.deeds import code_of, composed, sent, signed
from authority.house import House, a_filing, an_owner, the_pki
from authority.listing import (
    EXPORTS,
    answer_list,
    cleared_exports,
    cleared_imports,
    drafted_list,
    faults_of,
    send_list,
    user_of,
    what_is_answered,
)
from building import a_mic
from demo_pki import P256_COMPANY, RSA_COMPANY
from storage.operating import damage_of, operator_of
from thongquan.authority.completed_lines import gives_vat
from thongquan.authority.sent_lists import open_list
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day
from thongquan.declaration.codec import encode_line

SENT = "list"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.close()


def state_of(house: House, number: str) -> str:
    state: str = house.books.case(number).decision.state
    return state


def a_list(house: House, numbers: list[str]) -> str:
    return send_list(house, numbers).outcome[SENT]


class TestWhatIsSent:
    def test_the_text_gives_count_sums_and_digest(self, house: House) -> None:
        numbers = cleared_imports(house, "A1", "A2", packages=2)
        says = drafted_list(house, numbers)
        assert (says["count"], says["packages"], says["weight"]) == (2, 4, "0.8")
        assert len(says["digest"]) == 64

    def test_the_digest_is_over_the_audit_leaves_in_their_order(self, house: House) -> None:
        numbers = cleared_imports(house, "A1", "A2")
        assert drafted_list(house, numbers)["digest"] != drafted_list(house, numbers[::-1])["digest"]

    def test_numbers_run_per_company(self, house: House) -> None:
        first, second = ([one] for one in cleared_imports(house, "A1", "A2"))
        other = cleared_imports(house, "B1", company=P256_COMPANY)
        made = [send_list(house, first), send_list(house, second), send_list(house, other, P256_COMPANY)]
        assert [one.outcome["number"] for one in made] == ["1/BK-00001", "2/BK-00001", "1/BK-00002"]

    def test_the_text_fits_only_the_numbers_that_were_drafted(self, house: House) -> None:
        numbers = cleared_imports(house, "A1", "A2")
        text = composed(house, "hq02-send", user_of(house), **drafted_list(house, numbers)).text
        with_key = signed(text, the_pki().rsa)
        assert code_of(sent, house, with_key, numbers=numbers[0]) == "HQ02-CHANGED"

    def test_an_administrator_sends_none(self, house: House) -> None:
        numbers = cleared_imports(house, "A1")
        says = drafted_list(house, numbers)
        assert code_of(composed, house, "hq02-send", RSA_COMPANY, **says) == "NOT-FOUND"

    def test_exports_have_no_vat(self, house: House) -> None:
        says = drafted_list(house, cleared_exports(house, "E1"), **EXPORTS)
        assert (says["customs_value"], says["vat"], "vat_rate" in says) == (0, 0, False)

    def test_the_books_agree(self, house: House) -> None:
        a_list(house, cleared_imports(house, "A1", "A2"))
        assert damage_of(operator_of(house)) == []


class TestVat:
    """CV 1813/BTC-TCHQ: three lines, from 2025-02-18 on."""

    @pytest.mark.parametrize(
        ("moment", "given"),
        [(datetime(2025, 2, 17, 16, 59, tzinfo=UTC), False), (datetime(2025, 2, 17, 17, 1, tzinfo=UTC), True)],
    )
    def test_the_lines_begin_on_their_day(self, moment: datetime, given: bool) -> None:
        assert gives_vat("import", business_day(moment)) is given

    def test_the_highest_rate_counts_unless_another_is_named(self, house: House) -> None:
        numbers = cleared_imports(house, "A1")
        value = house.books.case(numbers[0]).decision.customs_value
        says = drafted_list(house, numbers)
        assert (says["vat_rate"], says["customs_value"], says["vat"]) == ("10", value, (value * 10 + 50) // 100)

    def test_the_reduced_rate_may_be_named_while_it_is_in_force(self, house: House) -> None:
        numbers = cleared_imports(house, "A1")
        assert drafted_list(house, numbers, vat_rate="8")["vat"] < drafted_list(house, numbers)["vat"]

    def test_a_rate_that_was_never_in_force(self, house: House) -> None:
        numbers = cleared_imports(house, "A1")
        assert faults_of(drafted_list, house, numbers, vat_rate="7") == [("HQ02-LINE-VAT-RATE", "numbers.0")]

    def test_exports_name_no_rate(self, house: House) -> None:
        says = drafted_list(house, cleared_exports(house, "E1"), **EXPORTS) | {"vat_rate": "10"}
        assert faults_of(composed, house, "hq02-send", user_of(house), **says) == [("HQ02-VAT", "vat_rate")]


class TestIllegalLines:
    def test_all_are_told_at_once(self, house: House) -> None:
        good, listed = cleared_imports(house, "A1", "A2")
        a_list(house, [listed])
        [other] = cleared_imports(house, "B1", company=P256_COMPANY)
        [export] = cleared_exports(house, "E1")
        drone = encode_line(a_mic(goods_description="Drone mini", house_bill="D1", **an_owner("D1")))
        [answer] = house.file(a_filing([drone]))
        waiting = answer["outcomes"][0]["decision"]["number"]
        numbers = [good, listed, other, export, waiting, good, "199999999990", "xyz"]
        assert faults_of(drafted_list, house, numbers) == [
            ("HQ02-LINE-LISTED", "numbers.1"),
            ("HQ02-LINE-UNKNOWN", "numbers.2"),
            ("HQ02-LINE-OTHER-DIRECTION", "numbers.3"),
            ("HQ02-LINE-NOT-CLEARED", "numbers.4"),
            ("HQ02-LINE-TWICE", "numbers.5"),
            ("HQ02-LINE-UNKNOWN", "numbers.6"),
            ("HQ02-LINE-UNKNOWN", "numbers.7"),
        ]

    def test_of_another_flight(self, house: House) -> None:
        numbers = cleared_imports(house, "A1")
        flight = a_mic().flight
        assert faults_of(drafted_list, house, numbers, flight=flight) == []
        assert faults_of(drafted_list, house, numbers, flight="XX0001/01JAN") == [
            ("HQ02-LINE-OTHER-FLIGHT", "numbers.0")
        ]

    def test_of_another_office(self, house: House) -> None:
        numbers = cleared_imports(house, "A1")
        assert faults_of(drafted_list, house, numbers, office="01DD") == [("HQ02-LINE-OTHER-OFFICE", "numbers.0")]

    @pytest.mark.parametrize(("count", "code"), [(0, "HQ02-LINES"), (LIMITS.hq02_lines + 1, "HQ02-LINES")])
    def test_too_few_or_too_many(self, house: House, count: int, code: str) -> None:
        assert faults_of(drafted_list, house, ["100000000010"] * count) == [(code, "numbers")]

    def test_as_many_as_there_may_be_are_looked_at(self, house: House) -> None:
        told = faults_of(drafted_list, house, ["100000000010"] * LIMITS.hq02_lines)
        assert {code for code, _ in told} == {"HQ02-LINE-UNKNOWN"}
        assert len(told) == LIMITS.faults_told


class TestConfirming:
    def test_every_declaration_is_released_with_an_act_of_its_own(self, house: House) -> None:
        numbers = cleared_imports(house, "A1", "A2")
        answer_list(house, a_list(house, numbers))
        decided = [house.books.case(one).decision for one in numbers]
        assert [(one.state, one.step, one.under) for one in decided] == [
            ("released", "release", "TT 191/2015 PL I HQ 02")
        ] * 2
        leaves = house.rows("SELECT count(DISTINCT leaf) FROM act JOIN declaration ON latest = seq")
        assert leaves == [(2,)]

    def test_exports_too(self, house: House) -> None:
        numbers = cleared_exports(house, "E1")
        answer_list(house, send_list(house, numbers, **EXPORTS).outcome[SENT])
        assert state_of(house, numbers[0]) == "released"

    def test_imports_without_a_clean_scan_are_named(self, house: House) -> None:
        numbers = [*cleared_imports(house, "A1"), *cleared_imports(house, "A2", "A3", scan=False)]
        told = faults_of(answer_list, house, a_list(house, numbers))
        assert told == [("HQ02-LINE-NOT-SCANNED", "lines.1"), ("HQ02-LINE-NOT-SCANNED", "lines.2")]
        assert [state_of(house, one) for one in numbers] == ["cleared"] * 3

    def test_what_was_held_meanwhile_is_named(self, house: House) -> None:
        numbers = cleared_imports(house, "A1")
        made = a_list(house, numbers)
        decide(house, numbers[0], "scan-suspect", "vật lạ")
        assert faults_of(answer_list, house, made) == [("HQ02-LINE-NOT-CLEARED", "lines.0")]

    def test_what_was_released_by_itself_does_not_stand_in_the_way(self, house: House) -> None:
        numbers = cleared_imports(house, "A1")
        made = a_list(house, numbers)
        decide(house, numbers[0], "release")
        assert answer_list(house, made).outcome["released"] == "1"

    def test_it_is_answered_once(self, house: House) -> None:
        made = a_list(house, cleared_imports(house, "A1"))
        says = what_is_answered(house, made)
        answer_list(house, made)
        assert code_of(composed, house, "hq02-confirm", "cb01", **says) == "HQ02-ANSWERED"

    def test_only_as_it_was_shown(self, house: House) -> None:
        made = a_list(house, cleared_imports(house, "A1"))
        assert faults_of(answer_list, house, made, count=2) == [("HQ02-CHANGED", "list_id")]

    def test_not_by_an_officer_who_never_opened_it(self, house: House) -> None:
        made = a_list(house, cleared_imports(house, "A1"))
        says = what_is_answered(house, made)
        assert code_of(composed, house, "hq02-confirm", "cb01", **says) == "NOT-LOOKED-AT"
        house.sit(lambda now: open_list(now, "cb01", made))
        assert composed(house, "hq02-confirm", "cb01", **says).text

    def test_an_officer_of_another_office_does_not(self, house: House) -> None:
        made = a_list(house, cleared_imports(house, "A1"))
        house.sit(lambda now: now.books.connection.execute("UPDATE officer SET office = '01DD' WHERE id = 'cb01'"))
        assert code_of(answer_list, house, made) == "OFFICER-OTHER-OFFICE"

    def test_what_there_is_not_is_not_found(self, house: House) -> None:
        made = a_list(house, cleared_imports(house, "A1"))
        says = what_is_answered(house, made) | {"list_id": "0" * 32}
        assert code_of(composed, house, "hq02-confirm", "cb01", **says) == "NOT-FOUND"

    def test_the_books_agree(self, house: House) -> None:
        numbers = cleared_imports(house, "A1", "A2", "A3")
        answer_list(house, a_list(house, numbers), held_back=numbers[:1], never_came=numbers[1:2])
        assert damage_of(operator_of(house)) == []


class TestPartialRelease:
    def test_what_is_left_out_stays_cleared(self, house: House) -> None:
        numbers = cleared_imports(house, "A1", "A2")
        done = answer_list(house, a_list(house, numbers), held_back=[numbers[1]])
        assert [state_of(house, one) for one in numbers] == ["released", "cleared"]
        assert (done.outcome["released"], done.outcome["left"]) == ("1", "1")

    def test_it_may_stand_on_a_later_list(self, house: House) -> None:
        numbers = cleared_imports(house, "A1", "A2")
        answer_list(house, a_list(house, numbers), held_back=[numbers[1]])
        answer_list(house, a_list(house, [numbers[1]]))
        assert state_of(house, numbers[1]) == "released"

    def test_without_a_scan_it_is_left_out_in_good_order(self, house: House) -> None:
        numbers = [*cleared_imports(house, "A1"), *cleared_imports(house, "A2", scan=False)]
        answer_list(house, a_list(house, numbers), held_back=[numbers[1]])
        assert [state_of(house, one) for one in numbers] == ["released", "cleared"]

    def test_houses_that_never_came_are_cancelled_on_that_ground(self, house: House) -> None:
        numbers = cleared_imports(house, "A1", "A2")
        answer_list(house, a_list(house, numbers), never_came=[numbers[0]])
        says = {"number": numbers[0], "state": "cleared", "request": "ask-cancellation"}
        says |= {"ground": "never-came", "reason": "không đến"}
        sent(house, signed(composed(house, "declaration-ask", user_of(house), **says).text, the_pki().rsa))
        assert decide(house, numbers[0], "grant-cancellation").state == "cancelled"
        assert damage_of(operator_of(house)) == []

    def test_only_what_stands_on_the_list_is_named_and_once(self, house: House) -> None:
        numbers = cleared_imports(house, "A1", "A2")
        made = a_list(house, numbers[:1])
        told = faults_of(answer_list, house, made, held_back=numbers, never_came=numbers[:1])
        assert told == [("HQ02-LINE-NOT-ON-LIST", "held_back.1"), ("HQ02-LINE-NAMED-TWICE", "never_came.0")]

    def test_a_list_is_declined_with_a_reason(self, house: House) -> None:
        numbers = cleared_imports(house, "A1")
        made = a_list(house, numbers)
        assert code_of(answer_list, house, made, "decline") == "REASON-MISSING"
        answer_list(house, made, "decline", reason="sai chuyến bay")
        assert state_of(house, numbers[0]) == "cleared"
        a_list(house, numbers)
        assert damage_of(operator_of(house)) == []


CHANGED = [
    "UPDATE completed_line SET number = 100000000030 WHERE line = 1",
    "UPDATE completed_line SET act = act + 1 WHERE line = 1",
    "UPDATE completed_line SET became = 'held-back' WHERE line = 1",
    "DELETE FROM completed_line WHERE line = 2",
    "UPDATE completed_list SET number = '9/BK-00001'",
    "UPDATE completed_list SET state = 'sent'",
    "UPDATE completed_list SET says = replace(says, '\"count\":2', '\"count\":3')",
    "DELETE FROM completed_line; DELETE FROM completed_list",
]


@pytest.mark.parametrize("sql", CHANGED)
def test_a_list_that_was_changed_in_the_books_is_found(house: House, sql: str) -> None:
    numbers = cleared_imports(house, "A1", "A2", "A3")
    answer_list(house, a_list(house, numbers[:2]))
    house.sit(lambda now: now.books.connection.execute(sql))
    assert [one.what for one in damage_of(operator_of(house))] == ["list"]


def test_each_year_begins_with_one_again(house: House) -> None:
    send_list(house, cleared_imports(house, "A1"))
    next_ordinal = house.books.completed_lists.next_ordinal
    assert [next_ordinal("02DS", RSA_COMPANY, year) for year in (2026, 2027)] == [2, 1]
