"""The restore drill: books of 1 GB [drill] are backed up, restored and checked, and the times are printed."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from authority.house import House, a_filing, lines_of
from commands import command_line
from storage.operating import DRILL, backup_of, operator_of, restored
from thongquan.storage.database import NAME

WANTED = 1024**3 if DRILL else 4 * 1024**2
BATCH = 1_000 if DRILL else 250
MOST_MEMORY = 150 * 1024**2
"""Checking takes no more, however large the books are."""

MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""


def filled(house: House) -> int:
    """So many real filings that the file has the wanted size. How many declarations there are."""
    count = 0
    while (house.service.data / NAME).stat().st_size < WANTED:
        house.file(a_filing(lines_of(*(f"DRILL{count + n:09}" for n in range(BATCH)))))
        house.parts.ledger.fold_log()
        count += BATCH
        if count % (10 * BATCH) == 0 or not DRILL:
            house.parts.ledger.fold_whole_log()
    return count


def timed(what: str, size: int, work: Callable[[], Any], capsys: pytest.CaptureFixture[str]) -> Any:
    wall, cpu = time.monotonic(), time.process_time()
    done = work()
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    with capsys.disabled():
        sys.stderr.write(f"\n{what}: {wall:.1f} s ({cpu:.1f} s CPU), {size / 1e6 / wall:.0f} MB/s")
    return done


def test_restore_drill(house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    count = timed("fill", WANTED, lambda: filled(house), capsys)
    house.close()
    operator = operator_of(house)
    size = (operator.data / NAME).stat().st_size
    made = timed("backup", size, lambda: backup_of(operator, tmp_path / "b"), capsys)
    timed("restore, with its check", size, lambda: restored(operator, made.file, tmp_path / "again"), capsys)
    check = command_line("verify", "books", "--data", tmp_path / "again", "--keys", operator.keys)
    memory = timed("check", size, lambda: memory_of(check), capsys)
    with capsys.disabled():
        sys.stderr.write(
            f"\n{count} declarations, {size / 1e6:.0f} MB, backup {made.size / 1e6:.0f} MB, "
            f"check in {memory / 1e6:.0f} MB of memory\n"
        )
    assert memory < MOST_MEMORY
    made.file.unlink()


def memory_of(command: list[str]) -> int:
    """The most that the command took; it must end with 0. Measured by a small process: a child counts its parent's."""
    measured = [sys.executable, "-c", MEASURED, *command]
    return int(subprocess.run(measured, capture_output=True, text=True, check=True).stdout) * 1024
