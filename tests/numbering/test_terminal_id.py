"""A Terminal ID: exactly six capitals or digits, never given twice."""

import pytest

from thongquan.numbering.terminal_id import DRAWS, TerminalIdsExhausted, is_terminal_id, terminal_id


def test_it_is_exactly_six_capitals_and_digits() -> None:
    found = terminal_id(lambda _: False)
    assert len(found) == 6
    assert is_terminal_id(found)


def test_one_that_was_given_is_not_given_again() -> None:
    drawn = iter("AAAAAA" + "AAAAAB")
    assert terminal_id({"AAAAAA"}.__contains__, choose=lambda _: next(drawn)) == "AAAAAB"


def test_it_gives_up_instead_of_seeking_for_ever() -> None:
    asked: list[str] = []
    with pytest.raises(TerminalIdsExhausted):
        terminal_id(lambda one: asked.append(one) or True)
    assert len(asked) == DRAWS


def test_ten_thousand_of_them_differ() -> None:
    """Of 2,176 million: two alike are expected in one of 43 runs, five pairs in none."""
    assert len({terminal_id(lambda _: False) for _ in range(10_000)}) > 9_995


@pytest.mark.parametrize("text", ["", "ABCDE", "ABCDEFG", "abcdef", "ABCDE-"])
def test_what_has_another_form_is_none(text: str) -> None:
    assert not is_terminal_id(text)
