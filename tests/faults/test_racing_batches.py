"""Batches race: of two filings with one house one is registered, and no owner gets above the ceiling (threat 30)."""

import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from authority.running import Server
from faults.client import NOT_NOW, PAUSE, SPELLINGS
from faults.conftest import Figures
from faults.filer import assert_the_books_are_whole
from faults.filings import Prepared, Press, told
from faults.size import size
from faults.wire import Wire
from thongquan.storage.database import open_for_reading

CLIENTS = 8
PAIRS = size(100, 10_000)
OWNERS = size(100, 2_000)
OWNERS_IN_A_BATCH = 25
FORK = multiprocessing.get_context("fork")

Codes = list[list[str]]
"""Of each filing of a client, the fault of each line; "" for one that was registered."""
Filings = Callable[[int, Press], Iterator[Prepared]]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    yield server
    if server.process.poll() is None:
        server.end()


def raced(server: Server, filings: Filings) -> list[Codes]:
    """Eight clients of two companies, each in a process of its own, begin at the same moment. What each was told."""
    presses, start = [Press("p256"), Press("rsa")], FORK.Barrier(CLIENTS)
    results: Any = FORK.SimpleQueue()

    def race(number: int) -> None:
        prepared = list(filings(number, presses[number % 2]))
        start.wait()
        with Wire(("127.0.0.1", server.port)) as wire:
            results.put((number, [told(answer(wire, one)).codes() for one in prepared]))

    clients = [FORK.Process(target=race, args=(number,)) for number in range(CLIENTS)]
    for client in clients:
        client.start()
    found = dict(results.get() for _ in clients)
    for client in clients:
        client.join()
    return [found[number] for number in range(CLIENTS)]


def answer(wire: Wire, filing: Prepared) -> bytes:
    while (reply := wire.ask(filing.request)).status in NOT_NOW:
        time.sleep(PAUSE)
    assert reply.status == 200, reply
    return reply.body


def rivals(pair: int) -> tuple[int, int]:
    """Every client meets every other, of its own company and of the other one."""
    first = pair % CLIENTS
    return first, (first + 1 + pair // CLIENTS % (CLIENTS - 1)) % CLIENTS


def one_house_each(number: int, press: Press) -> Iterator[Prepared]:
    for pair in range(PAIRS):
        if number in rivals(pair):
            spelling = SPELLINGS[rivals(pair).index(number) * (1 + pair % 4)]
            yield press.filing(spelling.format(pair))


def test_of_two_filings_with_one_house_exactly_one_is_registered(server: Server, figures: Figures) -> None:
    began, by_first = time.monotonic(), 0
    by_client = [iter(codes) for codes in raced(server, one_house_each)]
    for pair in range(PAIRS):
        [first], [second] = (next(by_client[client]) for client in rivals(pair))
        assert sorted([first, second]) == ["", "DUPLICATE-HOUSE-BILL"]
        by_first += first == ""
    live = in_the_books(server, "SELECT count(*), count(DISTINCT house) FROM declaration WHERE live = 1")
    assert live == [(PAIRS, PAIRS)]
    assert_the_books_are_whole(server)
    figures(clients=CLIENTS, pairs=PAIRS, won_by_the_first=by_first, seconds=round(time.monotonic() - began))
    assert 0 < by_first < PAIRS, "one client was always first: nothing raced"


def one_house_of_every_owner(number: int, press: Press) -> Iterator[Prepared]:
    """Two houses of one owner, at 841,100 đồng each, are above the ceiling; every batch has houses of 25 owners."""
    for first in range(0, OWNERS, OWNERS_IN_A_BATCH):
        owners = range(first, first + OWNERS_IN_A_BATCH)
        yield press.filing_of([press.line(f"C{number}O{owner}", owner_of=f"OWNER{owner}") for owner in owners])


def test_houses_of_an_owner_split_over_eight_batches_are_never_above_the_ceiling(
    server: Server, figures: Figures
) -> None:
    began = time.monotonic()
    told_to = [[code for codes in client for code in codes] for client in raced(server, one_house_of_every_owner)]
    for codes in zip(*told_to, strict=True):
        assert Counter(codes) == {"": 1, "AGGREGATION-REGISTERED": 3, "AGGREGATION-ELSEWHERE": 4}
    above = "SELECT owned FROM declaration GROUP BY owned HAVING sum(customs_value) > 1000000"
    assert in_the_books(server, above) == []
    assert in_the_books(server, "SELECT count(*) FROM declaration") == [(OWNERS,)]
    assert_the_books_are_whole(server)
    figures(clients=CLIENTS, owners=OWNERS, lines=CLIENTS * OWNERS, seconds=round(time.monotonic() - began))


def in_the_books(server: Server, sql: str) -> list[tuple[Any, ...]]:
    connection = open_for_reading(server.folder / "data")
    found = connection.execute(sql).fetchall()
    connection.close()
    return found
