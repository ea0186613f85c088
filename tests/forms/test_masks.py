from datetime import date, datetime
from decimal import Decimal

import pytest

from thongquan.forms.masks import bill, day, inspection_class, number, party_code, safe, ticked, time


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0, "0"),
        (12_345_678, "12.345.678"),
        (Decimal("1.5"), "1,5"),
        (Decimal("12345678901.2345"), "12.345.678.901,2345"),
        (Decimal(25880), "25.880"),
        (Decimal("1E+3"), "1.000"),
    ],
)
def test_thousands_have_dots_and_decimals_a_comma(value: int | Decimal, printed: str) -> None:
    assert number(value) == printed


@pytest.mark.parametrize(
    ("code", "printed"),
    [("0312345678001", "0312345678-001"), ("0312345678", "0312345678"), ("079090012345", "079090012345"), ("", "")],
)
def test_only_a_branch_has_a_hyphen_in_its_code(code: str, printed: str) -> None:
    assert party_code(code) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("18012345675", "180-12345675"),
        ("180-12345675", "180-12345675"),
        ("DHL1234567890", "DHL-1234567890"),
        ("AB", "AB"),
    ],
)
def test_a_bill_has_a_hyphen_behind_three_characters(typed: str, printed: str) -> None:
    assert bill(typed) == printed


def test_the_third_character_of_an_inspection_class_stands_apart() -> None:
    assert (inspection_class("1"), inspection_class("3AB")) == ("1", "3A B")


def test_days_and_times_are_written_the_vietnamese_way() -> None:
    assert day(date(2026, 9, 2)) == "02/09/2026"
    assert time(datetime.fromisoformat("2026-09-02T07:05:09+07:00")) == "07:05:09"


def test_brackets_stand_with_and_without_a_mark() -> None:
    assert (ticked("X"), ticked("")) == ("[ X ]", "[   ]")


def test_nothing_invisible_is_printed() -> None:
    assert safe("a\u202eb\u0000c\ud800\nd\u00a0e") == "a\ufffdb\ufffdc\ufffd d e"


def test_a_word_too_long_for_a_line_may_be_broken_and_loses_nothing() -> None:
    word = "Ệ" * 200
    assert safe(word) != word
    assert safe(word).replace("\u200b", "") == word


def test_a_bill_is_never_broken() -> None:
    assert safe("W" * 21) == "W" * 21
