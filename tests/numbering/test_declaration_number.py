"""TT 191/2015 PL II.A.1: 12 digits, 11 that identify and one that counts corrections."""

import pytest

from thongquan.numbering.declaration_number import LAST, NumbersExhausted, is_valid, issue


@pytest.mark.parametrize(("direction", "first_digit"), [("import", "1"), ("export", "3")])
def test_a_number_has_twelve_digits_and_tells_its_direction(direction: str, first_digit: str) -> None:
    [number] = issue(direction, 1234567890, 1)
    assert str(number) == f"{first_digit}12345678900"
    assert is_valid(str(number))


def test_what_was_never_corrected_ends_with_zero() -> None:
    assert {number % 10 for number in issue("import", 1, 25_000)} == {0}


def test_numbers_follow_each_other_in_the_eleven_digits_that_identify() -> None:
    assert [number // 10 for number in issue("export", 41, 3)] == [30000000041, 30000000042, 30000000043]


def test_the_last_number_is_given_and_then_none() -> None:
    assert [str(number) for number in issue("import", LAST, 1)] == ["199999999990"]
    with pytest.raises(NumbersExhausted):
        issue("import", LAST, 2)
    with pytest.raises(NumbersExhausted):
        issue("import", LAST + 1, 1)


@pytest.mark.parametrize(
    "text", ["", "10000000001", "1000000000100", "200000000010", "100000000000", "10000000001x", "１00000000010"]
)
def test_anything_else_is_no_number(text: str) -> None:
    assert not is_valid(text)
