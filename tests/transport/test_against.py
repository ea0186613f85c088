"""What a later message says otherwise than the declaration that is registered."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import asdict, replace

from building import DAY
from thongquan.transport.against import (
    LEAVING,
    arrived_at,
    arriving_faults,
    correction_faults,
    leaving_faults,
)
from thongquan.transport.codec import TransportUnreadable, read
from thongquan.transport.judging import faults_of
from thongquan.transport.messages import Arriving, Leaving
from thongquan.transport.model import Cargo, CorrectedCargo, Piece, TransportCorrection, TransportDeclaration
from transport.declared import a_cargo, a_transport

REGISTERED = a_transport(departure_port="SGN", arrival_port="HAN")
PLACES = {name: getattr(REGISTERED, name) for name in LEAVING}
LEFT = datetime(2026, 9, 2, 1, 30, tzinfo=UTC)
NOW = datetime(2026, 9, 2, 6, 0, tzinfo=UTC)
LEAVES = Leaving("9", "500000000120", **PLACES, departed_day=DAY, departed_time="0830")
ARRIVES = Arriving("500000000120", **PLACES, arrived_day=DAY, arrived_time="1200")


def leaves(**changes: str) -> list[str]:
    return [fault.code for fault in leaving_faults(replace(LEAVES, **changes), REGISTERED)]


def arrives(**changes: Any) -> list[str]:
    return [fault.code for fault in arriving_faults(replace(ARRIVES, **changes), REGISTERED, LEFT, NOW)]


class TestPlaces:
    def test_it_leaves_and_arrives_as_it_was_declared(self) -> None:
        assert leaves() == arrives() == []

    @pytest.mark.parametrize(
        ("field", "leaving", "arriving"),
        [
            ("departure_area", "BOA-DPR-OTHER", "BIA-DPR-OTHER"),
            ("departure_port", "BOA-PRT-OTHER", "BIA-PRT-OTHER"),
            ("departure_berth", "BOA-BRT-OTHER", "BIA-BRT-OTHER"),
            ("arrival_area", "BOA-APR-OTHER", "BIA-SOH-OTHER"),
            ("arrival_port", "BOA-APT-OTHER", "BIA-SOP-OTHER"),
            ("arrival_berth", "BOA-ART-OTHER", "BIA-SOB-OTHER"),
        ],
    )
    def test_another_place_is_told(self, field: str, leaving: str, arriving: str) -> None:
        assert leaves(**{field: "X"}) == [leaving]
        assert arrives(**{field: "X"}) == [arriving]

    @pytest.mark.parametrize("field", ["departure_area", "arrival_area"])
    def test_the_area_is_told_again(self, field: str) -> None:
        assert leaves(**{field: ""}) == [LEAVING[field]]

    @pytest.mark.parametrize("field", ["departure_port", "arrival_port"])
    def test_a_port_need_not_be(self, field: str) -> None:
        assert leaves(**{field: ""}) == arrives(**{field: ""}) == []


class TestTimes:
    @pytest.mark.parametrize(
        ("told", "codes"), [("0829", ["BIA-DTM-EARLY"]), ("0830", []), ("1300", []), ("1301", ["BIA-DTM-AHEAD"])]
    )
    def test_it_arrives_after_it_left_and_not_after_now(self, told: str, codes: list[str]) -> None:
        assert arrives(arrived_time=told) == codes

    def test_what_is_told_to_the_minute_may_be_the_minute_in_which_it_left(self) -> None:
        in_that_minute = LEFT.replace(second=30)
        assert list(arriving_faults(replace(ARRIVES, arrived_time="0830"), REGISTERED, in_that_minute, NOW)) == []

    @pytest.mark.parametrize("told", ["", "8:30", "2460", "٠٨٣٠", "99"])
    def test_a_time_without_its_form_is_none(self, told: str) -> None:
        assert arrived_at(replace(ARRIVES, arrived_time=told)) is None


def corrected(state: str = "declared", before: int = 0, **changes: Any) -> list[tuple[str, str]]:
    kept = CorrectedCargo(**asdict(a_cargo()), line_correction="5")
    told = {**{name: getattr(REGISTERED, name) for name in REGISTERED.__struct_fields__}, "cargo": (kept,), **changes}
    correction = TransportCorrection(**told, processing="5")
    found = correction_faults(correction, REGISTERED, state, before, NOW)
    return [(fault.code, fault.at) for fault in found]


class TestCorrections:
    def test_all_but_office_and_departure_may_change(self) -> None:
        assert corrected(means="6", arrival_area="01ACLAC", start_hour="09") == []

    def test_the_office_never_does(self) -> None:
        assert corrected(customs_office="01DD") == [("COT-CHC-LOCKED", "customs_office")]

    def test_the_start_is_not_put_into_the_past(self) -> None:
        before = DAY - timedelta(1)
        assert corrected(start_day=before) == [("OLA-SDT-PAST", "start_day")]
        started = TransportCorrection(number="500000000120", processing="5", start_day=before)
        assert "OLA-SDT-PAST" not in {fault.code for fault in faults_of(started, DAY)}

    def test_nor_does_departure(self) -> None:
        assert corrected(departure_area="02DSC02") == [("COT-ITEM-LOCKED", "departure_area")]

    def test_on_the_way_only_what_lies_ahead(self) -> None:
        assert corrected("departed", arrival_area="01ACLAC", finish_hour="14") == []
        assert corrected("departed", means="6") == [("COT-ITEM-LOCKED", "means")]

    @pytest.mark.parametrize(("before", "codes"), [(8, []), (9, [("COT-OLT-NINTH", "number")])])
    def test_nine_times_and_no_more(self, before: int, codes: list[tuple[str, str]]) -> None:
        assert corrected(before=before) == codes

    def test_every_registered_row_is_named_again(self) -> None:
        other = CorrectedCargo("B", goods_name="Kem", line_correction="2")
        assert corrected(cargo=(other,)) == [("COT-CG-MISSING", "cargo")]

    def test_a_registered_row_is_deleted_changed_or_kept(self) -> None:
        row = CorrectedCargo(**asdict(a_cargo()), line_correction="2")
        assert corrected(cargo=(row,)) == [("COT-TES-KEPT", "cargo.1.line_correction")]
        assert corrected(cargo=(replace(row, line_correction="3"),)) == []

    @pytest.mark.parametrize(
        ("state", "kind", "codes"),
        [
            ("declared", "2", []),
            ("declared", "5", [("COT-TES-ADDED", "cargo.2.line_correction")]),
            ("approved", "2", [("COT-CG-ADDED", "cargo.2.cargo_number")]),
        ],
    )
    def test_a_row_is_added_before_approval_alone(self, state: str, kind: str, codes: list[tuple[str, str]]) -> None:
        kept = CorrectedCargo(**asdict(a_cargo()), line_correction="5")
        assert corrected(state, cargo=(kept, CorrectedCargo("B", goods_name="Kem", line_correction=kind))) == codes


ODD = st.sampled_from(
    [
        "",
        "A",
        "$",
        "٣٣٠٤",
        "VN",
        "ZZZ",
        "VNZZZ",
        "VN0123/3113",
        "0301234567,",
        "Bản kê hàng hóa theo số tệp tin đính kèm",
    ]
)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=5) | st.none()
BLOCKS = st.builds(
    Cargo,
    **{name: ODD | st.text(max_size=9) for name in Cargo.__struct_fields__ if isinstance(getattr(Cargo(), name), str)},
    bill_day=st.none() | st.dates(),
    price=NUMBERS,
    cargo_weight=NUMBERS,
    other_laws=st.lists(ODD, max_size=3).map(tuple),
)
WHOLE = st.builds(
    TransportDeclaration,
    direction=st.sampled_from(["I", "E", "C", "?"]),
    transport_type=st.sampled_from(["KS", "PT", "KR", "QU", ""]),
    start_day=st.none() | st.dates(),
    finish_day=st.none() | st.dates(),
    finish_hour=ODD,
    departure_area=ODD,
    departure_port=ODD,
    remarks=ODD | st.text(max_size=9),
    cargo=st.lists(BLOCKS, max_size=3).map(tuple),
    pieces=st.lists(st.builds(Piece, ODD, ODD, st.lists(ODD, max_size=2).map(tuple)), max_size=3).map(tuple),
)


@settings(max_examples=25)
@given(WHOLE, st.sampled_from(["law", "strict"]))
def test_whatever_is_declared_is_judged_and_never_an_error(ola: TransportDeclaration, profile: str) -> None:
    assert [fault for fault in faults_of(ola, DAY, profile) if not fault.code.startswith("OLA-")] == []


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1E+999999", "1E-999999"])
def test_a_number_that_no_rule_can_reckon_with_is_not_read(number: str) -> None:
    told = f'{{"form":"OLA","cargo":[{{"price":"{number}"}}]}}'.encode()
    with pytest.raises(TransportUnreadable):
        read("OLA", told)
