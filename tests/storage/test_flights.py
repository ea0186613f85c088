"""Flights beside the books: sealed, each company's own, together or not at all, and gone after their days."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from authority.house import House
from demo_pki import P256_COMPANY, RSA_COMPANY
from thongquan.base.limits import LIMITS
from thongquan.storage.flights import NAME, Flights

AT, LATER = "2026-09-02T03:00:00.000000Z", "2026-09-03T03:00:00.000000Z"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path, limits=msgspec.structs.replace(LIMITS, flights_kept=2))
    yield house
    house.close()


@pytest.fixture
def flights(house: House) -> Flights:
    return house.parts.flights


def test_a_piece_is_its_companys_alone(flights: Flights) -> None:
    flights.add(RSA_COMPANY, "F1", AT, {"record": b"secret"})
    assert flights.get(RSA_COMPANY, "F1", "record") == b"secret"
    assert flights.get(P256_COMPANY, "F1", "record") is None
    assert flights.kept(P256_COMPANY) == []


def test_nothing_of_a_flight_stands_in_the_file_to_be_read(house: House, flights: Flights) -> None:
    flights.add(RSA_COMPANY, "F1", AT, {"record": b"Hoang Khanh Huong" * 10})
    for path in house.service.data.glob(f"{NAME}*"):
        content = path.read_bytes()
        assert b"Hoang" not in content
        assert RSA_COMPANY.encode() not in content
        assert path.stat().st_mode & 0o077 == 0


def test_a_piece_that_was_moved_does_not_open(flights: Flights) -> None:
    flights.add(RSA_COMPANY, "F1", AT, {"record": b"one"})
    flights.add(RSA_COMPANY, "F2", AT, {"record": b"two"})
    flights._connection.execute("UPDATE piece SET sealed = (SELECT sealed FROM piece WHERE id = 'F1') WHERE id = 'F2'")
    assert flights.get(RSA_COMPANY, "F2", "record") is None


def test_what_is_put_together_takes_the_place_of_what_is_dropped(flights: Flights) -> None:
    flights.add(RSA_COMPANY, "F1", AT, {"rows.0": b"a", "rows.1": b"b", "record": b"c"})
    assert flights.put(RSA_COMPANY, "F1", LATER, {"rows.0": b"d"}, ["rows."])
    assert [flights.get(RSA_COMPANY, "F1", name) for name in ("rows.0", "rows.1", "record")] == [b"d", None, b"c"]


def test_a_flight_that_was_deleted_takes_nothing_more(flights: Flights) -> None:
    flights.add(RSA_COMPANY, "F1", AT, {"record": b"a"})
    flights.forget(RSA_COMPANY, "F1")
    assert not flights.put(RSA_COMPANY, "F1", LATER, {"record": b"b"})
    assert flights.get(RSA_COMPANY, "F1", "record") is None


def test_a_company_keeps_so_many(flights: Flights) -> None:
    assert [flights.add(RSA_COMPANY, f"F{n}", AT, {}) for n in range(3)] == [True, True, False]
    assert flights.add(P256_COMPANY, "F9", AT, {})


def test_what_nobody_changed_since_then_is_taken_away(flights: Flights) -> None:
    flights.add(RSA_COMPANY, "F1", AT, {"record": b"a"})
    flights.add(RSA_COMPANY, "F2", LATER, {"record": b"b"})
    flights.sweep(AT)
    assert flights.kept(RSA_COMPANY) == ["F2", "F1"]
    flights.sweep(LATER)
    assert flights.kept(RSA_COMPANY) == ["F2"]
    assert flights.get(RSA_COMPANY, "F1", "record") is None
