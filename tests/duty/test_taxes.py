"""The taxes of group 2, as accepting reckons them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rule_cases.case import where
from thongquan import law
from thongquan.duty import assessment
from thongquan.duty.assessment import OTHER_TAXES_ON_GROUP_2, TAXES, taxes
from thongquan.duty.rounding import ROUNDING
from thongquan.duty.vat import rate_for, vat_at

DAY = date(2026, 9, 2)
IN_THE_CUT, BEER = "33049930", "22030011"
codes = st.sampled_from(["", IN_THE_CUT, BEER, "01012100", "84181011", *sorted(law.codes("tariff").ever())[::1500]])
days = st.dates(date(2016, 1, 1), date(2028, 1, 1))
values = st.integers(0, 1_000_000)


@pytest.mark.parametrize(
    ("value", "hs_code", "due"),
    [
        (1_000_000, IN_THE_CUT, [("GTGT", 80_000)]),
        (1_000_000, BEER, [("GTGT", 100_000)]),
        (1_000_000, "", [("GTGT", 100_000)]),
        (4, "", []),  # 0.4 đồng
        (5, "", [("GTGT", 1)]),  # half a đồng
    ],
)
def test_an_import_of_group_2_owes_vat_alone(value: int, hs_code: str, due: list[tuple[str, int]]) -> None:
    assert taxes("MIC", value, hs_code, DAY) == due


def test_an_export_of_group_2_owes_nothing() -> None:
    assert taxes("MEC", 4_999_999, IN_THE_CUT, DAY) == []


@given(value=values, hs_code=codes, day=days)
def test_what_is_due_is_the_vat_of_the_day(value: int, hs_code: str, day: date) -> None:
    vat = vat_at(value, rate_for(hs_code, day).percent, day)
    assert taxes("MIC", value, hs_code, day) == ([("GTGT", vat)] if vat else [])


@given(value=values, more=values, hs_code=codes, day=days)
def test_who_declares_more_never_owes_less(value: int, more: int, hs_code: str, day: date) -> None:
    due, greater = (sum(dict(taxes("MIC", one, hs_code, day)).values()) for one in (value, value + more))
    assert 0 <= due <= greater


def test_where_group_2_owes_special_consumption_tax_vat_is_reckoned_on_it_too() -> None:
    assessment._rates.cache_clear()
    try:
        with where({OTHER_TAXES_ON_GROUP_2: True}, DAY):
            due = taxes("MIC", 1_000_000, BEER, DAY)
    finally:
        assessment._rates.cache_clear()
    assert due == [("TTDB", 650_000), ("GTGT", 165_000)]  # 10 % of 1,650,000
    assert [TAXES.index(tax) for tax, _ in due] == [2, 3]


@pytest.mark.parametrize(("rounding", "vat"), [("half-up", 1), ("down", 0), ("up", 1)])
def test_a_tax_is_rounded_as_the_parameter_says(rounding: str, vat: int) -> None:
    with where({ROUNDING: rounding}, DAY):
        assert vat_at(5, 10, DAY) == vat
        assert vat_at(11, 10, DAY) == (2 if rounding == "up" else 1)
