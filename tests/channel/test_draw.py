"""The lots of a day: an even share, each day by itself, each direction by itself."""

from datetime import date, timedelta
from math import sqrt

import pytest

from thongquan.channel.draw import RANDOM_INSPECTION_SHARE, Lots, commitment_to, secret_of

DAY, CHOICE, HOUSES = date(2026, 9, 2), b"c" * 32, 100_000
SHARE = RANDOM_INSPECTION_SHARE.on(DAY) / 1000


def drawn(day: date, direction: str = "import") -> set[int]:
    lots = Lots(direction, secret_of(CHOICE, day))
    return {n for n in range(HOUSES) if lots.is_drawn(f"SEL{n:08}VN", day)}


def sigmas(count: int, share: float) -> float:
    return abs(count - HOUSES * share) / sqrt(HOUSES * share * (1 - share))


@pytest.fixture(scope="module")
def first() -> set[int]:
    return drawn(DAY)


@pytest.mark.parametrize(("day", "direction"), [(DAY + timedelta(days=1), "import"), (DAY, "export")])
def test_the_share_is_drawn_and_another_day_or_direction_draws_for_itself(
    first: set[int], day: date, direction: str
) -> None:
    """Within five sigma, of either; and of both as many as chance would have it."""
    second = drawn(day, direction)
    assert sigmas(len(first), SHARE) < 5
    assert sigmas(len(second), SHARE) < 5
    assert sigmas(len(first & second), SHARE * SHARE) < 5


def test_the_secret_of_a_day_tells_nothing_of_another_and_follows_from_the_key_alone() -> None:
    secrets = {secret_of(CHOICE, DAY + timedelta(days=n)) for n in range(100)} | {secret_of(b"d" * 32, DAY)}
    assert len(secrets) == 101
    assert secret_of(CHOICE, DAY).hex() == "0445aca326b3f3025696b63bf4d7165ec1266f33cda0b069ae43db0fd042e859"


def test_whoever_draws_the_lots_again_gets_the_same() -> None:
    """Programs of others draw them too: how a lot is made never changes."""
    assert Lots("import", secret_of(CHOICE, DAY)).lot("SEL01402995VN") == 250


def test_the_commitment_is_what_anybody_can_compute() -> None:
    """In a shell: `printf %s SECRET | xxd -r -p | sha256sum`."""
    assert commitment_to(bytes(32)) == "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"
