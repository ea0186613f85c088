"""Where a request comes from, and how many one network address may make."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongquan.base.limits import LIMITS
from thongquan.server.sources import UNKNOWN, Rates, source_of


def a_scope(peer: str | None = "192.0.2.1", *passed_on: bytes) -> dict[str, Any]:
    client = None if peer is None else (peer, 1)
    return {"client": client, "headers": [(b"x-forwarded-for", value) for value in passed_on]}


class TestSourceOf:
    def test_it_is_the_address_of_the_connection(self) -> None:
        assert source_of(a_scope(), behind_proxy=False) == "192.0.2.1"

    def test_what_a_caller_writes_changes_nothing(self) -> None:
        assert source_of(a_scope("192.0.2.1", b"203.0.113.9"), behind_proxy=False) == "192.0.2.1"

    def test_behind_a_proxy_it_is_what_the_proxy_put_down_last(self) -> None:
        scope = a_scope("127.0.0.1", b"203.0.113.9, 198.51.100.7")
        assert source_of(scope, behind_proxy=True) == "198.51.100.7"

    def test_of_several_headers_the_last_counts(self) -> None:
        scope = a_scope("127.0.0.1", b"203.0.113.9", b"198.51.100.7")
        assert source_of(scope, behind_proxy=True) == "198.51.100.7"

    def test_a_proxy_that_tells_nothing_is_counted_itself(self) -> None:
        assert source_of(a_scope("127.0.0.1"), behind_proxy=True) == "127.0.0.1"

    @pytest.mark.parametrize("told", [b"", b"somebody", b"1.2.3.4:80", b"\xff", b"' OR 1=1", b"9" * 10_000])
    def test_all_whose_address_cannot_be_read_are_one(self, told: bytes) -> None:
        assert source_of(a_scope("127.0.0.1", told), behind_proxy=True) == UNKNOWN

    def test_so_are_those_without(self) -> None:
        assert source_of(a_scope(None), behind_proxy=False) == UNKNOWN

    def test_a_household_of_ipv6_is_one(self) -> None:
        one, other = a_scope("2001:db8:1:2::1"), a_scope("2001:db8:1:2:ffff::9")
        assert source_of(one, behind_proxy=False) == source_of(other, behind_proxy=False)
        assert source_of(a_scope("2001:db8:1:3::1"), behind_proxy=False) != source_of(one, behind_proxy=False)

    def test_an_ipv4_address_is_one_in_either_spelling(self) -> None:
        assert source_of(a_scope("::ffff:192.0.2.1"), behind_proxy=False) == "192.0.2.1"


class TestRates:
    def test_so_many_at_once_and_the_next_is_told_to_wait(self) -> None:
        rates = Rates(LIMITS)
        assert [rates.wait("a", 5.0) for _ in range(LIMITS.address_burst)] == [0.0] * LIMITS.address_burst
        assert rates.wait("a", 5.0) == pytest.approx(1 / LIMITS.address_per_second)

    def test_then_so_many_a_second(self) -> None:
        rates = Rates(LIMITS)
        for _ in range(LIMITS.address_burst):
            rates.wait("a", 5.0)
        ticks = (5.0 + n / 1_000 for n in range(1, 1_001))
        assert sum(rates.wait("a", now) == 0.0 for now in ticks) == LIMITS.address_per_second

    def test_another_source_does_not_wait(self) -> None:
        rates = Rates(LIMITS)
        for _ in range(LIMITS.address_burst * 2):
            rates.wait("a", 5.0)
        assert rates.wait("b", 5.0) == 0.0

    def test_so_many_sources_are_remembered(self) -> None:
        rates = Rates(LIMITS)
        for n in range(LIMITS.tries_remembered + 1):
            rates.wait(str(n), 5.0)
        assert len(rates) == LIMITS.tries_remembered

    @given(st.lists(st.floats(0, 3), min_size=1, max_size=500))
    def test_in_no_stretch_of_time_do_more_pass(self, gaps: list[float]) -> None:
        rates, now, passed = Rates(LIMITS), 0.0, 0
        for gap in gaps:
            now += gap / 50
            passed += rates.wait("a", now) == 0.0
        assert passed <= LIMITS.address_burst + now * LIMITS.address_per_second + 1
