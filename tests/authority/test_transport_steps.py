"""A transport after it was declared: sealed, on the way, corrected, amended; what each step wants besides its state."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from authority.deeds import code_of, composed, sent, signed
from authority.house import House
from authority.listing import faults_of, user_of
from authority.transporting import (
    ARRIVING,
    a_bill_list,
    a_correction,
    a_goods_list,
    amend,
    answer,
    at_both_ends,
    correct,
    declared,
    kept,
    lodge,
    registered,
    step_text,
    take,
    taken,
    with_lists,
)
from building import DAY
from demo_pki import RSA_COMPANY
from rule_cases.case import where
from storage.operating import damage_of, operator_of
from thongquan.authority.transports_seen import (
    LinesWanted,
    transport_lines_seen,
    transport_seen,
)
from thongquan.base.limits import LIMITS
from thongquan.base.moment import VIETNAM
from thongquan.declaration.derived import WAREHOUSES as AREAS
from thongquan.transport.lists import Confirmed
from thongquan.transport.lodged import Lodged
from transport.declared import a_cargo


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    at_both_ends(house)
    yield house
    house.close()


def refused(house: House, number: str, step: str, **says: Any) -> list[tuple[str, str]]:
    return faults_of(take, house, number, step, **says)


class TestOnTheRoad:
    def test_each_vehicle_is_sealed_with_its_number(self, house: House) -> None:
        lists = (a_goods_list(run=1, runs=2), a_goods_list(run=2, runs=2))
        number = taken(house, registered(house, RSA_COMPANY, *lists), "declare", "approve", "seal")
        take(house, number, "seal", run=2, vehicle="51C-99999", seals=["HQ0002", "HQ0003"])
        one = transport_seen(house.books, user_of(house), number, house.clock.now)
        assert [(made.vehicle, made.customs_seals) for made in one.lists] == [
            ("51C-12345", ["HQ0001"]),
            ("51C-99999", ["HQ0002", "HQ0003"]),
        ]
        assert damage_of(operator_of(house)) == []

    def test_a_seal_is_on_one_vehicle_of_the_declaration(self, house: House) -> None:
        lists = (a_goods_list(run=1, runs=2), a_goods_list(run=2, runs=2))
        number = taken(house, registered(house, RSA_COMPANY, *lists), "declare", "approve", "seal")
        told = {
            "TRANSPORT-SEAL-TWICE": {"run": 2},
            "TRANSPORT-RUN": {"run": 3, "seals": ["H1"]},
            "TRANSPORT-VEHICLE": {"vehicle": "", "seals": ["H1"]},
            "TRANSPORT-SEALS": {"seals": []},
        }
        assert {code: refused(house, number, "seal", **says)[0][0] for code, says in told.items()} == {
            code: code for code in told
        }

    def test_it_departs_and_arrives_where_it_was_declared_to(self, house: House) -> None:
        number = taken(house, registered(house), "declare", "approve")
        assert ("BOA-DPR-OTHER", "departure_area") in refused(house, number, "depart", departure_area="02DSC02")
        taken(house, number, "depart")
        assert ("BIA-SOH-OTHER", "arrival_area") in refused(house, number, "arrive", arrival_area="02DSC02")

    def test_it_departs_by_now_and_arrives_after_it_left_and_by_now(self, house: House) -> None:
        number = taken(house, registered(house), "declare", "approve")
        house.clock.now += timedelta(hours=2)
        later, earlier = (moment(house, hours) for hours in (1, -1))
        assert refused(house, number, "depart", **later) == [("TRANSPORT-DEPARTED-AHEAD", "day")]
        taken(house, number, "depart")
        assert refused(house, number, "arrive", **earlier) == [("BIA-DTM-EARLY", "day")]
        assert refused(house, number, "arrive", **later) == [("BIA-DTM-AHEAD", "day")]

    def test_the_company_itself_registers_departure_and_arrival(self, house: House) -> None:
        number = taken(house, registered(house), "declare", "approve")
        take(house, number, "depart", user_of(house))
        take(house, number, "arrive", user_of(house))
        assert kept(house, number).state == "arrived"

    def test_seals_that_are_not_those_entered_are_a_discrepancy(self, house: House) -> None:
        number = taken(house, registered(house), "declare", "approve", "seal", "depart")
        assert refused(house, number, "arrive", seals=["HQ0009"]) == [("TRANSPORT-SEALS-DIFFER", "seals")]
        assert refused(house, number, "arrive-differing", discrepancies=[]) == [
            ("TRANSPORT-DISCREPANCIES-NONE", "discrepancies")
        ]
        taken(house, number, "arrive-differing", "note-discrepancies")
        standing = transport_seen(house.books, ARRIVING, number, house.clock.now).standing
        assert [(one.what, one.which) for one in standing.discrepancies] == [("seal", "HQ0001"), ("missing", "HB1-1")]
        taken(house, number, "settle")
        assert (kept(house, number).state, damage_of(operator_of(house))) == ("arrived", [])

    def test_a_departure_that_customs_registered_is_taken_back_by_customs(self, house: House) -> None:
        for by, told in (("cb01", [("BOA-DEPARTED-BY-CUSTOMS", "step")]), (user_of(house), [])):
            number = registered(house, cargo={"cargo_number": f"X{len(told)}"})
            take(house, taken(house, number, "declare", "approve"), "depart", by)
            assert refused(house, number, "take-back-departure", by=user_of(house)) == told

    def test_at_a_berth_customs_alone_register(self, house: House) -> None:
        berths = {
            "departure_area": "", "departure_berth": "B01", "departure_port": "VNSGN",
            "arrival_area": "", "arrival_berth": "B02", "arrival_port": "VNHPH",
        }  # fmt: skip
        number = taken(house, registered(house, **berths), "declare", "approve")
        assert refused(house, number, "depart", by=user_of(house)) == [("BOA-BRT-CUSTOMS", "departure_berth")]
        taken(house, number, "depart")
        assert refused(house, number, "arrive", by=user_of(house)) == [("BIA-SOB-CUSTOMS", "arrival_berth")]
        assert refused(house, number, "arrive", by="cb01") == []

    def test_an_officer_registers_what_is_under_his_office_by_the_list_of_the_day(self, house: House) -> None:
        number = taken(house, registered(house), "declare", "approve")
        with where({AREAS: under("02DSC01", "01DD")}):
            assert refused(house, number, "depart") == [("BOA-DPR-OFFICE", "departure_area")]
        taken(house, number, "depart")
        with where({AREAS: under("02DSC01", "01DD")}):
            assert refused(house, number, "take-back-departure") == [("BOA-DPR-OFFICE", "departure_area")]
        with where({AREAS: under("01ACL01", "01DD")}):
            assert refused(house, number, "arrive") == [("BIA-SOH-OFFICE", "arrival_area")]
            assert refused(house, number, "arrive", by=user_of(house)) == []

    def test_it_does_not_leave_from_an_area_that_is_listed_no_more(self, house: House) -> None:
        number = taken(house, registered(house), "declare", "approve")
        with where({AREAS: {"01ACL01": AREAS.on(DAY)["01ACL01"]}}):
            told = refused(house, number, "depart")
        assert ("BOA-DPR-GONE", "departure_area") in told

    def test_a_departure_that_is_taken_back_was_none(self, house: House) -> None:
        number = taken(house, registered(house), "declare", "approve", "depart", "take-back-departure")
        assert (kept(house, number).state, kept(house, number).departed_at) == ("approved", "")

    def test_one_step_is_taken_once(self, house: House) -> None:
        number = registered(house)
        text, key = step_text(house, number, "declare")
        sent(house, signed(text, key))
        assert code_of(sent, house, signed(text, key)) == "DEED-REPEATED"

    def test_of_two_texts_on_one_version_one_counts(self, house: House) -> None:
        number = taken(house, registered(house), "declare")
        texts = [step_text(house, number, step) for step in ("approve", "refuse")]
        sent(house, signed(*texts[0]))
        assert faults_of(sent, house, signed(*texts[1])) == [("TRANSPORT-CHANGED", "version")]

    def test_cancellation_after_approval_is_asked_for_and_answered(self, house: House) -> None:
        number = taken(house, registered(house), "declare", "approve", "ask-cancellation", "decline-cancellation")
        taken(house, number, "ask-cancellation", "grant-cancellation")
        steps = transport_seen(house.books, "cb01", number, house.clock.now).standing.steps
        assert [one.step for one in steps[-2:]] == ["ask-cancellation", "grant-cancellation"]
        assert kept(house, number).state == "cancelled"

    def test_no_more_than_transport_steps_are_taken_but_those_that_end_it(self, house: House) -> None:
        number = filled_up(house, taken(house, registered(house), "declare"))
        many = "TRANSPORT-STEPS-MANY"
        assert code_of(step_text, house, number, "instruct") == many
        taken(house, number, "approve")
        assert code_of(step_text, house, number, "seal") == many
        taken(house, number, "depart")
        assert code_of(step_text, house, number, "take-back-departure") == many
        taken(house, number, "arrive-differing", "settle")
        assert code_of(step_text, house, number, "note-discrepancies") == many
        assert kept(house, number).state == "arrived"

    def test_what_was_asked_before_the_last_step_is_answered(self, house: House) -> None:
        number = registered(house, RSA_COMPANY, a_goods_list("BKLAST"))
        amend(house, taken(house, number, "declare", "approve"), changes={9: "CH9"})
        amended = body_of(house, number).lists[0].lines[0].amended
        take(house, number, "ask-cancellation")
        filled_up(house, number)
        take(house, number, "decline-cancellation")
        assert code_of(step_text, house, number, "ask-cancellation") == "TRANSPORT-STEPS-MANY"
        answer(house, number, amended)
        assert code_of(amend, house, number, line=2, changes={9: "CH9"}) == "TRANSPORT-STEPS-MANY"
        assert taken(house, number, "depart")


def filled_up(house: House, number: str) -> str:
    """As if it had taken all steps that there is room for."""
    one, standing = kept(house, number), house.books.transports.standing(kept(house, number))
    body = body_of(house, number)
    last = replace(one, version=LIMITS.transport_steps, body=LIMITS.transport_steps)
    house.sit(lambda now: now.books.transports.change(last, standing, 1, body))
    return number


def body_of(house: House, number: str) -> Lodged:
    return house.books.transports.body(kept(house, number))


def under(area: str, office: str) -> dict[str, dict[str, str]]:
    """Both ends, one of them under another office than before."""
    rows = {code: AREAS.on(DAY)[code] for code in ("02DSC01", "01ACL01")}
    return {**rows, area: {**rows[area], "office": office}}


def moment(house: House, hours: int) -> dict[str, str]:
    told: datetime = (house.clock.now + timedelta(hours=hours)).astimezone(VIETNAM)
    return {"day": str(told.date()), "time": told.strftime("%H%M")}


class TestCorrecting:
    def test_it_is_corrected_under_its_number_and_counted(self, house: House) -> None:
        number = taken(house, registered(house), "declare")
        correct(house, number, means="17")
        one = transport_seen(house.books, user_of(house), number, house.clock.now)
        assert (one.declaration.means, one.head.corrected, one.head.number) == ("17", 1, number)
        assert damage_of(operator_of(house)) == []

    def test_nine_times(self, house: House) -> None:
        number = taken(house, registered(house), "declare")
        house.sit(lambda now: now.books.connection.execute("UPDATE transport SET corrected = 9"))
        assert faults_of(correct, house, number, means="17") == [("COT-OLT-NINTH", "number")]

    def test_only_what_its_state_allows(self, house: House) -> None:
        number = taken(house, registered(house), "declare", "approve", "depart")
        assert faults_of(correct, house, number, means="17") == [("COT-ITEM-LOCKED", "means")]
        assert ("COT-TOS-LOCKED", "security") in faults_of(correct, house, number, security="A")
        correct(house, number, remarks="Xe hỏng, đổi giờ")

    def test_deleted_cargo_leaves_it_and_lists_stay(self, house: House) -> None:
        ola, lists = with_lists(house, a_goods_list())
        whole = replace(ola, cargo=(*ola.cargo, a_cargo(cargo_number="HB9", goods_name="chi tiết theo vận đơn")))
        number = taken(house, lodge(house, whole, lists).outcome["number"], "declare")
        rows = a_correction(house, number).cargo
        correct(house, number, cargo=(rows[0], replace(rows[1], line_correction="3")))
        one = transport_seen(house.books, user_of(house), number, house.clock.now)
        assert ([row.cargo_number for row in one.declaration.cargo], len(one.lists)) == (["BK01"], 1)
        asked = {"doing": "correct", "number": number, "version": kept(house, number).version}
        told = faults_of(lodge, house, a_correction(house, number), lists, **asked)
        assert told == [("TRANSPORT-LIST-KEPT", "lists")]

    def test_cargo_that_stands_for_a_list_is_not_deleted(self, house: House) -> None:
        number = taken(house, registered(house, RSA_COMPANY, a_goods_list()), "declare")
        [row] = a_correction(house, number).cargo
        other = replace(row, cargo_number="HB9", line_correction="2")
        told = faults_of(correct, house, number, cargo=(replace(row, line_correction="3"), other))
        assert told == [("TRANSPORT-LIST-OTHER", "lists.1.number")]

    def test_a_correction_is_a_message_cot(self, house: House) -> None:
        number = taken(house, registered(house), "declare")
        asked = {"doing": "correct", "number": number, "version": kept(house, number).version}
        told = faults_of(lodge, house, declared(house, number=number), (), **asked)
        assert ("TRANSPORT-FORM-OTHER", "declaration") in told

    def test_not_while_its_cancellation_is_asked_for(self, house: House) -> None:
        number = taken(house, registered(house), "declare", "approve", "ask-cancellation")
        assert code_of(correct, house, number, means="17") == "CANCELLATION-OPEN"


class TestAmending:
    def test_a_line_is_amended_answered_and_only_then_sealed(self, house: House) -> None:
        number = taken(house, registered(house, RSA_COMPANY, a_goods_list()), "declare", "approve")
        amend(house, number, changes={9: "CH9"})
        assert refused(house, number, "seal") == [("TRANSPORT-AMENDMENTS-OPEN", "step")]
        answer(house, number, "(9) CH10 → CH9")
        [line, _] = transport_lines_seen(house.books, "cb01", number, LinesWanted()).lines
        assert (line.amended, isinstance(line.confirmed, Confirmed)) == ("(9) CH10 → CH9", True)
        taken(house, number, "seal")
        assert faults_of(amend, house, number, line=2, changes={9: "X"}) == [("TRANSPORT-AMEND-SEALED", "line")]
        assert damage_of(operator_of(house)) == []

    def test_what_is_turned_down_leaves_the_list_with_a_reason(self, house: House) -> None:
        number = taken(house, registered(house, RSA_COMPANY, a_goods_list()), "declare")
        amend(house, number, changes={8: "P9"})
        assert code_of(answer, house, number, "(8) HB1-1 → P9", answer="turn-down") == "REASON-MISSING"
        answer(house, number, "(8) HB1-1 → P9", answer="turn-down", reason="không đúng thực tế")
        one = transport_seen(house.books, "cb01", number, house.clock.now)
        assert (one.lists[0].waiting, one.standing.steps[-1].reason) == ([], "04-BKHH 1/1: không đúng thực tế")

    def test_form_01_is_amended_while_its_dossier_is_checked(self, house: House) -> None:
        number = taken(house, registered(house, RSA_COMPANY, a_bill_list()), "declare")
        amend(house, number, form="01-BKVD/TKXX", changes={5: "HB7"})
        assert refused(house, number, "approve") == [("TRANSPORT-AMENDMENTS-OPEN", "step")]
        answer(house, number, "(5) HB1 → HB7", form="01-BKVD/TKXX")
        taken(house, number, "approve")
        told = faults_of(amend, house, number, line=2, form="01-BKVD/TKXX", changes={5: "X"})
        assert told == [("TRANSPORT-AMEND-NOT-CHECKED", "line")]

    def test_nothing_departs_whose_amendments_wait(self, house: House) -> None:
        number = taken(house, registered(house, RSA_COMPANY, a_goods_list()), "declare", "approve")
        amend(house, number, changes={9: "CH9"})
        assert refused(house, number, "depart") == [("TRANSPORT-AMENDMENTS-OPEN", "step")]

    def test_another_amendment_than_the_one_that_was_seen_is_not_answered(self, house: House) -> None:
        number = taken(house, registered(house, RSA_COMPANY, a_goods_list()), "declare")
        amend(house, number, changes={8: "P9"})
        assert faults_of(answer, house, number, "(8) HB1-1 → P8") == [("TRANSPORT-AMEND-NONE", "line")]

    def test_there_is_such_a_list_and_each_column_once(self, house: House) -> None:
        number = taken(house, registered(house, RSA_COMPANY, a_goods_list()), "declare")
        assert faults_of(amend, house, number, run=2, changes={8: "P"}) == [("TRANSPORT-AMEND-LIST", "line")]
        twice = [{"column": 8, "value": "A"}, {"column": 8, "value": "B"}]
        says = {"number": number, "version": 2, "form": "04-BKHH", "run": 1, "line": 1, "changes": twice}
        told = faults_of(composed, house, "transport-amend", user_of(house), **says)
        assert told == [("TRANSPORT-AMEND-COLUMN-TWICE", "line")]

    def test_by_its_company_and_answered_where_it_departs(self, house: House) -> None:
        number = taken(house, registered(house, RSA_COMPANY, a_goods_list()), "declare")
        says = {"number": number, "version": 2, "form": "04-BKHH", "run": 1, "line": 1}
        changes = [{"column": 8, "value": "P"}]
        assert code_of(composed, house, "transport-amend", "cb01", **says, changes=changes) == "STEP-NOT-NOW"
        amend(house, number, changes={8: "P"})
        assert code_of(answer, house, number, "(8) HB1-1 → P", by=ARRIVING) == "STEP-NOT-NOW"
