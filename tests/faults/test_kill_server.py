"""Kill -9 of the server at random moments while four clients file.

Nothing acknowledged is lost, nothing is registered twice, and the same filing gets the same answer after every start.
"""

import random
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

from authority.house import a_filing, lines_of
from authority.running import Server
from faults.conftest import Figures
from faults.filer import assert_nothing_lost_or_double, assert_the_books_are_whole, filing_at
from faults.size import size

CLIENTS = 4
KILLS = size(2, 200)
READY_WITHIN = 5


def test_kill_9_while_filing_loses_doubles_and_changes_nothing(tmp_path: Path, figures: Figures) -> None:
    server, chance, ended = Server(tmp_path), random.Random(1), threading.Event()
    filers = filing_at(server, CLIENTS, ended.is_set)
    slowest = 0.0
    try:
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.05, 0.4))
            server.end(signal.SIGKILL)
            slowest = max(slowest, seconds_of(server.start))
        time.sleep(0.3)
    finally:
        ended.set()
        for filer in filers:
            filer.join()
    taken = [one for filer in filers for one in filer.taken]
    assert len(taken) > 4
    assert_nothing_lost_or_double(server, taken)
    assert server.end() == 0
    assert_the_books_are_whole(server)
    cut = sum(filer.failures for filer in filers)
    figures(kills=KILLS, acknowledged=len(taken), cut=cut, lost=0, double=0, slowest_start_s=round(slowest, 2))
    assert slowest < READY_WITHIN


def test_a_quiet_end_finishes_what_was_taken_on(tmp_path: Path) -> None:
    server = Server(tmp_path)
    filing, answers = a_filing(lines_of(*(f"Q{n}" for n in range(800)))), []
    filer = threading.Thread(target=lambda: answers.append(server.file(filing)))
    filer.start()
    time.sleep(0.05)
    server.process.send_signal(signal.SIGTERM)
    filer.join()
    assert server.end() == 0
    assert answers[0].status_code == 200
    server.start()
    assert server.file(filing).content == answers[0].content
    assert server.end() == 0


def seconds_of(work: Callable[[], None]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began
