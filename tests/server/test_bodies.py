"""Bodies in memory: one at a time and all together they have a limit."""

import asyncio
from typing import Any

import pytest
from msgspec.structs import replace

from thongquan.base.limits import LIMITS
from thongquan.server.body import Bodies, BodyTooLarge, Busy


def reading(bodies: Bodies, *chunks: bytes) -> bytes:
    """Read a body that comes in these chunks."""
    messages = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    messages[-1]["more_body"] = False

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    return asyncio.run(bodies.read(receive, None))


def test_all_bodies_together_have_a_limit() -> None:
    bodies = Bodies(replace(LIMITS, bodies_bytes=4))
    assert reading(bodies, b"ab", b"c") == b"abc"
    with pytest.raises(Busy):
        reading(bodies, b"de")
    assert reading(bodies, b"d") == b"d"


@pytest.mark.parametrize(("held", "fits"), [(b"abc", True), (b"abcd", False)])
def test_long_bodies_leave_room_for_short_ones(held: bytes, fits: bool) -> None:
    bodies = Bodies(replace(LIMITS, bodies_bytes=8, long_bodies_bytes=6, short_body_bytes=2))
    reading(bodies, held)
    if fits:
        assert reading(bodies, b"def") == b"def"
    else:
        with pytest.raises(Busy):
            reading(bodies, b"efg")
    assert reading(bodies, b"xy") == b"xy"


def test_a_body_that_is_given_back_makes_room() -> None:
    bodies = Bodies(replace(LIMITS, bodies_bytes=4))
    bodies.release(len(reading(bodies, b"abcd")))
    assert reading(bodies, b"ef", b"gh") == b"efgh"


def test_a_refused_body_is_not_held() -> None:
    bodies = Bodies(replace(LIMITS, filing_bytes=3, bodies_bytes=100))
    with pytest.raises(BodyTooLarge):
        reading(bodies, b"ab", b"cd")
    assert bodies.held == 0


@pytest.mark.parametrize(("chunks", "fits"), [((b"ab", b"c"), True), ((b"ab", b"cd"), False), ((b"abcd",), False)])
def test_one_body_has_a_limit(chunks: tuple[bytes, ...], fits: bool) -> None:
    bodies = Bodies(replace(LIMITS, filing_bytes=3))
    if fits:
        assert reading(bodies, *chunks) == b"".join(chunks)
    else:
        with pytest.raises(BodyTooLarge):
            reading(bodies, *chunks)
