"""How many requests one network address may make."""

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongquan.authority.refusals import TooOften
from thongquan.base.limits import LIMITS
from thongquan.server.rates import UNKNOWN, Rates, household
from thongquan.server.visitor import address_of


class TestHousehold:
    def test_an_address_is_counted_by_itself(self) -> None:
        assert household("192.0.2.1") == "192.0.2.1"

    def test_of_ipv6_the_whole_subscriber(self) -> None:
        assert household("2001:db8:1:2::1") == household("2001:db8:1:2:ffff::9")
        assert household("2001:db8:1:3::1") != household("2001:db8:1:2::1")

    def test_what_the_pages_counted_already_is_not_counted_again(self) -> None:
        visitor: Any = SimpleNamespace(source=household("2001:db8:1:2::5"))
        request: Any = SimpleNamespace(scope={"state": {"visit": visitor}})
        assert address_of(request) == "2001:db8:1:2::/64"

    def test_without_pages_the_connection_is_counted_so_too(self) -> None:
        request: Any = SimpleNamespace(scope={"state": {}}, client=SimpleNamespace(host="2001:db8:1:2::5"))
        assert address_of(request) == "2001:db8:1:2::/64"

    def test_an_ipv4_address_is_one_in_either_spelling(self) -> None:
        assert household("::ffff:192.0.2.1") == "192.0.2.1"

    @pytest.mark.parametrize("told", ["", "somebody", "1.2.3.4:80", "\xff", "9" * 10_000])
    def test_all_that_are_none_are_one(self, told: str) -> None:
        assert household(told) == UNKNOWN


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

    def test_the_refusal_says_when_to_come_back(self) -> None:
        rates = Rates(LIMITS)
        for _ in range(LIMITS.address_burst):
            rates.take("a", 5.0)
        with pytest.raises(TooOften) as refused:
            rates.take("a", 5.0)
        assert refused.value.facts == {"seconds": 1}
        rates.take("a", 6.0)

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
