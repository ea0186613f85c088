"""Disks of 64 MB that get full: the server's, the outbox's, and that of the receipts."""

import random
import resource
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from authority.house import a_filing, lines_of
from authority.running import Server
from commands import Ended, a_flight, filing, run_command, run_process
from commands import Server as DemoServer
from demo_pki import Pki
from faults.conftest import Figures
from faults.filer import Acknowledged, assert_nothing_lost_or_double, assert_the_books_are_whole
from faults.filings import Press
from faults.size import size
from faults.small_disk import filled, small_disk
from faults.wire import Wire
from thongquan.signing.receipt import verify_receipt
from thongquan.storage.database import NAME

TIMES = size(1, 20)
HOUSES = 40
ROOMS = {"o": range(4096, 64_000), "out": range(4096, 160_000)}
"""Bytes free on a disk on which some 70 kB of an outbox, or 160 kB of receipts, are to be kept."""

Run = Callable[..., Ended]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    return lambda *arguments: run_command(capfdbinary, *arguments)


def file_until_full(server: Server, press: Press, name: str) -> list[Acknowledged]:
    """What was acknowledged before the disk was full; then the server says so."""
    taken: list[Acknowledged] = []
    with Wire(("127.0.0.1", server.port)) as wire:
        while True:
            filing = press.filing(*(f"{name}X{len(taken)}N{n}" for n in range(100)))
            reply = wire.ask(filing.request)
            if reply.status != 200:
                assert reply.status == 503
                return taken
            taken.append(Acknowledged(filing, reply.body, 0))


def test_a_full_disk_of_the_server_acknowledges_nothing_and_loses_nothing(tmp_path: Path, figures: Figures) -> None:
    chance, press, acknowledged = random.Random(38), Press("p256"), 0
    for time in range(TIMES):
        folder = tmp_path / str(time)
        with small_disk(folder / "data") as disk:
            server = Server(folder)
            with filled(disk, room=chance.randrange(1 << 20, 8 << 20)):
                taken = file_until_full(server, press, f"FULL{time}")
                server.end(signal.SIGKILL if time % 2 else signal.SIGTERM)
            server.start()
            assert_nothing_lost_or_double(server, taken)
            with Wire(("127.0.0.1", server.port)) as wire:
                assert wire.ask(press.filing(f"AFTER{time}").request).status == 200
            assert server.end() == 0
            assert_the_books_are_whole(server)
        acknowledged += len(taken)
    figures(disks=TIMES, acknowledged=acknowledged, lost=0, double=0)


def test_a_log_that_may_not_grow_is_a_full_disk(tmp_path: Path) -> None:
    """Without root: the size of files is limited."""
    server = Server(tmp_path)
    room = (tmp_path / "data" / f"{NAME}-wal").stat().st_size + 1_500_000
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (room, room))
    told = [(filing, server.file(filing)) for filing in (a_filing(lines_of(f"FULL{n}")) for n in range(25))]
    taken = [(filing, answer.content) for filing, answer in told if answer.status_code == 200]
    assert 0 < len(taken) < 25
    assert {answer.status_code for _, answer in told} == {200, 503}
    assert server.client.get("/readyz").status_code == 503
    server.end(signal.SIGKILL)
    server.start()
    assert all(server.file(filing).content == answer for filing, answer in taken)
    assert all(server.file(filing).status_code == 200 for filing, _ in told)
    assert server.end() == 0


@pytest.mark.parametrize("full", ["o", "out"])
def test_a_full_disk_of_the_declarant_is_told_and_the_next_run_ends_what_was_begun(
    authority: DemoServer, pki: Pki, tmp_path: Path, run: Run, figures: Figures, *, full: str
) -> None:
    chance, codes = random.Random(full), []
    for time in range(TIMES):
        home, flight = tmp_path / str(time), a_flight(tmp_path / f"{time}.csv", HOUSES)
        command = [*filing(authority.address, pki, home / "o", flight), "--out", home / "out"]
        with small_disk(home / full) as disk:
            with filled(disk, room=chance.choice(ROOMS[full])):
                first = run_process(*command)  # it closes its output where there is no room
            codes.append(first.code)
            assert first.code in (0, 2), first
            assert "no space" in first.err.lower() or first.code == 0, first
            assert "Traceback" not in first.err
            ended = run(*command)
            assert ended.code == 0, ended
            assert len(set(ended.numbers().values())) == HOUSES
            assert run(*command).summary()["already"] == HOUSES
            receipts = [path.read_bytes() for path in (home / "out" / "receipts").glob("[!.]*")]
        assert len(receipts) == HOUSES
        assert {verify_receipt(data, pki.trust).verdict for data in receipts} == {"valid"}
    figures(disks=TIMES, stopped=codes.count(2), lost=0, double=0)
    assert 2 in codes
