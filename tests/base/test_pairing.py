"""The code that pairs page and helper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongquan.base.pairing import header_of, proof_of, read_code, spell

SECRETS = st.binary(min_size=16, max_size=16)


@given(SECRETS, st.sampled_from([str, str.lower, lambda code: code.replace("-", " "), lambda code: f"\t{code}\r\n"]))
def test_a_code_is_read_however_it_was_copied(secret: bytes, copied: object) -> None:
    assert callable(copied)
    assert read_code(copied(spell(secret))) == secret


@given(SECRETS, st.integers(0, 38), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_one_wrong_character_is_noticed(secret: bytes, place: int, letter: str) -> None:
    code = spell(secret)
    slipped = code[:place] + letter + code[place + 1 :]
    if slipped != code and code[place] != "-":
        with pytest.raises(ValueError, match="no code"):
            read_code(slipped)


@pytest.mark.parametrize("typed", ["", "A", "A" * 31, "A" * 33, "AAAA-AAAA", "1" * 32, "é" * 32, "=" * 32, "A" * 24])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="no code"):
        read_code(typed)


def test_a_code_is_eight_groups_of_four() -> None:
    assert [len(group) for group in spell(bytes(16)).split("-")] == [4] * 8


def test_a_proof_fits_one_secret_and_one_body() -> None:
    proofs = {proof_of(bytes([n]) * 16, body) for n in range(3) for body in (b"", b"a", b"b")}
    assert len(proofs) == 9
    assert header_of(bytes(16)) != header_of(bytes([1]) * 16)
