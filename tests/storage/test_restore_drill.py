"""The restore drill: books of 1 GB [drill] are backed up, restored and checked, and the times are printed."""

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from authority.house import House, a_filing, lines_of
from storage.operating import DRILL, backup_of, damage_of, operator_of, restored
from thongquan.storage.database import NAME
from thongquan.storage.maintaining import Operator

WANTED = 1024**3 if DRILL else 4 * 1024**2
BATCH = 1_000 if DRILL else 250
MOST_MEMORY = 300 * 1024**2
"""More than the same process needed for small books, checking those of 1 GB may not take."""


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
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    made = timed("backup", size, lambda: backup_of(operator, tmp_path / "b"), capsys)
    timed("restore, with its check", size, lambda: restored(operator, made.file, tmp_path / "again"), capsys)
    again = Operator(tmp_path / "again", operator.keys, operator.at, "")
    assert timed("check", size, lambda: damage_of(again), capsys) == []
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - memory
    with capsys.disabled():
        sys.stderr.write(
            f"\n{count} declarations, {size / 1e6:.0f} MB, backup {made.size / 1e6:.0f} MB, "
            f"{grown / 1e6:.0f} MB more memory\n"
        )
    assert grown < MOST_MEMORY
    made.file.unlink()
