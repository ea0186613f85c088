"""The clerk when things go wrong: what was not made durable is never acknowledged."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import apsw
import pytest
from msgspec.structs import replace

from authority.house import House, a_filing, lines_of
from thongquan.authority.refusals import ClockBehind
from thongquan.authority.stages import Received
from thongquan.base.limits import LIMITS
from thongquan.server.clerk import Clerk, Overloaded, Unavailable
from thongquan.server.metrics import Metrics


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.parts.desk.close()


def with_clerk(house: House, work: Callable[[Clerk], Awaitable[Any]], **limits: int) -> Any:
    """Run `work` beside a clerk on the house's books, which are closed at the end."""

    async def run() -> Any:
        authority = replace(house.parts.authority, limits=replace(LIMITS, **limits))
        clerk = Clerk(house.parts.ledger, authority, house.clock, Metrics())
        clerk.start()
        try:
            return await work(clerk)
        finally:
            await clerk.stop()

    return asyncio.run(run())


def file(clerk: Clerk, filing: Received) -> asyncio.Future[bytes]:
    return clerk.file(filing, filing.declarations.count(b"\n"), lambda _checked, _of: None)


async def outcome(future: asyncio.Future[bytes]) -> str:
    try:
        await future
    except Exception as error:  # noqa: BLE001 - its name is the outcome
        return type(error).__name__
    return "answered"


def test_a_failed_commit_acknowledges_nothing_then_or_later(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    commits = 0

    def fails() -> None:
        nonlocal commits
        commits += 1
        raise apsw.IOError("fsync")

    async def work(clerk: Clerk) -> list[Any]:
        monkeypatch.setattr(house.parts.ledger, "commit", fails)
        told = [await outcome(file(clerk, a_filing(lines_of("A1"))))]
        monkeypatch.undo()
        return [*told, await outcome(file(clerk, a_filing(lines_of("A2")))), clerk.healthy]

    assert with_clerk(house, work) == ["Unavailable", "Unavailable", False]
    assert commits == 1


def test_a_failure_of_the_books_undoes_the_group_and_the_next_is_taken(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise apsw.FullError("disk")

    async def work(clerk: Clerk) -> list[Any]:
        filing = a_filing(lines_of("A1"))
        monkeypatch.setattr(type(house.books), "conclude", full)
        told = [await outcome(file(clerk, filing))]
        monkeypatch.undo()
        return [*told, await outcome(file(clerk, filing)), clerk.healthy]

    assert with_clerk(house, work) == ["Unavailable", "answered", True]


def test_a_clock_that_goes_back_while_serving_stops_acceptance_until_it_is_mended(house: House) -> None:
    async def work(clerk: Clerk) -> list[str]:
        filing = a_filing(lines_of("A1"))
        told = [await outcome(file(clerk, a_filing(lines_of("A0"))))]
        house.clock.now -= timedelta(hours=1)
        told.append(await outcome(file(clerk, filing)))
        house.clock.now += timedelta(hours=2)
        return [*told, await outcome(file(clerk, filing))]

    assert with_clerk(house, work) == ["answered", ClockBehind.__name__, "answered"]


def test_what_waits_is_bounded_and_one_filing_is_always_taken(house: House) -> None:
    async def work(clerk: Clerk) -> list[str]:
        first = file(clerk, a_filing(lines_of("A1", "A2", "A3")))
        with pytest.raises(Overloaded):
            file(clerk, a_filing(lines_of("B1")))
        told = [await outcome(first)]
        return [*told, await outcome(file(clerk, a_filing(lines_of("B1")))), str(clerk.waiting_lines)]

    assert with_clerk(house, work, waiting_lines=2) == ["answered", "answered", "0"]


@pytest.mark.parametrize(
    ("limits", "groups"),
    [({}, 1), ({"group_lines": 4}, 3), ({"group_lines": 1}, 6), ({"group_filings": 6}, 1), ({"group_filings": 5}, 2)],
)
def test_all_that_waits_is_one_commit_within_the_limits_of_a_group(
    house: House, limits: dict[str, int], groups: int
) -> None:
    """Six filings of two lines. A filing larger than a group goes alone."""

    async def work(clerk: Clerk) -> None:
        gate, opened = asyncio.Event(), asyncio.get_running_loop()

        def hold(_: Any) -> None:
            asyncio.run_coroutine_threadsafe(gate.wait(), opened).result()

        held = clerk.ask(hold)
        futures = [file(clerk, a_filing(lines_of(f"A{n}", f"B{n}"))) for n in range(6)]
        gate.set()
        await asyncio.gather(held, *futures)

    with_clerk(house, work, **limits)
    connection = apsw.Connection(str(house.service.data / "thongquan.sqlite3"))
    assert connection.execute("SELECT count(*) FROM checkpoint").get == groups


@pytest.mark.parametrize(("milliseconds", "naps"), [(0, 0), (3, 3)])
def test_where_filings_lately_came_together_one_alone_is_given_a_moment_for_company(
    house: House, monkeypatch: pytest.MonkeyPatch, milliseconds: int, naps: int
) -> None:
    slept: list[float] = []
    monkeypatch.setattr("thongquan.server.clerk.sleep", slept.append)

    async def work(clerk: Clerk) -> tuple[int, int]:
        gate, opened = asyncio.Event(), asyncio.get_running_loop()
        held = clerk.ask(lambda _: asyncio.run_coroutine_threadsafe(gate.wait(), opened).result())
        together = [file(clerk, a_filing(lines_of(f"A{n}"))) for n in range(2)]
        gate.set()
        await asyncio.gather(held, *together)
        before = len(slept)
        await file(clerk, a_filing(lines_of("B1")))
        return before, len(slept)

    assert with_clerk(house, work, company_milliseconds=milliseconds) == (0, naps)


def test_an_error_at_the_door_that_nobody_foresaw_refuses_that_filing_and_no_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as an answer whose key was taken away."""

    async def work(clerk: Clerk) -> list[Any]:
        monkeypatch.setattr(type(house.books), "filings", lambda *_: 1 // 0)
        told = [await outcome(file(clerk, a_filing(lines_of("A1"))))]
        monkeypatch.undo()
        return [*told, await outcome(file(clerk, a_filing(lines_of("A2")))), clerk.healthy]

    assert with_clerk(house, work) == ["JudgingFailed", "answered", True]


def test_a_clerk_that_stumbles_lets_nobody_wait_for_ever(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(clerk: Clerk) -> list[Any]:
        monkeypatch.setattr(clerk._turns, "judge", lambda _: 1 // 0)
        told = await asyncio.gather(*(outcome(file(clerk, a_filing(lines_of(f"A{n}")))) for n in range(3)))
        monkeypatch.undo()
        return [*told, await outcome(file(clerk, a_filing(lines_of("B1")))), clerk.healthy, clerk.waiting_lines]

    assert with_clerk(house, work) == [*["Unavailable"] * 4, False, 0]


def test_a_refusal_that_cannot_be_undone_stops_acceptance(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise apsw.IOError("disk")

    async def work(clerk: Clerk) -> list[Any]:
        await file(clerk, a_filing(lines_of("A0")))
        house.clock.now -= timedelta(hours=1)
        monkeypatch.setattr(house.parts.ledger, "rollback", fails)
        told = [await outcome(file(clerk, a_filing(lines_of("A1"))))]
        monkeypatch.undo()
        return [*told, await outcome(file(clerk, a_filing(lines_of("A2")))), clerk.healthy]

    assert with_clerk(house, work) == ["ClockBehind", "Unavailable", False]


@pytest.mark.parametrize(("waiting", "told"), [(5, "answered"), (4, "Overloaded")])
def test_long_filings_leave_room_among_what_waits_for_a_short_one(house: House, waiting: int, told: str) -> None:
    """Three lines wait; two more just fit into five. One line fits in any case."""

    async def work(clerk: Clerk) -> list[str]:
        futures = [file(clerk, a_filing(lines_of("A1", "A2", "A3")))]
        try:
            futures.append(file(clerk, a_filing(lines_of("B1", "B2"))))
            long = "answered"
        except Overloaded:
            long = "Overloaded"
        futures.append(file(clerk, a_filing(lines_of("C1"))))
        await asyncio.gather(*futures)
        return [long, str(len(futures))]

    limits = {"waiting_lines": 10, "long_waiting_lines": waiting, "slice_lines": 1}
    assert with_clerk(house, work, **limits)[0] == told


def test_after_its_end_the_clerk_takes_nothing_on(house: House) -> None:
    async def work(clerk: Clerk) -> None:
        await clerk.stop()
        with pytest.raises(Overloaded):
            file(clerk, a_filing(lines_of("A1")))

    async def run() -> None:
        clerk = Clerk(house.parts.ledger, house.parts.authority, house.clock, Metrics())
        clerk.start()
        await work(clerk)

    asyncio.run(run())


def test_the_figures_tell_what_was_entered_once_and_what_was_only_answered_again(house: House) -> None:
    async def work(clerk: Clerk) -> Metrics:
        filing = a_filing(lines_of("A1", "A2"))
        await asyncio.gather(*(file(clerk, filing) for _ in range(3)))
        return clerk._metrics

    told = with_clerk(house, work).text().decode()
    assert 'thongquan_declarations_total{outcome="registered"} 2' in told
    assert 'thongquan_declarations_total{outcome="refused"} 0' in told
    assert "thongquan_replays_total 2" in told


def test_an_office_request_that_fails_is_refused_and_serving_goes_on(house: House) -> None:
    async def work(clerk: Clerk) -> list[Any]:
        with pytest.raises(Unavailable):
            await clerk.ask(lambda _: 1 // 0)
        return [await outcome(file(clerk, a_filing(lines_of("A1")))), clerk.healthy]

    assert with_clerk(house, work) == ["answered", True]
