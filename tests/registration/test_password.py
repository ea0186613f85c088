"""A password is kept as Argon2id of its normal form."""

import re
import unicodedata

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thongquan.base.limits import LIMITS
from thongquan.registration.password import hashed, is_outgrown, is_password, normal

QUICK = msgspec.structs.replace(LIMITS, argon2_kib=8, argon2_passes=1)
PASSWORD = "Trộm gà giữa đêm mưa"


def test_it_is_kept_as_argon2id_with_19_mib_two_passes_and_one_lane() -> None:
    assert re.match(r"\$argon2id\$v=19\$m=(\d+),t=2,p=1\$", hashed(PASSWORD)).group(1) == "19456"


def test_the_right_password_is_right() -> None:
    assert is_password(PASSWORD, hashed(PASSWORD))


@pytest.mark.parametrize("other", ["", PASSWORD + " ", PASSWORD.lower(), PASSWORD[:-1], "Trom ga giua dem mua"])
def test_any_other_is_wrong(other: str) -> None:
    assert not is_password(other, hashed(PASSWORD, QUICK), QUICK)


def test_two_hashes_of_one_password_differ() -> None:
    assert hashed(PASSWORD, QUICK) != hashed(PASSWORD, QUICK)


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_vietnamese_is_one_password_however_it_is_composed(form: str) -> None:
    typed = unicodedata.normalize(form, PASSWORD)  # type: ignore[arg-type]  # a parameter is not a literal
    assert is_password(typed, hashed(PASSWORD, QUICK), QUICK)


def test_letters_of_full_width_are_the_same_letters() -> None:
    assert is_password("ａｂｃ １２３", hashed("abc 123", QUICK), QUICK)


@pytest.mark.parametrize(("one", "other"), [("Đà", "Ðà"), ("ma", "má"), ("а", "a")])
def test_letters_that_only_look_alike_are_others(one: str, other: str) -> None:
    assert not is_password(other, hashed(one, QUICK), QUICK)


@given(st.text())
@settings(max_examples=200)
def test_the_normal_form_is_its_own_normal_form(typed: str) -> None:
    assert normal(normal(typed)) == normal(typed)


@given(st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_whatever_is_typed_is_judged_and_never_an_error(kept: str, tried: str) -> None:
    assert is_password(tried, hashed(kept, QUICK), QUICK) == (normal(tried) == normal(kept))


@pytest.mark.parametrize(
    "kept", ["", "x", "$argon2id$v=19$m=8,t=1,p=1$AAAA$", "$argon2i$v=19$m=8,t=1,p=1$YWJjZGVmZ2g$aaaa"]
)
def test_what_is_no_hash_fits_no_password(kept: str) -> None:
    assert not is_password(PASSWORD, kept, QUICK)


def test_a_password_at_the_limit_is_hashed_and_one_beyond_is_not() -> None:
    at_limit = "x" * LIMITS.password_characters
    assert is_password(at_limit, hashed(at_limit, QUICK), QUICK)
    beyond = at_limit + "x"
    assert not is_password(beyond, hashed(beyond, QUICK), QUICK)


class TestOutgrown:
    def test_a_hash_of_today_stays(self) -> None:
        assert not is_outgrown(hashed(PASSWORD, QUICK), QUICK)

    @pytest.mark.parametrize("grown", [{"argon2_kib": 16}, {"argon2_passes": 2}, {"argon2_lanes": 2, "argon2_kib": 16}])
    def test_one_of_other_parameters_is_made_anew(self, grown: dict[str, int]) -> None:
        today = msgspec.structs.replace(QUICK, **grown)
        assert is_outgrown(hashed(PASSWORD, QUICK), today)

    def test_it_still_opens_meanwhile(self) -> None:
        today = msgspec.structs.replace(QUICK, argon2_passes=3)
        assert is_password(PASSWORD, hashed(PASSWORD, QUICK), today)
