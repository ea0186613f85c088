"""`thongquan transport list|lines|correct|amend|depart|arrive|take-back|cancel`: what its company does later."""

import argparse
import re
import sys
from contextlib import closing
from typing import TYPE_CHECKING

from thongquan.cli import signer, transport_steps
from thongquan.cli.arguments import Commands, command
from thongquan.cli.lists import connected
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.cli.transport_declare import Drafted
    from thongquan.declarant.transport_filing import TransportDesk

STEPS = {"depart": "depart", "arrive": "arrive", "take-back": "take-back-departure", "cancel": "cancel"}
"""Command → step. `cancel` asks for it where the transport is approved already."""
_COLUMN = re.compile(r"\(?([5-9])\)?=(.*)", re.DOTALL)


def add(parts: Commands, say: Words) -> None:
    seen = connected(command(parts, "list", say, "transport.list"), say, "transport_acting:run_list")
    seen.add_argument("--queue", choices=("leaving", "arriving", "overdue"), default="", help=say("transport.queue"))
    seen.add_argument("--state", default="", choices=("drafted", *_LIVING), help=say("transport.state"))
    lines = _numbered(parts, "lines", say)
    correct = _numbered(parts, "correct", say)
    correct.add_argument("changes", nargs="+", type=change, metavar=say("arg.change"), help=say("transport.changes"))
    amend = _numbered(parts, "amend", say)
    amend.add_argument("columns", nargs="+", type=column, metavar="(N)=…", help=say("transport.columns"))
    amend.add_argument("--line", type=int, required=True, metavar="N", help=say("transport.line"))
    for parser in (lines, amend):
        parser.add_argument("--run", type=int, default=1, dest="vehicle_run", metavar="N", help=say("transport.of-run"))
    stepping = [(_numbered(parts, name, say, "run_step"), step) for name, step in STEPS.items()]
    for parser, step in stepping:
        transport_steps.add_wants(parser, step, say)
    for parser in (correct, amend, *(parser for parser, _ in stepping)):
        signer.add(parser, say, required=False)


_LIVING = ("declared", "approved", "refused", "departed", "arrived", "differing", "cancelled")


def _numbered(parts: Commands, name: str, say: Words, run: str = "") -> argparse.ArgumentParser:
    run = f"transport_acting:{run or f'run_{name}'}"
    parser = connected(command(parts, name, say, f"transport.{name}"), say, run)
    parser.add_argument("number", metavar=say("arg.number"), help=say("transport.of"))
    return parser


def change(text: str) -> tuple[str, str]:
    """ITEM=VALUE."""
    item, equals, value = text.partition("=")
    if not item or not equals or item in ("number", "form", "processing"):
        raise ValueError(text)
    return item, value


def column(text: str) -> tuple[int, str]:
    """COLUMN=VALUE, as the form numbers its columns.

    >>> column("(7)=Kem"), column("6=")
    ((7, 'Kem'), (6, ''))
    """
    found = _COLUMN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return int(found[1]), found[2]


def run_list(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.lists import print_json
    from thongquan.cli.progress import progress
    from thongquan.cli.transport_declare import Desk
    from thongquan.cli.transport_told import tell_heads

    with closing(Desk(arguments)) as opened, progress(say("transport.reading")):
        rows = opened.desk.all(arguments.queue, arguments.state)
    if arguments.json:
        print_json(rows)
    elif rows:
        tell_heads(rows, say)
    else:
        print(say("transport.none"))
    return 0


def run_lines(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.lists import print_json
    from thongquan.cli.progress import progress
    from thongquan.cli.transport_declare import Desk
    from thongquan.cli.transport_told import tell_lines

    with closing(Desk(arguments)) as opened, progress(say("transport.reading")):
        rows = opened.desk.lines(arguments.number, arguments.vehicle_run)
    if arguments.json:
        print_json(rows)
    else:
        tell_lines(rows, say)
    return 0


def run_correct(arguments: argparse.Namespace, say: Words) -> int:
    """Each item before and after, then the text. Lists are not corrected but amended."""
    from thongquan.cli.table import plain
    from thongquan.cli.transport_declare import act
    from thongquan.declarant.transport_correcting import correction, stands
    from thongquan.transport.lodged import lodged

    def drafted(desk: "TransportDesk") -> "Drafted":
        number, changes = arguments.number, dict(arguments.changes)
        kept = desk.body(number)
        body = lodged(correction(kept.declaration, number, changes))
        for place, value in changes.items():
            before = stands(kept.declaration, place)
            print(plain(f"  {place}: {before or '–'} → {value or '–'}"), file=sys.stderr)
        return desk.drafted(body, number, "correct"), body

    return act(drafted, arguments, say)


def run_amend(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.transport_declare import act
    from thongquan.declarant.transport_filing import Amending

    def drafted(desk: "TransportDesk") -> "Drafted":
        lists = desk.one(arguments.number)["lists"]
        form = lists[0]["form"] if lists else "04-BKHH"
        line = Amending(form, arguments.vehicle_run, arguments.line)
        return desk.amended(arguments.number, line, dict(arguments.columns)), None

    return act(drafted, arguments, say)


def run_step(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.transport_declare import act

    def drafted(desk: "TransportDesk") -> "Drafted":
        says = transport_steps.said(arguments)
        step = says.pop("step")
        if step == "cancel" and "cancel" not in desk.one(arguments.number)["possible"]:
            step = "ask-cancellation"
        return desk.step(arguments.number, step, **says), None

    return act(drafted, arguments, say)
