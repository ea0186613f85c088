"""A User ID: the company's five characters and three of its own, never given twice."""

import pytest

from thongquan.numbering.user_id import LENGTH, PER_COMPANY, UserIdsExhausted, is_user_id, unit_of, user_id

UNIT = "0012K"


def nobody(_: str) -> bool:
    return False


def test_it_is_eight_capitals_and_digits_that_begin_with_the_unit_code() -> None:
    found = user_id(UNIT, nobody)
    assert len(found) == LENGTH == 8
    assert is_user_id(found)
    assert unit_of(found) == UNIT


def test_a_company_can_use_up_all_of_them_and_none_comes_twice() -> None:
    given: set[str] = set()
    # With the worst draws: always the same start and the same step.
    for _ in range(500):
        given.add(user_id(UNIT, given.__contains__, below=lambda _: 3))
    assert len(given) == 500


def test_the_last_free_one_is_found() -> None:
    free = UNIT + "Z0Z"
    assert user_id(UNIT, lambda one: one != free) == free


@pytest.mark.parametrize("drawn", [0, 1, 2, 3, 35, PER_COMPANY - 1])
def test_each_step_reaches_all(drawn: int) -> None:
    asked: set[str] = set()

    def taken(one: str) -> bool:
        asked.add(one)
        return True

    with pytest.raises(UserIdsExhausted):
        user_id(UNIT, taken, below=lambda _: drawn)
    assert len(asked) == PER_COMPANY


def test_they_are_not_guessed_from_each_other() -> None:
    """500 of 46,656: in order, or close to each other, they would hardly differ in the first of the three."""
    firsts = {user_id(UNIT, nobody)[5] for _ in range(500)}
    assert len(firsts) > 30


@pytest.mark.parametrize("text", ["0012K00", "0012K0000", "0012k000", "0012K00 ", "0012K00Đ"])
def test_what_has_another_form_is_none(text: str) -> None:
    assert not is_user_id(text)
