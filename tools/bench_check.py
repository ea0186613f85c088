"""How fast a manifest is judged, and how fast the rules alone are."""

import csv
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import msgspec
from bench_figures import cpu_of_call, cpu_of_run, figure

from thongquan.base.limits import LIMITS
from thongquan.declarant.check import check_files
from thongquan.declaration.codec import decode_lines, encode_line
from thongquan.declaration.model import Declaration
from thongquan.declaration.plan import plan_for
from thongquan.declaration.profile import read_profile

DAY = date(2026, 9, 2)
SAMPLES = Path("tests/samples")
MANIFEST = SAMPLES / "import_manifest_20000.csv"
PROFILE = SAMPLES / "courier.toml"
ROUNDS = 3
RULE_ROUNDS = 9


def check_csv(folder: Path) -> dict[str, object]:
    """House bills per CPU second with all verdicts written; the workbook apart. Floor: csv in, the same cells out."""
    command = [sys.executable, "-m", "thongquan.cli.main", "check", str(MANIFEST), "--profile", str(PROFILE)]
    command += ["--on", DAY.isoformat(), "--json"]
    with (folder / "verdicts.jsonl").open("wb") as out:
        plain = min(cpu_of_run(command, stdout=out) for _ in range(ROUNDS))
    with (folder / "verdicts.jsonl").open("wb") as out:
        book = cpu_of_run([*command, "--out", str(folder / "out")], stdout=out)
    floor = min(cpu_of_call(lambda: rewrite(MANIFEST, folder / "cells.jsonl")) for _ in range(ROUNDS))
    note = f"wall {plain[1]:.2f} s; with the workbook {20_000 / book[0]:,.0f} a CPU second, wall {book[1]:.2f} s"
    return figure("house bills per CPU second", 20_000, plain[0], floor, note)


def rewrite(source: Path, target: Path) -> None:
    """The least a checker does: read the csv, write one JSON object a row."""
    encode = msgspec.json.Encoder().encode
    with source.open(encoding="utf-8-sig", newline="") as rows, target.open("wb") as out:
        for row in csv.DictReader(rows):
            out.write(encode(row) + b"\n")


def rules_only(_folder: Path) -> dict[str, object]:
    """Declarations per CPU second through decode and all rules, so many at a time as the authority judges.

    Floor: decode alone, of as many at a time.
    """
    lines = [encode_line(declaration) for declaration in ready()]
    slices = [lines[start : start + LIMITS.slice_lines] for start in range(0, len(lines), LIMITS.slice_lines)]
    plan = plan_for("MIC", DAY)
    seconds = least(lambda some: plan.judge_all(decode_lines(some) or []), slices)
    floor = least(decode_lines, slices)
    note = f"{len(lines)} declarations, {LIMITS.slice_lines} at a time, of each slice the best of {RULE_ROUNDS} rounds"
    return figure("declarations per CPU second", len(lines), seconds, floor, note)


def least(work: Callable[[list[bytes]], object], slices: list[list[bytes]]) -> float:
    """CPU seconds for all slices, of each the least in several rounds: what else the machine does is left out."""
    rounds = [[cpu_of_call(partial(work, some)) for some in slices] for _ in range(RULE_ROUNDS)]
    return sum(map(min, zip(*rounds, strict=True)))


def ready() -> list[Declaration]:
    """The declarations of the big sample that can be filed."""
    return check_files([MANIFEST], profile=read_profile(PROFILE), day=DAY).ready
