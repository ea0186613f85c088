"""The twelve digits of a declaration number (TT 191/2015 PL II.1)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongquan.authority.registering import warn_when_scarce
from thongquan.numbering.declaration_number import (
    ALARM_PERMILLE,
    LAST,
    NumbersExhausted,
    is_number,
    issue,
    used_permille,
)

DAY = date(2026, 9, 2)
DIRECTIONS = st.sampled_from(["import", "export"])


@given(DIRECTIONS, st.integers(1, LAST - 500), st.integers(0, 500))
def test_numbers_are_twelve_digits_in_order_and_uncorrected(direction: str, first: int, count: int) -> None:
    numbers = [str(number) for number in issue(direction, first, count, DAY)]
    assert len(numbers) == count
    assert numbers == sorted(set(numbers))
    assert all(is_number(number) and number[0] == {"import": "1", "export": "3"}[direction] for number in numbers)
    assert all(number.endswith("0") for number in numbers)


@given(DIRECTIONS, st.lists(st.integers(0, 50), max_size=30), st.integers(1, LAST - 1500))
def test_no_number_is_given_twice_however_filings_follow(direction: str, counts: list[int], first: int) -> None:
    given_out: list[int] = []
    for count in counts:
        given_out += issue(direction, first, count, DAY)
        first += count
    assert len(given_out) == len(set(given_out))


@pytest.mark.parametrize("direction", ["import", "export"])
def test_the_last_number_is_given_and_none_after_it(direction: str) -> None:
    assert str(issue(direction, LAST, 1, DAY)[0])[1:] == "99999999990"
    with pytest.raises(NumbersExhausted):
        issue(direction, LAST, 2, DAY)
    with pytest.raises(NumbersExhausted):
        issue(direction, LAST + 1, 1, DAY)


def test_the_alarm_stands_at_four_fifths() -> None:
    edge = LAST * 8 // 10
    assert used_permille(edge) < ALARM_PERMILLE <= used_permille(edge + 2)


@pytest.mark.parametrize(
    "text", ["", "1" * 11, "1" * 13, "10000000001x", "１００００００００００１", "-10000000001", " 1000000001 "]
)
def test_what_is_not_twelve_digits_is_no_number(text: str) -> None:
    assert not is_number(text)


@pytest.mark.parametrize(("next_free", "rings"), [(LAST * 8 // 10, False), (LAST * 8 // 10 + 2, True)])
def test_the_authority_warns_in_its_log_from_there_on(
    next_free: int, rings: bool, caplog: pytest.LogCaptureFixture
) -> None:
    warn_when_scarce("import", next_free)
    assert ("import numbers" in caplog.text) is rings
