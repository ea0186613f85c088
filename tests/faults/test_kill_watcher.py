"""A watcher that is killed (-9) again and again ends with each event exactly once in its file."""

import json
import os
import random
import signal
import time
from contextlib import closing
from pathlib import Path

import pytest

from authority.running import Server
from demo_pki import RSA_COMPANY
from faults.size import size
from server.applying import logged_in, prepared
from server.following import a_terminal, filed
from thongquan.declarant.sending import Authority
from thongquan.declarant.watching import EventsFile, Follower

KILLS = size(20, 100)
SOME = 7
"""Events a page, so that there are many writes to be killed in."""


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return prepared(tmp_path / "s", at_once=True)  # the tests of this folder end what they leave running


@pytest.fixture
def terminal(server: Server) -> tuple[str, str]:
    return a_terminal(server, logged_in(server, RSA_COMPANY))


def watch(address: str, terminal: tuple[str, str], out: Path, wait: int) -> None:
    """As `thongquan watch --json --out`, until nothing more is there; with `wait` for ever."""
    with closing(EventsFile(out)) as kept, closing(Authority(address)) as authority:
        follower = Follower(authority, *terminal)
        while (lines := follower.page(kept.cursor, wait, SOME)) or wait:
            if lines:
                kept.keep(lines)


def killed(address: str, terminal: tuple[str, str], out: Path, after: float) -> bool:
    """Whether it was still at work when it was killed."""
    child = os.fork()
    if child == 0:
        try:
            watch(address, terminal, out, 20)
        finally:
            os._exit(1)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_killed_at_any_moment_it_ends_with_each_event_once(
    server: Server, terminal: tuple[str, str], tmp_path: Path
) -> None:
    chance, out, numbers = random.Random(6), tmp_path / "events.ndjson", set[str]()
    numbers |= filed(server, *(f"FIRST{n}" for n in range(20)))
    began = time.monotonic()
    watch(server.address, terminal, out, 0)
    span, was_at_work = time.monotonic() - began, 0
    for round_ in range(KILLS):
        numbers |= filed(server, *(f"K{round_}N{n}" for n in range(20)))
        was_at_work += killed(server.address, terminal, out, chance.uniform(0, 1.5 * span))
        with out.open("ab") as file:  # what a kill in the middle of a write leaves
            file.write(b'{"cursor":"9'[: chance.randrange(12)])
    watch(server.address, terminal, out, 0)
    events = [json.loads(line) for line in out.read_bytes().splitlines()]
    told = [int(one["cursor"]) for one in events]
    assert was_at_work == KILLS
    assert told == sorted(set(told))
    assert {one["number"] for one in events} == numbers
    assert len(events) == len(numbers) == 20 * (KILLS + 1)
