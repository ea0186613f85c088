"""Sentences filled with facts, in two languages."""

import pytest

from thongquan import law
from thongquan.law.checking import check_wording


def test_both_languages_word_the_same_keys_with_the_same_facts() -> None:
    check_wording(law.wording("vi"), law.wording("en"))


def test_a_fact_takes_its_place() -> None:
    assert law.wording("vi").text("ITEM-EMPTY", {"label": "Số House AWB"}) == "Mục “Số House AWB” còn trống."


def test_a_fact_that_was_not_given_shows_its_name() -> None:
    assert law.wording("en").text("ITEM-EMPTY") == "{label} is missing."


def test_a_fact_is_never_read_as_a_template() -> None:
    assert law.wording("en").text("ITEM-EMPTY", {"label": "{0.__class__}"}) == "{0.__class__} is missing."


@pytest.mark.parametrize(("language", "shown"), [("vi", "1.250.000"), ("en", "1,250,000")])
def test_long_numbers_are_grouped_as_the_language_does(language: str, shown: str) -> None:
    assert law.wording(language).shown(1_250_000) == shown


def test_a_year_is_not_grouped() -> None:
    assert law.wording("vi").shown(2026) == "2026"


def test_a_list_is_shown_with_commas() -> None:
    assert law.wording("vi").shown(["護", "膚"]) == "護, 膚"


def test_an_unknown_code_shows_itself() -> None:
    assert law.wording("vi").text("NO-SUCH-CODE") == "NO-SUCH-CODE"


@pytest.mark.parametrize("language", law.LANGUAGES)
@pytest.mark.parametrize("form", ["MIC", "MEC"])
def test_every_item_has_a_label(language: str, form: str) -> None:
    words = law.wording(language)
    assert all(words.label(item.field) != item.field for item in law.criteria(form))


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("house_bill", "Số House AWB"),
        ("gross_weight", "Tổng trọng lượng hàng (Gross)"),
        ("storage_place", "Mã địa điểm lưu kho hàng chờ thông quan dự kiến"),
        ("customs_value", "Trị giá tính thuế"),
        ("declared_value", "Giá khai báo"),
        ("notes", "Phần ghi chú"),
    ],
)
def test_fields_are_called_as_the_circular_calls_them(field: str, label: str) -> None:
    assert law.wording("vi").label(field) == label
