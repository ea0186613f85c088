"""Kill -9 of the server at random moments while four clients file.

As a script with `tests` on the path, `python tests/authority/test_kill.py 20` kills twenty times and prints figures.
Nothing acknowledged is lost, nothing is registered twice, and the same filing gets the same answer after every start.
"""

import random
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx
import msgspec
import pytest

from authority.house import SECRET, a_filing, lines_of
from authority.running import Server
from thongquan.authority.stages import Received
from thongquan.storage import integrity
from thongquan.storage.database import open_for_reading
from thongquan.storage.sealing import open_vault

CLIENTS = 4
READER = {"Authorization": f"Bearer {SECRET.decode()}"}


class Filer(threading.Thread):
    """Files its own filings, each again and again until it is answered, and remembers what it was told."""

    def __init__(self, name: str, server: Server, stop: threading.Event) -> None:
        super().__init__()
        self.name, self.server, self.stop = name, server, stop
        self.told: list[tuple[Received, bytes]] = []

    def run(self) -> None:
        count = 0
        while not self.stop.is_set():
            filing = a_filing(lines_of(*(f"{self.name}N{count}P{n}" for n in range(random.choice([1, 5, 40])))))
            count += 1
            answer = None
            while answer is None and not self.stop.is_set():
                answer = self._try(filing)
            if answer is not None:
                self.told.append((filing, answer))

    def _try(self, filing: Received) -> bytes | None:
        try:
            told = self.server.file(filing)
        except (httpx.HTTPError, RuntimeError):
            time.sleep(0.02)
            return None
        assert told.status_code in (200, 503), told.text
        return told.content if told.status_code == 200 else None


def kill_while_filing(folder: Path, kills: int, seed: int) -> dict[str, int]:
    """The figures of one run. Asserts that nothing was lost, doubled or changed."""
    chance = random.Random(seed)
    server, stop = Server(folder), threading.Event()
    filers = [Filer(f"K{n}", server, stop) for n in range(CLIENTS)]
    for filer in filers:
        filer.start()
    slowest = 0.0
    for _ in range(kills):
        time.sleep(chance.uniform(0.05, 0.6))
        server.end(signal.SIGKILL)
        began = time.monotonic()
        server.start()
        slowest = max(slowest, time.monotonic() - began)
    time.sleep(0.3)
    stop.set()
    for filer in filers:
        filer.join()
    told = [one for filer in filers for one in filer.told]
    check_everything(server, told)
    assert server.end() == 0
    check_the_books(server)
    assert slowest < 5
    return {"kills": kills, "filings": len(told), "slowest_start_ms": round(slowest * 1000)}


def check_everything(server: Server, told: list[tuple[Received, bytes]]) -> None:
    numbers = []
    for filing, answer in told:
        decoded = msgspec.json.decode(answer)
        assert server.file(filing).content == answer
        assert server.client.get(f"/api/v1/filings/{decoded['filing']}", headers=READER).content == answer
        numbers += [one["decision"]["number"] for one in decoded["outcomes"]]
    assert len(numbers) == len(set(numbers))


def check_the_books(server: Server) -> None:
    connection = open_for_reading(server.folder / "data")
    assert integrity.check(connection, open_vault(server.folder / "keys")) == []
    connection.close()


@pytest.mark.parametrize("seed", [1])
def test_kill_9_while_filing_loses_doubles_and_changes_nothing(tmp_path: Path, seed: int) -> None:
    figures = kill_while_filing(tmp_path, kills=4, seed=seed)
    assert figures["filings"] > 10


def test_a_quiet_end_finishes_what_was_taken_on(tmp_path: Path) -> None:
    server = Server(tmp_path)
    filing, told = a_filing(lines_of(*(f"Q{n}" for n in range(800)))), []
    filer = threading.Thread(target=lambda: told.append(server.file(filing)))
    filer.start()
    time.sleep(0.05)
    server.process.send_signal(signal.SIGTERM)
    filer.join()
    assert server.end() == 0
    assert told[0].status_code == 200
    server.start()
    assert server.file(filing).content == told[0].content
    assert server.end() == 0


if __name__ == "__main__":
    for run in range(int(sys.argv[1]) // 5 or 1):
        print(kill_while_filing(Path(tempfile.mkdtemp()), 5, seed=run), flush=True)  # noqa: T201 - a script reports
