"""Row 38 with real processes: disks that are full, that fail to sync, that rot. Nothing acknowledged is lost."""

import os
import random
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw
import pytest

from authority.house import House, a_filing, lines_of
from authority.running import Server
from demo_pki import NOW
from thongquan.app import resumed
from thongquan.storage import integrity
from thongquan.storage.database import NAME, UnsafeDatabase, open_for_writing
from thongquan.storage.ledger import Ledger
from thongquan.storage.sealing import open_vault

DRILL = bool(os.environ.get("THONGQUAN_DRILL"))
TABLES = ("company", "certificate", "officer", "checkpoint", "filing", "act", "declaration", "sequence")

SYNCS = "fsync,fdatasync"


@contextmanager
def syncs_fail(server: Server) -> Iterator[None]:
    """The kernel answers EIO to whatever the running server wants to have on disk."""
    pid = server.process.pid
    failing = ["strace", "-f", "-p", str(pid), "-e", f"trace={SYNCS}", "-e", f"inject={SYNCS}:error=EIO"]
    tracer = subprocess.Popen([*failing, "-o", os.devnull], stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 10
    while not all(traced(task) for task in Path(f"/proc/{pid}/task").iterdir()):
        assert time.monotonic() < deadline
        assert tracer.poll() is None
        time.sleep(0.01)
    yield
    tracer.terminate()
    tracer.wait(10)


def traced(task: Path) -> bool:
    return "TracerPid:\t0\n" not in (task / "status").read_text()


def test_a_full_disk_acknowledges_nothing_and_loses_nothing(tmp_path: Path) -> None:
    server = Server(tmp_path)
    log = tmp_path / "data" / f"{NAME}-wal"
    room = log.stat().st_size + 1_500_000
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (room, room))
    told = [(filing, server.file(filing)) for filing in (a_filing(lines_of(f"FULL{n}")) for n in range(25))]
    taken = [(filing, answer.content) for filing, answer in told if answer.status_code == 200]
    assert 0 < len(taken) < 25
    assert {answer.status_code for _, answer in told} == {200, 503}
    assert server.client.get("/readyz").status_code == 503
    server.end(signal.SIGKILL)
    server.start()
    assert all(server.file(filing).content == answer for filing, answer in taken)
    assert server.client.get("/readyz").status_code == 200
    assert all(server.file(filing).status_code == 200 for filing, _ in told)
    server.end()


def test_after_a_failed_sync_nothing_is_acknowledged_until_a_restart(tmp_path: Path) -> None:
    server = Server(tmp_path)
    before = a_filing(lines_of("BEFORE"))
    first = server.file(before).content
    with syncs_fail(server):
        assert server.file(a_filing(lines_of("WHILE"))).status_code == 503
    after = a_filing(lines_of("AFTER"))
    assert server.file(after).status_code == server.client.get("/readyz").status_code == 503
    server.end()
    server.start()
    assert server.file(before).content == first
    assert server.file(after).status_code == 200
    server.end()


def test_a_flipped_bit_in_the_database_is_noticed_or_changes_nothing(house: House, tmp_path: Path) -> None:
    for number in range(10):
        house.file(a_filing(lines_of(*(f"ROT{number}N{n}" for n in range(10)))))
    right, vault = everything(house.books.connection), open_vault(house.service.keys_folder())
    house.close()
    data, chance = (house.service.data / NAME).read_bytes(), random.Random(5)
    for number in range(1000 if DRILL else 60):
        flipped, folder = bytearray(data), tmp_path / f"rotten{number}"
        folder.mkdir(mode=0o700)
        at = chance.randrange(len(data)) if number % 4 else chance.randrange(100)  # the file's head, often
        flipped[at] ^= 1 << chance.randrange(8)
        (folder / NAME).write_bytes(flipped)
        try:
            connection = open_for_writing(folder)
        except (UnsafeDatabase, apsw.Error):
            shutil.rmtree(folder)
            continue
        assert integrity.check(connection, vault) or everything(connection) == right, at
        connection.close()
        shutil.rmtree(folder)


def test_a_rotten_database_is_not_served_and_says_so(house: House) -> None:
    house.file(a_filing(lines_of("A1")))
    vault = open_vault(house.service.keys_folder())
    house.close()
    path = house.service.data / NAME
    rotten = bytearray(path.read_bytes())
    rotten[50] ^= 1
    path.write_bytes(rotten)
    assert resumed(NOW, house.service.data)() >= NOW
    with pytest.raises(UnsafeDatabase):
        Ledger(house.service.data, vault)


def everything(connection: apsw.Connection) -> list[list[tuple[Any, ...]]]:
    return [connection.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES]
