"""strace as a failing disk: a process of ours runs under it, and the kernel answers what we say."""

import os
import re
import shutil
from pathlib import Path

SYNCS = "fsync,fdatasync"
_INJECTED = re.compile(r"^(?:\d+ +)?(\w+)\(\d+<([^>]*)>.*\(INJECTED\)$", re.MULTILINE)


def failing(log: Path, calls: str, error: str, when: str) -> list[str]:
    """The words to put before a command, so that its `when`-th of these calls fails.

    The tracer is nobody's parent: the process is killed, stopped and waited for as if it ran alone. Each thread counts
    for itself.
    """
    return [*_strace(log), f"--trace={calls}", f"--inject={calls}:error={error}:when={when}"]


def _strace(log: Path) -> list[str]:
    strace = shutil.which("strace")
    assert strace, "tools/setup installs strace"
    return [strace, "-D", "-f", "-y", "--seccomp-bpf", "-qq", "--signal=none", "-o", os.fspath(log)]


def injected(log: Path) -> list[tuple[str, str]]:
    """What failed: the call and the path of its file."""
    return _INJECTED.findall(log.read_text(errors="replace")) if log.exists() else []
