"""From a house bill to a declaration: what is computed, defaulted or written otherwise is listed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from building import DAY, a_house_bill, a_person, a_profile, a_shop, faults
from thongquan.declaration.drafting import Draft, ExportDrafter, ImportDrafter, plain
from thongquan.declaration.model import ImportDeclaration
from thongquan.declaration.profile import UnusableProfile, read_profile

PROFILE = a_profile()


def drafted(**changes: Any) -> Draft:
    return ImportDrafter(PROFILE, DAY).draft(a_house_bill(**changes))


def mended(draft: Draft, at: str) -> list[tuple[str, str, str]]:
    return [(m.before, m.after, m.code) for m in draft.mended if m.at == at]


def test_a_right_house_bill_makes_a_declaration_without_fault() -> None:
    assert faults(drafted().declaration) == []


def test_a_default_of_the_profile_is_listed() -> None:
    assert mended(drafted(), "customs_office") == [("", "02DS", "DEFAULT-FROM-PROFILE")]


class TestWeight:
    @pytest.mark.parametrize(("exact", "declared"), [("0.44", "0.4"), ("0.45", "0.5"), ("0.04", "0.1"), ("1.04", "1")])
    def test_has_one_decimal_half_up_and_at_least_a_tenth(self, exact: str, declared: str) -> None:
        draft = drafted(weight=Decimal(exact))
        assert draft.declaration.gross_weight == Decimal(declared)
        assert mended(draft, "gross_weight") == [(exact, declared, "WEIGHT-ROUNDED")]

    def test_goes_exactly_to_the_notes_when_it_was_rounded(self) -> None:
        """TT 191/2015 PL II.A.17."""
        assert "0.44" in drafted(weight=Decimal("0.44")).declaration.notes

    def test_is_left_alone_with_one_decimal(self) -> None:
        draft = drafted(weight=Decimal("0.40"))
        assert (str(draft.declaration.gross_weight), draft.declaration.notes) == ("0.4", "")

    @pytest.mark.parametrize(
        ("weight", "code"), [("0", "LEAST"), ("0.000", "LEAST"), ("-1", "LEAST"), ("1E+30", "RANGE")]
    )
    def test_that_cannot_be_is_not_made_right_and_is_one_fault(self, weight: str, code: str) -> None:
        found = faults(drafted(weight=Decimal(weight)).declaration)
        assert [fault.code for fault in found] == [f"MIC-17-{code}"]


class TestPriceTerm:
    @pytest.mark.parametrize(("term", "kind"), [("FOB", "A"), ("CIF", "B"), ("DAP", "B")])
    def test_tells_whether_the_price_holds_the_freight(self, term: str, kind: str) -> None:
        assert drafted(price_term=term).declaration.price_kind == kind  # type: ignore[union-attr] # a MIC

    def test_that_holds_the_freight_leaves_the_freight_off_and_says_so(self) -> None:
        draft = drafted(price_term="DAP")
        assert isinstance(draft.declaration, ImportDeclaration)
        assert draft.declaration.freight_amount is None
        assert mended(draft, "freight_amount") == [("2.5", "", "FREIGHT-IN-PRICE")]

    @pytest.mark.parametrize("term", ["CIF", "CIP", "C&I"])
    def test_that_holds_the_insurance_leaves_the_insurance_off_and_says_so(self, term: str) -> None:
        """TT 191/2015 PL II.A.25."""
        draft = drafted(price_term=term, insurance=Decimal("0.5"), insurance_currency="USD")
        assert faults(draft.declaration) == []
        assert mended(draft, "insurance_amount") == [("0.5", "", "INSURANCE-IN-PRICE")]

    def test_without_customs_value_in_a_currency_without_rate_is_one_fault(self) -> None:
        found = faults(drafted(price_term="EXW", currency="AFN", freight=None).declaration)
        assert [fault.code for fault in found] == ["MIC-23-RATE"]

    @pytest.mark.parametrize(
        ("term", "value"), [("EXW", 841_100), ("FAS", 841_100), ("DDU", 776_400), ("DDP", 776_400), ("FOB", None)]
    )
    def test_without_customs_value_has_it_computed(self, term: str, value: int | None) -> None:
        """30 dollars at 25,880 with 2.50 of freight where the term leaves it out."""
        draft = drafted(price_term=term)
        assert draft.declaration.customs_value == value  # type: ignore[union-attr] # a MIC
        assert len(mended(draft, "customs_value")) == (value is not None)


def test_an_insurance_amount_is_of_class_a_and_says_so() -> None:
    draft = drafted(insurance=Decimal("0.5"), insurance_currency="USD")
    assert draft.declaration.insurance_class == "A"  # type: ignore[union-attr] # a MIC
    assert mended(draft, "insurance_class") == [("", "A", "INSURANCE-CLASS-FROM-AMOUNT")]


class TestTheVietnameseParty:
    def test_with_a_tax_code_changes_the_kind(self) -> None:
        draft = drafted(receiver=a_person(code="9901234560", name="Công ty TNHH Sao Mai"))
        assert draft.declaration.party_kind == "4"  # type: ignore[union-attr] # a MIC
        assert mended(draft, "party_kind") == [("2", "4", "PARTY-KIND-FROM-CODE")]

    def test_has_a_branch_code_without_the_printed_hyphen(self) -> None:
        draft = drafted(receiver=a_person(code="9901234560-001"))
        assert draft.declaration.importer_code == "9901234560001"  # type: ignore[union-attr] # a MIC
        assert mended(draft, "importer_code") == [("9901234560-001", "9901234560001", "PARTY-CODE-WITHOUT-HYPHEN")]

    def test_with_an_old_identity_card_has_no_code(self) -> None:
        draft = drafted(receiver=a_person(code="123456789"))
        assert mended(draft, "importer_code") == [("123456789", "", "PARTY-CODE-LEFT-OUT")]

    @pytest.mark.parametrize(("day", "code"), [(date(2025, 6, 30), ""), (date(2025, 7, 1), "079185000123")])
    def test_has_the_citizen_number_as_code_from_its_day(self, day: date, code: str) -> None:
        draft = ImportDrafter(PROFILE, day).draft(a_house_bill(value=None))
        assert draft.declaration.importer_code == code  # type: ignore[union-attr] # a MIC


class TestTheForeignParty:
    def test_is_written_in_plain_capitals(self) -> None:
        draft = drafted(sender=a_shop(name="Pelletteria Città d’Oro"))
        assert draft.declaration.exporter_name == "PELLETTERIA CITTA D'ORO"
        assert len(mended(draft, "exporter_name")) == 1

    def test_has_the_name_of_its_country_and_says_so(self) -> None:
        assert mended(drafted(), "exporter_country_name") == [("", "KOREA (REPUBLIC)", "COUNTRY-NAMED")]

    def test_has_its_address_cut_at_the_last_comma(self) -> None:
        mic = drafted().declaration
        assert isinstance(mic, ImportDeclaration)
        assert (mic.exporter_street, mic.exporter_street_2, mic.exporter_city) == (
            "12-3 TEHERAN-RO, GANGNAM-GU",
            "",
            "SEOUL",
        )

    def test_whose_address_fits_no_boxes_is_refused_not_cut(self) -> None:
        found = faults(drafted(sender=a_shop(address="X" * 60 + " " + "Y" * 60)).declaration)
        assert [fault.code for fault in found] == ["MIC-EPA-LENGTH"]

    def test_of_an_unknown_country_has_none(self) -> None:
        """TT 191/2015 PL II.A.13."""
        draft = drafted(sender=a_shop(country="ZZ"))
        assert faults(draft.declaration) == []
        assert mended(draft, "exporter_country") == [("ZZ", "", "COUNTRY-LEFT-OUT")]


class TestAnExportPrice:
    """TT 191/2015 PL II.A.28, printed in row 23: what is not FOB is computed and typed in."""

    @pytest.mark.parametrize(
        ("term", "value"), [("FOB", None), ("", None), ("CIF", 685_820), ("CFR", 711_700), ("EXW", 776_400)]
    )
    def test_that_is_not_fob_is_freed_of_freight_and_insurance(self, term: str, value: int | None) -> None:
        """30 dollars at 25,880, with 2.50 of freight and 1 of insurance."""
        bill = a_house_bill(
            sender=a_person(),
            receiver=a_shop(),
            loading_place="SGN",
            final_destination="ICN",
            price_term=term,
            insurance=Decimal(1),
            insurance_currency="USD",
        )
        draft = ExportDrafter(PROFILE, DAY).draft(bill)
        assert draft.declaration.declared_value == value  # type: ignore[union-attr] # a MEC
        assert len(mended(draft, "declared_value")) == (value is not None)
        assert faults(draft.declaration) == []


def test_an_export_without_destination_goes_to_where_it_is_unloaded_and_says_so() -> None:
    bill = a_house_bill(sender=a_person(), receiver=a_shop(), unloading_place="KRICN", loading_place="SGN")
    draft = ExportDrafter(PROFILE, DAY).draft(bill)
    assert draft.declaration.final_destination == "KRICN"  # type: ignore[union-attr] # a MEC
    assert mended(draft, "final_destination") == [("", "KRICN", "DESTINATION-FROM-UNLOADING")]


def test_an_airport_becomes_its_place() -> None:
    draft = drafted(loading_place="ICN")
    assert mended(draft, "loading_place") == [("ICN", "KRICN", "PLACE-COMPLETED")]


def test_a_domestic_place_keeps_its_first_three_characters() -> None:
    """TT 191/2015 PL II.A.21: CLI01 gives CLI."""
    assert mended(drafted(unloading_place="CLI01"), "unloading_place") == [("CLI01", "CLI", "PLACE-SHORTENED")]


def test_an_export_without_loading_place_leaves_from_the_airport_of_its_office() -> None:
    bill = a_house_bill(sender=a_person(), receiver=a_shop(), loading_place="", final_destination="ICN")
    draft = ExportDrafter(PROFILE, DAY).draft(bill)
    assert mended(draft, "loading_place") == [("", "SGN", "PLACE-OF-OFFICE")]
    assert faults(draft.declaration) == []


@pytest.mark.parametrize(("amount", "text"), [("12.70", "12.7"), ("100", "100"), ("1E+3", "1000"), ("0.00", "0")])
def test_an_amount_is_written_in_its_one_spelling(amount: str, text: str) -> None:
    assert str(plain(Decimal(amount))) == text


def test_a_profile_with_an_unknown_key_is_refused_by_name(tmp_path: Any) -> None:
    path = tmp_path / "courier.toml"
    path.write_text('filler = "9901234560"\n', encoding="utf-8")
    with pytest.raises(UnusableProfile) as refused:
        read_profile(path)
    assert "filler" in str(refused.value.facts["reason"])
