"""What an operator does with the books of a house, or with those of schema 1."""

import math
import os
import shutil
import signal
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from authority.house import House
from demo_pki import NOW
from thongquan.base.moment import stamp
from thongquan.storage.backup import Made, Maker, back_up
from thongquan.storage.integrity import Damage, check
from thongquan.storage.maintaining import Operator
from thongquan.storage.migrating import Work
from thongquan.storage.restoring import Restored, restore
from thongquan.storage.snapshot import snapshot

SCHEMA_1 = Path(__file__).parents[1] / "samples" / "schema-1"
DRILL = bool(os.environ.get("THONGQUAN_DRILL"))
EVENING = NOW.replace(hour=15)


def silent(_done: int, _of: int) -> None:
    """Nobody is told."""


def operator_at(folder: Path, at: datetime = EVENING) -> Operator:
    return Operator(folder / "data", folder / "keys", stamp(at), "vận hành")


def operator_of(house: House, at: datetime = EVENING) -> Operator:
    return operator_at(house.service.data.parent, at)


def work_of(operator: Operator) -> Work:
    return operator.work(operator.newest_seal(), silent)


def backup_of(operator: Operator, out: Path) -> Made:
    return back_up(operator.data, out, Maker(operator.vault(), operator.seal), operator.at, silent)


def restored(operator: Operator, file: Path, data: Path, skip: int | None = None) -> Restored:
    target = Operator(data, operator.keys, operator.at, operator.by)
    return restore(file, data, target.keys, work_of(target), skip)


def damage_of(operator: Operator) -> list[Damage]:
    """With everything that counts: the keys and the authority's certificates."""
    vault = operator.vault()
    with snapshot(operator.data) as books:
        return check(books, vault, operator.authority())


def rows(data: Path, sql: str) -> list[tuple[Any, ...]]:
    with snapshot(data) as books:
        return books.execute(sql).fetchall()


def old_books(folder: Path) -> Path:
    """A copy of the books of schema 1, with the modes that a repository does not keep."""
    shutil.copytree(SCHEMA_1, folder, dirs_exist_ok=True)
    for path in (folder / "data", folder / "keys"):
        path.chmod(0o700)
        for file in path.iterdir():
            file.chmod(0o600)
    return folder


def killed(work: Callable[[], object], after: float) -> None:
    """Do it in a process of its own, which is killed (-9) so many seconds after it began, wherever it is."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    if after < math.inf:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def moments(longest: float, most: int = 25) -> list[float]:
    """When to kill: at once, spread over the time that it may take, and never."""
    kills = most if DRILL else 4
    return [longest * kill / kills for kill in range(kills)] + [math.inf]
