"""Every write, sync, truncation, creation and removal of the database's files, as the kernel was asked for it."""

import re
import shutil
from pathlib import Path

import msgspec

CALLS = "openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink"
LONGEST = 1 << 24
_LINE = re.compile(r"^(\d+\.\d+) (\w+)\((.*)\) += (-?\d+)(.*)$")
_FILE = re.compile(r"^(?:\d+|AT_FDCWD)(?:<([^>]*)>)?")


class Step(msgspec.Struct, frozen=True):
    """One thing asked of the disk. `what` is create, write, cut, remove, sync, or lost: a sync that failed."""

    at: float
    what: str
    file: str
    offset: int = 0
    data: bytes = b""


def recording(prefix: Path, sync: str = "") -> list[str]:
    """The words to put before a command whose writes are to be recorded, one file a thread.

    `sync` is what the kernel does instead of syncing: "retval=0" is a disk that says yes and does nothing, as under a
    relaxed mode of the database; "error=EIO:when=7" fails one.
    """
    strace = shutil.which("strace")
    assert strace, "tools/setup installs strace"
    words = [strace, "-D", "-ff", "-ttt", "-y", "-xx", "--seccomp-bpf", "-qq", "--signal=none", "-s", str(LONGEST)]
    inject = [f"--inject=fsync,fdatasync:{sync}"] if sync else []
    return [*words, f"--trace={CALLS}", *inject, "-o", str(prefix)]


def recorded(prefix: Path, folder: Path) -> list[Step]:
    """What was asked of the disk for files in `folder`, in order."""
    steps: list[Step] = []
    for trace in prefix.parent.glob(f"{prefix.name}.*"):
        with trace.open(encoding="ascii") as lines:
            steps += [step for line in lines if (step := _step(line, str(folder))) is not None]
    return sorted(steps, key=lambda step: step.at)


def _step(line: str, folder: str) -> Step | None:
    parsed = _LINE.match(line)
    if parsed is None or (int(parsed[4]) < 0 and "sync" not in parsed[2]):
        return None
    at, call, words, injected = float(parsed[1]), parsed[2], parsed[3], "(INJECTED)" in parsed[5]
    if call in ("openat", "unlink"):
        path = _bytes(words.split('"')[1]).decode()
        what = "remove" if call == "unlink" else "create"
        wanted = path.startswith(folder + "/") and (call == "unlink" or "O_CREAT" in words)
        return Step(at, what, path) if wanted else None
    named = _FILE.match(words)
    path = named[1] if named and named[1] else ""
    if path.startswith("\\x"):
        path = _bytes(path).decode()
    if not path.startswith(folder):
        return None
    return _of_file(at, call, path, words, int(parsed[4]), injected=injected)


def _of_file(at: float, call: str, path: str, words: str, result: int, *, injected: bool) -> Step | None:
    if call in ("fsync", "fdatasync"):
        what = "lost" if result < 0 else "nothing" if injected else "sync"
        return Step(at, what, path)
    if call == "ftruncate":
        return Step(at, "cut", path, int(words.rsplit(", ", 1)[1]))
    if call == "pwrite64":
        data = _bytes(words.split('"')[1])
        assert len(data) >= result
        return Step(at, "write", path, int(words.rsplit(", ", 1)[1]), data[:result])
    return None


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))
