"""Eight clients file all sorts of things while the server is killed and started: the history of it all is right."""

import multiprocessing
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

from authority.running import Server
from faults.client import Client, history_in
from faults.conftest import Figures
from faults.filer import assert_the_books_are_whole
from faults.filings import Press
from faults.history import ANSWERED, UNKNOWN, anomalies, numbers_unexplained
from faults.size import size
from thongquan.storage.database import open_for_reading

CLIENTS = 8
STEPS = size(40, 20_000)
SECONDS_BETWEEN_KILLS = size(1, 8)
MOST_KILLS = size(1, 1000)


def test_the_history_of_eight_clients_with_restarts_has_no_anomaly(tmp_path: Path, figures: Figures) -> None:
    server, began = Server(tmp_path), time.monotonic()
    kills, slowest = at_work(server, work)
    history = history_in(tmp_path)
    found = [*anomalies(history), *numbers_unexplained(history, numbers_in(server))]
    assert_the_books_are_whole(server)
    figures(
        clients=CLIENTS,
        steps=CLIENTS * STEPS,
        attempts=len(history),
        answered=sum(one.outcome == ANSWERED for one in history),
        unknown=sum(one.outcome == UNKNOWN for one in history),
        registered=len(numbers_in(server)),
        kills=kills,
        slowest_start_s=round(slowest, 2),
        seconds=round(time.monotonic() - began),
        anomalies=len(found),
    )
    assert found == []


def work(number: int, press: Press, port: int, folder: Path) -> None:
    Client(number, press, port, folder, STEPS).run()


def at_work(server: Server, work: Callable[[int, Press, int, Path], None]) -> tuple[int, float]:
    """All clients, each in a process of its own, until they have ended; the server is killed all the while.

    Returns how often, and the slowest start.
    """
    fork = multiprocessing.get_context("fork")
    presses = [Press("p256"), Press("rsa"), *[Press("p256")] * (CLIENTS - 2)]
    clients = [fork.Process(target=work, args=(n, one, server.port, server.folder)) for n, one in enumerate(presses)]
    for client in clients:
        client.start()
    try:
        killed = keep_killing(server, clients)
        for client in clients:
            client.join()
    finally:
        for client in clients:
            client.kill()
    assert [client.exitcode for client in clients] == [0] * CLIENTS
    assert server.end() == 0
    return killed


def keep_killing(server: Server, clients: list[multiprocessing.Process]) -> tuple[int, float]:  # type: ignore[name-defined] # of one start method
    """Until all clients have ended, or often enough."""
    kills, slowest, chance = 0, 0.0, random.Random(9)
    while kills < MOST_KILLS and all(client.is_alive() for client in clients):
        time.sleep(SECONDS_BETWEEN_KILLS * chance.uniform(0.5, 1.5))
        server.end(signal.SIGKILL)
        began = time.monotonic()
        server.start()
        kills, slowest = kills + 1, max(slowest, time.monotonic() - began)
    return kills, slowest


def numbers_in(server: Server) -> list[int]:
    connection = open_for_reading(server.folder / "data")
    numbers = [number for (number,) in connection.execute("SELECT number FROM declaration")]
    connection.close()
    return numbers
