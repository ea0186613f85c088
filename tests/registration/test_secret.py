"""Default passwords and access keys: from the operating system's random source, uniform, never alike (threat 6)."""

from collections import Counter
from collections.abc import Callable

import pytest

from faults.size import size
from thongquan.registration.password_rules import Known, faults_of_wire_password
from thongquan.registration.secret import ALPHABET, access_key, default_password, is_key, key_hash

MADE = size(20_000, 1_000_000)
CHI_SQUARE_54 = 130.0
"""With 54 degrees of freedom, exceeded by chance once in more than ten million times."""


def chi_square(counts: Counter[str]) -> float:
    expected = counts.total() / len(ALPHABET)
    return sum((counts[character] - expected) ** 2 for character in ALPHABET) / expected


@pytest.fixture(scope="module")
def keys() -> list[str]:
    return [access_key() for _ in range(MADE)]


@pytest.fixture(scope="module")
def passwords() -> list[str]:
    return [default_password() for _ in range(MADE)]


def test_no_access_key_comes_twice(keys: list[str]) -> None:
    assert len(set(keys)) == MADE


def test_default_passwords_come_twice_only_by_the_chance_of_eight_characters(passwords: list[str]) -> None:
    """A million of 55^8: one pair in 170 such runs, three pairs in none."""
    assert MADE - len(set(passwords)) <= 2


@pytest.mark.parametrize("place", range(16))
def test_every_place_of_a_key_is_uniform(keys: list[str], place: int) -> None:
    assert chi_square(Counter(key[place] for key in keys)) < CHI_SQUARE_54


@pytest.mark.parametrize("place", range(8))
def test_every_place_of_a_password_is_uniform(passwords: list[str], place: int) -> None:
    assert chi_square(Counter(password[place] for password in passwords)) < CHI_SQUARE_54


def test_a_place_says_nothing_of_the_next(keys: list[str]) -> None:
    """Of how far two neighbours lie apart each distance is as frequent."""
    apart = ((ALPHABET.index(key[0]) - ALPHABET.index(key[1])) % len(ALPHABET) for key in keys)
    assert chi_square(Counter(ALPHABET[distance] for distance in apart)) < CHI_SQUARE_54


def test_a_biased_source_would_be_noticed() -> None:
    assert chi_square(Counter(ALPHABET * 300 + "2" * 300)) > CHI_SQUARE_54


def test_nothing_in_them_looks_like_something_else(keys: list[str], passwords: list[str]) -> None:
    assert not set("".join(keys + passwords)) & set("0Oo1IilL") - {"L"}


@pytest.mark.parametrize(("make", "length"), [(default_password, 8), (access_key, 16)])
def test_they_are_as_long_as_the_wire_allows(make: Callable[[], str], length: int) -> None:
    assert len(make()) == length
    assert make().isalnum()
    assert make().isascii()


def test_a_default_password_would_pass_as_a_chosen_one() -> None:
    known = Known(ids=["0012KABC"], names=["Chuyển phát nhanh Sao Mai"])
    refused = [one for one in (default_password() for _ in range(500)) if faults_of_wire_password(one, "new", known)]
    assert len(refused) <= 1


class TestKeyHash:
    KEY = "aB3xK9mPq2RtW7yZ"

    def test_the_key_is_known_by_its_hash(self) -> None:
        assert is_key(self.KEY, "AB12CD", key_hash(self.KEY, "AB12CD"))

    def test_another_key_is_not(self) -> None:
        assert not is_key(self.KEY.swapcase(), "AB12CD", key_hash(self.KEY, "AB12CD"))

    def test_a_key_is_good_for_its_own_terminal_only(self) -> None:
        assert not is_key(self.KEY, "AB12CE", key_hash(self.KEY, "AB12CD"))

    def test_key_and_terminal_do_not_run_into_each_other(self) -> None:
        assert key_hash("B" + self.KEY, "A") != key_hash(self.KEY, "AB")

    def test_a_hash_cut_short_is_no_hash(self) -> None:
        assert not is_key(self.KEY, "AB12CD", key_hash(self.KEY, "AB12CD")[:8])

    def test_what_is_kept_does_not_hold_the_key(self) -> None:
        kept = key_hash(self.KEY, "AB12CD")
        assert len(kept) == 32
        assert self.KEY.encode() not in kept
