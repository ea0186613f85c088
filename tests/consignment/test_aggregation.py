"""Several houses of one owner under one master bill count together (CV 3923/TCHQ-GSQL)."""

import re
import unicodedata
from collections import defaultdict
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import DAY, a_person
from thongquan.consignment.aggregation import NAMED, Share, named, perhaps_split, split_consignments
from thongquan.consignment.model import Party
from thongquan.consignment.owner import folded, owner_key


def a_share(house_bill: str, value: int, owner: str = "079185000123", master_bill: str = "180-44712040") -> Share:
    return Share(house_bill, Party(code=owner), master_bill, value)


def test_two_houses_at_the_ceiling_together_keep_the_exemption() -> None:
    assert split_consignments([a_share("A", 600_000), a_share("B", 400_000)], DAY) == []


def test_two_houses_above_the_ceiling_together_lose_it_and_are_named() -> None:
    [split] = split_consignments([a_share("B", 600_000), a_share("A", 400_001)], DAY)
    assert (split.house_bills, split.total) == (["A", "B"], 1_000_001)


def test_one_house_alone_is_no_split() -> None:
    assert split_consignments([a_share("A", 5_000_000)], DAY) == []


def test_two_owners_do_not_count_together() -> None:
    assert split_consignments([a_share("A", 600_000), a_share("B", 600_000, owner="another")], DAY) == []


def test_two_master_bills_do_not_count_together() -> None:
    assert split_consignments([a_share("A", 600_000), a_share("B", 600_000, master_bill="another")], DAY) == []


def test_houses_of_nobody_known_do_not_count_together() -> None:
    assert split_consignments([a_share("A", 600_000, owner=""), a_share("B", 600_000, owner="")], DAY) == []


@pytest.mark.parametrize(("day", "together"), [(date(2021, 8, 5), False), (date(2021, 8, 6), True)])
def test_the_rule_begins_on_its_day(day: date, together: bool) -> None:
    """CV 3923/TCHQ-GSQL of 6 August 2021."""
    assert bool(split_consignments([a_share("A", 600_000), a_share("B", 600_000)], day)) is together


PARTIES = [
    Party(code="x"),
    Party(code="y"),
    Party(),
    Party(name="Trần Ánh", phone="1"),
    Party(name="TRAN ANH", phone="1"),
    Party(name="Trần Ánh", phone="2"),
]

shares = st.lists(
    st.builds(
        Share,
        st.uuids().map(str),
        st.sampled_from(PARTIES),
        st.sampled_from(["m", "n"]),
        st.integers(1, 900_000),
    ),
    max_size=12,
)


@given(shares, st.randoms())
def test_the_order_of_rows_decides_nothing(houses: list[Share], random: object) -> None:
    shuffled = houses.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis gives a Random
    assert split_consignments(shuffled, DAY) == split_consignments(houses, DAY)


@given(shares)
def test_a_house_is_split_exactly_when_its_group_is_above_the_ceiling(houses: list[Share]) -> None:
    totals: dict[tuple[str, str], list[int]] = defaultdict(list)
    for house in houses:
        totals[house.master_bill, owner_key(house.party)].append(house.value)
    expected = {
        house.house_bill
        for house in houses
        if (owner := owner_key(house.party))
        and len(group := totals[house.master_bill, owner]) > 1
        and sum(group) > 1_000_000
    }
    found = {number for split in split_consignments(houses, DAY) for number in split.house_bills}
    assert found == expected


@given(shares)
def test_groups_tell_the_sum_of_houses_that_each_count_once(houses: list[Share]) -> None:
    values = {house.house_bill: house.value for house in houses}
    splits = split_consignments(houses, DAY)
    for split in splits:
        assert split.total == sum(values[number] for number in split.house_bills)
        assert len(split.house_bills) == len(set(split.house_bills)) > 1
    told = [number for split in splits for number in split.house_bills]
    assert len(told) == len(set(told))


@given(shares, st.data())
def test_more_houses_never_free_one(houses: list[Share], data: st.DataObject) -> None:
    """More of an owner's houses can only take an exemption away."""
    some = data.draw(st.sets(st.sampled_from(range(len(houses))))) if houses else set()
    fewer = {n for split in split_consignments([houses[n] for n in some], DAY) for n in split.house_bills}
    assert fewer <= {n for split in split_consignments(houses, DAY) for n in split.house_bills}


@pytest.mark.parametrize("other", ["18044712040", "180 4471 2040", "180-44712040"])
def test_a_master_bill_in_two_spellings_is_one(other: str) -> None:
    [split] = split_consignments([a_share("A", 600_000), a_share("B", 600_000, master_bill=other)], DAY)
    assert split.master_bill == min("180-44712040", other)


@pytest.mark.parametrize(("count", "told"), [(NAMED, NAMED), (NAMED + 1, NAMED + 1)])
def test_no_more_than_a_few_houses_are_named(count: int, told: int) -> None:
    names = named([f"A{n:03}" for n in range(count + 1)], but="A000")
    assert (len(names), names[-1] == "…") == (told, count > NAMED)


def test_so_many_are_looked_at_and_no_more() -> None:
    """Else 25,000 houses of one owner would each look at all the others."""
    houses = iter(f"A{n}" for n in range(100))
    named(houses, but="A3")  # type: ignore[arg-type]
    assert next(houses) == f"A{NAMED + 2}"


class TestOwnersWhoLookAlike:
    def together(self, **other: str) -> bool:
        one, two = a_person(code="079185000123"), a_person(**{"code": "123456789", **other})
        shares = [Share("A", one, "m", 600_000), Share("B", two, "m", 600_000)]
        return bool(perhaps_split(shares, DAY))

    def test_by_name_and_telephone_or_name_and_address_are_asked_about(self) -> None:
        assert self.together(address="another")
        assert self.together(phone="0900000999")

    def test_by_name_alone_are_not(self) -> None:
        assert not self.together(address="another", phone="0900000999")

    def test_are_no_question_when_they_are_one_owner(self) -> None:
        assert not self.together(code="079185000123")

    def test_are_no_question_within_the_ceiling(self) -> None:
        shares = [Share("A", a_person(code=""), "m", 500_000), Share("B", a_person(), "m", 500_000)]
        assert perhaps_split(shares, DAY) == []


class TestOwner:
    def test_is_known_by_its_code(self) -> None:
        assert owner_key(a_person(code="079185000123", name="A")) == owner_key(a_person(code="079185000123", name="B"))

    def test_without_code_is_known_by_name_telephone_and_address(self) -> None:
        plain = a_person(code="", name="TRAN THI ANH", address="12 LE LOI, PHUONG SAI GON, THANH PHO HO CHI MINH")
        assert owner_key(a_person(code="")) == owner_key(plain)

    def test_without_code_another_telephone_is_another_owner(self) -> None:
        assert owner_key(a_person(code="")) != owner_key(a_person(code="", phone="0900000999"))


def test_folding_forgets_marks_case_and_punctuation() -> None:
    assert folded("Đường  Trần-Hưng Đạo, Q.1") == "duong tran hung dao q 1"


@given(st.text(st.sampled_from("aZđĐẾê1 -,.\u0301\u0323\u034f\u0483\u05b0\u20d0жΩß中")))
def test_folding_leaves_out_marks_of_any_script_and_nothing_else(text: str) -> None:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter)).lower()
    assert folded(text) == re.sub(r"[^a-z0-9]+", " ", bare).strip()


def test_a_telephone_written_in_groups_is_the_same_telephone() -> None:
    """The owner without a code is known by name, telephone and address; the item takes blanks and a plus."""
    phones = ("0901234567", "0901 234 567")
    shares = [Share(f"A{n}", a_person(code="", phone=phone), "180-44712040", 600_000) for n, phone in enumerate(phones)]
    assert [split.total for split in split_consignments(shares, DAY)] == [1_200_000]
