"""Dated values, on both sides of the midnight that changes them."""

from datetime import date
from decimal import Decimal

import pytest

from thongquan import law


@pytest.mark.parametrize(
    ("name", "day", "value"),
    [
        ("vat_free_ceiling", date(2025, 2, 17), 1_000_000),
        ("vat_free_ceiling", date(2025, 2, 18), 0),
        ("duty_free_ceiling", date(2025, 2, 17), 1_000_000),
        ("duty_free_ceiling", date(2025, 2, 18), 1_000_000),
        ("export_ceiling", date(2026, 9, 2), 5_000_000),
        ("vat_rate_reduced", date(2025, 6, 30), 10),
        ("vat_rate_reduced", date(2025, 7, 1), 8),
        ("vat_rate_reduced", date(2026, 12, 31), 8),
        ("vat_rate_reduced", date(2027, 1, 1), 10),
        ("vat_rate_normal", date(2026, 9, 2), 10),
        ("aggregation_ceiling", date(2021, 8, 6), 1_000_000),
        ("correction_limit", date(2026, 9, 2), 9),
    ],
)
def test_figures_of_the_law_hold_on_their_days(name: str, day: date, value: int) -> None:
    assert law.parameter(name, int).on(day) == value


@pytest.mark.parametrize(("day", "counted"), [(date(2021, 8, 5), False), (date(2021, 8, 6), True)])
def test_house_bills_of_one_owner_count_together_from_the_letter_on(day: date, counted: bool) -> None:
    assert law.parameter("aggregation_in_force", bool).on(day) is counted


@pytest.mark.parametrize(("day", "allowed"), [(date(2025, 6, 30), False), (date(2025, 7, 1), True)])
def test_a_citizen_number_stands_for_a_tax_code_from_july_2025(day: date, allowed: bool) -> None:
    assert law.parameter("citizen_number_as_party_code", bool).on(day) is allowed


def test_price_terms_that_need_a_typed_customs_value() -> None:
    terms = law.parameter("price_terms_without_customs_value", frozenset).on(date(2026, 9, 2))
    assert terms == {"FAS", "EXW", "DDU", "DDP"}


def test_price_terms_that_forbid_insurance() -> None:
    terms = law.parameter("price_terms_without_insurance", list).on(date(2026, 9, 2))
    assert terms == {"CIF", "CIP", "C&I"}


def test_a_decimal_is_exact() -> None:
    assert law.parameter("least_weight", Decimal).on(date(2026, 9, 2)) == Decimal("0.1")


def test_a_day_is_a_day() -> None:
    assert law.parameter("old_address_until", date).on(date(2026, 9, 2)) == date(2025, 7, 1)


def test_a_day_before_the_first_entry_is_refused() -> None:
    with pytest.raises(law.NotYetLaw) as refused:
        law.parameter("vat_free_ceiling", int).on(date(2015, 12, 31))
    assert refused.value.facts == {"name": "vat_free_ceiling", "day": "2015-12-31", "first": "2016-01-01"}


def test_an_entry_carries_its_citation_and_mark() -> None:
    entry = law.parameter("vat_free_ceiling", int).entry_on(date(2025, 2, 18))
    assert (entry.cites, entry.mark) == ("QĐ 01/2025/QĐ-TTg", "public-H")


def test_a_value_of_another_kind_than_asked_is_refused() -> None:
    with pytest.raises(law.LawBroken) as broken:
        law.parameter("vat_free_ceiling", bool).on(date(2026, 9, 2))
    assert broken.value.facts["file"] == "parameters/vat_free_ceiling.toml"


def test_an_assumption_is_marked_as_one() -> None:
    assumed = ["retention_years", "random_inspection_share", "least_weight", "person_party_code"]
    files = [law.CURRENT.parameter_file(name) for name in assumed]
    assert {entry.mark for file in files for entry in file.value} == {"assumption"}


@pytest.mark.parametrize("name", law.CURRENT.names("parameters"))
def test_every_parameter_reaches_back_to_the_first_day_modelled(name: str) -> None:
    assert law.CURRENT.parameter_file(name).value[0].since == date(2016, 1, 1)
