"""Killed (-9) again and again while declarations are filed and decided, a client of the feed has each event once.

It is `thongquan watch` with a file, and the example of the SDK with its database.
"""

import json
import os
import random
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from authority.deciding import decide_over
from authority.running import Server
from declarant.courier import settings, the_example
from demo_pki import RSA_COMPANY
from faults.conftest import Figures
from faults.size import size
from server.applying import logged_in, prepared
from server.following import a_terminal, filed
from thongquan.cli.main import main

KILLS = size(4, 100)
GREEN, RED = 12, 2
"""Declarations of a round; an officer decides each of the red ones."""

Told = list[tuple[str, str]]
"""Cursor and number of each event that the client has."""


class Watching:
    """`thongquan watch --json --out FILE`."""

    def __init__(self, server: Server, terminal: tuple[str, str], folder: Path) -> None:
        self.out, key = folder / "events.ndjson", folder / "key"
        key.write_text(terminal[1])
        where = ["--server", server.address, "--terminal", terminal[0], "--key-file", str(key)]
        self._words = ["watch", *where, "--json", "--out", str(self.out)]

    def run(self, *once: str) -> int:
        return main([*self._words, *once])

    def torn(self, some: int) -> None:
        """What a kill in the middle of a write leaves."""
        with self.out.open("ab") as file:
            file.write(b'{"cursor":"9'[:some])

    def taken(self) -> int:
        return self.out.read_bytes().count(b"\n")

    def told(self) -> Told:
        events = [json.loads(line) for line in self.out.read_bytes().splitlines()]
        return [(one["cursor"], one["number"]) for one in events]


class Example:
    """`courier.py settings.toml follow`."""

    def __init__(self, server: Server, terminal: tuple[str, str], folder: Path) -> None:
        self._folder, self._settings = folder, settings(server, terminal, folder)
        self._main = the_example().main

    def run(self, *once: str) -> int:
        code: int = self._main([str(self._settings), "follow", *once])
        return code

    def torn(self, some: int) -> None:
        """A database mends itself."""

    def taken(self) -> int:
        return len(self.told())

    def told(self) -> Told:
        with closing(sqlite3.connect(self._folder / "parcels.db")) as db:
            return list(db.execute("SELECT cursor, number FROM event ORDER BY rowid"))


Client = Watching | Example


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return prepared(tmp_path / "s", at_once=True)  # the tests of this folder end what they leave running


@pytest.mark.parametrize("kind", [Watching, Example])
def test_killed_at_any_moment_it_ends_with_each_event_once(
    kind: type[Client], server: Server, tmp_path: Path, figures: Figures
) -> None:
    client = kind(server, a_terminal(server, logged_in(server, RSA_COMPANY)), tmp_path)
    chance, acts, span, was_at_work = random.Random(6), Counter[str](), 1.0, 0
    assert ended(begun(lambda: client.run("--once"))) == 0
    progress = set[int]()
    for round_ in range(KILLS):
        child = begun(client.run)
        killer = begun(partial(kill, child, chance.uniform(0, 1.5 * span)))
        began = time.monotonic()
        acts += filed_and_decided(server, round_)
        span = time.monotonic() - began
        was_at_work += os.WIFSIGNALED(os.waitpid(child, 0)[1])
        assert ended(killer) == 0
        progress.add(client.taken())
        client.torn(chance.randrange(12))
    assert ended(begun(lambda: client.run("--once"))) == 0
    told = client.told()
    cursors = [int(cursor) for cursor, _ in told]
    figures(kills=was_at_work, events=len(told), acts=acts.total(), steps_of_progress=len(progress))
    assert was_at_work == KILLS
    assert cursors == sorted(set(cursors))
    assert Counter(number for _, number in told) == acts


def filed_and_decided(server: Server, round_: int) -> Counter[str]:
    """Number → how many acts, each of them an event."""
    green = filed(server, *(f"K{round_}G{n}" for n in range(GREEN)))
    red = filed(server, *(f"K{round_}R{n}" for n in range(RED)), goods_description="Drone")
    with server.office() as office:
        assert all(decide_over(office, number, "refuse", "hàng cấm").is_success for number in red)
    return Counter([*green, *red, *red])


def begun(work: Callable[[], int]) -> int:
    """In a process of its own."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = work()
        finally:
            os._exit(code)
    return child


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def kill(victim: int, after: float) -> int:
    time.sleep(after)
    os.kill(victim, signal.SIGKILL)
    return 0
