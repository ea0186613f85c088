"""Foreign money in đồng at the day's rate."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from building import DAY
from thongquan.valuation.customs_value import exchanged, terms_with_freight

amounts = st.decimals(min_value=0, max_value=100_000, places=4)


def test_the_parts_are_summed_before_they_are_rounded() -> None:
    value = exchanged([(Decimal("0.00001"), "USD"), (Decimal("0.00001"), "USD")], DAY)
    assert value.dong == 1  # 0.2588 each, 0.5176 together


def test_half_a_dong_goes_up() -> None:
    assert exchanged([(Decimal("0.5"), "VND")], DAY).dong == 1


def test_a_currency_without_rate_is_named_and_nothing_is_reckoned() -> None:
    value = exchanged([(Decimal(1), "USD"), (Decimal(1), "AFN")], DAY)
    assert (value.dong, value.unknown) == (0, ("AFN",))


def test_each_currency_is_told_with_its_rate_once() -> None:
    value = exchanged([(Decimal(1), "USD"), (Decimal(2), "USD"), (Decimal(3), "JPY"), (Decimal(4), "VND")], DAY)
    assert value.rates == [("USD", "25880"), ("JPY", "174.86")]


@given(amounts, amounts)
def test_more_money_is_never_worth_less(one: Decimal, two: Decimal) -> None:
    low, high = sorted([one, two])
    assert exchanged([(low, "EUR")], DAY).dong <= exchanged([(high, "EUR")], DAY).dong


def test_terms_of_the_c_and_d_kind_hold_the_freight() -> None:
    held = terms_with_freight(DAY)
    assert {"CFR", "CIF", "CPT", "CIP", "DAP", "DDP"} <= held
    assert not held & {"EXW", "FCA", "FAS", "FOB", "C&I"}
