"""What the registers know is filled in beside the signed line; what was typed stands (TT 191/2015 PL II.A.5 to 13)."""

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import DAY, a_mec, a_mic, a_profile
from forms.samples import a_decision
from rule_cases.case import where
from rule_cases.parties import EXPORTER, SHOP, a_partner, a_trader, partners, traders
from thongquan import law
from thongquan.base.canonical import canonical
from thongquan.cli.case import print_case
from thongquan.cli.words import Words
from thongquan.declarant.check import check_manifests
from thongquan.declaration.codec import encode_line
from thongquan.declaration.filled import SIDES, filled_in
from thongquan.declaration.model import Decision
from thongquan.declaration.plan import Plan
from thongquan.forms.printout import compose

BLANK = {
    "importer_code": EXPORTER,
    "importer_name": "",
    "importer_address": "",
    "importer_phone": "",
    "exporter_code": SHOP,
    "exporter_name": "",
    "exporter_street": "",
    "exporter_city": "",
    "exporter_country": "",
}
REGISTERED = {**traders(a_trader(EXPORTER)), **partners(a_partner())}


def filled(**changes: Any) -> dict[str, str]:
    with where(REGISTERED):
        return dict(filled_in(a_mic(**{**BLANK, **changes}), DAY))


class TestAPartyFoundByItsCode:
    def test_has_all_that_was_left_blank(self) -> None:
        assert filled() == {
            "importer_name": "Công ty TNHH Sao Mai",
            "importer_postcode": "700000",
            "importer_address": "12 Lê Lợi, Phường Sài Gòn, Thành phố Hồ Chí Minh",
            "importer_phone": "02812345678",
            "exporter_name": "SEOUL BEAUTY CO LTD",
            "exporter_postcode": "04524",
            "exporter_street": "110 SEJONG-DAERO",
            "exporter_street_2": "JUNG-GU",
            "exporter_city": "SEOUL",
            "exporter_country_name": "KOREA",
            "exporter_country": "KR",
        }

    def test_is_found_on_an_export_too(self) -> None:
        with where(REGISTERED):
            told = dict(filled_in(a_mec(exporter_phone="", consignee_code=SHOP, consignee_city=""), DAY))
        assert told["exporter_phone"] == "02812345678"
        assert told["consignee_city"] == "SEOUL"

    @pytest.mark.parametrize("field", ["importer_name", "importer_address", "importer_phone", "exporter_name"])
    def test_keeps_what_was_typed(self, field: str) -> None:
        """7 (2), 8 (2): where the system shows a wrong one, the right one is typed."""
        assert field not in filled(**{field: "TYPED"})
        assert len(filled(**{field: "TYPED"})) >= 9

    def test_is_not_found_without_a_code_or_with_another(self) -> None:
        assert filled(importer_code="", exporter_code="KR1") == {}

    @pytest.mark.parametrize(("last", "found"), [("2026-09-01", False), ("2026-09-02", True)])
    def test_is_found_on_days_on_which_the_entry_is_valid(self, last: str, found: bool) -> None:
        with where(traders(a_trader(EXPORTER, valid_to=last))):
            assert bool(filled_in(a_mic(**BLANK), DAY)) is found


class TestNoAddressIsPutTogetherFromTwo:
    def test_a_typed_address_has_no_registered_postcode(self) -> None:
        assert "importer_postcode" not in filled(importer_address="5 Hai Bà Trưng")

    def test_a_typed_street_has_no_registered_continuation(self) -> None:
        told = filled(exporter_street="1 OTHER ST")
        assert not {"exporter_street_2", "exporter_postcode"} & told.keys()
        assert told["exporter_city"] == "SEOUL"  # a box of its own

    def test_a_typed_continuation_has_no_registered_street(self) -> None:
        assert "exporter_street" not in filled(exporter_street_2="GANGNAM-GU")

    def test_a_typed_country_has_no_registered_name(self) -> None:
        """13 (2): where the system shows a wrong country, the right one is typed."""
        assert "exporter_country_name" not in filled(exporter_country="JP")
        assert filled(exporter_country="KR")["exporter_country_name"] == "KOREA"


def test_the_registers_have_a_column_for_each_item() -> None:
    for form, sides in SIDES.items():
        fields = {item.field for item in law.criteria(form)}
        for register, side, columns in sides:
            path = law.CURRENT.codes_path(register.table.name)
            assert set(columns) < set(path.read_text().splitlines()[0].split("\t"))
            assert {f"{side}_{column}" for column in columns} <= fields


@given(st.fixed_dictionaries({field: st.sampled_from(["", "A"]) for field in BLANK if "code" not in field}))
def test_what_is_ready_has_a_name_and_an_address_typed_or_filled_in(typed: dict[str, str]) -> None:
    mic = a_mic(**{**BLANK, **typed, "exporter_country": ""})
    with where(REGISTERED):
        assert Plan("MIC", DAY, "strict").judge(mic).faults == []
        shown = {**msgspec.structs.asdict(mic), **dict(filled_in(mic, DAY))}
    assert all(shown[field] for field in ("importer_name", "importer_address", "importer_phone", "exporter_name"))


class TestTheDecision:
    def test_keeps_it_apart_from_what_was_signed(self) -> None:
        decision = a_decision(filled=[("importer_name", "Công ty TNHH Sao Mai")])
        assert msgspec.json.decode(canonical(decision), type=Decision) == decision

    def test_without_anything_filled_in_is_spelt_as_before(self) -> None:
        assert b"filled" not in canonical(a_decision())

    def test_is_printed_in_the_blank_boxes(self) -> None:
        with where(REGISTERED):
            mic = a_mic(**BLANK)
            told = compose(mic, a_decision(filled=filled_in(mic, DAY)), kind="channel").texts
        assert told["party_name"] == "Công ty TNHH Sao Mai"
        assert told["foreign_country"] == "KR"
        assert "110 SEJONG-DAERO" in told["foreign_address"]


def test_nothing_is_filled_in_by_the_built_in_registers() -> None:
    assert filled_in(a_mic(**BLANK), date(2026, 9, 2)) == []


@pytest.mark.parametrize(("lang", "words"), [("vi", "tự điền"), ("en", "filled in by customs")])
def test_an_officer_sees_what_was_filled_in(lang: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    mic = a_mic(**BLANK)
    decision = a_decision(filled=[("importer_name", "Sao Mai")])
    case = {"line": encode_line(mic), "decision": msgspec.to_builtins(decision), "reasons": []}
    print_case(case, Words(lang))
    assert f"Sao Mai ({words}" in capsys.readouterr().out.replace("hệ thống hải quan ", "")


@pytest.mark.parametrize(("traders_whole", "partners_whole", "told"), [(True, True, False), (True, False, True)])
def test_check_says_whether_parties_are_left_to_the_authority(
    traders_whole: bool, partners_whole: bool, told: bool
) -> None:
    with where({**traders(complete=traders_whole), **partners(complete=partners_whole)}):
        checked = check_manifests([], profile=a_profile(), day=DAY)
    assert ("registered-parties" in checked.summary.not_checked) is told
    assert "live-house-bills" in checked.summary.not_checked
