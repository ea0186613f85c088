from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import asdict

from forms.samples import a_decision, a_mec, a_mic, waiting
from thongquan import law
from thongquan.declaration.model import CustomsOffice, ImportCorrection
from thongquan.forms.barcode import bars
from thongquan.forms.model import Printout
from thongquan.forms.printout import NotCleared, compose, kind_of

NOTICE = {"head", "permit", "inspected", "post_inspection"}


def channel_of(**changes: object) -> Printout:
    return compose(a_mic(**changes), waiting(), kind="channel")


def test_what_is_cleared_prints_as_clearance_all_else_as_channel_result() -> None:
    assert kind_of(a_mic(), a_decision()) == "clearance"
    assert kind_of(a_mic(), waiting()) == "channel"
    assert kind_of(a_mic(), a_decision(state="refused")) == "channel"


@pytest.mark.parametrize("report", ["P", ""])
def test_a_correction_that_asks_for_it_prints_a_report_until_it_is_cleared(report: str) -> None:
    mie = ImportCorrection(**asdict(a_mic()), number="107000000120", report=report)
    assert kind_of(mie, waiting()) == ("correction" if report else "channel")
    assert kind_of(mie, a_decision()) == "clearance"


def test_the_moment_of_the_last_correction_is_printed_until_then_it_is_blank() -> None:
    corrected = a_decision(corrected_at="2026-09-03T01:02:03.000000Z")
    assert compose(a_mic(), corrected, kind="clearance").texts["corrected"] == "03/09/2026 08:02:03"
    assert compose(a_mic(), a_decision(), kind="clearance").texts["corrected"] == ""


def test_no_clearance_is_printed_of_what_is_not_cleared() -> None:
    with pytest.raises(NotCleared) as refused:
        compose(a_mic(), waiting(), kind="clearance")
    assert refused.value.facts == {"number": "107000000120", "state": "registered"}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_refusal_is_worded(language: str) -> None:
    assert "107000000120" in law.wording(language).text("FORM-NOT-CLEARED", {"number": "107000000120"})


def test_the_notice_block_belongs_to_the_clearance_alone() -> None:
    assert compose(a_mic(), a_decision(), kind="clearance").texts.keys() >= NOTICE
    assert not NOTICE & compose(a_mic(), a_decision(), kind="channel").texts.keys()


def test_times_are_those_of_viet_nam() -> None:
    late = a_decision(registered_at="2026-09-01T17:30:00.000000Z")
    assert compose(a_mic(), late, kind="channel").texts["registered"] == "02/09/2026 00:30:00"


@pytest.mark.parametrize(("typed", "printed"), [(True, "VND 763.460 - [ X ]"), (False, "VND 763.460 - [   ]")])
@pytest.mark.parametrize("declaration", [a_mic(), a_mec()])
def test_the_mark_tells_a_typed_value(declaration: object, typed: bool, printed: str) -> None:
    printout = compose(declaration, a_decision(value_was_typed=typed), kind="channel")  # type: ignore[arg-type]  # both
    assert printout.texts["customs_value"] == printed


def test_an_import_shows_up_to_three_rates() -> None:
    rates = [("USD", "25880"), ("EUR", "30120.55"), ("KRW", "18.61")]
    texts = compose(a_mic(), a_decision(rates=rates), kind="channel").texts
    assert [texts[f"rate_{place}"] for place in (1, 2, 3)] == ["USD - 25.880", "EUR - 30.120,55", "KRW - 18,61"]
    assert channel_of().texts["rate_2"] == ""


def test_amounts_stand_behind_their_codes() -> None:
    texts = channel_of(freight_class="E", freight_amount=Decimal("1234.5"), insurance_class="D").texts
    assert (texts["invoice"], texts["freight"], texts["insurance"]) == (
        "A - FOB - USD - 25,5",
        "E - USD - 1.234,5",
        "D",
    )


def test_a_blank_box_shows_neither_unit_nor_dash() -> None:
    texts = channel_of(
        packages=None, gross_weight=None, freight_class="", freight_currency="", freight_amount=None
    ).texts
    assert (texts["packages"], texts["weight"], texts["freight"]) == ("", "", "")


def test_places_are_printed_with_code_and_name() -> None:
    texts = channel_of().texts
    assert texts["unloading"] == "VNSGN Sân bay Tân Sơn Nhất"
    assert texts["storage"] == "02DSC01 TT VC-BUU DIEN TPHCM"
    assert texts["origin"] == "KR - Hàn Quốc"
    assert compose(a_mec(), waiting(), kind="channel").texts["loading"] == "VNSGN Sân bay Tân Sơn Nhất"


def test_a_place_that_no_table_names_is_printed_as_its_code() -> None:
    assert compose(a_mec(final_destination="USXX9"), waiting(), kind="channel").texts["destination"] == "USXX9"


def test_agent_and_head_of_office_come_from_the_decision() -> None:
    texts = compose(a_mec(), a_decision(agent_code="A1234", head_of_office="Lê Thị Bình"), kind="clearance").texts
    assert (texts["agent"], texts["head"]) == ("A1234 Đại lý Hải quan Sài Gòn", "Lê Thị Bình")


def test_of_a_brokers_declaration_agent_and_employee_are_those_of_the_delegation() -> None:
    given = a_decision(agent_code="DL123", employee_code="NV045", on_behalf_of="9901234560", user="00002AAA")
    for kind in ("channel", "clearance"):
        texts = compose(a_mec(), given, kind=kind).texts
        assert (texts["agent"], texts["employee"]) == ("DL123 Đại lý Hải quan Sài Gòn", "NV045")


class TestNamesOfOfficesChangeWithTheDay:
    """QĐ 382/QĐ-BTC: the customs of 1 March 2025 have new names."""

    @pytest.mark.parametrize(
        ("registered_at", "day"),
        [("2025-02-28T16:59:59.000000Z", date(2025, 2, 28)), ("2025-02-28T17:00:00.000000Z", date(2025, 3, 1))],
    )
    def test_an_office_without_a_recorded_name_has_that_of_the_day(self, registered_at: str, day: date) -> None:
        decision = a_decision(registered_at=registered_at, office=CustomsOffice("02DS", "", "00"))
        printed = compose(a_mic(), decision, kind="channel").texts["office"]
        assert printed == law.codes("customs_offices").on(day)["02DS"]["name"]

    def test_the_two_names_differ(self) -> None:
        offices = law.codes("customs_offices")
        assert offices.on(date(2025, 2, 28))["02DS"]["name"] != offices.on(date(2025, 3, 1))["02DS"]["name"]

    def test_the_name_recorded_at_registration_stays(self) -> None:
        decision = a_decision(office=CustomsOffice("02DS", "Tên cũ", "00"))
        assert compose(a_mic(), decision, kind="channel").texts["office"] == "Tên cũ"


class TestBarcode:
    def test_bars_and_gaps_fill_101_modules(self) -> None:
        """Code 128 C: start, six pairs of digits and check sum of 11 modules each, stop of 13."""
        assert sum(bars("107000000120")) == 8 * 11 + 13

    def test_it_begins_with_start_c_and_ends_with_stop(self) -> None:
        drawn = bars("107000000120")
        assert drawn[:6] == [2, 1, 1, 2, 3, 2]
        assert drawn[-7:] == [2, 3, 3, 1, 1, 1, 2]

    def test_different_numbers_have_different_bars(self) -> None:
        assert bars("107000000120") != bars("107000000121")
