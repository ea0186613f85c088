"""VAT on express imports, on both sides of each midnight."""

from datetime import date, datetime

import pytest

from rule_cases.case import where
from thongquan.base.moment import business_day
from thongquan.duty.assessment import taxes
from thongquan.duty.vat import TARIFF, owes_vat, rate_for

IN_THE_CUT = "33049930"


def vat_on(value: int, hs_code: str, day: date) -> int:
    return dict(taxes("MIC", value, hs_code, day)).get("GTGT", 0)


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


@pytest.mark.parametrize(
    ("day", "vat"),
    [
        (date(2016, 1, 1), 0),
        (date(2025, 2, 17), 0),
        (date(2025, 2, 18), 100_000),
        (date(2025, 6, 30), 100_000),
        (date(2025, 7, 1), 80_000),
        (date(2026, 12, 31), 80_000),
        (date(2027, 1, 1), 100_000),
    ],
)
def test_a_parcel_worth_a_million_owes_the_vat_of_the_day(day: date, vat: int) -> None:
    """Decision 01/2025 and the resolution on the reduction; goods within the cut."""
    assert vat_on(1_000_000, IN_THE_CUT, day) == vat


def test_vat_is_owed_from_the_first_dong() -> None:
    assert (owes_vat(0, date(2025, 2, 18)), owes_vat(1, date(2025, 2, 18))) == (False, True)
    assert owes_vat(1, date(2025, 2, 17)) is False


@pytest.mark.parametrize("day", [date(2025, 6, 30), date(2025, 7, 1), date(2027, 1, 1)])
@pytest.mark.parametrize(("printed", "percent"), [("10/8", 10), ("10", 10), ("5", 5), ("*", 0), ("0", 0)])
def test_the_cut_touches_no_other_class(printed: str, percent: int, day: date) -> None:
    rate_for.cache_clear()
    with where({TARIFF: {"99999999": {"vat": printed}}}, day):
        rate = rate_for("99999999", day)
    assert (rate.percent, rate.settled) == (percent, True)


@pytest.mark.parametrize(("moment", "vat"), [("16:59:59", 0), ("17:00:00", 100_000)])
def test_the_day_turns_at_midnight_in_viet_nam(moment: str, vat: int) -> None:
    """17:00 UTC is midnight in Hà Nội."""
    registered = datetime.fromisoformat(f"2025-02-17T{moment}+00:00")
    assert vat_on(1_000_000, IN_THE_CUT, business_day(registered)) == vat
