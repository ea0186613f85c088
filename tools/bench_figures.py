"""Measuring: CPU seconds of this process, of a child, or of a running one."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_of(pid: int) -> float:
    """CPU seconds, user and system, that a running process has used so far, all threads together."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def cpu_of_run(command: list[str], **options: object) -> tuple[float, float]:
    """CPU and wall seconds of a command from start to end. RuntimeError if it fails."""
    began = perf_counter()
    process = subprocess.Popen(command, **options)  # type: ignore[call-overload] # noqa: S603 - our own commands
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise RuntimeError(command)
    return usage.ru_utime + usage.ru_stime, perf_counter() - began


def cpu_of_call(work: Callable[[], object]) -> float:
    """CPU seconds of a call in this process."""
    began = process_time()
    work()
    return process_time() - began


def figure(unit: str, count: int, seconds: float, floor_seconds: float, note: str) -> dict[str, object]:
    """Rates from seconds for the same count; `ratio` is how much of the floor's speed is reached."""
    return {
        "unit": unit,
        "value": count / seconds,
        "floor": count / floor_seconds,
        "ratio": floor_seconds / seconds,
        "note": note,
    }
