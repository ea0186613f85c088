"""Few workers hash passwords, and nobody keeps them busy (threat 5)."""

import asyncio
import time
from collections.abc import Iterator
from statistics import median

import msgspec
import pytest

from faults.size import DRILL, size
from thongquan.base.limits import LIMITS
from thongquan.registration.password import hashed
from thongquan.server.hashing import Hashing, HashingBusy

FEW = msgspec.structs.replace(LIMITS, hashes_waiting=3, remembered_passwords=4)
PASSWORD = "bốn con trâu uống sông"
KEPT = hashed(PASSWORD)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hashing(clock: Clock) -> Iterator[Hashing]:
    hashing = Hashing(FEW, clock)
    yield hashing
    hashing.close()


def asked(hashing: Hashing, kept: str | None = KEPT, password: str = PASSWORD, account: str = "a") -> bool:
    return asyncio.run(hashing.is_right(account, kept, password))


def test_the_right_password_is_right_and_others_are_not(hashing: Hashing) -> None:
    assert asked(hashing)
    assert not asked(hashing, password="bốn con trâu")


def test_nobodys_password_is_wrong(hashing: Hashing) -> None:
    assert not asked(hashing, kept=None)


def test_a_new_password_is_hashed_as_today(hashing: Hashing) -> None:
    assert asked(hashing, kept=asyncio.run(hashing.hashed_new("new")), password="new")


class TestRemembered:
    def test_a_right_password_costs_one_hash(self, hashing: Hashing) -> None:
        assert asked(hashing)
        assert asked(hashing)
        assert hashing.hashed == 1

    def test_a_wrong_one_costs_one_each_time(self, hashing: Hashing) -> None:
        assert asked(hashing)
        assert not asked(hashing, password="x")
        assert not asked(hashing, password="x")
        assert hashing.hashed == 3

    def test_for_so_many_seconds(self, hashing: Hashing, clock: Clock) -> None:
        assert asked(hashing)
        clock.now = FEW.remembered_password_seconds - 1
        assert asked(hashing)
        assert hashing.hashed == 1
        clock.now += 1
        assert asked(hashing)
        assert hashing.hashed == 2

    def test_a_change_of_the_password_forgets_it(self, hashing: Hashing) -> None:
        assert asked(hashing)
        assert not asked(hashing, kept=hashed("another"))

    def test_a_block_of_the_account_forgets_it(self, hashing: Hashing) -> None:
        assert asked(hashing)
        hashing.forget("a")
        assert hashing.remembered == 0

    def test_it_is_of_one_account(self, hashing: Hashing) -> None:
        assert asked(hashing)
        assert asked(hashing, account="b")
        assert hashing.hashed == 2

    def test_of_so_many_accounts(self, hashing: Hashing) -> None:
        for n in range(FEW.remembered_passwords + 1):
            assert asked(hashing, account=str(n))
        assert hashing.remembered == FEW.remembered_passwords
        assert asked(hashing, account=str(FEW.remembered_passwords))
        assert hashing.hashed == FEW.remembered_passwords + 1

    def test_the_password_is_not_in_what_is_kept(self, hashing: Hashing) -> None:
        assert asked(hashing)
        assert PASSWORD not in repr(vars(hashing))
        assert KEPT not in repr(vars(hashing))


class TestQueue:
    def test_as_many_wait_as_may_and_the_next_is_asked_to_come_back(self, hashing: Hashing) -> None:
        async def flood(tries: int) -> list[bool | BaseException]:
            one = (hashing.is_right(str(n), KEPT, f"wrong {n}") for n in range(tries))
            return await asyncio.gather(*one, return_exceptions=True)

        room = FEW.hash_workers + FEW.hashes_waiting
        answers = asyncio.run(flood(room + 1))
        assert answers[:room] == [False] * room
        assert isinstance(answers[room], HashingBusy)
        assert answers[room].facts["seconds"]
        assert hashing.waiting == 0

    def test_a_remembered_password_needs_no_room(self, hashing: Hashing) -> None:
        async def beside_a_flood() -> bool:
            assert await hashing.is_right("a", KEPT, PASSWORD)
            room = FEW.hash_workers + FEW.hashes_waiting
            flood = [asyncio.ensure_future(hashing.is_right(str(n), KEPT, "wrong")) for n in range(room)]
            await asyncio.sleep(0)
            right = await hashing.is_right("a", KEPT, PASSWORD)
            await asyncio.gather(*flood)
            return right

        assert asyncio.run(beside_a_flood())

    def test_who_goes_away_leaves_the_worker_busy_until_it_is_done(self, hashing: Hashing) -> None:
        async def go_away() -> tuple[int, int]:
            one = asyncio.ensure_future(hashing.is_right("a", KEPT, "wrong"))
            await asyncio.sleep(0)
            one.cancel()
            during = hashing.waiting
            while hashing.waiting:  # noqa: ASYNC110 - nobody tells when the worker is done
                await asyncio.sleep(0.005)
            return during, hashing.waiting

        assert asyncio.run(go_away()) == (1, 0)


def test_an_unknown_account_costs_a_hash_too(hashing: Hashing) -> None:
    assert not asked(hashing, kept=None)
    assert hashing.hashed == 1


def test_an_unknown_account_takes_as_long_as_a_wrong_password(hashing: Hashing) -> None:
    """The medians of 101 each, by turns, differ by less than 5 ms; on a busy machine the quickest of 21 by less."""
    seconds: dict[str | None, list[float]] = {KEPT: [], None: []}
    for n in range(size(21, 101)):
        for kept, measured in seconds.items():
            began = time.perf_counter()
            assert not asked(hashing, kept=kept, password=f"wrong {n}")
            measured.append(time.perf_counter() - began)
    known, unknown = map(median if DRILL else min, seconds.values())
    assert abs(known - unknown) < (0.005 if DRILL else 0.02)
