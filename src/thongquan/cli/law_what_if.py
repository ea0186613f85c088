"""`thongquan law what-if`: the rules again with a changed value, and who moves."""

import argparse
import os
import signal
import subprocess  # nosec B404 - our own interpreter, with our own module
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from thongquan.base.moment import business_day
from thongquan.cli.law_judging import Job, Judged, Totals, judged
from thongquan.cli.law_settings import Setting, setting, write_overlay
from thongquan.cli.operator import operating
from thongquan.cli.progress import progress
from thongquan.cli.refusals import OtherLawFailed, WhatIfOfNothing
from thongquan.cli.table import figure, plain, print_table
from thongquan.cli.words import Words
from thongquan.duty.assessment import TAXES

if TYPE_CHECKING:
    from thongquan.storage.maintaining import Operator

SHOWN = 5
KINDS = ("form", "channel", "outcome")


class Moves(msgspec.Struct):
    """Who stands elsewhere under the changed law: by kind, from and to, how many and the first of them.

    `owing` counts, by tax, the houses that owe another amount; `owing_otherwise` those of whatever tax.
    """

    houses: int = 0
    moved: int = 0
    owing_otherwise: int = 0
    owing: Counter[str] = msgspec.field(default_factory=Counter)
    counts: dict[str, Counter[tuple[str, str]]] = msgspec.field(default_factory=lambda: defaultdict(Counter))
    first: dict[tuple[str, str, str], list[str]] = msgspec.field(default_factory=lambda: defaultdict(list))

    def add(self, before: Judged, after: Judged) -> None:
        self.houses += 1
        if before.taxes != after.taxes:
            self.owing_otherwise += 1
            self.owing.update({tax for tax, _ in set(before.taxes) ^ set(after.taxes)})
        moved = before.stands != after.stands
        self.moved += moved
        for kind in KINDS if moved else ():
            turn = (getattr(before, kind), getattr(after, kind))
            if turn[0] != turn[1]:
                self.counts[kind][turn] += 1
                if len(shown := self.first[kind, *turn]) < SHOWN:
                    shown.append(after.house_bill)

    def told(self, kind: str) -> list[dict[str, Any]]:
        return [
            {"from": turn[0], "to": turn[1], "count": count, "house_bills": self.first[kind, *turn]}
            for turn, count in self.counts[kind].most_common()
        ]


def run(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan import law

    of_manifests = any((arguments.profile, arguments.columns, arguments.direction, arguments.on))
    if bool(arguments.manifests) == bool(arguments.data) or (arguments.data and of_manifests):
        raise WhatIfOfNothing
    settings = [setting(text, law.CURRENT) for text in arguments.settings]
    with operating(arguments) if arguments.data else nullcontext() as operator:
        moves, totals = compared(job_of(arguments, operator), settings, say)
    if arguments.json:
        print_json(arguments.settings, moves, *totals)
    else:
        print_for_people(arguments, moves, totals, say)
    return 0


def compared(job: Job, settings: Sequence[Setting], say: Words) -> tuple[Moves, tuple[Totals, Totals]]:
    """Both sides of every house in step, so that neither is ever held whole."""
    from thongquan import law

    moves, totals = Moves(), (Totals(0, 0), Totals(0, 0))
    with leaving_nothing(), own_folder() as folder:
        write_overlay(settings, law.CURRENT, Path(folder))
        bar = progress(say("law.what-if.judging")) if job.data else nullcontext(None)  # a check has a bar of its own
        with judged_elsewhere(job, Path(folder)) as others, bar as advance:
            for before, after in zip(judged(job, say, advance), others, strict=True):
                if isinstance(before, Judged) and isinstance(after, Judged):
                    moves.add(before, after)
                elif isinstance(before, Totals) and isinstance(after, Totals):
                    totals = before, after
    return moves, totals


@contextmanager
def leaving_nothing() -> Iterator[None]:
    """Whoever ends the command by its process id leaves neither folder nor process behind."""
    before = signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def own_folder() -> "tempfile.TemporaryDirectory[str]":
    """Made in one go: from then on it is removed, however the command ends."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        return tempfile.TemporaryDirectory(prefix="thongquan-law-")
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def job_of(arguments: argparse.Namespace, operator: "Operator | None") -> Job:
    """The books as far as they go now: what is registered while they are judged is left out on both sides."""
    day = arguments.on or business_day(datetime.now(UTC))
    if operator is None:
        return Job(
            day,
            [str(one.absolute()) for one in arguments.manifests],
            str(arguments.profile or ""),
            str(arguments.columns or ""),
            arguments.direction or "",
        )
    from thongquan.storage.registered import last_act
    from thongquan.storage.snapshot import snapshot

    operator.require_safe()
    with snapshot(operator.data) as books:
        return Job(day, data=str(operator.data), keys=str(operator.keys), until=last_act(books))


@contextmanager
def judged_elsewhere(job: Job, folder: Path) -> Iterator[Iterator[Judged | Totals]]:
    """The same job in a process whose law is the one of `folder`.

    Raises:
        OtherLawFailed: it ended without telling everything.
    """
    command = [sys.executable, "-P", "-m", "thongquan.cli.law_judging", msgspec.json.encode(job).decode()]
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(  # noqa: S603 # nosec B603 - our own interpreter, our own module
            command, stdout=subprocess.PIPE, stderr=complaints, env=os.environ | {"THONGQUAN_LAW": str(folder)}
        )
        try:
            yield lines_of(process, complaints)
        finally:
            process.kill()
            process.communicate()


def lines_of(process: "subprocess.Popen[bytes]", complaints: Any) -> Iterator[Judged | Totals]:
    assert process.stdout is not None
    house, totals = msgspec.json.Decoder(Judged), msgspec.json.Decoder(Totals)
    for line in process.stdout:
        yield house.decode(line) if line.startswith(b"[") else totals.decode(line)
    if process.wait():
        complaints.seek(0)
        said = complaints.read().decode(errors="replace").strip().splitlines()
        raise OtherLawFailed(reason=said[-1] if said else str(process.returncode))


def print_json(settings: list[str], moves: Moves, before: Totals, after: Totals) -> None:
    told = {
        "set": settings,
        "houses": moves.houses,
        "moved": moves.moved,
        "forms": moves.told("form"),
        "channels": moves.told("channel"),
        "outcomes": moves.told("outcome"),
        "owing_otherwise": moves.owing_otherwise,
        "owing": moves.owing,
        "before": before,
        "after": after,
    }
    print(msgspec.json.encode(told).decode())


def print_for_people(arguments: argparse.Namespace, moves: Moves, totals: tuple[Totals, Totals], say: Words) -> None:
    told = {"moved": moves.moved, "owing": moves.owing_otherwise, "houses": moves.houses}
    counts = {name: figure(count, say.lang) for name, count in told.items()}
    print(plain(say("law.what-if.title", settings=", ".join(arguments.settings), **counts)), end="\n\n")
    headings = [say(f"law.what-if.{name}") for name in ("from", "to", "count", "first")]
    for kind in KINDS:
        rows = [
            [
                called(kind, one["from"], say),
                called(kind, one["to"], say),
                figure(one["count"], say.lang),
                ", ".join(map(plain, one["house_bills"])),
            ]
            for one in moves.told(kind)
        ]
        if rows:
            print_table(say(f"law.what-if.{kind}"), headings, rows, figures=[2])
    print_amounts(moves, totals, say)
    print(say("law.what-if.vat.data") if arguments.data else say("law.what-if.channels.unknown"))
    if totals[0].erased:
        print(say("law.what-if.erased", count=figure(totals[0].erased, say.lang)))


def print_amounts(moves: Moves, totals: tuple[Totals, Totals], say: Words) -> None:
    """Value and each tax on both sides, the difference, and of how many houses the amount is another."""
    before, after = totals
    named = [name for name in TAXES if name in before.taxes or name in after.taxes or name == "GTGT"]
    amounts = [(say("law.what-if.customs_value"), before.customs_value, after.customs_value, "")]
    amounts += [
        (
            say(f"duty.of.{tax}"),
            before.taxes.get(tax, 0),
            after.taxes.get(tax, 0),
            figure(moves.owing[tax], say.lang),
        )
        for tax in named
    ]
    rows = [
        [name, figure(first, say.lang), figure(second, say.lang), figure(second - first, say.lang), count]
        for name, first, second, count in amounts
    ]
    sides = ["", *(say(f"law.what-if.{side}") for side in ("before", "after", "difference", "count"))]
    print_table(say("law.what-if.totals"), sides, rows, figures=[1, 2, 3, 4])


def called(kind: str, name: str, say: Words) -> str:
    """A form, channel or outcome as people know it; "–" for no channel."""
    if not name:
        return "–"
    return say(f"{'verdict' if kind == 'outcome' else kind}.{name}")
