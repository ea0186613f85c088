"""Lines of the tariff are found by words, and tell what they know and what they do not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import DAY
from thongquan.consignment.owner import folded as folded_one
from thongquan.duty.tariff import NoSuchLine, NoSuchLineNorNear, line_of
from thongquan.duty.tariff_search import find, folded


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("sạc dự phòng", "85076090"),
        ("sac du phong", "85076090"),
        ("phòng SẠC dự", "85076090"),
        ("power bank", "85076090"),
        ("Rượu vodka", "22086000"),
        ("ruou vodca", "22086000"),  # one letter wrong
        ("accumulators lithium", "85076090"),
        ("tai nghe không khung", "85183020"),
        ("8507.60.90", "85076090"),
    ],
)
def test_a_line_is_found_by_its_words_in_any_order_and_spelling(words: str, code: str) -> None:
    found = find(words, DAY)
    assert (found[0].code, found[0].whole) == (code, True)


def test_where_no_line_has_all_words_those_with_most_are_told_so() -> None:
    found = find("rượu vodka zzzzzzzz", DAY)
    assert (found[0].code, found[0].whole) == ("22086000", False)


@pytest.mark.parametrize("words", ["", "  ", "…", "zzzzzzzz qqqqqqqq", "99999999"])
def test_nothing_like_it_finds_nothing(words: str) -> None:
    assert find(words, DAY) == []


def test_digits_find_the_lines_that_begin_so() -> None:
    assert [one.code for one in find("850760", DAY)] == ["85076031", "85076032", "85076033", "85076039", "85076090"]


@given(st.text(alphabet="abcXYZ019 đĐấỀưƠỹÑç-./%()", max_size=40))
def test_words_are_folded_as_names_are(text: str) -> None:
    assert folded([text]) == [folded_one(text)]


def test_a_line_tells_its_rates_and_its_vat_by_days() -> None:
    line = line_of("3304.99.30", DAY)
    assert (line.duty_mfn, line.duty_normal, line.vat_class) == ("18", "27", "8/10")
    turns = [(turn.since, turn.percent, turn.settled) for turn in line.vat]
    assert turns == [("2016-01-01", 10, True), ("2025-07-01", 8, True), ("2027-01-01", 10, True)]
    assert line.open == []


@pytest.mark.parametrize(
    ("code", "day", "asked"),
    [
        ("84151020", DAY, ["ASSESS-NO-DUTY-RATE", "ASSESS-SPECIAL-PERHAPS", "ASSESS-NO-VAT-CLASS"]),
        ("04072100", DAY, ["ASSESS-SEVERAL-DUTY-RATES", "ASSESS-SEVERAL-VAT-RATES"]),
        ("22051010", DAY, ["ASSESS-SPECIAL-SEVERAL-RATES"]),
        ("39232119", DAY, ["ASSESS-ENVIRONMENT-PERHAPS"]),
        ("98041500", DAY, ["ASSESS-NO-VAT-CLASS"]),
        ("61091010", date(2025, 12, 31), ["ASSESS-DUTY-OF-ANOTHER-YEAR"]),
        ("61091010", date(2026, 1, 1), []),
    ],
)
def test_a_gap_of_the_data_is_told(code: str, day: date, asked: list[str]) -> None:
    assert [fault.code for fault in line_of(code, day).open] == asked


def test_a_line_that_is_not_there_names_the_nearest() -> None:
    with pytest.raises(NoSuchLine) as refused:
        line_of("85076000", DAY)
    assert refused.value.facts["near"] == ["85076031", "85076032", "85076033", "85076039", "85076090"]
    with pytest.raises(NoSuchLineNorNear):
        line_of("9999", DAY)
