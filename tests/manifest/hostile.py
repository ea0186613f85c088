"""Reading a hostile file as anybody would, and measuring what it cost us."""

import ctypes
import os
import resource
import socket
import threading
import time
from pathlib import Path

import msgspec

from thongquan import manifest
from thongquan.manifest import Manifest
from thongquan.manifest.apart import Apart
from thongquan.manifest.reading import understood

SECONDS = 2.0
BYTES = 200 * 1024 * 1024
DRILL = os.environ.get("THONGQUAN_DRILL") == "1"
TRAP_FILE, TRAP_PORT = b"/TRAP/", b"65432"
NET = "http://127.0.0.1:65432/"
_OPENED = 0x21
"""IN_ACCESS and IN_OPEN of inotify(7)."""
_FORGET_THE_PEAK = "5"


class Cost(msgspec.Struct):
    """What came of a file, CPU seconds of both processes, and memory: the reader's peak and how much we grew."""

    told: Manifest | str
    seconds: float
    reader_seconds: float
    memory: int

    @property
    def outcome(self) -> str:
        return self.told if isinstance(self.told, str) else "read"


def cost_of(path: Path) -> Cost:
    Path("/proc/self/clear_refs").write_text(_FORGET_THE_PEAK)
    before, began, children = _status("self", "VmRSS"), time.process_time(), _cpu_of_children()
    peak = [0]
    told: Manifest | str
    try:
        reading = Apart(path)
        watch = threading.Thread(target=_watch, args=(reading._process.pid, peak))
        watch.start()
        try:
            told = understood(reading.contents(), path.name)
        finally:
            watch.join()
    except manifest.Unreadable as refused:
        told = refused.code
    reader = _cpu_of_children() - children
    grown = max(_status("self", "VmHWM") - before, 0)
    return Cost(told, time.process_time() - began + reader, reader, peak[0] + grown)


def least_cost(path: Path, seconds: float) -> Cost:
    """The cost, measured again where a busy machine made it look like too much."""
    for _ in range(3):
        cost = cost_of(path)
        if cost.seconds < seconds:
            break
    return cost


def _watch(pid: int, peak: list[int]) -> None:
    """The kernel keeps the peak itself; it is asked for until the process is gone."""
    while found := _status(pid, "VmHWM"):
        peak[0] = found
        time.sleep(0.002)


def _status(pid: int | str, key: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{key}:")), 0)


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Trap:
    """A file and a port that nobody may touch. The kernel tells, whatever library it was that tried."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "trap"
        self.file.write_text("CAUGHT")
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._notes = self._libc.inotify_init1(os.O_NONBLOCK)
        assert self._libc.inotify_add_watch(self._notes, str(self.file).encode(), _OPENED) >= 0
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.setblocking(False)
        self.port = self._server.getsockname()[1]

    def set_in(self, data: bytes) -> bytes:
        """The payload, which now names this file and this port."""
        return data.replace(TRAP_FILE, str(self.file).encode()).replace(TRAP_PORT, str(self.port).encode())

    def sprung(self) -> bool:
        return self._was_read() or self._was_called()

    def _was_read(self) -> bool:
        try:
            return bool(os.read(self._notes, 4096))
        except BlockingIOError:
            return False

    def _was_called(self) -> bool:
        try:
            self._server.accept()[0].close()
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        os.close(self._notes)
        self._server.close()
