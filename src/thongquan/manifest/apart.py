"""Reading a file in a process of its own, and holding that process to its limits.

A fresh interpreter, not a fork: it shares no memory, no secrets and no threads with whoever asks. It gets an empty
environment, the file as its input and a pipe for its answer.
"""

import errno
import os
import select
import signal
import stat
import subprocess  # nosec B404 - our own interpreter, with our own module
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from thongquan.base.limits import LIMITS
from thongquan.manifest.contents import Contents, Garbled, kind_told, unpacked
from thongquan.manifest.model import Unreadable

_START = "import sys; sys.path += sys.argv[3:]; from thongquan.manifest.reader import main; main()"
_START_DOCUMENT = _START.replace("main()", "main(document=True)")
_PIECE = 1 << 20

T = TypeVar("T")


class Apart:
    """One file, being read since this was made. Ask for its contents once, or drop it."""

    def __init__(self, path: Path, *, document: bool = False) -> None:
        file, size = _opened(path)
        self._cpu_seconds = LIMITS.reader_cpu_seconds + LIMITS.reader_cpu_seconds_per_megabyte * (size >> 20)
        self._seconds = self._cpu_seconds * LIMITS.reader_waits_per_cpu_second
        self._until = time.monotonic() + self._seconds
        limits = msgspec.json.encode(LIMITS).decode()
        places = [str(Path(place).absolute()) for place in sys.path if place]
        command = [
            sys.executable,
            "-I",
            "-S",
            "-c",
            _START_DOCUMENT if document else _START,
            str(self._cpu_seconds),
            limits,
            *places,
        ]
        try:
            self._process = subprocess.Popen(  # noqa: S603 # nosec B603 - our own interpreter, our own module
                command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/", pipesize=_PIECE
            )
        except OSError as error:
            raise Unreadable("FILE-READING-STOPPED", reason=error.strerror or "") from None
        finally:
            os.close(file)

    def contents(self) -> Contents:
        """What lies in the file.

        Raises:
            Unreadable: nothing of it can be used, or reading it took more than the limits.
        """
        return self._understood(unpacked)

    def told(self) -> bytes:
        """The reading process's own words, for whoever asks `contents.unpacked` later. Raises as `contents`."""
        return self._understood(lambda answer: answer)

    def kind(self) -> str:
        """What a document is, once everything about it was looked at. Raises as `contents`."""
        return self._understood(kind_told)

    def _understood(self, told: Callable[[bytes], T]) -> T:
        try:
            answer = self._collected()
            status = self._process.wait(self._left())
        except subprocess.TimeoutExpired:
            raise Unreadable("FILE-READING-TIME", limit=self._seconds) from None
        finally:
            self.drop()
        if status:
            raise self._ended(status)
        try:
            return told(answer)
        except Garbled as garbled:
            raise Unreadable("FILE-READING-STOPPED", reason=f"answer: {garbled}") from None

    def drop(self) -> None:
        """Ends the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _collected(self) -> bytes:
        assert self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        waiting = select.poll()
        waiting.register(pipe, select.POLLIN)
        answer = bytearray()
        while True:
            if not waiting.poll(self._left() * 1000):
                raise subprocess.TimeoutExpired("reader", self._seconds)
            piece = os.read(pipe, _PIECE)
            if not piece:
                return bytes(answer)
            answer += piece
            if len(answer) > LIMITS.reader_answer_bytes:
                raise Unreadable("FILE-READING-STOPPED", reason="answer too long")

    def _left(self) -> float:
        return max(self._until - time.monotonic(), 0)

    def _ended(self, status: int) -> Unreadable:
        """Why the process ended without an answer."""
        if -status == signal.SIGXCPU:
            return Unreadable("FILE-READING-CPU", limit=self._cpu_seconds)
        if -status == signal.SIGABRT:  # libraries not written in Python give up so where there is no memory left
            return Unreadable("FILE-READING-MEMORY", limit=LIMITS.reader_memory_bytes)
        reason = signal.Signals(-status).name if status < 0 else f"exit {status}"
        return Unreadable("FILE-READING-STOPPED", reason=reason)


def _opened(path: Path) -> tuple[int, int]:
    """An open file and its size. What is no file of a disk is not even waited for."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
        told = os.fstat(file)
    except OSError as error:
        raise Unreadable("FILE-MISSING", reason=error.strerror or "") from None
    if stat.S_ISREG(told.st_mode) and told.st_size <= LIMITS.file_bytes:
        return file, told.st_size
    os.close(file)
    if stat.S_ISDIR(told.st_mode):
        raise Unreadable("FILE-MISSING", reason=os.strerror(errno.EISDIR))
    if not stat.S_ISREG(told.st_mode):
        raise Unreadable("FILE-NOT-REGULAR")
    raise Unreadable("FILE-TOO-BIG", found=told.st_size, limit=LIMITS.file_bytes)


_begun: dict[Path, Apart] = {}


@contextmanager
def ahead(paths: Sequence[Path]) -> Iterator[None]:
    """Begins to read the first file now: until somebody asks for it, there is time to load everything else."""
    for path in paths[:1]:
        with suppress(Unreadable):  # said when it is asked for
            _begun[path] = Apart(path)
    try:
        yield
    finally:
        for path in paths[:1]:
            if path in _begun:
                _begun.pop(path).drop()


def begun(path: Path) -> Apart:
    """The reading of a file that was begun ahead, or begins now."""
    return _begun.pop(path, None) or Apart(path)
