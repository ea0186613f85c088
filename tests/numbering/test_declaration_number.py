"""TT 191/2015 PL II.A.1: 12 digits, 11 that identify and one that counts corrections."""

from datetime import date

import pytest

from thongquan.numbering.declaration_number import LAST, NumbersExhausted, is_number, issue

DAY = date(2026, 9, 2)


@pytest.mark.parametrize(("direction", "first_digit"), [("import", "1"), ("export", "3")])
def test_a_number_has_twelve_digits_and_tells_its_direction(direction: str, first_digit: str) -> None:
    [number] = issue(direction, 1234567890, 1, DAY)
    assert str(number) == f"{first_digit}12345678900"
    assert is_number(str(number))


def test_what_was_never_corrected_ends_with_zero() -> None:
    assert {number % 10 for number in issue("import", 1, 25_000, DAY)} == {0}


def test_numbers_follow_each_other_in_the_eleven_digits_that_identify() -> None:
    assert [number // 10 for number in issue("export", 41, 3, DAY)] == [30000000041, 30000000042, 30000000043]


def test_the_last_number_is_given_and_then_none() -> None:
    assert [str(number) for number in issue("import", LAST, 1, DAY)] == ["199999999990"]
    with pytest.raises(NumbersExhausted):
        issue("import", LAST, 2, DAY)
    with pytest.raises(NumbersExhausted):
        issue("import", LAST + 1, 1, DAY)


@pytest.mark.parametrize("text", ["", "10000000001", "1000000000100", "10000000001x", "１00000000010"])
def test_anything_but_twelve_digits_is_no_number(text: str) -> None:
    assert not is_number(text)
