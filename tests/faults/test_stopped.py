"""A process that stands still (SIGSTOP) and goes on: clients wait or try again, nothing is lost and nothing double."""

import random
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest

from authority.running import Server
from commands import Server as DemoServer
from commands import a_flight, command_line, filing, run_command
from demo_pki import Pki
from faults.conftest import Figures
from faults.filer import assert_nothing_lost_or_double, assert_the_books_are_whole, filing_at
from faults.size import size

TIMES = size(1, 20)
SECONDS = size(2, 30)
HOUSES = 40


def test_a_server_that_stands_still_loses_nothing(tmp_path: Path, figures: Figures) -> None:
    server, chance, ended = Server(tmp_path), random.Random(4), threading.Event()
    filers, gained = filing_at(server, 4, ended.is_set), []
    try:
        for _ in range(TIMES):
            time.sleep(chance.uniform(0.3, 0.8))
            before = sum(len(filer.taken) for filer in filers)
            server.process.send_signal(signal.SIGSTOP)
            time.sleep(SECONDS)
            server.process.send_signal(signal.SIGCONT)
            time.sleep(0.5)
            gained.append(sum(len(filer.taken) for filer in filers) - before)
    finally:
        server.process.send_signal(signal.SIGCONT)
        ended.set()
        for filer in filers:
            filer.join()
    taken = [one for filer in filers for one in filer.taken]
    assert_nothing_lost_or_double(server, taken)
    assert server.end() == 0
    assert_the_books_are_whole(server)
    figures(stops=TIMES, seconds_each=SECONDS, acknowledged=len(taken), lost=0, double=0)
    assert min(gained) > 0


def test_clients_that_stand_still_while_filing_register_each_parcel_once(
    authority: DemoServer, pki: Pki, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], figures: Figures
) -> None:
    """All at once, each stopped at a moment of its own. One whose patience has ended is run again."""
    chance, running = random.Random(5), []
    for number in range(TIMES):
        command = filing(
            authority.address, pki, tmp_path / str(number) / "o", a_flight(tmp_path / f"{number}.csv", HOUSES)
        )
        process = subprocess.Popen(command_line(*command), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        running.append((command, process))
        wait_for_outbox(tmp_path / str(number) / "o", process)
        time.sleep(chance.uniform(0, 0.1))
        process.send_signal(signal.SIGSTOP)
    time.sleep(SECONDS)
    for _, process in running:
        process.send_signal(signal.SIGCONT)
    codes = [process.wait(60) for _, process in running]
    assert set(codes) <= {0, 3}
    for command, _ in running:
        ended = run_command(capfdbinary, *command)
        assert ended.code == 0, ended
        assert len(set(ended.numbers().values())) == HOUSES
        assert ended.summary()["registered"] + ended.summary()["already"] == HOUSES
    figures(stops=TIMES, seconds_each=SECONDS, ended_by_themselves=codes.count(0), lost=0, double=0)


def wait_for_outbox(folder: Path, process: subprocess.Popen[bytes]) -> None:
    """Until it has begun to keep what it signs."""
    until = time.monotonic() + 30
    while process.poll() is None and not (folder.is_dir() and len(list(folder.iterdir())) > 1):
        assert time.monotonic() < until
        time.sleep(0.002)
