"""One certificate from many places was lent, or stolen (threat 3)."""

import logging

import pytest
from msgspec.structs import replace

from thongquan.base.limits import LIMITS
from thongquan.server.places import Places
from thongquan.server.rates import household

DAY = float(LIMITS.certificate_places_seconds)
MOST = LIMITS.certificate_places


def from_places(places: Places, count: int, now: float = 0.0) -> int:
    return [places.seen("ab" * 32, "9901234560", f"192.0.2.{n}", now) for n in range(count)][-1]


def test_so_many_places_raise_no_alarm_and_one_more_does(caplog: pytest.LogCaptureFixture) -> None:
    places = Places(LIMITS)
    with caplog.at_level(logging.WARNING):
        assert from_places(places, MOST) == MOST
        assert caplog.records == []
        assert places.seen("ab" * 32, "9901234560", "198.51.100.1", 1.0) == MOST + 1
    assert [one.getMessage() for one in caplog.records] == [
        "one certificate logs in from many places: abababababab of 9901234560"
    ]


def test_it_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    places = Places(LIMITS)
    from_places(places, 20)
    from_places(places, 20)
    assert places.alarms == 1


def test_the_same_place_again_is_one_place() -> None:
    places = Places(LIMITS)
    assert [places.seen("ab", "", "192.0.2.1", float(n)) for n in range(10)] == [1] * 10


def test_a_household_of_ipv6_is_one_place() -> None:
    places = Places(LIMITS)
    assert [places.seen("ab", "", household(f"2001:db8::{n}"), 0.0) for n in range(1, 9)] == [1] * 8


def test_a_day_later_a_place_counts_no_more() -> None:
    places = Places(LIMITS)
    from_places(places, MOST)
    assert places.seen("ab" * 32, "", "198.51.100.1", DAY - 1) == MOST + 1
    assert places.seen("ab" * 32, "", "198.51.100.1", DAY) == 1


def test_another_certificate_has_places_of_its_own() -> None:
    places = Places(LIMITS)
    from_places(places, MOST)
    assert places.seen("cd" * 32, "", "192.0.2.1", 0.0) == 1


def test_so_many_certificates_are_remembered() -> None:
    places = Places(replace(LIMITS, tries_remembered=2))
    for certificate in ("a", "b", "c"):
        places.seen(certificate, "", "192.0.2.1", 0.0)
    assert places.seen("a", "", "192.0.2.2", 0.0) == 1
