"""VAT on express imports, on both sides of each midnight."""

from datetime import date

import pytest

from thongquan.duty.vat import owes_vat, rate_for, vat_on

IN_THE_CUT = "33049930"


@pytest.mark.parametrize(
    ("day", "owed"),
    [
        (date(2025, 2, 17), False),  # the last day of Decision 78/2010
        (date(2025, 2, 18), True),  # the first day of Decision 01/2025
    ],
)
def test_vat_on_one_million_dong_starts_on_its_day(day: date, owed: bool) -> None:
    assert owes_vat(1_000_000, day) is owed


@pytest.mark.parametrize(
    ("day", "percent"),
    [(date(2025, 6, 30), 10), (date(2025, 7, 1), 8), (date(2026, 12, 31), 8), (date(2027, 1, 1), 10)],
)
def test_the_cut_begins_and_lapses_at_midnight(day: date, percent: int) -> None:
    assert rate_for(IN_THE_CUT, day).percent == percent


def test_goods_without_a_class_take_the_normal_rate_unsettled() -> None:
    rate = rate_for("", date(2026, 9, 2))
    assert (rate.percent, rate.settled) == (10, False)


def test_a_line_with_several_classes_needs_a_person() -> None:
    assert not rate_for("01012100", date(2026, 9, 2)).settled


@pytest.mark.parametrize(("value", "vat"), [(1_000_000, 80_000), (6, 0), (7, 1)])
def test_vat_is_half_up_to_whole_dong(value: int, vat: int) -> None:
    assert vat_on(value, IN_THE_CUT, date(2026, 9, 2)) == vat
