"""Each rule: a declaration that passes, and the same with one fact changed, which is its fault and no other's."""

from datetime import timedelta
from typing import Any

import pytest

from building import DAY
from rule_cases.case import where
from thongquan import law
from thongquan.base.citation import cited
from thongquan.base.fault import Fault
from thongquan.law.coverage import result_codes
from thongquan.transport.messages import (
    CallUp,
    FilesAdded,
    ManifestCargo,
    Message,
    TransportReference,
)
from thongquan.transport.model import CorrectedCargo, TransportCorrection
from thongquan.transport.rules import CARGO_RULES, MESSAGE_RULES, RULES
from thongquan.transport.rules.places import AREAS
from transport.declared import a_transport, faults
from transport.relations import CASES, DEMANDED, Case

DEMANDED_BY_THE_TERMINAL = {case.code for case in DEMANDED}
NUMBER = "500000000120"


def found(case: Case, facts: dict[str, Any]) -> list[Fault]:
    profile = "strict" if case.code in DEMANDED_BY_THE_TERMINAL else "law"
    with where(case.given):
        return faults(a_transport(**facts), profile)


@pytest.mark.parametrize("case", CASES, ids=[case.code for case in CASES])
class TestARule:
    def test_is_satisfied_by_a_right_declaration(self, case: Case) -> None:
        assert found(case, case.passing) == []

    def test_finds_its_fault_and_no_other_when_one_fact_changes(self, case: Case) -> None:
        told = found(case, {**case.passing, **case.change})
        assert [(fault.code, fault.at) for fault in told] == [(case.code, case.at)]


def test_every_rule_has_its_case() -> None:
    assert {case.code for case in CASES} == {rule.code for rule in (*RULES, *CARGO_RULES)}


@pytest.mark.parametrize("case", DEMANDED, ids=[case.code for case in DEMANDED])
def test_what_only_the_terminal_wants_is_never_demanded_by_the_law(case: Case) -> None:
    """TT 191/2015 PL III 1 and 2.d: beyond what the system designates, what is known is filled in."""
    assert faults(a_transport(**{**case.passing, **case.change}), "law") == []


@pytest.mark.parametrize("kind", ["KS", "PT"])
@pytest.mark.parametrize("item", ["origin_country", "importer_code", "cargo_departure", "cargo_arrival"])
def test_simple_procedure_and_port_transfer_are_asked_less(kind: str, item: str) -> None:
    case = next(one for one in DEMANDED if one.at == f"cargo.1.{item}")
    ports = {"departure_port": "HPH", "arrival_port": "HAN", "transport_type": kind}
    assert faults(a_transport(**{**case.passing, **case.change, **ports}), "strict") == []


class TestBorders:
    """Where a rule just holds, and what is no mistake of its own."""

    def test_it_may_end_in_the_hour_in_which_it_starts(self) -> None:
        assert faults(a_transport(start_hour="08", finish_hour="08")) == []
        assert faults(a_transport(start_hour="08", finish_hour="07", finish_day=DAY + timedelta(1))) == []

    @pytest.mark.parametrize(("place", "right"), [("KRZZZ", True), ("QQZZZ", False)])
    @pytest.mark.parametrize("manifest", ["A", "S", "R", ""])
    def test_a_place_without_a_code_is_any_in_a_country(self, manifest: str, place: str, right: bool) -> None:
        told = faults(a_transport(cargo={"manifest_type": manifest, "cargo_departure": place}))
        expected = [] if right else ["OLA-LP-KNOWN"]
        assert [fault.code for fault in told if fault.code != "OLA-LP-MEANS"] == expected

    @pytest.mark.parametrize(
        ("day", "right"),
        [("0101", True), ("2902", True), ("3112", True), ("0001", False), ("3002", False), ("0113", False)],
    )
    def test_the_day_of_a_flight_is_on_the_calendar(self, day: str, right: bool) -> None:
        told = faults(a_transport(cargo={"carried_by": f"VN0123/{day}"}))
        assert [fault.code for fault in told] == ([] if right else ["OLA-TE-DAY"])

    @pytest.mark.parametrize(("place", "right"), [("ICN", True), ("KRPUS", True), ("QQQ", False), ("KRQQQ", False)])
    def test_without_a_manifest_any_list_will_do(self, place: str, right: bool) -> None:
        told = faults(a_transport(cargo={"manifest_type": "", "cargo_departure": place}))
        assert [fault.code for fault in told] == ([] if right else ["OLA-LP-KNOWN"])

    @pytest.mark.parametrize("place", ["CNQQQ", "PEKGAR"])
    def test_stations_abroad_are_not_looked_up(self, place: str) -> None:
        assert faults(a_transport(cargo={"manifest_type": "R", "cargo_departure": place})) == []

    def test_an_office_that_is_none_is_told_of_that_alone(self) -> None:
        assert [fault.code for fault in faults(a_transport(customs_office="ZZZZ"))] == ["OLA-CHC-UNLISTED"]

    def test_an_office_that_took_over_is_in_charge_of_the_areas_of_the_old(self) -> None:
        moved = {AREAS: {**AREAS.on(DAY), "02DSC01": {**AREAS.on(DAY)["02DSC01"], "office": "47D1"}}}
        with where(moved):
            assert faults(a_transport(customs_office="47D3")) == []


def a_correction(**changes: Any) -> TransportCorrection:
    whole = a_transport()
    told = {name: getattr(whole, name) for name in whole.__struct_fields__ if name != "cargo"}
    cargo = {"cargo_number": "18044712040", "goods_name": "Kem", "line_correction": "5"} | changes.pop("cargo", {})
    return TransportCorrection(
        **{**told, "number": NUMBER, "processing": "5", "cargo": (CorrectedCargo(**cargo),)} | changes
    )


MESSAGES: list[tuple[str, Message, Message]] = [
    ("OLB-OLT-BOTH", CallUp(NUMBER), CallUp(NUMBER, (ManifestCargo("A", "1"),))),
    ("OLB-OLT-NEITHER", CallUp(NUMBER), CallUp()),
    ("ITF-OLT-DAY", TransportReference(NUMBER), TransportReference(NUMBER, a_transport().start_day)),
    ("ITF-OLT-LODGED", TransportReference(NUMBER), TransportReference(NUMBER, lodged_at="02DS")),
    ("ITF-OLT-ARRIVING", TransportReference(NUMBER), TransportReference(NUMBER, arriving_at="02DS")),
    ("ITF-DEC-ONE", TransportReference(lodged_at="02DS"), TransportReference(lodged_at="02DS", arriving_at="02DS")),
    ("COT-TES-ALL", a_correction(), a_correction(cargo={"line_correction": "3"})),
    ("MSB-CHB-KNOWN", FilesAdded("02DS", "00"), FilesAdded("02DS", "ZZ")),
]


@pytest.mark.parametrize(("code", "right", "wrong"), MESSAGES, ids=[one[0] for one in MESSAGES])
def test_a_short_message_is_told_its_fault_and_no_other(code: str, right: Message, wrong: Message) -> None:
    assert faults(right) == []
    assert [fault.code for fault in faults(wrong)] == [code]


def test_every_rule_of_a_short_message_has_its_case() -> None:
    assert {one[0] for one in MESSAGES} == {rule.code for rules in MESSAGE_RULES.values() for rule in rules}


def test_a_correction_is_judged_as_what_it_corrects() -> None:
    assert [fault.code for fault in faults(a_correction(purpose="EXP"))] == ["OLA-OBJ-DIRECTION"]


def test_a_cancellation_need_not_carry_the_declaration_anew() -> None:
    assert faults(TransportCorrection(number=NUMBER, processing="1")) == []


@pytest.mark.parametrize("rule", [*RULES, *CARGO_RULES], ids=lambda rule: rule.code)
def test_a_rule_answers_with_a_result_code_told_of_its_item(rule: Any) -> None:
    source = cited(rule.code)
    if not source.result_code:
        assert source.mark == "seed"
        return
    ids = {item.field: item.id for item in law.criteria("OLA")} | {"pieces": "CNO"}
    told = {one.code: one.items for one in result_codes(law.CURRENT, source.form or "OLA")}[source.result_code]
    assert told == ("0000",) or any(item.startswith(ids[rule.at]) for item in told)
