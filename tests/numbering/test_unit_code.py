"""A company's unit code: five capitals and digits, never twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongquan.numbering.unit_code import DIGITS, LENGTH, UnitCodesExhausted, unit_code

ordinals = st.integers(1, 36**5 - 1)


@given(ordinals)
def test_a_code_is_five_capitals_and_digits(ordinal: int) -> None:
    code = unit_code(ordinal)
    assert len(code) == LENGTH
    assert set(code) <= set(DIGITS)


@given(ordinals, ordinals)
def test_two_companies_have_two_codes(one: int, two: int) -> None:
    assert (unit_code(one) == unit_code(two)) == (one == two)


@pytest.mark.parametrize("ordinal", [0, 36**5])
def test_codes_do_not_wrap(ordinal: int) -> None:
    with pytest.raises(UnitCodesExhausted):
        unit_code(ordinal)
