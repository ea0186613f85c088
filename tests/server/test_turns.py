"""Filers take turns, so that a long filing does not hold up another company's short one."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from authority.house import House, a_filing, lines_of
from demo_pki import P256_COMPANY, RSA_COMPANY
from server.test_clerk import file, outcome, with_clerk
from thongquan.authority.file_group import hear
from thongquan.authority.front_door import admit
from thongquan.authority.refusals import FilerBusy
from thongquan.base.moment import business_day
from thongquan.server.clerk import Clerk
from thongquan.server.pace import LONGEST_SECONDS, Pace
from thongquan.server.turns import Case, Turns


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.parts.desk.close()


LOOP = asyncio.new_event_loop()
"""Nobody waits on the futures of these cases."""


@pytest.fixture(scope="module", autouse=True)
def _loop_is_closed() -> Iterator[None]:
    yield
    LOOP.close()


def a_case(house: House, *houses: str, key: str = "rsa") -> Case:
    received = a_filing(lines_of(*houses), key=key)
    case = Case(received, len(houses), lambda _heard, _of: None, LOOP.create_future())
    filing = admit(received, house.parts.authority, house.books)
    case.hearing = hear(filing, business_day(received.at), house.parts.authority.choice)
    return case


class TestTurns:
    def test_a_short_filing_overtakes_another_companys_long_one(self, house: House) -> None:
        turns = Turns(slice_lines=2)
        long, short = a_case(house, *(f"L{n}" for n in range(9))), a_case(house, "S1", key="p256")
        turns.join(RSA_COMPANY, long)
        turns.join(P256_COMPANY, short)
        assert turns.judge(3) == [short]
        assert long.hearing is not None
        assert long.hearing.heard == 2
        assert turns.judge(9) == [long]

    def test_of_one_filer_the_first_comes_first(self, house: House) -> None:
        turns = Turns(slice_lines=2)
        first, second = a_case(house, "A1", "A2", "A3"), a_case(house, "B1")
        turns.join(RSA_COMPANY, first)
        turns.join(RSA_COMPANY, second)
        assert turns.judge(100) == [first, second]

    def test_no_more_lines_are_judged_at_once_than_were_asked_for(self, house: House) -> None:
        turns, case = Turns(slice_lines=2), a_case(house, *(f"L{n}" for n in range(9)))
        turns.join(RSA_COMPANY, case)
        assert turns.judge(4) == []
        assert case.hearing is not None
        assert case.hearing.heard == 4

    def test_what_waits_is_counted_by_filer_until_it_is_judged(self, house: House) -> None:
        turns = Turns(slice_lines=2)
        turns.join(RSA_COMPANY, a_case(house, "A1", "A2", "A3"))
        turns.join(P256_COMPANY, a_case(house, "B1", key="p256"))
        assert (turns.waiting(RSA_COMPANY), turns.waiting(P256_COMPANY), turns.filers) == (3, 1, 2)
        turns.judge(100)
        assert (turns.waiting(RSA_COMPANY), turns.waiting(P256_COMPANY), turns.filers) == (0, 0, 0)

    def test_a_case_that_nobody_foresaw_is_refused_and_leaves(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        turns, case = Turns(slice_lines=2), a_case(house, "A1")
        monkeypatch.setattr("thongquan.authority.judging.decode_lines", lambda _: 1 // 0)
        turns.join(RSA_COMPANY, case)
        assert turns.judge(1) == [case]
        assert case.refusal is not None
        assert case.refusal.code == "JUDGING-FAILED"


@pytest.mark.parametrize(("most", "told"), [(5, "answered"), (4, "FilerBusy")])
def test_a_filer_has_only_so_many_lines_waiting_and_others_are_not_held_up(house: House, most: int, told: str) -> None:
    """Three lines wait; two more just fit into five."""

    async def work(clerk: Clerk) -> list[Any]:
        three, two = a_filing(lines_of("A1", "A2", "A3")), a_filing(lines_of("B1", "B2"))
        other = a_filing(lines_of("C1"), key="p256")
        return await asyncio.gather(*(outcome(file(clerk, one)) for one in (three, two, other)))

    assert with_clerk(house, work, filer_lines=most, slice_lines=1, turn_lines=1) == ["answered", told, "answered"]


def test_one_filing_of_a_filer_is_always_taken(house: House) -> None:
    async def work(clerk: Clerk) -> Any:
        return await outcome(file(clerk, a_filing(lines_of("A1", "A2"))))

    assert with_clerk(house, work, filer_lines=1) == "answered"


def test_who_must_come_back_is_told_when() -> None:
    assert FilerBusy(waiting=1, limit=1, seconds=3).facts["seconds"] == 3
    pace = Pace(lines_a_second=1_000)
    assert (pace.seconds(1), pace.seconds(2_000), pace.seconds(10**9)) == (1, 2, LONGEST_SECONDS)


def test_the_pace_follows_what_is_measured() -> None:
    pace = Pace(lines_a_second=1.0)
    pace.begin()
    pace.done(10**6)
    assert pace.seconds(10) == 1
