"""A declaration is known again by its line without the nonce."""

from hypothesis import given
from hypothesis import strategies as st

from parcels import exports, houses
from thongquan.declarant.filing import line_of
from thongquan.declarant.ledger import content_of
from thongquan.declaration.codec import encode_line
from thongquan.declaration.model import Declaration


@given(st.text(max_size=20), st.sampled_from([houses, exports]))
def test_the_nonce_makes_no_difference(notes: str, kind: object) -> None:
    [declaration] = kind("A", notes=notes)  # type: ignore[operator] # one of the two builders
    assert content_of(line_of(declaration)) == content_of(line_of(declaration)) == content_of(encode_line(declaration))


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_other_difference_does(one: str, other: str) -> None:
    [first, second] = houses("A", notes=one), houses("A", notes=other)
    assert (content_of(line_of(first[0])) == content_of(line_of(second[0]))) is (one == other)


def test_a_note_that_looks_like_a_nonce_stays_part_of_the_content() -> None:
    looks: list[Declaration] = houses("A", notes='"nonce":"0123456789abcdef0123456789abcdef"') + houses("A", notes="")
    assert content_of(encode_line(looks[0])) != content_of(encode_line(looks[1]))
