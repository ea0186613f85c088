"""A disk of a few megabytes that really gets full, and goes away whatever happens to the test."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NAME = "thongquan-faults"


@contextmanager
def small_disk(folder: Path, mebibytes: int = 64) -> Iterator[Path]:
    """A tmpfs at `folder`. Skips where it may not be mounted."""
    unmount_what_dead_runs_left()
    folder.mkdir(parents=True, exist_ok=True)
    options = f"size={mebibytes}m,mode=0700"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, f"{NAME}-{os.getpid()}", os.fspath(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"a small disk needs root: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        unmount(folder)


@contextmanager
def filled(disk: Path, room: int) -> Iterator[None]:
    """All but `room` bytes of the disk taken, until the end."""
    ballast = disk / "ballast"
    free = os.statvfs(disk)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(free.f_bavail * free.f_bsize - room, 1))
    try:
        yield
    finally:
        ballast.unlink()


def unmount(folder: Path) -> None:
    """Lazily: whoever still has a file open there keeps it, and nobody is waited for."""
    subprocess.run(["umount", "-l", os.fspath(folder)], check=True)


def unmount_what_dead_runs_left() -> None:
    for line in Path("/proc/mounts").read_text().splitlines():
        name, folder = line.split()[:2]
        owner = name.removeprefix(f"{NAME}-")
        if name != owner and not Path(f"/proc/{owner}").exists():
            unmount(Path(folder))
