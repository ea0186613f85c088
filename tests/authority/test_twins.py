"""A house bill in disguise (threat 30): every twin is refused, or pointed out where it may be a bill of its own."""

import random
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from authority.house import House, a_filing, an_owner, lines_of
from building import a_house_bill, a_mic
from declarant.test_promise import checked
from thongquan.consignment.bill import likeness, normalised
from thongquan.declaration.codec import encode_line

SIGNS = "- ./(),:"
FOREIGN = {"S": "Ѕ", "E": "Е", "L": "Ｌ", "O": "О", "B": "В", "0": "０", "1": "１"}
"""Cyrillic and full-width letters that look the same."""
LOOKS = {"0": "O", "O": "0", "1": "IL", "L": "1I", "5": "S", "S": "5", "8": "B", "B": "8"}
CHANCE = random.Random(30)


def spelled(house: str) -> str:
    """With signs between: still the same house."""
    place = CHANCE.randrange(1, len(house))
    return house[:place] + CHANCE.choice(SIGNS) + house[place:]


def foreign(house: str) -> str:
    place = CHANCE.choice([place for place, one in enumerate(house) if one in FOREIGN])
    return house[:place] + FOREIGN[house[place]] + house[place + 1 :]


def mistaken(house: str) -> str:
    place = CHANCE.choice([place for place, one in enumerate(house) if one in LOOKS])
    return house[:place] + CHANCE.choice(LOOKS[house[place]]) + house[place + 1 :]


OTHERWISE: list[dict[str, Any]] = [
    {"master_bill": "180-44712051"},
    {"arrival_date": a_mic().arrival_date.replace(day=4)},  # type: ignore[union-attr] # it has one
    {"flight": "KE0361/04SEP", "goods_description": "Áo thun nam bằng cotton"},
    {},
]
"""What else is changed with the number."""


def twin(house: str, number: str, **changes: Any) -> bytes:
    return encode_line(
        a_mic(house_bill=number, nonce=f"{CHANCE.getrandbits(128):032x}", **an_owner(house + "2") | changes)
    )


def outcomes(house: House, *lines: bytes, key: str) -> Iterator[tuple[str, str]]:
    """The fault and its place, or the number."""
    for one in house.file(a_filing(lines, key=key))[0]["outcomes"]:
        if "faults" in one:
            yield one["faults"][0]["code"], one["faults"][0]["at"]
        else:
            yield "", one["decision"]["number"]


HOUSES = [f"SEL0158{n:02}1OB" for n in range(50)]


class TestTwoHundredTwins:
    @pytest.mark.parametrize("key", ["rsa", "p256"])
    def test_in_another_spelling_or_on_another_account_are_refused(self, house: House, key: str) -> None:
        house.file(a_filing(lines_of(*HOUSES)))
        lines = [twin(one, spelled(one), **OTHERWISE[n % 4]) for n, one in enumerate(HOUSES)]
        assert set(outcomes(house, *lines, key=key)) == {("DUPLICATE-HOUSE-BILL", "house_bill")}

    def test_in_letters_of_other_scripts_or_in_small_ones_are_refused(self, house: House) -> None:
        house.file(a_filing(lines_of(*HOUSES)))
        numbers = [foreign(one) if n % 2 else one.lower() for n, one in enumerate(HOUSES)]
        lines = [twin(one, number) for one, number in zip(HOUSES, numbers, strict=True)]
        assert set(outcomes(house, *lines, key="rsa")) == {("MIC-HAB-CHARACTERS", "house_bill")}

    def test_that_are_easily_taken_for_another_are_shown_to_an_officer(self, house: House) -> None:
        """Never refused: both may be real. The channel's reasons are the officer's alone."""
        pairs = [(one, mistaken(one)) for one in HOUSES]
        lines = [line for one, other in pairs for line in (*lines_of(one), twin(one, other))]
        told = list(outcomes(house, *lines, key="rsa"))
        assert {code for code, _ in told} == {""}
        cases = [house.books.case(number) for _, number in told]
        assert {one.decision.channel for one in cases} == {"2"}
        assert all("HOUSE-BILL-ALIKE" in one.reasons for one in cases)

    def test_that_are_easily_taken_for_another_are_warned_of_by_check(self) -> None:
        bills = [a_house_bill(number=number) for one in HOUSES for number in (one, mistaken(one))]
        bills = [
            msgspec.structs.replace(bill, receiver=msgspec.structs.replace(bill.receiver, code=f"0791850{n:05}"))
            for n, bill in enumerate(bills)
        ]
        verdicts = checked("import", bills).verdicts
        assert {one.outcome for one in verdicts} == {"ready"}
        for place, one in enumerate(verdicts):
            told = [w["facts"] for w in one.warnings if w["code"] == "HOUSE-BILL-ALIKE"]
            other = bills[place - 1].number
            found = {"house_bill": one.house_bill, "other": other, "file": "manifest.csv", "line": place + 1}
            assert told == ([found] if place % 2 else [])


def test_a_parcel_without_its_likeness_has_no_such_reason(house: House) -> None:
    [(_, number)] = outcomes(house, *lines_of("SEL0158001OB"), key="rsa")
    assert "HOUSE-BILL-ALIKE" not in house.books.case(number).reasons


def test_numbers_that_differ_in_other_characters_are_not_alike(house: House) -> None:
    told = list(outcomes(house, *lines_of("SEL0000001VN", "SEL0000002VN", "SEZ0000002VN"), key="rsa"))
    assert all("HOUSE-BILL-ALIKE" not in house.books.case(number).reasons for _, number in told)


def test_a_filing_of_which_nothing_passed_is_answered(house: House) -> None:
    assert list(outcomes(house, b"bad", key="rsa")) == [("LINE-NOT-NORMAL", "")]


def test_the_likeness_of_a_number_is_of_its_letters_and_digits() -> None:
    assert likeness(normalised("b0-1l"), frozenset({"0O", "1IL", "8B"})) == "8011"
