"""Canonical JSON is RFC 8785, held against a library that does nothing else."""

import json

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from thongquan.base.canonical import canonical, read_canonical

keys = st.text(st.characters(max_codepoint=0x7F), max_size=8)
documents = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


class Pair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    b: int
    a: str


@given(documents)
def test_our_spelling_is_that_of_rfc_8785(document: object) -> None:
    assert canonical(document) == rfc8785.dumps(document)  # type: ignore[arg-type] # JSON data


@given(st.integers(-(2**53) + 1, 2**53 - 1), st.text(max_size=12))
def test_a_struct_is_spelled_as_its_fields(b: int, a: str) -> None:
    assert canonical(Pair(b, a)) == rfc8785.dumps({"a": a, "b": b})


def test_the_canonical_spelling_is_read() -> None:
    assert read_canonical(b'{"a":"x","b":1}', Pair) == Pair(1, "x")


@pytest.mark.parametrize(
    "other",
    [b'{"b":1,"a":"x"}', b'{"a": "x","b":1}', b'{"a":"x","b":1}\n', b'{"a":"x","b":1,"b":1}', b'{"a":"\\u0078","b":1}'],
)
def test_any_other_spelling_is_refused(other: bytes) -> None:
    assert json.loads(other) == {"a": "x", "b": 1}
    with pytest.raises(msgspec.ValidationError):
        read_canonical(other, Pair)
