"""One sync fails, or one write finds no room: the server acknowledges nothing more, and a restart finds everything."""

import signal
from pathlib import Path

import pytest

from authority.running import Server
from faults.conftest import Figures
from faults.filer import Acknowledged, assert_nothing_lost_or_double, assert_the_books_are_whole
from faults.filings import Press
from faults.size import size
from faults.tracing import SYNCS, failing, injected
from faults.wire import Wire

SYNC_CALLS = size(0, 200)
WRITE_CALLS = size(0, 60)
FEW_SYNCS, FEW_WRITES = [4, 9], [17]
READY = b"GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n"


class Trial:
    """One authority, started anew for each call that is to fail. What it acknowledged is kept from start to start."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.press = folder, Press("p256")
        self.taken: list[Acknowledged] = []
        self.failed: list[tuple[str, str]] = []
        self.filed = self.not_started = 0
        self.server = Server(folder)
        self.server.end()

    def run(self, calls: str, error: str, number: int) -> None:
        """The `number`-th call fails. Every other time the server is asked to end before: its last calls fail then."""
        log = self.folder / "strace"
        log.unlink(missing_ok=True)
        self.server.under = failing(log, calls, error, str(number))
        if not self.started():
            self.failed += injected(log)
            return
        with Wire(("127.0.0.1", self.server.port)) as wire:
            self.check_the_last(wire)
            left, told = max(number - 4, 1) if number % 2 else number + 1, 200
            while told == 200 and left:
                told, left = self.file(wire), left - 1
            if told != 200:
                assert told == 503
                assert {self.file(wire) for _ in range(3)} == {503}
                assert wire.ask(READY).status == 503
        self.server.end()
        self.failed += injected(log)

    def started(self) -> bool:
        """A server whose first calls fail does not start; what it says is in its log."""
        try:
            self.server.start()
        except AssertionError:
            self.not_started += 1
            self.server.end(signal.SIGKILL)
            return False
        return True

    def file(self, wire: Wire) -> int:
        self.filed += 1
        filing = self.press.filing(f"F{self.filed:06}")
        reply = wire.ask(filing.request)
        if reply.status == 200:
            self.taken.append(Acknowledged(filing, reply.body, 0))
        return reply.status

    def check_the_last(self, wire: Wire) -> None:
        for one in self.taken[-3:]:
            assert wire.ask(one.filing.request).body == one.answer

    def check_everything(self) -> None:
        self.server.under = ()
        self.server.start()
        assert_nothing_lost_or_double(self.server, self.taken)
        assert self.server.end() == 0
        assert_the_books_are_whole(self.server)


@pytest.mark.parametrize(
    ("calls", "error", "numbers"),
    [
        (SYNCS, "EIO", [*range(1, SYNC_CALLS + 1)] or FEW_SYNCS),
        ("pwrite64", "ENOSPC", [*range(3, 3 + 13 * WRITE_CALLS, 13)] or FEW_WRITES),
    ],
    ids=["sync", "write"],
)
def test_after_one_failed_call_nothing_is_acknowledged_until_a_restart_which_is_whole(
    tmp_path: Path, figures: Figures, calls: str, error: str, numbers: list[int]
) -> None:
    trial = Trial(tmp_path)
    for number in numbers:
        trial.run(calls, error, number)
    trial.check_everything()
    where = {f"{call} {Path(path).name}" for call, path in trial.failed}
    figures(
        tried=len(numbers),
        failed=len(trial.failed),
        where=sorted(where),
        not_started=trial.not_started,
        acknowledged=len(trial.taken),
        lost=0,
    )
    assert len(trial.failed) >= len(numbers) // 2
