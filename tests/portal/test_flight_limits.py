"""How much of flights is done at once, and how much is too much: each limit from both sides."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from authority.house import House
from forms.pdf_text import pages, text
from portal.flying import a_manifest, declarant, filed, rows_of, upload, uploaded, wait
from portal.visiting import Visitor
from thongquan.base.limits import LIMITS
from thongquan.declarant import flight_apart, flight_judging

STOPPED = "Không đọc được"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.close()


@pytest.fixture
def visitor(house: House) -> Visitor:
    return declarant(house)


def told_by(visitor: Visitor, place: str) -> str:
    return "".join(map(text, pages(visitor.get(place).content)))


def test_a_flight_has_so_many_house_bills_and_no_more(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flight_judging, "LIMITS", replace(LIMITS, flight_rows=2))
    assert "Chờ ký và nộp" in visitor.get(uploaded(visitor, a_manifest(2))).text
    assert STOPPED in visitor.get(uploaded(visitor, a_manifest(3))).text


def test_a_flight_that_nobody_changed_is_kept_for_so_many_days(house: House, visitor: Visitor) -> None:
    place = uploaded(visitor, a_manifest(1))
    for more, status in ((timedelta(days=LIMITS.flight_days - 1), 200), (timedelta(days=1, minutes=1), 404)):
        house.clock.now += more
        visitor = declarant(house)
        upload(visitor, a_manifest(1))
        assert visitor.get(place).status_code == status


@pytest.mark.parametrize("row", [LIMITS.flight_chunk_rows, LIMITS.flight_chunk_rows + 1])
def test_a_row_is_found_in_its_piece_and_in_the_next(visitor: Visitor, row: int) -> None:
    bill = f"SEL{81000000 + row}VN"
    place = uploaded(visitor, a_manifest(LIMITS.flight_chunk_rows + 1))
    shown = rows_of(visitor.get(f"{place}?house={bill}").text)
    assert bill in shown[row]


@pytest.mark.parametrize("at_once", [1, 2])
def test_so_many_are_judged_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    house = House(tmp_path, limits=replace(LIMITS, flights_judged_at_once=at_once))
    visitor, lock, most, now = declarant(house), threading.Lock(), 0, 0

    def slowly(file: bytes) -> bytes:
        nonlocal most, now
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.5)
        with lock:
            now -= 1
        return told_of(file)

    told_of = flight_apart.told_of
    monkeypatch.setattr("thongquan.portal.flight_judge.told_of", slowly)
    places = [upload(visitor, a_manifest(1)).headers["location"] for _ in range(3)]
    for place in places:
        visitor.get(place)
    for place in places:
        wait(visitor, place)
    assert most == at_once
    house.close()


@pytest.mark.parametrize("too_little", [{"flight_judging_seconds": 0}, {"flight_judging_bytes": 100}])
def test_judging_apart_ends_at_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, too_little: dict[str, Any]
) -> None:
    house = House(tmp_path, limits=replace(LIMITS, flight_rows_at_once=0))
    visitor = declarant(house)
    assert "Chờ ký và nộp" in visitor.get(uploaded(visitor, a_manifest(1))).text
    monkeypatch.setattr(flight_apart, "LIMITS", replace(LIMITS, **too_little))
    assert STOPPED in visitor.get(uploaded(visitor, a_manifest(1))).text
    house.close()


def test_so_many_are_printed_at_once(tmp_path: Path) -> None:
    house = House(tmp_path, limits=replace(LIMITS, flight_prints_at_once=2))
    visitor = declarant(house)
    place = uploaded(visitor, a_manifest(3))
    filed(visitor, place)
    printed = told_by(visitor, f"{place}?format=printouts")
    assert [f"Hoàng Khánh Hương {row}" in printed for row in (1, 2, 3)] == [True, True, False]
    assert "Hoàng Khánh Hương 3" in told_by(visitor, f"{place}?format=printouts&from=2")
    house.close()
