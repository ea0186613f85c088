"""Judging a flight in a process of its own, so that whoever serves others meanwhile is not held up.

A fresh interpreter, not a fork: it shares no memory, no secrets and no threads with the server. It gets an empty
environment, its work by one pipe, and answers in pieces by another. The file itself is read by the reading process.
"""

import gc
import os
import struct
import subprocess  # nosec B404 - our own interpreter, with our own module
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from typing import IO, BinaryIO, Literal

import msgspec

from thongquan.base.limits import LIMITS
from thongquan.declarant.flight_judging import checked_flight, judged
from thongquan.declarant.flight_model import CONTENTS, Settings
from thongquan.manifest.apart import Apart
from thongquan.manifest.model import Unreadable
from thongquan.manifest.workbook import packed_workbook

PROGRESS, FAILED, WORKBOOK = "progress", "failed", "workbook"
_START = "import sys; sys.path += sys.argv[1:]; from thongquan.declarant.flight_apart import main; main()"
_HEAD = struct.Struct(">BI")
_STEPS_APART = 0.2
"""Seconds between two words of progress."""
_NICER = 5


class Work(msgspec.Struct, frozen=True):
    """What is wanted: the pieces of a flight, or its workbook in a language."""

    settings: Settings
    wants: Literal["pieces", "workbook"] = "pieces"
    language: str = "vi"


class Failed(msgspec.Struct, frozen=True):
    code: str
    facts: dict[str, str | int]


def pieces(work: Work, told: bytes) -> Iterator[tuple[str, bytes]]:
    """Each as it is made; `progress` among them: two numbers, how many of how many. `told`: what reading said.

    Raises:
        Unreadable: the file cannot be used, or judging it took more than the limits.
    """
    process = _begun()
    assert process.stdin is not None
    assert process.stdout is not None
    watch = Timer(LIMITS.flight_judging_seconds, process.kill)
    watch.start()
    try:
        with process.stdin as into:
            for name, content in (("work", msgspec.msgpack.encode(work)), (CONTENTS, told)):
                _write(into, name, content)
        received = 0
        for name, content in _read_all(process.stdout):
            received += len(content)
            if name == FAILED:
                failed = msgspec.msgpack.decode(content, type=Failed)
                raise Unreadable(failed.code, **failed.facts)
            if received > LIMITS.flight_judging_bytes:
                raise Unreadable("FILE-READING-STOPPED", reason="answer too long")
            yield name, content
        if process.wait():
            raise Unreadable("FILE-READING-STOPPED", reason=f"exit {process.returncode}")
    except (BrokenPipeError, EOFError) as error:
        raise Unreadable("FILE-READING-STOPPED", reason=type(error).__name__) from None
    finally:
        watch.cancel()
        process.kill()
        process.wait()
        process.stdout.close()


def _begun() -> "subprocess.Popen[bytes]":
    places = [str(Path(place).absolute()) for place in sys.path if place]
    command = [sys.executable, "-I", "-S", "-c", _START, *places]
    try:
        return subprocess.Popen(  # noqa: S603 # nosec B603 - our own interpreter, our own module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/"
        )
    except OSError as error:
        raise Unreadable("FILE-READING-STOPPED", reason=error.strerror or "") from None


def main() -> None:
    """The process's whole life."""
    os.nice(_NICER)
    gc.disable()  # house bills live to the end
    out = sys.stdout.buffer
    given = dict(_read_all(sys.stdin.buffer))
    work = msgspec.msgpack.decode(given["work"], type=Work)
    try:
        for name, content in _made(work, given[CONTENTS], out):
            _write(out, name, content)
    except Unreadable as refusal:
        facts = {name: fact if isinstance(fact, int) else str(fact) for name, fact in refusal.facts.items()}
        _write(out, FAILED, msgspec.msgpack.encode(Failed(refusal.code, facts)))
    out.flush()


def told_of(file: bytes) -> bytes:
    """What the reading process says of these bytes, which touch no disk. Raises Unreadable."""
    handle = os.memfd_create("flight", os.MFD_CLOEXEC)
    try:
        with os.fdopen(os.dup(handle), "wb") as into:
            into.write(file)
        return Apart(Path(f"/proc/self/fd/{handle}")).told()
    finally:
        os.close(handle)


def _made(work: Work, told: bytes, out: BinaryIO) -> Iterator[tuple[str, bytes]]:
    if work.wants == "pieces":
        yield from judged(told, work.settings, _Teller(out).tell)
        return
    checked = checked_flight(told, work.settings)
    [flight] = checked.manifests
    yield WORKBOOK, packed_workbook(flight, checked.verdicts, checked.summary, work.language)


class _Teller:
    """Tells now and then how far it is."""

    def __init__(self, out: BinaryIO) -> None:
        self._out, self._last = out, 0.0

    def tell(self, done: int, total: int) -> None:
        if time.monotonic() - self._last > _STEPS_APART or done == total:
            self._last = time.monotonic()
            _write(self._out, PROGRESS, msgspec.msgpack.encode((done, total)))
            self._out.flush()


def _write(into: IO[bytes], name: str, content: bytes) -> None:
    spelled = name.encode("ascii")
    into.write(_HEAD.pack(len(spelled), len(content)) + spelled + content)


def _read_all(source: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    while head := source.read(_HEAD.size):
        if len(head) < _HEAD.size:
            raise EOFError
        name, size = _HEAD.unpack(head)
        if size > LIMITS.flight_judging_bytes:
            raise EOFError
        spelled, content = source.read(name), source.read(size)
        if (len(spelled), len(content)) != (name, size):
            raise EOFError
        yield spelled.decode("ascii"), content
