"""Numbers by which people are known."""

import pytest

from thongquan.registration.identity_number import what_is_wrong


@pytest.mark.parametrize(
    "number", ["079185000123", "001099012345", "096300004321", "024681357", "B1234568", "AB923471"]
)
def test_citizen_numbers_old_cards_and_passports_are_taken(number: str) -> None:
    assert what_is_wrong(number) == ""


@pytest.mark.parametrize(
    "number", ["", "07918500012", "0791850001234", "000185000123", "097185000123", "179185000123", "b1234568", "B12345"]
)
def test_what_has_another_form_is_refused(number: str) -> None:
    assert what_is_wrong(number) == "form"


@pytest.mark.parametrize("number", ["123456789", "987654321", "000000000", "111111111", "012345678901", "B1234567"])
def test_a_number_that_one_makes_up_is_refused(number: str) -> None:
    assert what_is_wrong(number) == "made-up"
